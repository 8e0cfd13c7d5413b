"""The pages that a printed book will most likely have, before it is laid out: those of its last build.

After most edits each page still begins with the words that it began with, some words further on in its chapter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from octavo.model.edition import PageBreak, PageList
from octavo.model.galley import Manuscript

Row = tuple[str, str, int, str]
"""What is kept of how a page begins: its label, its chapter, the number of its first word, and the first words."""
_WORDS = 8
_FAR = 300
"""Words by which what follows an edit is thought to have moved at the most."""


def told(pages: PageList, manuscript: Manuscript) -> list[Row]:
    """What is to be kept of the pages of a build."""
    words = _words(manuscript)
    return [
        (each.label, each.chapter, each.word, " ".join(words.get(each.chapter, [])[each.word : each.word + _WORDS]))
        for each in pages.breaks
    ]


def likely(rows: Iterable[Row], manuscript: Manuscript) -> PageList:
    """The pages that a manuscript will have, if each of those that were kept begins with the same words."""
    words = _words(manuscript)
    moved: dict[str, int] = {}
    breaks = []
    for label, chapter, word, first in rows:
        at = word and _nearest(words.get(chapter, []), first.split(), word + moved.get(chapter, 0))
        moved[chapter] = at - word
        breaks.append(PageBreak(label, chapter, at))
    return PageList(tuple(breaks))


def _words(manuscript: Manuscript) -> dict[str, list[str]]:
    return {galley.chapter: galley.reading.text.split() for galley in manuscript.galleys}


def _nearest(words: Sequence[str], wanted: Sequence[str], at: int) -> int:
    """Where some words stand next to a place; the place itself where they stand nowhere near."""
    for away in range(_FAR):
        for here in (at + away, at - away):
            if here >= 0 and words[here : here + len(wanted)] == wanted:
                return here
    return at
