"""The reader of PDFs. Proofreading reads each gathering of a book by itself, then checks the bound book as a whole.

A gathering reads the same alone as bound: binding only renumbers its objects, and unites what glyphs mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.check import agreement, note_places, pdf_head, pdf_rules
from octavo.check.agreement import EditionReading
from octavo.check.pdf_file import PdfFile
from octavo.check.pdf_rules import Fault, LinkSet
from octavo.model.counts import Counts
from octavo.model.diagnostic import REPORT_BUG, Diagnostic, Place, warning
from octavo.model.edition import Edition, PageBreak, PageList
from octavo.model.galley import Galley, Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication
from octavo.model.standard import Standard

_STANDARD = re.compile(rb"<pdf(ua|a)id:(?:part|conformance)>(\w+)<")


@dataclass(frozen=True, slots=True)
class GatheringReading:
    """What was read in a gathering."""

    counts: Counts
    page_starts: tuple[tuple[str, int, int], ...]
    """The chapter, the index of the page in the gathering, and the number of the word that the page begins with."""
    faults: tuple[Fault, ...]
    links: LinkSet
    differences: tuple[Diagnostic, ...]


def read_back(
    edition: Edition,
    publication: Publication,
    manuscript: Manuscript,
    pages: PageList | None = None,
    map_jobs: MapJobs = serial,
) -> tuple[Counts, list[Diagnostic]]:
    """Read a whole PDF, and compare it with the manuscript. A build reads its gatherings in parallel instead."""
    del pages, map_jobs
    file = PdfFile(edition.data)
    found = read_pdf(file)
    standard = Standard.of(publication.settings.pdf_standard)
    faults = pdf_rules.examine(file, publication.key(""), standard)
    differences = agreement.compare(manuscript, publication, edition.format, found)
    return found.counts, [*differences, *faults, *_misplaced_notes(file, publication.key(""))]


def find_claim(paths: Sequence[Path]) -> str:
    """Return the standards that the metadata of a PDF say that it conforms to."""
    (path,) = paths
    standards = {"ua": "", "a": ""}
    for claim in _STANDARD.finditer(path.read_bytes()):
        standards[claim[1].decode()] += claim[2].decode().lower()
    return " and ".join(f"PDF/{name.upper()}-{value}" for name, value in standards.items() if value)


def read_pdf(file: PdfFile) -> EditionReading:
    """Return what a reader meets in a PDF."""
    parts = file.read_parts()
    pages = tuple((part.chapter, page, word) for part in parts for page, word in part.pages)
    return EditionReading({part.chapter: part.reading for part in parts}, pages)


def read_gathering(data: bytes, galley: Galley | None, publication: Publication) -> GatheringReading:
    """Read a gathering, a PDF by itself, and compare it with its galley; pages that octavo adds have none."""
    file = PdfFile(data)
    found = read_pdf(file)
    manuscript = Manuscript((galley,) if galley is not None else ())
    differences = agreement.compare(manuscript, publication, "pdf", found)
    chapter = next((each for each in publication.chapters if galley and each.id == galley.chapter), None)
    place = Place(chapter.name, 1, 1) if chapter and not chapter.made else publication.key("")
    differences = [*differences, *_misplaced_notes(file, place)]
    faults = pdf_rules.examine_part(file)
    return GatheringReading(found.counts, found.pages, tuple(faults), pdf_rules.links_of(file), tuple(differences))


def _misplaced_notes(file: PdfFile, place: Place) -> list[Diagnostic]:
    """Report the first note that is not where it belongs; pages are counted from the first of the file."""
    found = next(note_places.misplaced(file.nodes()), None)
    return [warning("pdf.note-order", found, place, REPORT_BUG, "pdf")] if found else []


def examine_book(
    parts: Sequence[GatheringReading],
    data: bytes,
    places: Mapping[str, int],
    labels: Sequence[str],
    publication: Publication,
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Return what keeps the bound book from conforming to its standard, and where it differs from the manuscript."""
    head = pdf_head.extract(data)
    faults = [fault for part in parts for fault in part.faults]
    faults += pdf_rules.examine_across([part.links for part in parts], places, labels)
    faults += pdf_rules.examine_head(pdf_rules.open_pdf(head.data), Standard.of(publication.settings.pdf_standard))
    if head.pages != len(labels):
        faults.append(("pages", f"{len(labels)} pages were laid out, and {head.pages} are bound"))
    differences = [each for part in parts for each in part.differences]
    return pdf_rules.report(faults, publication.key("")), differences


def page_list(parts: Sequence[tuple[int, GatheringReading]], labels: Sequence[str]) -> PageList:
    """Return the printed pages with the author's text; each part comes with the index of its first page."""
    return PageList(
        tuple(
            PageBreak(labels[start + page], chapter, word)
            for start, part in parts
            for chapter, page, word in part.page_starts
        )
    )
