"""The guide's page of rules, source/guide/reference/rules.md, made from the rules; `generate.py` writes it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pkgutil import iter_modules

from octavo.check import rules
from octavo.check.rules import Rule, reported

_WIDTH = 118
_LINES, _LONG, _IN_LINE = 9, 66, 72
"""The most lines of an example, characters of its lines, and characters of one that is shown inline; only `--explain`
shows longer ones."""
_ODD = re.compile("[^\n\x20-\x7e\xa0-\u024f\u0370-\u03ff\u2010-\u2044\u20ac\u2122]")
"""Characters that are invisible, or that a font for print may lack."""

HEAD = """\
# Rules {#sec-rules}

Each [rule]{.index range="start" entry="rules"} has an id, which never changes, and a severity. An *error* stops a
publication from being built. A *warning* does not, unless you give `--strict`. An *info* is something you may want to
know.

Every build reports what it cannot do as you wrote it. `octavo check` also applies rules that look at the text, the
pages and the editions as an editor would. The rules marked *off* are more often a matter of taste than of right and
wrong, and are applied only if you name them:

```console
octavo check source/hives --rule text.long-sentence
octavo check source/hives --rule text.todo=error --ignore 'image.*'
octavo check --explain link.vague
```

`--rule` and `--ignore` take the id of a rule or of a family (`image.*`), and can be repeated. `--explain` shows a
rule with an example that breaks it and one that does not.

To change the severity of a rule for one publication, name it in the header or in `book.yaml`:

```yaml
octavo:
  rules:
    heading.skipped: error
    text.prime: info
    chapter.unlisted: off
    text.*: warning
```

`off` silences a rule, and any severity turns on a rule that is off. A setting for a rule overrides one for its
family. If you lower the severity of an error, the publication is built as well as it can be: a missing picture is
replaced by its alt text, and a broken link becomes plain text.
"""
FOOT = """\
## Findings of validators {#sec-rules-validators}

In `octavo check`, the id of a finding from a [validator]{.index entry="validators"} begins with the validator's name:
`epubcheck.RSC-005`, `ace.image-alt`, `axe.color-contrast`, `vnu.…`, `verapdf.…`. The rest is the validator's own name
for it, which its manual explains. Octavo reports it at the line of your text that it comes from, followed by its
place in the edition; if it cannot find that line, at the first line of the publication (@sec-checks). `gave-up` and
`timed-out` after the name of a validator mean that it reached no verdict, for example for lack of memory, or of time
(`limits: minutes`).[]{.index range="end" entry="rules"}
"""

REPORTED = {
    "files": ("The publication and its files", "source", ""),
    "books": ("Books", "books", ""),
    "layouts": (
        "Books made for other tools",
        "layouts",
        "In such a book, many errors are only warnings, because octavo can still make a book of the rest.",
    ),
    "header": ("Header and book.yaml", "header", ""),
    "text": ("Reading the text", "text", ""),
    "markdown": ("Markdown that is read as something else", "markdown", ""),
    "leaks": ("Marks shown as typed", "leaks", "@sec-leaked lists the tools whose marks octavo knows."),
    "pictures": ("Pictures and fonts", "images", ""),
    "links": ("Links and references", "links", ""),
    "citations": ("Citations", "citations", ""),
    "styles": ("Style sheets and filters", "css", ""),
    "printing": ("Layout", "print", ""),
    "conformance": ("Claims of accessibility", "conformance", ""),
    "validators": ("Running validators", "asked", "`html.scrolls-sideways` needs Chromium, where axe is installed."),
    "external": ("External links", "external", "These are found by `octavo check --external`, which tries the links."),
    "agreement": (
        "Bugs in octavo",
        "octavo",
        "Octavo reads every edition back and compares it with the text. You should never see any of these.",
    ),
}
"""Title, id and introduction of each section about a module of `rules/reported`."""
LAST = ("agreement",)
EXAMINED = (
    ("source", "The Markdown text", "written", "These rules look at the Markdown of each chapter."),
    ("chapter", "Typeset chapters", "set", "These rules look at each chapter after it has been typeset."),
    ("book", "The whole publication", "whole", "These rules look at all chapters together."),
    ("print", "Printed pages", "pages", "These rules look at the pages of the PDF."),
    ("pdf", "The PDF file", "pdf", "These rules look at the finished PDF."),
    ("epub", "The EPUB file", "epub", "These rules look at the finished EPUB."),
    ("html", "HTML and site", "html", "These rules look at the finished HTML, a single page or a site."),
)
"""What rules of a folder look at, and the title, id and introduction of their section."""


def page() -> str:
    """Return the whole page."""
    parts = [HEAD]
    modules = {module.name for module in iter_modules(reported.__path__)}
    for name in (name for name in REPORTED if name not in LAST):
        parts += _reported(name)
    for kind, title, name, intro in EXAMINED:
        parts += _section(title, name, intro, [rule for rule in rules.every().values() if _is_examined(rule, kind)])
    for name in LAST:
        parts += _reported(name)
    if modules != {*REPORTED}:
        raise SystemExit(f"give each of these a section in REPORTED: {sorted(modules ^ {*REPORTED})}")
    return "\n".join([*parts, FOOT])


def _is_examined(rule: Rule, kind: str) -> bool:
    return rule.looks_at == kind and rule.examine is not None


def _reported(name: str) -> list[str]:
    title, section, intro = REPORTED[name]
    return _section(title, section, intro, import_module(f"{reported.__name__}.{name}").RULES)


def _section(title: str, name: str, intro: str, members: Iterable[Rule]) -> list[str]:
    entries = ["\n".join(_entry(rule)) for rule in sorted(members, key=lambda rule: rule.id)]
    if not entries:
        return []
    return [f"## {title} {{#sec-rules-{name}}}\n", *([_wrapped(intro) + "\n"] if intro else []), *entries]


def _entry(rule: Rule) -> Iterator[str]:
    severity = f"{rule.severity} or {rule.also}" if rule.also else str(rule.severity)
    yield f"[`{rule.id}`]{{#{rule.id}}} ({severity}{'' if rule.on else ', off'})"
    yield ""
    words = f"{rule.reason} {rule.fix[:1].upper()}{rule.fix[1:]}."
    parts = [_wrapped(words, ":   ", "    ")]
    for label, text in zip(("Wrong:", "Right:"), _shown(rule), strict=False):
        if "\n" in text or len(text) > _IN_LINE or "``" in text:
            tildes = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", text)), 3)
            line, block = label, f"{tildes}\n{text}\n{tildes}"
        else:
            line, block = f"{label} `` {text} ``" if "`" in text else f"{label} `{text}`", ""
        if parts[-1].endswith("~"):
            parts.append(f"    {line}")
        else:
            parts[-1] += f"\\\n    {line}"
        if block:
            parts.append(textwrap.indent(block, "    ", lambda line: bool(line.strip())))
    yield "\n\n".join(parts)
    yield ""


def _shown(rule: Rule) -> Sequence[str]:
    """Return what is shown of the two examples of a rule: the few lines of one file in which they differ."""
    wrong, right = rule.wrong, rule.right
    if not isinstance(wrong, str) and not isinstance(right, str):
        differ = [name for name in wrong if wrong[name] != right.get(name)]
        if len(differ) != 1 or {*wrong} != {*right}:
            return ()
        wrong, right = wrong[differ[0]], right[differ[0]]
    if not isinstance(wrong, str) or not isinstance(right, str):
        return ()
    shown = [wrong.rstrip(), right.rstrip()]
    is_part = not isinstance(rule.wrong, str) or rule.wrong.startswith("---")
    if is_part or max(each.count("\n") for each in shown) >= _LINES:
        shown = ["\n".join(lines).strip("\n") for lines in _differing(shown[0].split("\n"), shown[1].split("\n"))]
    fits = all(shown) and all(each.count("\n") < _LINES and not _ODD.search(each) for each in shown)
    return shown if fits and max(len(line) for each in shown for line in each.split("\n")) < _LONG else ()


def _differing(wrong: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines in which two texts differ, with the line before if one of them has none there."""
    shorter = min(len(wrong), len(right))
    head = next((at for at in range(shorter) if wrong[at] != right[at]), shorter)
    tail = next((at for at in range(shorter - head) if wrong[-1 - at] != right[-1 - at]), shorter - head)
    parts = wrong[head : len(wrong) - tail], right[head : len(right) - tail]
    while head and not all("".join(each).strip() for each in parts):
        head -= 1
        parts = wrong[head : len(wrong) - tail], right[head : len(right) - tail]
    return parts[0], parts[1]


def _wrapped(text: str, first: str = "", then: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
