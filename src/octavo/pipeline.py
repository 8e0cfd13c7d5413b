"""The way of a publication through all stages: read, set, press, check, publish, record. The only file that knows them all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.cache import fingerprint
from octavo.cache.store import Store
from octavo.model.diagnostic import Diagnostic, Place, Severity
from octavo.model.edition import BuildRecord, CheckRecord, EditionRecord, Work
from octavo.model.galley import Counts
from octavo.model.settings import RunOptions
from octavo.source.discover import Found, discover
from octavo.tools.fetch import display_path

if TYPE_CHECKING:
    from octavo.model.edition import Edition
    from octavo.model.galley import Galley
    from octavo.model.publication import Publication

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `found` is false where there was nothing to build at the places named."""

    records: tuple[BuildRecord, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    found: bool = True

    def ok(self, strict: bool) -> bool:
        """Whether everything was published."""
        return self.found and not any(_fails(each, strict) for each in self.diagnostics)


@dataclass(slots=True)
class _Build:
    """One publication on its way; what it grows by."""

    found: Found
    publication: Publication | None = None
    galley: Galley | None = None
    editions: dict[str, Edition] = field(default_factory=dict)
    counts: dict[str, Counts] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def settle(self) -> list[Diagnostic]:
        """What was found, taken as seriously as the author asked, in the order of the source."""
        wanted = dict(self.publication.settings.rules) if self.publication else {}
        kept = []
        for each in dict.fromkeys(self.diagnostics):
            severity = wanted.get(each.rule, each.severity)
            if severity is not None:
                kept.append(each.at(severity))
        return sorted(kept, key=lambda each: (each.place.file, each.place.line, each.place.column))


def build(sources: Sequence[Path], options: RunOptions, cwd: Path, say: Say = lambda text: None) -> Outcome:
    """Build every publication of the sources. Raises `MachineError` where this machine cannot."""
    found, diagnostics = discover(sources, cwd)
    records: list[BuildRecord] = []
    everything = list(diagnostics)
    for each in found:
        record = _one(each, options, cwd, say)
        everything += record.diagnostics
        if record.source:
            records.append(record)
    return Outcome(tuple(records), tuple(everything), bool(found) or not _errors(diagnostics, False))


def check(outcome: Outcome, options: RunOptions, cwd: Path, say: Say = lambda text: None) -> Outcome:
    """Have the editions of a build judged by the outside validators. What they find is placed in the article's file."""
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
    if building.publication is not None:
        _set(building)
    return building.publication, building.galley, diagnostics + building.settle()


def _one(found: Found, options: RunOptions, cwd: Path, say: Say) -> BuildRecord:
    from octavo.press import styles_home

    store = Store.at(cwd)
    output = (cwd / options.output).resolve()
    key = (str(found.path), str(output))
    tools = fingerprint.of_octavo(styles_home())
    kept = store.get(*key) if options.use_cache else None
    if kept is None or kept["tools"] != tools or not fingerprint.same(kept["files"]):
        kept = None
    if kept is not None:
        wanted = options.formats or tuple(kept["formats"])
        lacking = [f for f in wanted if not _intact(kept["editions"].get(f), cwd)]
        if not lacking and not _errors(_thawed(kept, wanted), options.strict):
            say(f"{found.name}: up to date")
            return _from_cache(kept, wanted)
    return _make(found, options, cwd, say, _Shelf(store, key, tools, kept, output))


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where the result goes, and what lies there already."""

    store: Store
    key: tuple[str, str]
    tools: str
    kept: dict[str, Any] | None
    output: Path


def _make(found: Found, options: RunOptions, cwd: Path, say: Say, shelf: _Shelf) -> BuildRecord:
    building = _Build(found)
    with ThreadPoolExecutor(1) as aside:
        # WeasyPrint takes longer to import than Pandoc to read an article: let them go side by side.
        if options.formats is None or "pdf" in options.formats:
            warming = aside.submit(_warm)
        _read(building, cwd)
        if building.publication is None:
            return _record(building, {}, cwd, shelf, 0)
        say(f"{found.name}: reading")
        _set(building)
    formats = options.formats or building.publication.settings.formats
    if "pdf" in formats and (options.formats is None or "pdf" in options.formats):
        warming.result()
    lacking = [f for f in formats if options.formats is None or f in options.formats]
    if shelf.kept is not None:
        lacking = [f for f in lacking if not _intact(shelf.kept["editions"].get(f), cwd)]
    if building.galley is not None and not _errors(building.settle(), options.strict):
        for format in lacking:
            say(f"{found.name}: making the {format} edition")
            _press(building, format)
    published: dict[str, Path] = {}
    if building.galley is not None and not _errors(building.settle(), options.strict):
        published = _publish(building, shelf.output)
    return _record(building, published, cwd, shelf, len(building.publication.chapters))


def _warm() -> None:
    from octavo.press.pdf import gathering

    gathering.warm()


def _read(building: _Build, cwd: Path) -> None:
    from octavo.source import defaults, layouts

    said, wrong = defaults.read(building.found.path.parent, cwd)
    building.diagnostics += wrong
    building.publication, diagnostics = layouts.read(building.found, cwd, said)
    building.diagnostics += diagnostics


def _set(building: _Build) -> None:
    from octavo.manuscript.set import set_chapter

    assert building.publication is not None
    building.galley, diagnostics = set_chapter(building.publication, building.publication.chapters[0])
    building.diagnostics += diagnostics


def _press(building: _Build, format: str) -> None:
    from octavo.press.catalogue import press

    publication, galley = building.publication, building.galley
    assert publication is not None and galley is not None
    edition = press(format).make(publication, galley, modified(publication))
    edition = _examine(building, edition)
    building.editions[format] = edition
    building.diagnostics += edition.diagnostics


def _examine(building: _Build, edition: Edition) -> Edition:
    """Read a finished edition back, and compare it with the manuscript."""
    from octavo.check import agreement

    publication, galley = building.publication, building.galley
    assert publication is not None and galley is not None
    chapter = publication.chapters[0]
    if edition.format == "pdf":
        from octavo.check import pdf_rules
        from octavo.check.pdf_file import PdfFile

        file = PdfFile(edition.data)
        reading = file.read()
        broken = pdf_rules.examine(file, Place(chapter.name, 1, 1))
        building.diagnostics += broken
        if broken:
            from octavo.press import pdf

            edition = pdf.without_claim(publication, galley, edition, modified(publication))
    else:
        reading = {"epub": agreement.read_epub, "html": agreement.read_html}[edition.format](edition.data)
    building.counts[edition.format] = reading.counts
    building.diagnostics += agreement.compare(galley, chapter, edition.format, reading)
    return edition


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
    from octavo.tools import outbox

    places = {format: output / f"{building.found.name}{press(format).suffix}" for format in building.editions}
    if places:
        outbox.write({places[format]: edition.data for format, edition in building.editions.items()})
    return places


def _record(building: _Build, published: dict[str, Path], cwd: Path, shelf: _Shelf, chapters: int) -> BuildRecord:
    """What there is to say, kept for the next run where everything was published."""
    diagnostics = building.settle()
    publication, galley = building.publication, building.galley
    kept = (shelf.kept or {}).get("editions", {}) if published else {}
    editions = {format: _thaw_edition(each["record"], fresh=False) for format, each in kept.items() if format not in published}
    for format, path in published.items():
        made = building.editions[format]
        editions[format] = EditionRecord(
            format, display_path(path, cwd), len(made.data), sha256(made.data).hexdigest(), made.pages, True,
            building.counts[format],
        )  # fmt: skip
    rendered = int("pdf" in published)
    record = BuildRecord(
        name=building.found.name,
        title=galley.title if galley else publication.metadata.title if publication else "",
        kind=building.found.kind,
        source=display_path(building.found.path, cwd),
        lang=publication.metadata.lang if publication else "",
        manuscript=galley.reading.counts if galley else Counts(),
        chapters=chapters,
        editions=tuple(editions[format] for format in ("pdf", "epub", "html") if format in editions),
        checks=tuple(_agreed(building, format, diagnostics) for format in building.editions),
        work=Work(chapters, chapters, chapters, rendered, bool(rendered)),
        diagnostics=tuple(diagnostics),
    )
    if published and publication is not None and galley is not None:
        shelf.store.put(_frozen(record, _inputs(publication, galley, building.found), publication, shelf.tools), *shelf.key)
    return record


def _agreed(building: _Build, format: str, diagnostics: Iterable[Diagnostic]) -> CheckRecord:
    wrong = [d for d in diagnostics if d.edition == format and d.rule.startswith(("agreement.", "pdf."))]
    return CheckRecord("agreement", "1", format, "failed" if wrong else "passed", errors=len(wrong))


def _inputs(publication: Publication, galley: Galley, found: Found) -> list[Path]:
    """Every file of the author's that went into the editions, and the defaults, whether or not there are any."""
    metadata, settings = publication.metadata, publication.settings
    named = (*metadata.bibliography, metadata.csl, metadata.cover_image, settings.logo, settings.hero, *settings.css,
             *settings.filters)  # fmt: skip
    return [
        found.path,
        found.path.parent / "octavo.yaml",
        *(publication.root / name for name in named if name),
        *(resource.file for resource in galley.resources),
    ]


def _frozen(record: BuildRecord, files: Iterable[Path], publication: Publication, tools: str) -> dict[str, Any]:
    editions = {edition.format: {"record": asdict(edition), "path": str(Path(edition.path))} for edition in record.editions}
    whole = asdict(record)
    return {
        "tools": tools,
        "files": fingerprint.of_files(files),
        "formats": list(publication.settings.formats),
        "editions": editions,
        "record": whole,
    }


def _intact(edition: dict[str, Any] | None, cwd: Path) -> bool:
    """Whether an edition lies where it was put, as it was made."""
    return edition is not None and fingerprint.of_file(cwd / edition["path"]) == edition["record"]["sha256"]


def _from_cache(kept: dict[str, Any], wanted: Iterable[str]) -> BuildRecord:
    record = kept["record"]
    editions = tuple(
        _thaw_edition(each["record"], fresh=False) for format, each in kept["editions"].items() if format in wanted
    )
    return BuildRecord(
        name=record["name"], title=record["title"], kind=record["kind"], source=record["source"], lang=record["lang"],
        manuscript=Counts(**record["manuscript"]), chapters=record["chapters"], editions=editions,
        checks=tuple(CheckRecord(**check) for check in record["checks"]), work=Work(chapters=record["chapters"]),
        diagnostics=tuple(_thawed(kept, wanted)),
    )  # fmt: skip


def _thaw_edition(record: dict[str, Any], fresh: bool) -> EditionRecord:
    return replace(EditionRecord(**{**record, "counts": Counts(**record["counts"])}), fresh=fresh)


def _thawed(kept: dict[str, Any], wanted: Iterable[str]) -> list[Diagnostic]:
    found = [
        Diagnostic(**{**each, "severity": Severity(each["severity"]), "place": Place(**each["place"])})
        for each in kept["record"]["diagnostics"]
    ]
    return [each for each in found if each.edition is None or each.edition in wanted]


def _fails(found: Diagnostic, strict: bool) -> bool:
    return found.severity is Severity.ERROR or (strict and found.severity is Severity.WARNING)


def _errors(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    return any(_fails(each, strict) for each in diagnostics)
