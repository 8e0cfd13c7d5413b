"""The header cells of tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.check.rules.rule import Flaw, Rule, SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Place, Severity


def _tables(chapter: SetChapter) -> Iterator[Any]:
    return (table for table in chapter.article.iter("table") if table.get("role") != "presentation")


def _place(chapter: SetChapter, table: Any) -> Place:
    """Where its first cells are, or its caption."""
    for row in table.iter("tr"):
        words = " ".join(" ".join(filter(None, map(reading.plain_text, row))).split()[:12])
        place = chapter.find.words(words)
        if place.column:
            return place
    return chapter.first_words(table)


def _name(table: Any) -> str:
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
            yield Flaw(f"{_name(table)} has no words over its column {empty[0] + 1}", _place(chapter, table))


def _is_filled(cell: Any) -> bool:
    return bool(reading.plain_text(cell)) or cell.find(".//{*}math") is not None or cell.find(".//img") is not None


RULES = (
    Rule(
        "table.no-header",
        "chapter",
        Severity.WARNING,
        "A screen reader says with each cell what is over it; without header cells, a table is a heap of words.",
        "give it a row of headings, or write it as a list",
        wrong="Who dances:\n\n------- -----\nBees    dance\nWasps   do not\n------- -----\n",
        right="Insects Dance\n------- -----\nBees    yes\nWasps   no\n",
        examine=_no_header,
    ),
    Rule(
        "table.empty-header",
        "chapter",
        Severity.INFO,
        "Of a cell below an empty heading, a listener does not learn what it is; only the first column may have none.",
        "write a heading, if need be a single word",
        wrong="| Insect |     |\n|--------|-----|\n| Bee    | yes |\n",
        right="|     | Dances |\n|-----|--------|\n| Bee | yes    |\n",
        examine=_empty_header,
    ),
)
