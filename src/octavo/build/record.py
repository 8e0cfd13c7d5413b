"""The record of a build: what the report says of it, and what the next build finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from octavo.build import speculate
from octavo.build.state import Build
from octavo.model.counts import Counts
from octavo.model.diagnostic import Diagnostic
from octavo.model.edition import BuildRecord, CheckRecord, CheckStatus, EditionRecord, Work
from octavo.model.formats import FORMATS, Format
from octavo.model.galley import Manuscript
from octavo.model.publication import Publication
from octavo.model.settings import Limits
from octavo.press import sheet_files, themes
from octavo.source.discover import FoundSource
from octavo.tools.sandbox import display_path


def record(build: Build) -> None:
    """Write the record of a build, and keep it for the next one if something was published."""
    publication, manuscript = build.publication, build.manuscript
    editions = {**build.last.current(), **_published(build)} if build.published else {}
    diagnostics = [*build.findings(), *_of_current_editions(build, editions)]
    written = BuildRecord(
        name=build.found.name,
        title=manuscript.title if manuscript else publication.metadata.title if publication else "",
        kind=publication.kind if publication else build.found.kind,
        source="-" if build.found.is_piped else display_path(build.found.path, build.request.cwd),
        lang=publication.metadata.lang if publication else "",
        manuscript=manuscript.counts if manuscript else Counts(),
        chapters=_chapters(publication),
        editions=tuple(editions[format] for format in FORMATS if format in editions),
        checks=tuple(_agreement(f, diagnostics) for f in FORMATS if f in editions or f in build.editions),
        work=_work(build),
        diagnostics=tuple(diagnostics),
        layout=build.found.kind,
        agreement=build.agreement,
        examined=build.examined,
        examined_formats=tuple(build.editions) if build.request.examining else (),
        keys_name=publication.keys_name if publication else "",
        rules=publication.settings.rules if publication else (),
        formats=publication.settings.formats if publication else (),
        minutes=publication.settings.limits.minutes if publication else Limits().minutes,
    )
    if build.published and publication is not None and manuscript is not None and build.memo is not None:
        memo, pages = build.memo, build.pages
        memo.history.pages.extend(memo.before.pages if pages is None else speculate.rows(pages, manuscript))
        files = _inputs(publication, manuscript, build.found)
        written = build.last.keep(written, files, publication.settings.formats, memo.history)
    build.record = written.only(build.request.options.formats or written.formats)


def _published(build: Build) -> dict[str, EditionRecord]:
    """Return the records of the editions that were published now."""
    records: dict[str, EditionRecord] = {}
    for format, path in build.published.items():
        edition = build.editions[format]
        whole = edition.whole
        records[format] = EditionRecord(
            format,
            display_path(path, build.request.cwd),
            sum(map(len, edition.files.values())) if edition.files else len(whole),
            sha256(whole).hexdigest(),
            edition.pages,
            True,
            edition.counts,
        )
    return records


def _of_current_editions(build: Build, editions: Mapping[str, EditionRecord]) -> list[Diagnostic]:
    """Return what the last build found in editions that did not have to be made again."""
    if build.last.record is None:
        return []
    current = editions.keys() - build.published
    return [each for each in build.last.record.diagnostics if each.edition in current]


def _chapters(publication: Publication | None) -> int:
    return sum(not chapter.made for chapter in publication.chapters) if publication else 0


def _work(build: Build) -> Work:
    is_printed = Format.PDF in build.editions
    return Work(
        chapters=_chapters(build.publication),
        parsed=build.memo.count("parsed") if build.memo else 0,
        gatherings=len(build.manuscript.galleys) if build.manuscript and is_printed else 0,
        rendered=build.memo.count("rendered") if build.memo else 0,
        bound=is_printed,
    )


def _agreement(format: str, diagnostics: Iterable[Diagnostic]) -> CheckRecord:
    wrong = sum(each.edition == format and each.rule.startswith(("agreement.", "pdf.")) for each in diagnostics)
    return CheckRecord("agreement", "1", format, CheckStatus.FAILED if wrong else CheckStatus.PASSED, errors=wrong)


def _inputs(publication: Publication, manuscript: Manuscript, found: FoundSource) -> list[Path]:
    """Return the author's files that the editions were made of, and those of defaults, even if they do not exist."""
    return [
        found.path,
        found.folder / "octavo.yaml",
        found.path / "octavo.yaml",
        *publication.files,
        *(chapter.file for chapter in publication.chapters),
        *publication.named_files,
        *(resource.file for resource in manuscript.resources),
        *manuscript.missing_files,
        *themes.inputs(publication.settings.theme, publication.root),
        *sheet_files.inputs(publication.settings.css, publication.root),
    ]
