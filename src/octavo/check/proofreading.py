"""Proofreading: each gathering of a printed book read by itself, as a reader's software does; then what spans them.

A gathering reads the same alone as bound: binding only numbers its objects, and gives glyphs their common meanings.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from octavo.check import agreement, pdf_head, pdf_rules
from octavo.check.pdf_file import PdfFile
from octavo.check.pdf_rules import Fault, LinkSet
from octavo.model.diagnostic import Diagnostic
from octavo.model.edition import PageBreak, PageList
from octavo.model.galley import Counts, Galley, Manuscript
from octavo.model.publication import Publication
from octavo.model.standard import Standard


@dataclass(frozen=True, slots=True)
class GatheringReading:
    """What was read in a gathering: `turns` has the chapter, the page from 0 and the word that it begins with."""

    counts: Counts
    turns: tuple[tuple[str, int, int], ...]
    faults: tuple[Fault, ...]
    ways: LinkSet
    found: tuple[Diagnostic, ...]


def read(data: bytes, galley: Galley | None, publication: Publication) -> GatheringReading:
    """Read a gathering, a PDF by itself, and compare it with its galley; one that octavo makes has none."""
    file = PdfFile(data)
    found = agreement.read_pdf(file)
    manuscript = Manuscript((galley,) if galley is not None else ())
    said = agreement.compare(manuscript, publication, "pdf", found)
    return GatheringReading(found.counts, found.pages, tuple(pdf_rules.inside(file)), pdf_rules.ways(file), tuple(said))


def across(
    parts: Sequence[GatheringReading],
    data: bytes,
    places: Mapping[str, int],
    labels: Sequence[str],
    publication: Publication,
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """What keeps the bound book from conforming to its standard, and what else is wrong with it as a whole."""
    head = pdf_head.of(data)
    faults = [fault for part in parts for fault in part.faults]
    faults += pdf_rules.across([part.ways for part in parts], places, labels)
    faults += pdf_rules.whole(pdf_rules.opened(head.data), Standard.of(publication.settings.pdf_standard))
    said = [each for part in parts for each in part.found]
    if head.pages != len(labels):
        message = f"{len(labels)} pages were laid out, and {head.pages} are bound"
        faults.append(("pages", message))
    return pdf_rules.told(faults, publication.key("")), said


def page_list(parts: Sequence[tuple[int, GatheringReading]], labels: Sequence[str]) -> PageList:
    """The pages of the printed book, as far as the author's text stands on them; parts come with their first pages."""
    return PageList(
        tuple(PageBreak(labels[start + page], name, word) for start, part in parts for name, page, word in part.turns)
    )
