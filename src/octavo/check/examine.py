"""The engine of the rules: shows each of them what it looks at, and turns its flaws into diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from octavo.check import rules
from octavo.check.rules import FinishedEdition, Flaw, PrintedPages, Rule, SetChapter, SetPublication, SourceText
from octavo.check.rules.rule import Kind
from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.edition import Edition
from octavo.model.galley import Galley, Manuscript
from octavo.model.jobs import MapJobs, Subject, serial, step
from octavo.model.publication import Publication
from octavo.model.settings import Settings

View = SourceText | SetChapter | SetPublication | PrintedPages | FinishedEdition
_FINISHED: Mapping[str, Kind] = {"epub": "epub", "html": "html", "site": "html", "pdf": "pdf"}
"""What rules about a finished edition look at, by its format."""


@dataclass(frozen=True, slots=True)
class ExamineJob:
    """A chapter for rules to look at. The publication has no other chapter; `trusted` as for `rules.every`."""

    publication: Publication
    galley: Galley | None
    trusted: bool = False


def examine(
    publication: Publication,
    manuscript: Manuscript,
    editions: Mapping[str, Edition],
    spread: MapJobs = serial,
    trusted: bool = False,
) -> list[Diagnostic]:
    """Return what all rules that are on find in a publication and its editions; `trusted` as for `rules.every`."""
    galleys = {galley.chapter: galley for galley in manuscript.galleys}
    jobs = [
        ExamineJob(publication.alone(chapter.id), galleys.get(chapter.id), trusted)
        for chapter in publication.chapters
        if not chapter.made
    ]
    found = [each for of_chapter in spread(examine_chapter, jobs) for each in of_chapter]
    engine = _Engine(publication.settings, trusted)
    found += engine.apply("book", SetPublication(publication, manuscript))
    for format, edition in editions.items():
        for chapter in edition.sheets:
            pages = PrintedPages(publication, manuscript, chapter.chapter, chapter.seen, chapter.labels)
            found += engine.apply("print", pages, format)
        if format in _FINISHED:
            found += engine.apply(_FINISHED[format], FinishedEdition(publication, manuscript, edition), format)
    return list(dict.fromkeys(found))


@step("examine", subject=lambda job: Subject(job.publication.chapters[0].id))
def examine_chapter(job: ExamineJob) -> tuple[Diagnostic, ...]:
    """Return what rules find in one chapter. Runs in any process."""
    engine, (chapter,) = _Engine(job.publication.settings, job.trusted), job.publication.chapters
    found = [*engine.apply("source", SourceText(job.publication, chapter))]
    if job.galley is not None:
        found += engine.apply("chapter", SetChapter(job.publication, chapter, job.galley))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Engine:
    settings: Settings
    trusted: bool

    def apply(self, kind: Kind, view: View, format: str | None = None) -> Iterator[Diagnostic]:
        """Return what the rules of a kind find, as diagnostics of a format if the view belongs to one."""
        for rule, severity in self._active(kind):
            assert rule.examine is not None
            for flaw in rule.examine(view):
                yield _diagnostic(rule, severity, flaw, format)

    def _active(self, kind: Kind) -> Iterable[tuple[Rule, Severity]]:
        """The rules of a kind that are on, each with the severity that the author gives it."""
        for rule in rules.every(self.trusted).values():
            if rule.looks_at == kind and rule.examine is not None:
                severity = self.settings.severity_of(rule.id, rule.severity if rule.on else None)
                if severity is not None:
                    yield rule, severity


def _diagnostic(rule: Rule, severity: Severity, flaw: Flaw, format: str | None) -> Diagnostic:
    return Diagnostic(rule.id, severity, flaw.message, flaw.place, flaw.hint or rule.fix, format, flaw.pages)
