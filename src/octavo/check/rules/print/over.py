"""Text and pictures that overflow, and code that wraps."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import PrintedPages
from octavo.model.diagnostic import Severity
from octavo.model.edition import LayoutFact

_LEAST = 0.5
"""In millimetres: nobody sees less."""
_NAMES = {"pre": "a line of code", "td": "a cell of a table", "th": "a cell of a table", "img": "a picture"}


def _over(sheets: PrintedPages, *tags: str) -> Iterator[Flaw]:
    for fact in sheets.of_kind("over"):
        if (fact.what in tags if tags else fact.what not in ("pre", "td", "th")) and fact.amount >= _LEAST:
            yield sheets.flaw(_message(fact, sheets), fact)


def _widest(sheets: PrintedPages) -> Iterator[Flaw]:
    """Report only the widest cell of the tables on a page: a fix for it fixes the others."""
    pages: dict[int, LayoutFact] = {}
    for fact in sheets.of_kind("over"):
        if fact.what in ("td", "th") and fact.amount >= _LEAST:
            pages[fact.page] = max(pages.get(fact.page, fact), fact, key=lambda each: each.amount)
    for fact in pages.values():
        yield sheets.flaw(_message(fact, sheets), fact)


def _message(fact: LayoutFact, sheets: PrintedPages) -> str:
    name = _NAMES.get(fact.what, "text")
    words = f": '{fact.words}'" if fact.words else ""
    return f"on page {sheets.page(fact)}, {name} overflows by {fact.amount:g} mm{words}"


def _wrapped(sheets: PrintedPages) -> Iterator[Flaw]:
    for _, group in groupby(sheets.of_kind("wrapped"), key=lambda fact: fact.page):
        first, *others = group
        what = f"{len(others) + 1} lines of code wrap" if others else "a line of code wraps"
        message = f"on page {sheets.page(first)}, {what}: '{first.words}'"
        yield sheets.flaw(message, first)


def _table(width: int) -> str:
    return "| a | b | c |\n|---|---|---|\n" + "| " + " | ".join(each * width for each in "xyz") + " |\n"


_RUNS_ON = "---\ntitle: A\nauthor: B\nlang: en\noctavo: {css: x.css}\n---\n\n"
_NO_BREAKS = "p, td { overflow-wrap: normal !important; hyphens: none }\n"
RULES = (
    Rule(
        id="print.wrapped-code",
        looks_at="print",
        severity=Severity.INFO,
        reason=("Code that continues on the next line can be read, but may not run when it is typed as printed."),
        fix="break the line where the language allows it, or choose a larger page",
        wrong="```\nlet total = " + " + ".join(f"number_{n}" for n in range(12)) + ";\n```\n",
        right="```\nlet total = number_1 + number_2;\n```\n",
        examine=_wrapped,
    ),
    Rule(
        id="print.over-margin",
        looks_at="print",
        severity=Severity.WARNING,
        reason="Content in the margin looks like a mistake, and may be cut off at the edge of the sheet.",
        fix="give it a place to break, such as a space, or make it smaller",
        wrong={"x.md": f"{_RUNS_ON}Go to x{'x' * 150} and on.\n", "x.css": _NO_BREAKS},
        right={"x.md": f"{_RUNS_ON}Go to x{'x ' * 75} and on.\n", "x.css": _NO_BREAKS},
        examine=_over,
    ),
    Rule(
        id="print.code-over-margin",
        looks_at="print",
        severity=Severity.WARNING,
        reason="Code that runs out of its box cannot be read to its end, or typed from paper.",
        fix="break the line where the language allows it",
        wrong={"x.md": f"{_RUNS_ON}```\n{'x' * 150}\n```\n", "x.css": "pre { white-space: pre }\n"},
        right={"x.md": f"{_RUNS_ON}```\n{'x' * 50}\n```\n", "x.css": "pre { white-space: pre }\n"},
        examine=lambda sheets: _over(sheets, "pre"),
    ),
    Rule(
        id="print.table-too-wide",
        looks_at="print",
        severity=Severity.WARNING,
        reason="A cell whose words are wider than its column runs into the next one.",
        fix="leave out a column, shorten the words, set column widths, or choose a larger page",
        wrong={"x.md": f"{_RUNS_ON}{_table(60)}", "x.css": _NO_BREAKS},
        right={"x.md": f"{_RUNS_ON}{_table(6)}", "x.css": _NO_BREAKS},
        examine=_widest,
    ),
)
