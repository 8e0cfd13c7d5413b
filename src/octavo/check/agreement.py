"""That editions agree with the manuscript: what was counted and read there is read again, word for word, in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from octavo.model.counts import Counts
from octavo.model.diagnostic import REPORT_BUG, Diagnostic, Place, error
from octavo.model.formats import Format
from octavo.model.galley import Galley, Manuscript, Reading
from octavo.model.publication import Publication
from octavo.tools.locate import Finder

_CONTEXT = 4
"""How many words a message shows on each side of a difference."""
_NOTHING = Reading(Counts(), "")


@dataclass(frozen=True, slots=True)
class EditionReading:
    """What was read in an edition, by chapter; print also has where in each chapter each page begins."""

    chapters: Mapping[str, Reading]
    pages: tuple[tuple[str, int, int], ...] = ()
    """Chapter, index of the page, number of the first word on it."""

    @property
    def counts(self) -> Counts:
        """What a reader meets in all of it."""
        return sum((each.counts for each in self.chapters.values()), Counts())


def compare(manuscript: Manuscript, publication: Publication, format: str, found: EditionReading) -> list[Diagnostic]:
    """Report where an edition differs from the manuscript: in each chapter the first word, or else the counts."""
    comparison = _Comparison(publication, Format(format))
    return [*comparison.run(manuscript, found)]


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The comparison of one edition with the manuscript."""

    publication: Publication
    format: Format

    def run(self, manuscript: Manuscript, found: EditionReading) -> Iterator[Diagnostic]:
        """Yield every difference."""
        chapters = {_chapter(galley): galley for galley in manuscript.galleys}
        for name, galley in chapters.items():
            yield from self._compare(galley, found.chapters.get(name, _NOTHING))
        if unknown := next((name for name in found.chapters if name not in chapters), None):
            message = f"the {self.format.label} has a chapter '{unknown}' that the manuscript does not have"
            yield self._error("chapters", message, self.publication.key(""))

    def _compare(self, galley: Galley, found: Reading) -> Iterator[Diagnostic]:
        wanted = galley.reading
        if wanted.text != found.text:
            yield self._difference(galley, "text", wanted.words, found.words)
        elif wanted.notes != found.notes:
            yield self._difference(galley, "notes", _words_of_notes(wanted), _words_of_notes(found))
        else:
            counts = found.counts.as_dict()
            for name, count in wanted.counts.as_dict().items():
                if counts[name] != count:
                    message = f"the manuscript has {count} {name}, the {self.format.label} has {counts[name]}"
                    yield self._error(name, message, self._place(galley))

    def _difference(self, galley: Galley, what: str, wanted: Sequence[str], found: Sequence[str]) -> Diagnostic:
        pairs = enumerate(zip(wanted, found, strict=False))
        at = next((number for number, (one, other) in pairs if one != other), min(len(wanted), len(found)))
        around = slice(max(0, at - _CONTEXT), at + _CONTEXT)
        message = (
            f"the {self.format.label} differs from the manuscript in its {what}, at word {at + 1}: "
            f"'{' '.join(wanted[around])}' has become '{' '.join(found[around])}'"
        )
        return self._error("words", message, self._place(galley, " ".join(wanted[max(0, at - 2) : at + 3])))

    def _place(self, galley: Galley, words: str = "") -> Place:
        """Return where words of a chapter are in the author's text, or its first line."""
        chapter = next((each for each in self.publication.chapters if each.id == galley.chapter), None)
        if chapter is None:
            return self.publication.key("")
        return Finder.of(chapter).words(words) if words else Place(chapter.name, 1, 1)

    def _error(self, name: str, message: str, place: Place) -> Diagnostic:
        return error(f"agreement.{name}", message, place, REPORT_BUG, self.format)


def _chapter(galley: Galley) -> str:
    """Return the name of a galley in editions: an article needs none."""
    return "" if galley.kind == "article" else galley.chapter


def _words_of_notes(reading: Reading) -> tuple[str, ...]:
    return tuple(word for note in reading.notes for word in (*note.split(), "¶"))
