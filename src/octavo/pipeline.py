"""A publication's way through all stages: read, set, press, check, publish, record. Only this file knows them all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.cache import fingerprint
from octavo.cache.shelf import Shelf
from octavo.cache.store import Store
from octavo.executor.local import Beside
from octavo.model.diagnostic import Diagnostic, Place, Severity
from octavo.model.edition import BuildRecord, CheckRecord, Edition, EditionRecord, Work
from octavo.model.galley import Counts
from octavo.model.settings import FORMATS, RunOptions
from octavo.press import styles_home
from octavo.source.discover import Found, discover
from octavo.tools import outbox
from octavo.tools.fetch import display_path

if TYPE_CHECKING:
    from octavo.model.galley import Galley
    from octavo.model.publication import Publication

Say = Callable[[str], None]


def _silent(text: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `found` is false where there was nothing to build at the places named."""

    records: tuple[BuildRecord, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    found: bool = True

    def ok(self, strict: bool) -> bool:
        """Whether everything was published."""
        return self.found and not _stops(self.diagnostics, strict)


@dataclass(slots=True)
class _Build:
    """One publication on its way; it grows from stage to stage."""

    found: Found
    publication: Publication | None = None
    galley: Galley | None = None
    editions: dict[str, Edition] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def settled(self) -> list[Diagnostic]:
        """What was found, each as serious as the author takes it, in the order of the source."""
        wanted = dict(self.publication.settings.rules) if self.publication else {}
        kept = []
        for each in dict.fromkeys(self.diagnostics):
            severity = wanted.get(each.rule, each.severity)
            if severity is not None:
                kept.append(each.at(severity))
        return sorted(kept, key=lambda each: (each.place.file, each.place.line, each.place.column))


def build(sources: Sequence[Path], options: RunOptions, cwd: Path, say: Say = _silent) -> Outcome:
    """Build every publication of the sources. Raises `MachineError` where this machine cannot."""
    found, diagnostics = discover(sources, cwd)
    records: list[BuildRecord] = []
    everything = list(diagnostics)
    tools = fingerprint.of_octavo(styles_home())
    for each in found:
        output = (cwd / options.output).resolve()
        shelf = Shelf(Store.at(cwd, outbox.write), each.path, output, tools, cwd, options.use_cache)
        record = shelf.ready(options.formats)
        if record is None or _stops(record.diagnostics, options.strict):
            record = _make(each, options, cwd, shelf, output, say)
        else:
            say(f"{each.name}: up to date")
        everything += record.diagnostics
        records.append(record)
    return Outcome(tuple(records), tuple(everything), bool(found) or not _stops(diagnostics, False))


def check(outcome: Outcome, cwd: Path, say: Say = _silent) -> Outcome:
    """Have the editions of a build judged by the outside validators."""
    from octavo.check import validators

    records = []
    everything = list(outcome.diagnostics)
    for record in outcome.records:
        checks, found = list(record.checks), list(record.diagnostics)
        for validator in validators.VALIDATORS:
            for edition in record.editions:
                if edition.format == validator.FORMAT:
                    say(f"{record.name}: {validator.NAME}")
                    judged, wrong = validators.judge(validator, cwd / edition.path, Place(record.source, 1, 1))
                    checks.append(judged)
                    found += wrong
                    everything += wrong
        records.append(replace(record, checks=tuple(checks), diagnostics=tuple(found)))
    return replace(outcome, records=tuple(records), diagnostics=tuple(everything))


def understand(source: Path, cwd: Path) -> tuple[Publication | None, Galley | None, list[Diagnostic]]:
    """Read and set one publication, and make nothing of it."""
    found, diagnostics = discover([source], cwd)
    if not found:
        return None, None, diagnostics
    building = _Build(found[0])
    _read(building, cwd)
    _set(building)
    return building.publication, building.galley, diagnostics + building.settled()


def _make(found: Found, options: RunOptions, cwd: Path, shelf: Shelf, output: Path, say: Say) -> BuildRecord:
    building = _Build(found)
    asked = set(options.formats or FORMATS)
    several = len(asked) > 1 and options.jobs > 1
    # While Pandoc reads, WeasyPrint is imported here, and what the other presses need in the second process.
    with ThreadPoolExecutor(1) as thread, Beside(several, _LIGHT) as beside:
        say(f"{found.name}: reading")
        _read(building, cwd)
        warmed = thread.submit(_warm) if "pdf" in asked and building.publication else None
        _set(building)
        if not _stops(building.settled(), options.strict) and building.publication and building.galley:
            wanted = options.formats or building.publication.settings.formats
            lacking = [format for format in FORMATS if format in wanted and format not in shelf.standing()]
            _press(building, lacking, beside, say)
        if warmed is not None:
            warmed.result()
    published = {} if _stops(building.settled(), options.strict) else _publish(building, output)
    return _record(building, published, cwd, shelf)


_LIGHT = ("octavo.press.epub.package", "octavo.press.html.page", "octavo.check.agreement")
"""What the presses for EPUB and HTML import, all of it lighter than WeasyPrint."""


def _warm() -> None:
    from octavo.press.pdf import gathering

    gathering.warm()


def _read(building: _Build, cwd: Path) -> None:
    from octavo.source import defaults, layouts

    said, wrong = defaults.read(building.found.path.parent, cwd)
    building.publication, diagnostics = layouts.read(building.found, cwd, said)
    building.diagnostics += wrong + diagnostics


def _set(building: _Build) -> None:
    from octavo.manuscript.set import set_chapter

    if building.publication is not None:
        building.galley, diagnostics = set_chapter(building.publication, building.publication.chapters[0])
        building.diagnostics += diagnostics


def _press(building: _Build, formats: Sequence[str], beside: Beside, say: Say) -> None:
    """Make the editions: print in this process, the others beside it."""
    assert building.publication is not None
    assert building.galley is not None
    when = modified(building.publication)
    waiting = {
        format: beside.call(press_and_read, format, building.publication, building.galley, when)
        for format in formats
        if format != "pdf"
    }
    for format in formats:
        say(f"{building.found.name}: making the {format.upper()} edition")
        if format in waiting:
            edition = waiting[format]()
        else:
            edition = press_and_read(format, building.publication, building.galley, when)
        building.editions[format] = edition
        building.diagnostics += edition.diagnostics


def press_and_read(format: str, publication: Publication, galley: Galley, when: datetime) -> Edition:
    """Make one edition and read it back; runs in any process."""
    from octavo.check import agreement
    from octavo.press.catalogue import press

    edition = press(format).make(publication, galley, when)
    if format == "pdf":
        return _examined(edition, publication, galley, when)
    reading = agreement.READERS[format](edition.data)
    found = agreement.compare(galley, publication.chapters[0], format, reading)
    return replace(edition, counts=reading.counts, diagnostics=(*edition.diagnostics, *found))


def _examined(edition: Edition, publication: Publication, galley: Galley, when: datetime) -> Edition:
    """A PDF read back, and ruled on; one that the rules fault does not claim to be accessible."""
    from octavo.check import agreement, pdf_rules
    from octavo.check.pdf_file import PdfFile
    from octavo.press import pdf

    chapter = publication.chapters[0]
    file = PdfFile(edition.data)
    reading = file.read()
    broken = pdf_rules.examine(file, Place(chapter.name, 1, 1))
    if broken:
        edition = pdf.without_claim(publication, galley, edition, when)
    found = (*edition.diagnostics, *broken, *agreement.compare(galley, chapter, "pdf", reading))
    return replace(edition, counts=reading.counts, diagnostics=found)


def modified(publication: Publication) -> datetime:
    """When the source was changed: `SOURCE_DATE_EPOCH`, else the publication's date. Never the time of the run."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC)
    day = publication.metadata.date
    if isinstance(day, datetime):
        return day.astimezone(UTC) if day.tzinfo else day.replace(tzinfo=UTC)
    if isinstance(day, date):
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return datetime(2000, 1, 1, tzinfo=UTC)


def _publish(building: _Build, output: Path) -> dict[str, Path]:
    from octavo.press.catalogue import press

    places = {format: output / f"{building.found.name}{press(format).suffix}" for format in building.editions}
    if places:
        outbox.write({places[format]: edition.data for format, edition in building.editions.items()})
    return places


def _record(building: _Build, published: dict[str, Path], cwd: Path, shelf: Shelf) -> BuildRecord:
    """What there is to say, kept for the next run where something was published."""
    publication, galley = building.publication, building.galley
    editions = shelf.standing() if published else {}
    before = [d for d in shelf.record.diagnostics if d.edition in editions.keys() - published] if shelf.record else []
    diagnostics = [*building.settled(), *before]
    for format, path in published.items():
        made = building.editions[format]
        editions[format] = EditionRecord(
            format,
            display_path(path, cwd),
            len(made.data),
            sha256(made.data).hexdigest(),
            made.pages,
            True,
            made.counts,
        )
    chapters = len(publication.chapters) if publication else 0
    record = BuildRecord(
        name=building.found.name,
        title=galley.title if galley else publication.metadata.title if publication else "",
        kind=building.found.kind,
        source=display_path(building.found.path, cwd),
        lang=publication.metadata.lang if publication else "",
        manuscript=galley.reading.counts if galley else Counts(),
        chapters=chapters,
        editions=tuple(editions[format] for format in FORMATS if format in editions),
        checks=tuple(_agreed(format, diagnostics) for format in FORMATS if format in {**editions, **building.editions}),
        work=Work(chapters, chapters, chapters, int("pdf" in building.editions), "pdf" in building.editions),
        diagnostics=tuple(diagnostics),
    )
    if published and publication is not None and galley is not None:
        shelf.keep(record, _inputs(publication, galley, building.found), publication.settings.formats)
    return record


def _agreed(format: str, diagnostics: Iterable[Diagnostic]) -> CheckRecord:
    wrong = sum(d.edition == format and d.rule.startswith(("agreement.", "pdf.")) for d in diagnostics)
    return CheckRecord("agreement", "1", format, "failed" if wrong else "passed", errors=wrong)


def _inputs(publication: Publication, galley: Galley, found: Found) -> list[Path]:
    """Every file of the author's that went into the editions, and the defaults, whether or not there are any."""
    metadata, settings = publication.metadata, publication.settings
    named = (
        *metadata.bibliography, metadata.csl, metadata.cover_image, settings.logo, settings.hero, *settings.css,
        *settings.filters,
    )  # fmt: skip
    return [
        found.path,
        found.path.parent / "octavo.yaml",
        *(publication.root / name for name in named if name),
        *(resource.file for resource in galley.resources),
    ]


def _stops(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    """Whether something was found that keeps a publication from being published."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(each.severity in grave for each in diagnostics)
