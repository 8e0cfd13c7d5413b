"""The engine of the rules: each is shown what it looks at, and what it says becomes diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from octavo.check import rules
from octavo.check.rules import FinishedEdition, Flaw, PrintedPages, Rule, SetChapter, SetPublication, SourceText
from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.edition import Edition
from octavo.model.galley import Galley, Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication
from octavo.model.settings import Settings

_FORMATS = {"epub": ("epub",), "html": ("html", "site"), "pdf": ("pdf",)}


@dataclass(frozen=True, slots=True)
class ExamineJob:
    """A chapter that rules are to look at; the publication has no other."""

    publication: Publication
    galley: Galley | None

    @property
    def about(self) -> str:
        """The chapter."""
        return self.publication.chapters[0].id


def examine(
    publication: Publication, manuscript: Manuscript, editions: Mapping[str, Edition], spread: MapJobs = serial
) -> list[Diagnostic]:
    """All that the rules which are on have to say of a publication and of its editions."""
    galleys = {galley.chapter: galley for galley in manuscript.galleys}
    jobs = [
        ExamineJob(publication.alone(chapter.id), galleys.get(chapter.id))
        for chapter in publication.chapters
        if not chapter.made
    ]
    found = [each for said in spread(examine_chapter, jobs) for each in said]
    found += _said("book", SetPublication(publication, manuscript), publication.settings)
    for format, edition in editions.items():
        for sheets in edition.sheets:
            view = PrintedPages(publication, manuscript, sheets.chapter, sheets.seen, sheets.labels)
            found += _said("print", view, publication.settings, format)
        for kind, formats in _FORMATS.items():
            if format in formats:
                found += _said(kind, FinishedEdition(publication, manuscript, edition), publication.settings, format)
    return list(dict.fromkeys(found))


def examine_chapter(job: ExamineJob) -> tuple[Diagnostic, ...]:
    """What the rules say of one chapter; runs in any process."""
    settings, (chapter,) = job.publication.settings, job.publication.chapters
    found = [*_said("source", SourceText(job.publication, chapter), settings)]
    if job.galley is not None:
        found += _said("chapter", SetChapter(job.publication, chapter, job.galley), settings)
    return tuple(found)


def _said(kind: str, view: Any, settings: Settings, edition: str | None = None) -> Iterator[Diagnostic]:
    for rule, severity in asked(kind, settings):
        assert rule.examine is not None
        for flaw in rule.examine(view):
            yield _diagnostic(rule, severity, flaw, edition)


def asked(kind: str, settings: Settings) -> Iterable[tuple[Rule, Severity]]:
    """The rules of a kind that are on, each as serious as the author takes it."""
    for rule in rules.every().values():
        if rule.looks_at == kind and rule.examine is not None:
            severity = settings.severity_of(rule.id, rule.severity if rule.on else None)
            if severity is not None:
                yield rule, severity


def _diagnostic(rule: Rule, severity: Severity, flaw: Flaw, edition: str | None) -> Diagnostic:
    return Diagnostic(rule.id, severity, flaw.message, flaw.place, flaw.hint or rule.fix, edition, flaw.pages)
