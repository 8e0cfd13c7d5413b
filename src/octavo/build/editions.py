"""Editions: each is made and read back at once, so that none is published that does not say what the text says."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from octavo.model.counts import Counts
from octavo.model.edition import Edition, PrintedChapter
from octavo.model.formats import Format
from octavo.model.jobs import MapJobs, serial, step
from octavo.model.publication import Metadata
from octavo.model.settings import Settings

if TYPE_CHECKING:
    from octavo.check.proofreading import GatheringReading
    from octavo.model.edition import PageList
    from octavo.model.galley import Galley, Manuscript
    from octavo.model.publication import Publication
    from octavo.press.cssom import Origin
    from octavo.press.pdf import LaidOutBook, OnPlaced, PlacedGathering
    from octavo.press.pdf.proof import Proof


def press_and_read(
    format: str,
    publication: Publication,
    manuscript: Manuscript,
    when: datetime,
    pages: PageList | None = None,
    spread: MapJobs = serial,
    downloads: tuple[str, ...] = (),
) -> Edition:
    """Make an edition in any format but PDF, and read it back; runs in any process.

    `downloads` are the files that a site offers.
    """
    from octavo.check.readers import load_reader
    from octavo.press.catalogue import make_edition

    edition = make_edition(
        Format(format), publication, manuscript, when, pages=pages, spread=spread, downloads=downloads
    )
    counts, said = load_reader(Format(format)).read_back(edition, publication, manuscript, pages, spread)
    return replace(edition, counts=counts, diagnostics=(*edition.diagnostics, *said))


def press_print(
    publication: Publication,
    manuscript: Manuscript,
    when: datetime,
    spread: MapJobs = serial,
    placed: OnPlaced | None = None,
) -> tuple[Edition, PageList]:
    """Make the PDF, and read it back; return it with its pages.

    A PDF that breaks a rule of accessibility does not claim to be accessible. `placed` is called with the gatherings in
    their places and the labels of the pages, as soon as the chapters are laid out.
    """
    from octavo.press import pdf

    printed = pdf.LaidOutBook(publication, manuscript, spread, placed)
    from octavo.check import proofreading  # imported late: it takes time, and jobs had to be given out first

    galleys = {galley.chapter for galley in manuscript.galleys}
    jobs = proof_jobs(publication, manuscript, printed.gatherings)
    if lost := galleys - {each.proof.name for each in printed.gatherings}:
        raise AssertionError(f"not printed: {sorted(lost)}")
    with ThreadPoolExecutor(1) as thread:  # the PDF is bound while workers read the gatherings
        binding = thread.submit(printed.bind, when)
        parts = spread(proofread, jobs)
        parts = _with_causes(parts, jobs, printed, spread)
        edition = binding.result()
    broken, said = proofreading.examine_book(parts, edition.data, printed.places, edition.labels, publication)
    if broken or any(each.rule.startswith("pdf.") for each in edition.diagnostics):
        edition = pdf.without_claim(edition)
    pages = proofreading.page_list(
        [(each.start, part) for each, part in zip(printed.gatherings, parts, strict=True)], edition.labels
    )
    counts = sum((part.counts for part in parts), Counts())
    sheets = tuple(
        PrintedChapter(
            each.proof.name, each.proof.facts, edition.labels[each.start : each.start + len(each.proof.pages)]
        )
        for each in printed.gatherings
    )
    return replace(edition, counts=counts, sheets=sheets, diagnostics=(*edition.diagnostics, *broken, *said)), pages


def _with_causes(
    parts: list[GatheringReading], jobs: list[ProofJob], printed: LaidOutBook, spread: MapJobs
) -> list[GatheringReading]:
    """Return what was read, with what the author's style sheets have changed reported there."""
    declarations = printed.own_declarations()
    if not declarations or not any(part.differences or part.faults for part in parts):
        return parts
    from octavo.build.sheet_blame import Blame

    by_name = {job.proof.name: job for job in jobs}

    def retry(name: str, without: frozenset[Origin]) -> GatheringReading:
        job = replace(by_name[name], proof=printed.without(name, without).proof)
        (found,) = spread(proofread, [job])
        return found  # type: ignore[no-any-return]

    blame = Blame(declarations, retry)
    return [blame.explain(job.proof.name, part) for job, part in zip(jobs, parts, strict=True)]


@dataclass(frozen=True, slots=True)
class ProofJob:
    """A gathering to be read back, and the galley that it must agree with."""

    publication: Publication
    title: str
    proof: Proof
    galley: Galley | None


def proof_jobs(
    publication: Publication, manuscript: Manuscript, gatherings: Iterable[PlacedGathering]
) -> list[ProofJob]:
    """Return the jobs of reading some gatherings back."""
    galleys = {galley.chapter: galley for galley in manuscript.galleys}
    # A job has only what is needed of the publication: whatever else changes, the gathering is not read again.
    about = Metadata(title=publication.metadata.title, lang=publication.metadata.lang)
    settings = Settings(pdf_standard=publication.settings.pdf_standard)
    jobs = []
    for each in gatherings:
        alone = replace(publication.alone(each.proof.name), metadata=about, settings=settings, key_lines={})
        jobs.append(ProofJob(alone, manuscript.title, each.proof, galleys.get(each.proof.name)))
    return jobs


@step("proofread")
def proofread(job: ProofJob) -> GatheringReading:
    """Read a gathering back; runs in any process."""
    from octavo.check import proofreading
    from octavo.press import pdf

    data = pdf.bind_alone(job.publication, job.title, job.proof)
    return proofreading.read_gathering(data, job.galley, job.publication)
