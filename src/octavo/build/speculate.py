"""The EPUB of a book ahead of print, with the pages that print will probably have.

After most edits each page still begins with the same words, a little further on in its chapter. If chapters come to
begin on other pages, that is known long before contents and margins are laid out, and the EPUB is made a second time.
`products.py` says when; an EPUB with the wrong pages is thrown away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from octavo.build.editions import press_and_read, proof_jobs, proofread
from octavo.model.edition import Edition, PageBreak, PageList
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs

if TYPE_CHECKING:
    from octavo.model.publication import Publication
    from octavo.press.pdf import PlacedGathering

Row = tuple[str, str, int, str]
"""What is kept of how a page begins: its label, its chapter, the number of its first word, and the first words."""
_KEPT_WORDS = 8
_FARTHEST = 300
"""Words by which the text after an edit is expected to have moved at most."""


def rows(pages: PageList, manuscript: Manuscript) -> list[Row]:
    """Return what is kept of the pages of a build for the next one."""
    texts = _ChapterTexts(manuscript)
    return [
        (each.label, each.chapter, each.word, " ".join(texts.of(each.chapter)[each.word : each.word + _KEPT_WORDS]))
        for each in pages.breaks
    ]


def likely(rows: Iterable[Row], manuscript: Manuscript) -> PageList:
    """Return the pages that a manuscript will have if each page of the last build begins with the same words again."""
    texts = _ChapterTexts(manuscript)
    moved: dict[str, int] = {}
    breaks = []
    for label, chapter, word, first in rows:
        at = word and _nearest(texts.of(chapter), first.split(), word + moved.get(chapter, 0))
        moved[chapter] = at - word
        breaks.append(PageBreak(label, chapter, at))
    return PageList(tuple(breaks))


def begins_elsewhere(likely: PageList, gatherings: Sequence[PlacedGathering], labels: Sequence[str]) -> bool:
    """Return whether a chapter that is laid out begins on another page than was likely.

    Pages with Roman numerals do not count: the contents, still to be laid out, may move them.
    """
    before = {each.chapter: each.label for each in reversed(likely.breaks)}
    now = {each.proof.name: labels[each.start] for each in gatherings}
    return any(now[name].isdigit() and now[name] != label for name, label in before.items() if name in now)


def read_pages(
    likely: PageList,
    gatherings: Sequence[PlacedGathering],
    labels: Sequence[str],
    publication: Publication,
    manuscript: Manuscript,
    map_jobs: MapJobs,
) -> PageList:
    """Return the pages of what is laid out; those in front, which the contents may still move, are the likely ones."""
    from octavo.check import proofreading

    parts: list[Any] = map_jobs(proofread, proof_jobs(publication, manuscript, gatherings))
    read = proofreading.page_list([(each.start, part) for each, part in zip(gatherings, parts, strict=True)], labels)
    front = [each for each in likely.breaks if not each.label.isdigit()]
    return PageList((*front, *(each for each in read.breaks if each.label.isdigit())))


def make_epub(
    publication: Publication, manuscript: Manuscript, when: datetime, pages: PageList, map_jobs: MapJobs
) -> tuple[PageList, Edition]:
    """Make the EPUB; return it with the pages that are in it."""
    return pages, press_and_read("epub", publication, manuscript, when, pages, map_jobs)


class _ChapterTexts:
    """The words of chapters, of one at a time: all of a long book would be too much."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._readings = {galley.chapter: galley.reading.text for galley in manuscript.galleys}
        self._chapter, self._words = "", list[str]()

    def of(self, chapter: str) -> list[str]:
        """Return the words of a chapter; none if there is no such chapter."""
        if chapter != self._chapter:
            self._chapter, self._words = chapter, self._readings.get(chapter, "").split()
        return self._words


def _nearest(words: Sequence[str], wanted: Sequence[str], at: int) -> int:
    """Return the position nearest to `at` where the wanted words are found; `at` if they are nowhere near."""
    for away in range(_FARTHEST):
        for here in (at + away, at - away):
            if here >= 0 and words[here : here + len(wanted)] == wanted:
                return here
    return at
