"""A publication's way through all stages: read, set, press, check, publish, record. Only this file knows them all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, partial
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octavo.build import baseline
from octavo.build.baseline import Stops
from octavo.build.outcome import Outcome, is_stopped
from octavo.build.rebuild_reasons import reasons
from octavo.cache import fingerprint
from octavo.cache.last_build import LastBuild
from octavo.cache.memo import Memo
from octavo.cache.store import Store
from octavo.executor.pool import Step, WorkerPool
from octavo.model.diagnostic import Diagnostic, Place, Severity, in_order
from octavo.model.edition import BuildRecord, CheckRecord, CheckStatus, Edition, EditionRecord, Work
from octavo.model.errors import LostJobsError
from octavo.model.formats import FORMATS, USUAL_FORMATS, Format
from octavo.model.galley import Counts
from octavo.model.jobs import MapJobs, serial
from octavo.model.settings import Limits, RunOptions, Settings
from octavo.press import themes
from octavo.source.discover import FoundSource, discover
from octavo.tools import atomic
from octavo.tools.sandbox import display_path
from octavo.tools.style_folder import styles_home

if TYPE_CHECKING:
    from octavo.build.speculate import SpeculativeEdition
    from octavo.model.edition import PageList
    from octavo.model.galley import Manuscript
    from octavo.model.publication import Chapter, Publication

Say = Callable[[str], None]
Beside = Callable[..., Callable[[], Edition]]
"""Starts the making of an edition while other things are done; what comes back gives it."""
Made = Callable[[str, Edition, float, Sequence[str]], None]
"""Hears of an edition that is made and not yet published, maybe more than once and in another thread: the name that it
will have, in how many minutes it may be judged, and all formats that are made, if there is no other publication."""


def _silent(text: str) -> None:
    """Say nothing."""


def _unheard(name: str, edition: Edition, minutes: float, only: Sequence[str]) -> None:
    """Have nothing done with an edition."""


def _no_step(done: int, total: int, left: float | None) -> None:
    """Say nothing."""


@dataclass(slots=True)
class _Build:
    """One publication on its way; it grows from stage to stage."""

    found: FoundSource
    publication: Publication | None = None
    manuscript: Manuscript | None = None
    editions: dict[str, Edition] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    examined: tuple[Diagnostic, ...] = ()

    def settled(self) -> list[Diagnostic]:
        """What was found, each as serious as the author takes it, in the order of the source."""
        settings = self.publication.settings if self.publication else Settings()
        kept = []
        for each in dict.fromkeys(self.diagnostics):
            severity = settings.taken(each.rule, each.severity)
            if severity is not None:
                kept.append(each.at(severity))
        return [*in_order(kept)]


def build(
    sources: Sequence[Path],
    options: RunOptions,
    cwd: Path,
    say: Say = _silent,
    step: Step = _no_step,
    examining: bool = False,
    made: Made = _unheard,
) -> Outcome:
    """Build every publication of the sources. Raises `MachineError` where this machine cannot, `UsageError` where there
    is no such baseline.

    `say` hears what is being done, `step` how far it is, `made` of each edition. With `examining`, all rules look at
    them.
    """
    found, diagnostics = discover(sources, cwd, options.layout)
    stops = baseline.stopping(found, options, cwd)
    records: list[BuildRecord] = []
    everything = list(diagnostics)
    tools = fingerprint.of_octavo(styles_home())
    for each in found:
        output = (cwd / options.output).resolve()
        shelf = LastBuild(Store.at(cwd, atomic.write), each.path, output, tools, cwd, options.use_cache, options.rules)
        record = shelf.ready(options.formats, examining)
        if record is None or stops(record.diagnostics):
            heard = partial(_tell, made, len(found) == 1)
            record = _make(each, options, cwd, shelf, output, say, step, examining, stops, heard)
            shelf.prune()
        else:
            say(f"{each.name}: up to date")
        everything += record.said
        records.append(record)
    return Outcome(tuple(records), tuple(everything), bool(found) or not is_stopped(diagnostics, False), tuple(found))


def check(
    sources: Sequence[Path], options: RunOptions, cwd: Path, say: Say = _silent, step: Step = _no_step
) -> Outcome:
    """Build with all rules looking, and have the editions judged by the outside validators as soon as they are made."""
    from octavo.build.validation import ValidatorRun

    pieces, tools = Store.at(cwd, atomic.write).pieces, fingerprint.of_octavo(styles_home())
    with ValidatorRun(options, cwd, pieces, tools, step) as court:
        outcome = build(sources, options, cwd, say, step, True, court.begin)

        @cache
        def read(row: int) -> Publication | None:
            building = _Build(outcome.sources[row])
            _read(building, cwd)
            return building.publication

        def chapter(row: int, name: str) -> Chapter | None:
            from octavo.manuscript.dialects import prepare

            publication = read(row)
            if publication is None:
                return None
            name = name or publication.chapters[0].id
            return next(iter(prepare(publication.alone(name), serial)[0].chapters), None)

        say(f"judging {len(outcome.records)} publications" if len(outcome.records) > 1 else "judging")
        judged = court.judge(outcome.records, chapter)
    before = {each for record in outcome.records for each in record.said}
    apart = [each for each in outcome.diagnostics if each not in before]
    everything = (*apart, *(each for record in judged for each in record.said))
    return replace(outcome, records=tuple(judged), diagnostics=everything)


def look_outside(
    outcome: Outcome, options: RunOptions, cwd: Path, say: Say = _silent, step: Step = _no_step
) -> Outcome:
    """Ask after all that publications link to on the web. What was answered lately is not asked again."""
    from octavo.cache.http_answers import AnswerCache
    from octavo.check import external

    store, tools = Store.at(cwd, atomic.write), fingerprint.of_octavo(styles_home())
    output = (cwd / options.output).resolve()
    books: dict[int, tuple[Publication, list[external.Link]]] = {}
    for row, found in enumerate(outcome.sources):
        building = _Build(found)
        _read(building, cwd, options.rules)
        shelf = LastBuild(store, found.path, output, tools, cwd, options.use_cache, options.rules)
        root = building.publication.root if building.publication else cwd
        _set(building, shelf.kept(root, serial))
        if building.publication is not None and building.manuscript is not None:
            books[row] = building.publication, external.links(building.publication, building.manuscript)
    addresses = dict.fromkeys(link.address for _, links in books.values() for link in links)
    say(f"asking after {len(addresses)} links")
    answers = AnswerCache(store, options.use_cache).ask(addresses, step)
    said = {
        row: tuple(external.taken(external.judged(links, answers), publication))
        for row, (publication, links) in books.items()
    }
    records = tuple(
        replace(record, diagnostics=(*record.diagnostics, *said.get(row, ())))
        for row, record in enumerate(outcome.records)
    )
    everything = (*outcome.diagnostics, *(each for found in said.values() for each in found))
    return replace(outcome, records=records, diagnostics=everything)


def understand(
    source: Path, cwd: Path, layout: str | None = None
) -> tuple[Publication | None, Manuscript | None, list[Diagnostic]]:
    """Read and set one publication, and make nothing of it."""
    found, diagnostics = discover([source], cwd, layout)
    if not found:
        return None, None, diagnostics
    building = _Build(found[0])
    with WorkerPool(_beside(found[0], os.cpu_count() or 1)) as hands:
        _read(building, cwd)
        _set(building, hands.map)
    return building.publication, building.manuscript, diagnostics + building.settled()


def _beside(found: FoundSource, jobs: int) -> int:
    """How many processes to have beside this one.

    An article is set and printed in this one, which is quicker, and its other editions are made beside it. A book is
    made by as many as are asked for: this one only gives out the work, and stays small.
    """
    return min(1, jobs - 1) if found.kind == "article" else jobs


def _make(
    found: FoundSource,
    options: RunOptions,
    cwd: Path,
    shelf: LastBuild,
    output: Path,
    say: Say,
    step: Step,
    examining: bool,
    stops: Stops,
    made: Callable[[_Build, Sequence[str], Edition], None],
) -> BuildRecord:
    building = _Build(found)
    asked = set(options.formats or USUAL_FORMATS)
    is_article = found.kind == "article"
    more = 0 if is_article and len(asked) < 2 else _beside(found, options.jobs)
    modules = _OTHERS if is_article else (*_SETS, *_PRINTS) if "pdf" in asked else _SETS
    # While Pandoc reads, WeasyPrint is imported here, and what the other presses need beside it.
    with _tidied(), ThreadPoolExecutor(1) as thread, WorkerPool(more, modules, step) as hands:
        say(f"{found.name}: reading")
        warmed = thread.submit(_warm) if is_article and "pdf" in asked else None
        _read(building, cwd, options.rules)
        if building.publication:
            hands.patience = 60 * building.publication.settings.limits.minutes
        root = building.publication.root if building.publication else cwd
        kept = shelf.kept(root, _for_article(options.jobs, hands.patience, step) if is_article else hands.map)
        say(f"{found.name}: setting")
        with _finding_lost(building):
            _set(building, kept)
        if not stops(building.settled()) and building.publication and building.manuscript:
            from octavo.build import speculate

            wanted = options.formats or building.publication.settings.formats
            standing = shelf.standing() if not examining else ()  # rules look at all of them
            lacking = [format for format in FORMATS if format in wanted and format not in standing]
            heard = partial(made, building, lacking)
            beside: Beside = hands.call
            early: SpeculativeEdition | None = None
            if not is_article:
                aside = kept.beside(partial(_aside, hands))
                if kept.used and kept.before.pages and kept.count("draft") <= _FEW:
                    early = speculate.SpeculativeEdition(
                        kept.before.pages, aside, lambda *work: thread.submit(*work).result
                    )
                elif kept.used and "epub" in lacking:
                    thread.submit(_draw_cover, building.publication, building.manuscript, aside)
                if "pdf" in lacking:
                    hands.busy.clear()
                    thread.submit(hands.busy.wait, _SOON)  # what others wait for comes first
                thread.submit(_import, _LATER)
                beside = partial(_in_thread, thread, heard)
            pages = _press(building, lacking, beside, kept, say, heard, early)
            kept.known.pages.extend(kept.before.pages if pages is None else speculate.told(pages, building.manuscript))
        if examining:
            say(f"{found.name}: examining")
            with _finding_lost(building):
                _examine(building, kept)
        if warmed is not None:
            warmed.result()
    for line in reasons(kept, building.publication) if options.verbose and building.publication else ():
        say(f"{found.name}: {line}")
    say(f"{found.name}: putting the editions in their places")
    published = {} if stops(building.settled()) else _publish(building, output)
    return _record(building, published, cwd, shelf, kept, examining)


def _aside(hands: WorkerPool, function: Callable[[Any], Any], due: Sequence[Any]) -> list[Any]:
    """Do jobs in this process, which only waits for others; but never one that opens a picture, which may end it."""
    return [hands.call(function, each)() if each.function.__module__ in _OPENING else function(each) for each in due]


_OPENING = ("octavo.press.epub.pictures", "octavo.press.epub.jacket")
"""Where jobs open the author's pictures."""


def _for_article(jobs: int, patience: float, step: Step) -> MapJobs:
    """An article is set and printed in this process; only where a long one is laid out in portions do others help."""

    def spread(function: Callable[[Any], Any], due: Sequence[Any]) -> list[Any]:
        portions = [each.job for each in due if each.function.__name__ == "lay_out" and "/" in each.about]
        if jobs < 2 or sum(len(job.galley.html) for job in portions) < _LONG:
            return serial(function, due)
        with WorkerPool(min(jobs, len(due)), _PRINTS, step, patience) as hands:
            return hands.map(function, due)

    return spread


_LONG = 100_000
"""Characters of HTML, some forty pages, from which on more processes are worth their start."""
_SETS = ("octavo.manuscript.set",)
_PRINTS = ("octavo.press.pdf.jobs",)
_OTHERS = ("octavo.press.epub.package", "octavo.press.html.page", *sorted({f.reader for f in Format if not f.is_paged}))
"""What the processes beside import at once, before anything is asked of them."""


_SOON = 2.0
"""Seconds within which the first gatherings are given out."""
_LATER = ("octavo.check.proofreading", "octavo.press.epub.package")
"""What is imported here while a book is laid out beside this process."""


_FEW = 2
"""Chapters that have been changed: with more of them it would take too much time from others to guess."""


def _in_thread(
    thread: ThreadPoolExecutor, made: Callable[[Edition], None], function: Callable[..., Edition], *args: Any
) -> Callable[[], Edition]:
    """Have an edition made in this process, which of a book only waits for others; what comes back gives it."""

    def make() -> Edition:
        edition = function(*args)
        made(edition)
        return edition

    return thread.submit(make).result


def _tell(made: Made, alone: bool, building: _Build, formats: Sequence[str], edition: Edition) -> None:
    assert building.publication is not None
    minutes = building.publication.settings.limits.minutes
    made(_file_name(building.found, edition.format), edition, minutes, formats if alone else ())


def _file_name(found: FoundSource, format: str) -> str:
    return f"{found.name}{Format(format).suffix}"


def _draw_cover(publication: Publication, manuscript: Manuscript, spread: MapJobs) -> None:
    """Have the cover of an EPUB drawn before the book is laid out: behind that, all would wait for one, which is large
    by then."""
    from octavo.press import epub

    epub.draw_cover(publication, manuscript, spread)


def _import(modules: Iterable[str]) -> None:
    for module in modules:
        import_module(module)


@contextmanager
def _tidied() -> Iterator[None]:
    """Whatever comes, a Ctrl-C too, nothing is left in a folder for temporary files."""
    try:
        yield
    finally:
        if (pdf := sys.modules.get("octavo.press.pdf")) is not None:
            pdf.clean_up()


def _warm() -> None:
    from octavo.press import pdf

    pdf.warm_up()


@contextmanager
def _finding_lost(building: _Build, format: str | None = None) -> Iterator[None]:
    """Work that got no result is a fault of the chapter that was worked at; the others go on."""
    try:
        yield
    except LostJobsError as gone:
        publication = building.publication
        for each in gone.lost:
            name = getattr(each.job, "about", "").lstrip("*")
            where = publication.key("") if publication else Place(building.found.name)
            for chapter in publication.chapters if publication else ():
                if chapter.name == name or chapter.id in (name, name.rpartition("/")[0]):  # or a portion of it
                    where = Place(chapter.name, 1, 1)
            building.diagnostics.append(Diagnostic(
                "build.lost", Severity.ERROR, f"work at '{name or building.found.name}' {each.why}", where,
                "where memory is short, build with fewer --jobs; octavo.limits.minutes is how long work may take",
                format,
            ))  # fmt: skip


def _read(building: _Build, cwd: Path, asked: Sequence[tuple[str, Severity | None]] = ()) -> None:
    from octavo.source import defaults, layouts

    said, wrong = defaults.of(building.found, cwd)
    publication, diagnostics = layouts.read(building.found, cwd, said)
    building.diagnostics += wrong + diagnostics
    if publication is not None and publication.settings.rules:
        from octavo.check import rules

        building.diagnostics += rules.unknown(publication)
    if publication is not None and asked:
        settings = publication.settings
        publication = replace(publication, settings=replace(settings, rules=(*settings.rules, *asked)))
    building.publication = publication


def _set(building: _Build, spread: MapJobs) -> None:
    from octavo.manuscript.dialects import prepare
    from octavo.manuscript.set import set_manuscript

    if building.publication is not None:
        building.publication, diagnostics = prepare(building.publication, spread)
        building.diagnostics += diagnostics
        building.manuscript, diagnostics = set_manuscript(building.publication, spread)
        building.diagnostics += diagnostics


def _press(
    building: _Build,
    formats: Sequence[str],
    beside: Beside,
    spread: MapJobs,
    say: Say,
    made: Callable[[Edition], None],
    early: SpeculativeEdition | None,
) -> PageList | None:
    """Make the editions: print and, `beside` it, the others; those that ask for its pages `early`, or after it.

    Gives the pages of print.
    """
    from octavo.build.editions import press_and_read, press_print

    assert building.publication is not None
    assert building.manuscript is not None
    publication, manuscript = building.publication, building.manuscript
    when = modified(publication)
    # The pages of print go into the EPUB of a book; an article's, which nobody cites by the page, need not wait.
    late = {"epub"} if publication.is_book and "pdf" in formats else set()
    waiting = {
        format: beside(press_and_read, format, publication, manuscript, when)
        for format in formats
        if format != "pdf" and format not in late
    }
    if early is not None:
        for format in late.intersection(formats):
            early.begin(format, publication, manuscript, when)
    pages: PageList | None = None
    for format in formats:
        say(f"{building.found.name}: making the {format.upper()} edition")
        with _finding_lost(building, format):
            if format in waiting:
                edition = waiting[format]()
            elif format == "pdf":
                edition, pages = press_print(publication, manuscript, when, spread, early.hear if early else None)
            else:
                edition = (early and pages and early.edition(pages)) or press_and_read(
                    format, publication, manuscript, when, pages, spread
                )
            made(edition)
            building.editions[format] = edition
            building.diagnostics += edition.diagnostics
    return pages


def _examine(building: _Build, spread: MapJobs) -> None:
    """Have all rules look at what there is, except for those that look on every build."""
    from octavo.check import examine

    if building.publication is not None and building.manuscript is not None:
        found = examine.examine(building.publication, building.manuscript, building.editions, spread)
        building.examined = in_order(found)


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
    places = {format: output / _file_name(building.found, format) for format in building.editions}
    folders = {places[format].parent: each.files for format, each in building.editions.items() if each.files}
    files = {places[format]: each.data for format, each in building.editions.items() if not each.files}
    if places:
        atomic.write(files, folders)
    return places


def _record(
    building: _Build, published: dict[str, Path], cwd: Path, shelf: LastBuild, kept: Memo, examined: bool
) -> BuildRecord:
    """What there is to say, kept for the next run where something was published."""
    publication, manuscript = building.publication, building.manuscript
    editions = shelf.standing() if published else {}
    before = [d for d in shelf.record.diagnostics if d.edition in editions.keys() - published] if shelf.record else []
    diagnostics = [*building.settled(), *before]
    for format, path in published.items():
        made = building.editions[format]
        whole = made.whole
        editions[format] = EditionRecord(
            format,
            display_path(path, cwd),
            sum(map(len, made.files.values())) if made.files else len(whole),
            sha256(whole).hexdigest(),
            made.pages,
            True,
            made.counts,
        )
    chapters = sum(not chapter.made for chapter in publication.chapters) if publication else 0
    gatherings = len(manuscript.galleys) if manuscript and "pdf" in building.editions else 0
    record = BuildRecord(
        name=building.found.name,
        title=manuscript.title if manuscript else publication.metadata.title if publication else "",
        kind=publication.kind if publication else building.found.kind,
        source=display_path(building.found.path, cwd),
        lang=publication.metadata.lang if publication else "",
        manuscript=manuscript.counts if manuscript else Counts(),
        chapters=chapters,
        editions=tuple(editions[format] for format in FORMATS if format in editions),
        checks=tuple(_agreed(format, diagnostics) for format in FORMATS if format in {**editions, **building.editions}),
        work=Work(chapters, kept.count("draft"), gatherings, kept.count("lay_out"), "pdf" in building.editions),
        diagnostics=tuple(diagnostics),
        layout=building.found.kind,
        examined=building.examined,
        examined_formats=tuple(building.editions) if examined else (),
        keys_name=publication.keys_name if publication else "",
        rules=publication.settings.rules if publication else (),
        minutes=publication.settings.limits.minutes if publication else Limits().minutes,
    )
    if published and publication is not None and manuscript is not None:
        files = _inputs(publication, manuscript, building.found)
        return shelf.keep(record, files, publication.settings.formats, kept)
    return record


def _agreed(format: str, diagnostics: Iterable[Diagnostic]) -> CheckRecord:
    wrong = sum(d.edition == format and d.rule.startswith(("agreement.", "pdf.")) for d in diagnostics)
    return CheckRecord("agreement", "1", format, CheckStatus.FAILED if wrong else CheckStatus.PASSED, errors=wrong)


def _inputs(publication: Publication, manuscript: Manuscript, found: FoundSource) -> list[Path]:
    """Every file of the author's that went into the editions, and the defaults, whether or not there are any."""
    return [
        found.path,
        found.path.parent / "octavo.yaml",
        found.path / "octavo.yaml",
        *publication.files,
        *(chapter.file for chapter in publication.chapters),
        *publication.named_files,
        *(resource.file for resource in manuscript.resources),
        *manuscript.missing_files,
        *themes.inputs(publication.settings.theme, publication.root),
    ]
