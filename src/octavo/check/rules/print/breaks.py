"""Bad page breaks, and lines with wide gaps."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import PrintedPages
from octavo.model.diagnostic import Severity

_EMPTY = 0.08
"""Of the height of a page: with less text than that, some three lines, it is almost empty."""


def _alone(sheets: PrintedPages) -> Iterator[Flaw]:
    for fact in sheets.of_kind("orphan", "widow"):
        end = "bottom" if fact.kind == "orphan" else "top"
        message = f"a single line of a paragraph is at the {end} of page {sheets.page(fact)}: '{fact.words}'"
        yield sheets.flaw(message, fact)


def _stranded(sheets: PrintedPages) -> Iterator[Flaw]:
    for fact in sheets.of_kind("stranded"):
        message = f"the heading '{fact.words}' is at the bottom of page {sheets.page(fact)}, its text on the next"
        yield sheets.flaw(message, fact)


def _empty(sheets: PrintedPages) -> Iterator[Flaw]:
    for fact in sheets.of_kind("end"):
        if fact.amount < _EMPTY and fact.words:
            message = (
                f"page {sheets.page(fact)}, the last of its chapter, is almost empty: it begins with '{fact.words}'"
            )
            yield sheets.flaw(message, fact)


def _stretched(sheets: PrintedPages) -> Iterator[Flaw]:
    for fact in sheets.of_kind("stretched"):
        message = (
            f"on page {sheets.page(fact)}, word spaces in one line are stretched to {fact.amount:g} em: '{fact.words}'"
        )
        yield sheets.flaw(message, fact)


def _on_pages(css: str, paragraphs: int, lines: int, before: str = "", after: str = "") -> dict[str, str]:
    """Return an article with paragraphs of some lines each, on A6 pages, with its own style sheet."""
    text = "\n\n".join(" ".join(["Word after word belongs in a line."] * lines) for _ in range(paragraphs + 1))
    head = "---\ntitle: A\nauthor: B\nlang: en\noctavo: {css: x.css, page-size: 105mm 148mm}\n---\n"
    return {"x.md": f"{head}\n{before}\n{text}\n\n{after}", "x.css": f"{css}\n"}


RULES = (
    Rule(
        id="print.lone-line",
        looks_at="print",
        severity=Severity.INFO,
        reason=("A single line at the top or bottom of a page is torn from its paragraph, which typesetters avoid."),
        fix="make a paragraph before it a line shorter or longer",
        wrong=_on_pages("p { orphans: 1; widows: 1 }", 12, 3),
        right=_on_pages("p { orphans: 2; widows: 2 }", 12, 3),
        examine=_alone,
    ),
    Rule(
        id="print.stranded-heading",
        looks_at="print",
        severity=Severity.WARNING,
        reason="A heading belongs to the text below it, and helps nobody at the bottom of a page.",
        fix=("make the text before it shorter or longer, or remove the style that forces the break after it"),
        wrong=_on_pages("p { break-before: page }", 0, 2, "# A heading\n"),
        right=_on_pages("p { break-before: auto }", 0, 2, "# A heading\n"),
        examine=_stranded,
    ),
    Rule(
        id="print.empty-page",
        looks_at="print",
        severity=Severity.INFO,
        reason="A last page with one or two lines wastes paper, and looks like a mistake.",
        fix="make the chapter a few lines shorter or longer",
        wrong=_on_pages("p { break-after: page }", 1, 1, "", "And the last word.\n"),
        right=_on_pages("p { break-after: auto }", 1, 1, "", "And the last word.\n"),
        examine=_empty,
    ),
    Rule(
        id="print.stretched-line",
        looks_at="print",
        severity=Severity.INFO,
        reason="Wide gaps between words make holes in the page, and slow readers down.",
        fix="add a word, or mark with a soft hyphen where a long one may be divided",
        wrong="One two " + "x" * 70 + " three four five six seven eight nine ten eleven twelve.\n",
        right="One two three four five six seven eight nine ten eleven twelve.\n",
        examine=_stretched,
        on=False,
    ),
)
