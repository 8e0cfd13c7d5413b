"""Text and pictures that stand out of the place they have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from octavo.check.rules.rule import Flaw, PrintedPages, Rule
from octavo.model.diagnostic import Severity
from octavo.model.edition import LayoutFact

_LEAST = 0.5
"""Millimetres that nobody sees."""
_NAMES = {"pre": "a line of code", "td": "a cell of a table", "th": "a cell of a table", "img": "a picture"}


def _over(sheets: PrintedPages, *tags: str) -> Iterator[Flaw]:
    for seen in sheets.kind("over"):
        if (seen.what in tags if tags else seen.what not in ("pre", "td", "th")) and seen.amount >= _LEAST:
            yield sheets.flaw(_message(seen, sheets), seen)


def _widest(sheets: PrintedPages) -> Iterator[Flaw]:
    """Of the tables of a page the cell that stands out most: the others go with it."""
    pages: dict[int, LayoutFact] = {}
    for seen in sheets.kind("over"):
        if seen.what in ("td", "th") and seen.amount >= _LEAST:
            pages[seen.page] = max(pages.get(seen.page, seen), seen, key=lambda each: each.amount)
    for seen in pages.values():
        yield sheets.flaw(_message(seen, sheets), seen)


def _message(seen: LayoutFact, sheets: PrintedPages) -> str:
    name = _NAMES.get(seen.what, "text")
    words = f": '{seen.words}'" if seen.words else ""
    return f"on page {sheets.page(seen)}, {name} stands out by {seen.amount:g} mm{words}"


def _wrapped(sheets: PrintedPages) -> Iterator[Flaw]:
    for _, group in groupby(sheets.kind("wrapped"), key=lambda seen: seen.page):
        first, *others = group
        what = f"{len(others) + 1} lines of code are" if others else "a line of code is"
        message = f"on page {sheets.page(first)}, {what} longer than the page is wide: '{first.words}'"
        yield sheets.flaw(message, first)


def _table(width: int) -> str:
    return "| a | b | c |\n|---|---|---|\n" + "| " + " | ".join(each * width for each in "xyz") + " |\n"


_RUNS_ON = "---\ntitle: A\nauthor: B\nlang: en\noctavo: {css: x.css}\n---\n\n"
_NO_BREAKS = "td { overflow-wrap: normal !important; hyphens: none }\n"
RULES = (
    Rule(
        "print.wrapped-code",
        "print",
        Severity.INFO,
        "Code that goes on in the next line can be read; typed as it is printed, it may not run.",
        "break the line where the language allows it, or choose a larger page",
        wrong="```\nlet total = " + " + ".join(f"number_{n}" for n in range(12)) + ";\n```\n",
        right="```\nlet total = number_1 + number_2;\n```\n",
        examine=_wrapped,
    ),
    Rule(
        "print.over-margin",
        "print",
        Severity.WARNING,
        "What stands in the margin looks like a mistake, and may be cut off at the edge of the sheet.",
        "give it a place to break, such as a space, or make it smaller",
        wrong="Go to x" + "x" * 150 + " and on.\n",
        right="Go to x" + "x " * 75 + " and on.\n",
        examine=_over,
    ),
    Rule(
        "print.code-over-margin",
        "print",
        Severity.WARNING,
        "Code that runs out of its box cannot be read to its end, and not be typed from paper.",
        "break the line where the language allows it",
        wrong={"x.md": f"{_RUNS_ON}```\n{'x' * 150}\n```\n", "x.css": "pre { white-space: pre }\n"},
        right={"x.md": f"{_RUNS_ON}```\n{'x' * 50}\n```\n", "x.css": "pre { white-space: pre }\n"},
        examine=lambda sheets: _over(sheets, "pre"),
    ),
    Rule(
        "print.table-too-wide",
        "print",
        Severity.WARNING,
        "A cell whose words are wider than its column runs into the next one.",
        "leave out a column, shorten the words, give the columns widths, or choose a larger page",
        wrong={"x.md": f"{_RUNS_ON}{_table(60)}", "x.css": _NO_BREAKS},
        right={"x.md": f"{_RUNS_ON}{_table(6)}", "x.css": _NO_BREAKS},
        examine=_widest,
    ),
)
