"""The three agree: what was counted and read in the manuscript is found again, word for word, in a finished edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.check.screen import OpenedEdition
from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.formats import Format
from octavo.model.galley import Counts, Galley, Manuscript, Reading
from octavo.model.publication import Publication
from octavo.tools.locate import Finder

if TYPE_CHECKING:
    from octavo.check.pdf_file import PdfFile  # pikepdf is heavy, and only print is read with it


@dataclass(frozen=True, slots=True)
class EditionReading:
    """What was read in an edition, by chapter; `pages` are for print: where in each chapter each of them begins."""

    chapters: Mapping[str, Reading]
    pages: tuple[tuple[str, int, int], ...] = ()
    """Chapter, index of the page, number of the first word on it."""

    @property
    def counts(self) -> Counts:
        """What a reader meets in all of it."""
        return sum((each.counts for each in self.chapters.values()), Counts())


def read_screen(opened: OpenedEdition) -> EditionReading:
    """What a reader meets in an edition for the screen, from its first page to its last."""
    found: dict[str, Reading] = {}
    for name in opened.order:
        for chapter, part in opened.pages[name].parts:
            before = found.get(chapter)
            found[chapter] = part if before is None else _joined(before, part)
    return EditionReading(found)


def read_pdf(file: PdfFile) -> EditionReading:
    """What a reader meets in a finished PDF."""
    parts = file.read_parts()
    pages = tuple((part.chapter, page, word) for part in parts for page, word in part.pages)
    return EditionReading({part.chapter: part.reading for part in parts}, pages)


def _joined(one: Reading, other: Reading) -> Reading:
    text = " ".join(filter(None, (one.text, other.text)))
    return Reading(one.counts + other.counts, text, one.notes + other.notes)


def compare(manuscript: Manuscript, publication: Publication, format: str, found: EditionReading) -> list[Diagnostic]:
    """Where an edition parts from the manuscript: in each chapter the first differing word, or counts that differ."""
    wrong = [
        each
        for galley in manuscript.galleys
        for each in _compare(galley, publication, format, found.chapters.get(_name(galley), _NOTHING))
    ]
    known = {_name(galley) for galley in manuscript.galleys}
    strange = [chapter for chapter in found.chapters if chapter not in known]
    for chapter in strange[:1]:
        message = f"the {Format(format).label} has a chapter '{chapter}' that the manuscript has not"
        wrong.append(_fault("chapters", message, publication.key(""), format))
    return wrong


def _name(galley: Galley) -> str:
    """What a galley is called in an edition: an article has no need of a name."""
    return "" if galley.kind == "article" else galley.chapter


_NOTHING = Reading(Counts(), "")


def _compare(galley: Galley, publication: Publication, format: str, found: Reading) -> list[Diagnostic]:
    wanted = galley.reading
    if wanted.text != found.text:
        return [_parting(galley, publication, format, "text", wanted.words, found.words)]
    if wanted.notes != found.notes:
        return [_parting(galley, publication, format, "notes", _flat(wanted.notes), _flat(found.notes))]
    return [
        _fault(
            name,
            f"the manuscript has {count} {name}, the {Format(format).label} has {found.counts.as_dict()[name]}",
            _place(galley, publication),
            format,
        )
        for name, count in wanted.counts.as_dict().items()
        if found.counts.as_dict()[name] != count
    ]


def _flat(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for note in notes for word in (*note.split(), "¶"))


def _place(galley: Galley, publication: Publication) -> Place:
    return next((Place(each.name, 1, 1) for each in publication.chapters if each.id == galley.chapter),
                publication.key(""))  # fmt: skip


def _parting(
    galley: Galley, publication: Publication, format: str, kind: str, own: Sequence[str], other: Sequence[str]
) -> Diagnostic:
    at = next((i for i, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))
    around = slice(max(0, at - 4), at + 4)
    chapter = next((each for each in publication.chapters if each.id == galley.chapter), None)
    searched = " ".join(own[max(0, at - 2) : at + 3])
    place = Finder.of(chapter).words(searched) if chapter else publication.key("")
    return _fault(
        "words",
        f"the {Format(format).label} parts from the manuscript in its {kind}, at word {at + 1}: "
        f"'{' '.join(own[around])}' has become '{' '.join(other[around])}'",
        place,
        format,
    )


def _fault(name: str, message: str, place: Place, format: str) -> Diagnostic:
    hint = "this is a fault of octavo: please report it, with the text"
    return error(f"agreement.{name}", message, place, hint, format)
