"""What a rule is for, said on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from octavo.check import rules
from octavo.check.rules import Example, Rule
from octavo.check.validators import NO_VERDICT
from octavo.model.errors import UsageError

_LOOKS_AT = {
    "source": "the text as it is written",
    "chapter": "each chapter as it is set",
    "book": "the whole manuscript",
    "print": "the printed pages",
    "epub": "the finished EPUB",
    "html": "the finished HTML and site",
    "stage": "the text, whenever it is read, on every build",
    "edition": "the finished edition, on every build",
    "outside": "what others say of it: a browser, a validator, servers on the web",
    "pdf": "the finished PDF",
}
_WIDTH = 88


def explain(name: str) -> int:
    """Explain a rule or a family of rules; `all` lists all rules, one per line. Raises `UsageError` for another name.

    No text is read, so rules of other packages are loaded too.
    """
    if name == "all":
        for rule in rules.every(trusted=True).values():
            print(f"{rule.id:28} {_severity(rule):22} {rule.reason}")
        return 0
    found = rules.select(name, trusted=True)
    if not found:
        family = name.partition(".")[0]
        if family in rules.FROM_OUTSIDE and name.endswith(NO_VERDICT):
            print(f"{family} was stopped, or ended without a verdict: so nothing has passed. 'octavo doctor' may help.")
            return 0
        if family in rules.FROM_OUTSIDE:
            print(f"{name} is a rule of {family}'s own: its manual explains it.")
            return 0
        near = rules.suggest(name, trusted=True)
        raise UsageError(
            f"there is no rule '{name}'",
            f"did you mean '{near[0]}'?" if near else "'octavo check --explain all' lists them",
        )
    print("\n\n".join("\n".join(_told(rule)) for rule in found))
    return 0


def _severity(rule: Rule) -> str:
    usual = f"{rule.severity} or {rule.also}" if rule.also else str(rule.severity)
    return usual if rule.on else f"{usual}, off"


def _told(rule: Rule) -> Iterator[str]:
    usual = f"{rule.severity} or {rule.also}" if rule.also else str(rule.severity)
    yield f"{rule.id} ({usual})" if rule.on else f"{rule.id} ({usual}; off until you ask for it)"
    yield ""
    yield textwrap.fill(rule.reason, _WIDTH)
    yield textwrap.fill(f"What to do: {rule.fix}.", _WIDTH)
    yield f"It looks at {_LOOKS_AT[rule.looks_at]}."
    for title, example in (("It faults:", rule.wrong), ("It does not fault:", rule.right)):
        if example:
            yield f"\n{title}\n"
            yield textwrap.indent("\n".join(_shown(example)), "    ")


def _shown(example: Example) -> Iterator[str]:
    if isinstance(example, str):
        yield example.rstrip("\n")
        return
    for path, text in example.items():
        yield f"{path}:"
        yield textwrap.indent(text.rstrip("\n"), "  ")
