"""The pages that a book will most likely have: those of the last build, moved with their words."""

from __future__ import annotations

import pytest

from octavo.build.speculate import likely, rows
from octavo.model.counts import Counts
from octavo.model.edition import PageBreak, PageList
from octavo.model.galley import Galley, Manuscript, Reading

TEXT = [f"{word}{number}" for number in range(40) for word in ("sheet", "page", "fold", "press", "margin")]


def manuscript(**chapters: list[str]) -> Manuscript:
    return Manuscript(tuple(
        Galley(name, b"", name, "", "", (), (), Reading(Counts(), " ".join(words)))
        for name, words in chapters.items()
    ))  # fmt: skip


BEFORE = manuscript(one=TEXT, two=TEXT)
PAGES = PageList(tuple(
    PageBreak(str(number), chapter, word)
    for number, (chapter, word) in enumerate([("one", 0), ("one", 60), ("one", 130), ("two", 0), ("two", 195)], 1)
))  # fmt: skip


def starts(edited: list[str]) -> list[int]:
    found = likely(rows(PAGES, BEFORE), manuscript(one=edited, two=TEXT))
    assert [(each.label, each.chapter) for each in found.breaks] == [(e.label, e.chapter) for e in PAGES.breaks]
    assert [each.word for each in found.breaks[3:]] == [0, 195]
    return [each.word for each in found.breaks[:3]]


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (TEXT, [0, 60, 130]),
        ([*TEXT[:20], "a", "few", "more", *TEXT[20:]], [0, 63, 133]),
        ([*TEXT[:80], *TEXT[84:]], [0, 60, 126]),
        ([*TEXT[:10], *TEXT[15:90], "new", *TEXT[90:]], [0, 55, 126]),
        ([*TEXT[:30], *TEXT[31:60], "x", *TEXT[61:]], [0, 60, 129]),
        (TEXT[:100], [0, 60, 130]),
        ([], [0, 60, 130]),
    ],
    ids=["the same", "words put in", "words taken out", "both", "its first words changed", "cut off", "nothing left"],
)
def test_pages_move_with_their_words(edited: list[str], expected: list[int]) -> None:
    assert starts(edited) == expected


def test_a_chapter_that_is_gone_keeps_its_pages_for_the_comparison() -> None:
    found = likely(rows(PAGES, BEFORE), manuscript(two=TEXT))
    assert found == PAGES


def test_what_was_said_twice_is_looked_for_nearby() -> None:
    twice = TEXT[:50] * 3
    pages = PageList((PageBreak("1", "one", 0), PageBreak("2", "one", 60)))
    found = likely(rows(pages, manuscript(one=twice)), manuscript(one=["more", *twice]))
    assert [each.word for each in found.breaks] == [0, 61]
