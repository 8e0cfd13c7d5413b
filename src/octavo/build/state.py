"""What is known of one publication while it is built; the products of a build fill it in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.build.observer import MadeEdition
from octavo.build.reading import by_severity
from octavo.build.request import BuildRequest
from octavo.cache.memo import DueJob
from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.edition import Edition, PageList, SourceAgreement
from octavo.model.errors import LostJobsError
from octavo.model.formats import FORMATS, USUAL_FORMATS, Format, downloads

if TYPE_CHECKING:
    from octavo.build.schedule import Crew, Policy
    from octavo.cache.last_build import LastBuild
    from octavo.cache.memo import Memo
    from octavo.model.edition import BuildRecord
    from octavo.model.galley import Manuscript
    from octavo.model.publication import Publication
    from octavo.press.pdf import PlacedGathering
    from octavo.source.discover import FoundSource

Placed = tuple[tuple["PlacedGathering", ...], tuple[str, ...]]
"""The gatherings of print in their places, before margins and contents are laid out, and the label of each page."""


@dataclass(slots=True)
class Build:
    """One publication being built."""

    request: BuildRequest
    found: FoundSource
    policy: Policy
    last: LastBuild
    crew: Crew
    publication: Publication | None = None
    manuscript: Manuscript | None = None
    memo: Memo | None = None
    lacking: tuple[Format, ...] = ()
    """The formats that have to be made."""
    offered: tuple[Format, ...] = ()
    """The formats that the site offers for download."""
    likely: PageList | None = None
    """The pages that print will probably have, where editions are worth making ahead of it."""
    pages: PageList | None = None
    """The pages of print."""
    placed: Placed | None = None
    editions: dict[str, Edition] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    agreement: SourceAgreement | None = None
    examined: tuple[Diagnostic, ...] = ()
    published: dict[str, Path] = field(default_factory=dict)
    record: BuildRecord | None = None
    running: dict[str, Callable[[], Any]] = field(default_factory=dict)
    """The products that are being made elsewhere; calling one waits for its result."""
    _announced: set[str] = field(default_factory=set)

    @property
    def settled(self) -> tuple[Publication, Manuscript, Memo]:
        """The publication, its manuscript and the memory of its jobs, once there are editions to make."""
        assert self.publication is not None
        assert self.manuscript is not None
        assert self.memo is not None
        return self.publication, self.manuscript, self.memo

    def findings(self) -> list[Diagnostic]:
        """Return what was found so far, as serious as the author takes it."""
        return by_severity(self.diagnostics, self.publication)

    def is_stopped(self) -> bool:
        """Return whether nothing can be published, by what was found so far."""
        return self.request.gate(self.findings())

    def asked_formats(self) -> Sequence[str]:
        """Return the formats that the command names, or the usual ones: what is known before the source is read."""
        return self.request.options.formats or USUAL_FORMATS

    def choose_formats(self) -> None:
        """Decide which formats have to be made."""
        assert self.publication is not None
        wanted = self.request.options.formats or self.publication.settings.formats
        self.offered = downloads(wanted)
        current = () if self.request.examining else self.last.current(wanted)  # rules examine all editions
        lacking = {each for each in FORMATS if each in wanted and each not in current}
        if self.policy.epub_cites_print and Format.EPUB in lacking and Format.PDF in wanted:
            lacking.add(Format.PDF)  # for its pages; all its jobs are in the cache
        self.lacking = tuple(each for each in FORMATS if each in lacking)

    def file_name(self, format: str) -> str:
        """Return the path of an edition in the output folder."""
        return f"{self.found.name}{Format(format).suffix}"

    def announce(self, edition: Edition) -> None:
        """Tell the observer of an edition, the first time."""
        if edition.format in self._announced:
            return
        self._announced.add(edition.format)
        assert self.publication is not None
        minutes = self.publication.settings.limits.minutes
        formats = self.lacking if self.request.is_alone else ()
        self.request.observer.edition_made(MadeEdition(self.file_name(edition.format), edition, minutes, formats))

    def add(self, edition: Edition) -> None:
        """Take in a finished edition."""
        self.announce(edition)
        self.editions[edition.format] = edition
        self.diagnostics += edition.diagnostics

    @contextmanager
    def reporting_lost_jobs(self, format: str | None) -> Iterator[None]:
        """Report jobs that got no result at their chapters, and go on with everything else."""
        try:
            yield
        except LostJobsError as gone:
            for each in gone.lost:
                name, place = self._blamed(each.job)
                hint = "where memory is short, build with fewer --jobs; octavo.limits.minutes is how long work may take"
                self.diagnostics.append(error("build.lost", f"work at '{name}' {each.why}", place, hint, format))

    def _blamed(self, job: object) -> tuple[str, Place]:
        """Return what a job was done for, as messages name it, and the place to report it at."""
        subject = job.subject if isinstance(job, DueJob) else None
        for chapter in self.publication.chapters if self.publication and subject else ():
            if subject is not None and chapter.id == subject.chapter and not chapter.made:
                return chapter.name, Place(chapter.name, 1, 1)
        place = self.publication.key("") if self.publication else Place(self.found.name)
        return (subject.chapter.lstrip("*") if subject else self.found.name), place
