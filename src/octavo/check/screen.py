"""Editions for the screen: their pages read, and everything checked that EPUB and HTML have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from octavo.check import agreement, links, screen_rules
from octavo.check.agreement import EditionReading
from octavo.check.screen_page import OpenedEdition, PageSource, read_page
from octavo.model.counts import Counts
from octavo.model.diagnostic import Diagnostic
from octavo.model.edition import PageList
from octavo.model.galley import Manuscript, Reading
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication


def open_pages(
    format: str,
    files: Mapping[str, bytes],
    names: Sequence[str],
    order: Sequence[str],
    *,
    is_xml: bool,
    map_jobs: MapJobs = serial,
) -> OpenedEdition:
    """Read the pages of these names; `order` are those with the text, in reading order."""
    pages = map_jobs(read_page, [PageSource(files[name], is_xml) for name in names])
    style_faults = tuple(screen_rules.examine_style_sheets(files))
    return OpenedEdition(format, frozenset(files), dict(zip(names, pages, strict=True)), tuple(order), style_faults)


def examine(
    opened: OpenedEdition, publication: Publication, manuscript: Manuscript, pages: PageList | None = None
) -> tuple[Counts, list[Diagnostic]]:
    """Compare an edition with the manuscript, follow its links, and apply the rules for pages."""
    found, place = read(opened), publication.key("")
    faults = {**{name: page.faults for name, page in opened.pages.items()}, "its styles": opened.style_faults}
    return found.counts, [
        *agreement.compare(manuscript, publication, opened.format, found),
        *links.examine(opened, pages, place),
        *screen_rules.report(opened.format, faults, place),
    ]


def read(opened: OpenedEdition) -> EditionReading:
    """Return what a reader meets in an edition, from its first page to its last."""
    chapters: dict[str, Reading] = {}
    for name in opened.order:
        for chapter, part in opened.pages[name].parts:
            before = chapters.get(chapter)
            chapters[chapter] = part if before is None else _join(before, part)
    return EditionReading(chapters)


def _join(one: Reading, other: Reading) -> Reading:
    text = " ".join(filter(None, (one.text, other.text)))
    return Reading(one.counts + other.counts, text, one.notes + other.notes)
