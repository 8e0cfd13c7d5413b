"""`octavo check --explain`: what a rule is for."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from octavo.check import rules
from octavo.check.rules import Example, Rule
from octavo.check.validators import NO_VERDICT
from octavo.model.errors import UsageError

_LOOKS_AT = {
    "source": "the Markdown source",
    "chapter": "each chapter once it is set",
    "book": "the publication as a whole",
    "print": "the printed pages",
    "epub": "the finished EPUB",
    "html": "the finished HTML and site",
    "stage": "the text while it is built, on every build",
    "edition": "the finished edition, on every build",
    "outside": "what a validator, a browser or a web server says about it",
    "pdf": "the finished PDF",
}
_WIDTH = 88


def explain(name: str) -> int:
    """Print what a rule or a family of rules is for; `all` lists every rule. Raises `UsageError` for other names.

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
            print(f"{family} was stopped, or failed, so the edition counts as not checked. See 'octavo doctor'.")
            return 0
        if family in rules.FROM_OUTSIDE:
            print(f"{name} is one of {family}'s own rules; see its documentation.")
            return 0
        near = rules.suggest(name, trusted=True)
        raise UsageError(
            f"there is no rule '{name}'",
            f"did you mean '{near[0]}'?" if near else "'octavo check --explain all' lists them",
        )
    print("\n\n".join("\n".join(_lines(rule)) for rule in found))
    return 0


def _severity(rule: Rule) -> str:
    usual = f"{rule.severity} or {rule.also}" if rule.also else str(rule.severity)
    return usual if rule.on else f"{usual}, off"


def _lines(rule: Rule) -> Iterator[str]:
    usual = f"{rule.severity} or {rule.also}" if rule.also else str(rule.severity)
    yield f"{rule.id} ({usual})" if rule.on else f"{rule.id} ({usual}; off until you ask for it)"
    yield ""
    yield textwrap.fill(rule.reason, _WIDTH)
    yield textwrap.fill(f"Fix: {rule.fix}.", _WIDTH)
    yield f"Applies to {_LOOKS_AT[rule.looks_at]}."
    for title, example in (("Reported:", rule.wrong), ("Not reported:", rule.right)):
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
