"""Write the guide's page of rules from the rules themselves: source/guide/reference/rules.md.

usage: .venv/bin/python tools/rules_page.py
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from octavo.check import rules
from octavo.check.rules import Rule, reported

PAGE = Path(__file__).parent.parent / "source" / "guide" / "reference" / "rules.md"

_WIDTH = 118
_LINES, _LONG, _IN_LINE = 9, 66, 72
"""The lines and the characters a line of an example, and of one within a line; others are left to `--explain`."""
_ODD = re.compile("[^\n\x20-\x7e\xa0-\u024f\u0370-\u03ff\u2010-\u2044\u20ac\u2122]")
"""Characters that nobody sees, or that print may have no face for."""

HEAD = """\
# Rules {#sec-rules}

Each [rule]{.index range="start" entry="rules"} has an id, which never changes, and a severity. An *error* keeps a
publication from being made. A *warning* does not, unless `--strict` is given. An *info* tells what you may want to
know.

What the stages of a build cannot pass over is said on every build. Rules that look at the text, the pages and the
editions as an editor does are asked by `octavo check`. Those that are *off* are a matter of taste more often than of
mistake, and are asked where you name them:

```console
octavo check source/hives --rule text.long-sentence
octavo check source/hives --rule text.todo=error --ignore 'image.*'
octavo check --explain link.vague
```

`--rule` and `--ignore` take an id, or a family of them, and may be given several times. `--explain` shows a rule with
an example that breaks it and one that keeps it.

You may take any rule more or less seriously, for one publication, in its header or in `book.yaml`:

```yaml
octavo:
  rules:
    heading.skipped: error
    text.prime: info
    chapter.unlisted: off
    text.*: warning
```

`off` silences a rule; any other word turns on one that is off. A rule's own word goes before that of its family. An
error that is turned down lets the publication be made, as well as it can be: a missing picture then shows its
alternative text, a dead link is plain text.
"""
FOOT = """\
## What the validators say {#sec-rules-validators}

Findings of `octavo check` have the name of the [validator]{.index entry="validators"} in front: `epubcheck.RSC-005`,
`ace.image-alt`, `axe.color-contrast`, `vnu.…`, `verapdf.…`. What stands behind the full stop is the validator's own
name for it, and the validator's own manual explains it. They stand at the line that the place is from, with the place
in the edition behind; at the first line of the publication where that cannot be known (@sec-checks). `gave-up` and
`timed-out`, behind a validator's name, mean that it came to no verdict, for want of memory for instance, or of time
(`limits: minutes`).[]{.index range="end" entry="rules"}
"""

TOLD = {
    "files": ("The publication and its files", "source", ""),
    "books": ("Books", "books", ""),
    "layouts": (
        "Books made for other tools",
        "layouts",
        "In such a book, much that is an error elsewhere is a warning: what is there can still be made into a book.",
    ),
    "header": ("Header and book.yaml", "header", ""),
    "text": ("The text as it is read", "text", ""),
    "pictures": ("Pictures and faces", "images", ""),
    "links": ("Links and references", "links", ""),
    "citations": ("Citations", "citations", ""),
    "styles": ("Style sheets and filters", "css", ""),
    "printing": ("Laying out", "print", ""),
    "conformance": ("Accessibility that is claimed", "conformance", ""),
    "validators": ("When editions are judged", "asked", ""),
    "external": ("Links to other places", "external", "`octavo check --external` asks on the web after them."),
    "agreement": (
        "What only octavo can mend",
        "octavo",
        "Every edition is read back and compared with the text. None of these should ever be said.",
    ),
}
"""The sections of rules that are told on the way: title, id and first words. Others go by their module's docstring."""
LAST = ("agreement",)
ASKED = (
    ("source", "The text as it is written", "written", "These look at the Markdown of each chapter."),
    (
        "chapter",
        "A chapter as it is set",
        "set",
        "These look at what each chapter has become.",
    ),
    ("book", "The whole publication", "whole", "These look at all chapters together."),
    ("print", "Printed pages", "pages", "These look at the pages of the PDF."),
    ("pdf", "The file for the printer", "pdf", "These look at the finished PDF."),
    ("epub", "The ebook", "epub", "These look at the finished EPUB."),
    ("html", "Pages on a screen", "html", "These look at the finished HTML, a page or a site."),
)
"""The sections of rules that `octavo check` asks, by what they look at."""


def page() -> str:
    """The page, whole."""
    parts = [HEAD]
    modules = [module.name for module in iter_modules(reported.__path__)]
    early = sorted({*modules} - {*LAST}, key=lambda name: ([*TOLD, name].index(name), name))
    for name in early:
        parts += _told(name)
    for kind, title, name, intro in ASKED:
        parts += _section(title, name, intro, [rule for rule in rules.every().values() if _is_asked(rule, kind)])
    for name in LAST:
        parts += _told(name)
    return "\n".join([*parts, FOOT])


def _is_asked(rule: Rule, kind: str) -> bool:
    return rule.looks_at == kind and rule.examine is not None


def _told(name: str) -> list[str]:
    module = import_module(f"{reported.__name__}.{name}")
    title, section, intro = TOLD.get(name) or (module.__doc__.strip().split("\n")[0].rstrip("."), name, "")
    return _section(title, section, intro, module.RULES)


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
    for label, text in zip(("Breaks it:", "Keeps it:"), _shown(rule), strict=False):
        if "\n" in text or len(text) > _IN_LINE or "``" in text:
            tildes = "~" * max(3, *(len(run) + 1 for run in re.findall("~+", text)), 3)
            said, block = label, f"{tildes}\n{text}\n{tildes}"
        else:
            said, block = f"{label} `` {text} ``" if "`" in text else f"{label} `{text}`", ""
        if parts[-1].endswith("~"):
            parts.append(f"    {said}")
        else:
            parts[-1] += f"\\\n    {said}"
        if block:
            parts.append(textwrap.indent(block, "    ", lambda line: bool(line.strip())))
    yield "\n\n".join(parts)
    yield ""


def _shown(rule: Rule) -> Sequence[str]:
    """What is shown of the two examples of a rule: the lines in which they differ, of one file, if those are few."""
    wrong, right = rule.wrong, rule.right
    if not isinstance(wrong, str) and not isinstance(right, str):
        differ = [name for name in wrong if wrong[name] != right.get(name)]
        if len(differ) != 1 or {*wrong} != {*right}:
            return ()
        wrong, right = wrong[differ[0]], right[differ[0]]
    if not isinstance(wrong, str) or not isinstance(right, str):
        return ()
    shown = [wrong.rstrip(), right.rstrip()]
    if not isinstance(rule.wrong, str) or max(each.count("\n") for each in shown) >= _LINES:
        shown = ["\n".join(lines).strip("\n") for lines in _differing(shown[0].split("\n"), shown[1].split("\n"))]
    fits = all(shown) and all(each.count("\n") < _LINES and not _ODD.search(each) for each in shown)
    return shown if fits and max(len(line) for each in shown for line in each.split("\n")) < _LONG else ()


def _differing(wrong: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """The lines in which two texts differ; with the one before, where one of them has none there."""
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


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
