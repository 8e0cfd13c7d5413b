"""The header cells of tables."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Place, Severity
from octavo.model.html_elements import Element


def _tables(chapter: SetChapter) -> Iterator[Element]:
    return (table for table in chapter.article.iter("table") if table.get("role") != "presentation")


def _place(chapter: SetChapter, table: Element) -> Place:
    """Return the place of its first cells, or of its caption."""
    for row in table.iter("tr"):
        words = " ".join(" ".join(filter(None, map(reading.text_without_formulas, row))).split()[:12])
        place = chapter.find.words(words)
        if place.column:
            return place
    return chapter.first_words(table)


def _name(table: Element) -> str:
    caption = table.find("caption")
    words = reading.plain_text(caption) if caption is not None else ""
    return f"the table '{words}'" if words else "this table"


def _no_header(chapter: SetChapter) -> Iterator[Flaw]:
    for table in _tables(chapter):
        if table.find(".//th") is None and len(table.findall(".//tr")) > 1:
            yield Flaw(f"{_name(table)} has no header cells", _place(chapter, table))


def _empty_header(chapter: SetChapter) -> Iterator[Flaw]:
    for table in _tables(chapter):
        head = table.find("thead")
        rows = head.findall("tr") if head is not None and head.find(".//th") is not None else []
        empty = [at for row in rows[-1:] for at, cell in enumerate(row) if at and not _is_filled(cell)]
        if empty:
            yield Flaw(f"column {empty[0] + 1} of {_name(table)} has no heading", _place(chapter, table))


def _is_filled(cell: Element) -> bool:
    return bool(reading.plain_text(cell)) or cell.find(".//{*}math") is not None or cell.find(".//img") is not None


RULES = (
    Rule(
        id="table.no-header",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason=(
            "A screen reader announces the header with each cell; without header cells, a table is a jumble of words."
        ),
        fix="give it a header row, or write it as a list",
        wrong="Who dances:\n\n------- -----\nBees    dance\nWasps   do not\n------- -----\n",
        right="Insects Dance\n------- -----\nBees    yes\nWasps   no\n",
        examine=_no_header,
    ),
    Rule(
        id="table.empty-header",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=(
            "A listener does not learn what the cells below an empty heading are; only the first "
            "column can do without one."
        ),
        fix="write a heading, even if it is a single word",
        wrong="| Insect |     |\n|--------|-----|\n| Bee    | yes |\n",
        right="|     | Dances |\n|-----|--------|\n| Bee | yes    |\n",
        examine=_empty_header,
    ),
)
