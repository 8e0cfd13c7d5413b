"""An edition that needs the pages of the printed book, made before they are known, by those that are likely.

After most edits each page still begins with the words that it began with, some words further on in its chapter. Where
chapters come to begin on other pages, that is known long before contents and margins are laid out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
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
_WORDS = 8
_FAR = 300
"""Words by which what follows an edit is thought to have moved at the most."""


class SpeculativeEdition:
    """Makes one edition ahead of print, once or twice.

    `rows` are what was kept of the pages of the last build; `spread` does what is to be done, and `later` has a
    function called in another thread: what comes back gives its result.
    """

    def __init__(
        self, rows: Iterable[Row], spread: MapJobs, later: Callable[..., Callable[[], tuple[PageList, Edition]]]
    ) -> None:
        self._rows, self._spread, self._later = rows, spread, later
        self._work: tuple[str, Publication, Manuscript, datetime] | None = None
        self._pages = PageList()
        self._made: list[Callable[[], tuple[PageList, Edition]]] = []

    def begin(self, format: str, publication: Publication, manuscript: Manuscript, when: datetime) -> None:
        """Make the edition by the pages of the last build."""
        self._work = format, publication, manuscript, when
        self._pages = likely(self._rows, manuscript)
        self._made.append(self._later(self._make, self._pages))

    def hear(self, gatherings: tuple[PlacedGathering, ...], labels: tuple[str, ...]) -> None:
        """Make it again, if chapters that are laid out now begin on other pages."""
        if self._work is None:
            return
        before = {each.chapter: each.label for each in reversed(self._pages.breaks)}
        now = {each.proof.name: labels[each.start] for each in gatherings}
        if any(now[name].isdigit() and now[name] != label for name, label in before.items() if name in now):
            self._made.append(self._later(self._read_and_make, gatherings, labels))

    def edition(self, pages: PageList) -> Edition | None:
        """The edition, if it was made by these pages."""
        if self._pages == pages and self._made:
            return self._made[0]()[1]
        for made in self._made[1:]:
            with suppress(Exception):  # it is made once more, and the fault told
                known, edition = made()
                if known == pages:
                    return edition
        return None

    def _make(self, pages: PageList) -> tuple[PageList, Edition]:
        assert self._work is not None
        format, publication, manuscript, when = self._work
        return pages, press_and_read(format, publication, manuscript, when, pages, self._spread)

    def _read_and_make(
        self, gatherings: tuple[PlacedGathering, ...], labels: tuple[str, ...]
    ) -> tuple[PageList, Edition]:
        """Pages in front, which contents may still move, are taken from the last build."""
        from octavo.check import proofreading

        assert self._work is not None
        _, publication, manuscript, _ = self._work
        parts: list[Any] = self._spread(proofread, proof_jobs(publication, manuscript, gatherings))
        read = proofreading.page_list(
            [(each.start, part) for each, part in zip(gatherings, parts, strict=True)], labels
        )
        front = [each for each in self._pages.breaks if not each.label.isdigit()]
        return self._make(PageList((*front, *(each for each in read.breaks if each.label.isdigit()))))


def told(pages: PageList, manuscript: Manuscript) -> list[Row]:
    """What is to be kept of the pages of a build."""
    texts = _ChapterTexts(manuscript)
    return [
        (each.label, each.chapter, each.word, " ".join(texts.of(each.chapter)[each.word : each.word + _WORDS]))
        for each in pages.breaks
    ]


def likely(rows: Iterable[Row], manuscript: Manuscript) -> PageList:
    """The pages that a manuscript will have, if each of those that were kept begins with the same words."""
    texts = _ChapterTexts(manuscript)
    moved: dict[str, int] = {}
    breaks = []
    for label, chapter, word, first in rows:
        at = word and _nearest(texts.of(chapter), first.split(), word + moved.get(chapter, 0))
        moved[chapter] = at - word
        breaks.append(PageBreak(label, chapter, at))
    return PageList(tuple(breaks))


class _ChapterTexts:
    """The words of chapters, of one at a time: all of a long book would be too much."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._readings = {galley.chapter: galley.reading.text for galley in manuscript.galleys}
        self._chapter, self._words = "", list[str]()

    def of(self, chapter: str) -> list[str]:
        """Those of a chapter; none if there is no such chapter."""
        if chapter != self._chapter:
            self._chapter, self._words = chapter, self._readings.get(chapter, "").split()
        return self._words


def _nearest(words: Sequence[str], wanted: Sequence[str], at: int) -> int:
    """Where some words stand next to a place; the place itself where they stand nowhere near."""
    for away in range(_FAR):
        for here in (at + away, at - away):
            if here >= 0 and words[here : here + len(wanted)] == wanted:
                return here
    return at
