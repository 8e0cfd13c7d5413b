"""Where a page ends badly."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, PrintedPages, Rule
from octavo.model.diagnostic import Severity

_EMPTY = 0.08
"""The part of a page's height below which it is almost empty: some three lines."""


def _alone(sheets: PrintedPages) -> Iterator[Flaw]:
    for seen in sheets.kind("orphan", "widow"):
        end = "foot" if seen.kind == "orphan" else "head"
        message = f"a line of a paragraph stands alone at the {end} of page {sheets.page(seen)}: '{seen.words}'"
        yield sheets.flaw(message, seen)


def _stranded(sheets: PrintedPages) -> Iterator[Flaw]:
    for seen in sheets.kind("stranded"):
        message = f"the heading '{seen.words}' stands at the foot of page {sheets.page(seen)}, its text on the next"
        yield sheets.flaw(message, seen)


def _empty(sheets: PrintedPages) -> Iterator[Flaw]:
    for seen in sheets.kind("end"):
        if seen.amount < _EMPTY and seen.words:
            message = f"page {sheets.page(seen)}, the last of its chapter, is almost empty: it begins '{seen.words}'"
            yield sheets.flaw(message, seen)


def _stretched(sheets: PrintedPages) -> Iterator[Flaw]:
    for seen in sheets.kind("stretched"):
        message = f"on page {sheets.page(seen)}, the words of a line stand {seen.amount:g} ems apart: '{seen.words}'"
        yield sheets.flaw(message, seen)


def _on_pages(css: str, paragraphs: int, lines: int, before: str = "", after: str = "") -> dict[str, str]:
    """An article of paragraphs of some lines each, on pages of A6, in a style of its own."""
    text = "\n\n".join(" ".join(["Word after word stands in the line."] * lines) for _ in range(paragraphs + 1))
    head = "---\ntitle: A\nauthor: B\nlang: en\noctavo: {css: x.css, page-size: 105mm 148mm}\n---\n"
    return {"x.md": f"{head}\n{before}\n{text}\n\n{after}", "x.css": f"{css}\n"}


RULES = (
    Rule(
        "print.lone-line",
        "print",
        Severity.INFO,
        "A line alone at the head or foot of a page is torn from its paragraph; typesetters avoid it.",
        "lengthen or shorten a paragraph before it by a line",
        wrong=_on_pages("p { orphans: 1; widows: 1 }", 12, 3),
        right=_on_pages("p { orphans: 2; widows: 2 }", 12, 3),
        examine=_alone,
    ),
    Rule(
        "print.stranded-heading",
        "print",
        Severity.WARNING,
        "A heading belongs to the text below it, and is no use at the foot of a page.",
        "lengthen or shorten the text before it, or take away the style that forces the break behind it",
        wrong=_on_pages("p { break-before: page }", 0, 2, "# A heading\n"),
        right=_on_pages("p { break-before: auto }", 0, 2, "# A heading\n"),
        examine=_stranded,
    ),
    Rule(
        "print.empty-page",
        "print",
        Severity.INFO,
        "A last page with a line or two is paper that nobody needs, and looks like a mistake.",
        "shorten the chapter by as many lines, or write on",
        wrong=_on_pages("p { break-after: page }", 1, 1, "", "And the last word.\n"),
        right=_on_pages("p { break-after: auto }", 1, 1, "", "And the last word.\n"),
        examine=_empty,
    ),
    Rule(
        "print.stretched-line",
        "print",
        Severity.INFO,
        "Wide gaps between words make holes in the page, and are slow to read.",
        "put in another word, or mark with a soft hyphen where a long one may be divided",
        wrong="One two " + "x" * 70 + " three four five six seven eight nine ten eleven twelve.\n",
        right="One two three four five six seven eight nine ten eleven twelve.\n",
        examine=_stretched,
        on=False,
    ),
)
