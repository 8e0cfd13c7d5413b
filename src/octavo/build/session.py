"""A session: everything that builds of one folder share, from the worker processes to the fingerprint of the tools.

The command opens one and ends it. A preview would keep one open, its workers warm, and build again after each edit.
What takes time to import is imported where it is needed: most builds of the command find nothing to do.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from octavo.build import baseline, leftovers
from octavo.build.observer import SILENT, MadeEdition, Observer
from octavo.build.outcome import Outcome, is_stopped
from octavo.build.reading import Inspection, by_severity, read, set_text
from octavo.build.request import BuildRequest
from octavo.cache import fingerprint
from octavo.cache.last_build import LastBuild
from octavo.cache.store import Store
from octavo.model.edition import BuildRecord
from octavo.model.errors import UsageError
from octavo.model.formats import USUAL_FORMATS
from octavo.model.jobs import serial
from octavo.model.settings import RunOptions
from octavo.source.discover import FoundSource, discover
from octavo.tools.style_folder import styles_home

if TYPE_CHECKING:
    from octavo.build.schedule import Workers
    from octavo.model.publication import Chapter, Publication


class Session:
    """Builds, checks and inspects the publications below the folder `cwd`; a context, which ends its workers."""

    def __init__(self, cwd: Path, options: RunOptions, observer: Observer = SILENT) -> None:
        self.cwd, self.options, self.observer = cwd, options, observer
        self._store = Store.at(cwd)
        self._workers: Workers | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_workers(kind, error, trace)

    @cached_property
    def tools(self) -> str:
        """The fingerprint of everything that makes the bytes of an edition and is not the author's."""
        return fingerprint.of_octavo(styles_home())

    def build(self, sources: Sequence[Path] = (), examining: bool = False) -> Outcome:
        """Build every publication of the sources; with `examining`, all rules of octavo examine them.

        Without sources, those that are meant by default are built. Raises `MachineError` where this machine cannot, and
        `UsageError` for a layout or a baseline that does not exist.
        """
        return self._build(sources, self.observer, examining)

    def check(self, sources: Sequence[Path] = ()) -> Outcome:
        """Build, examine, and have the outside validators judge each edition as soon as it is made.

        Raises what `build` raises.
        """
        from octavo.build.validation import ValidatorRun

        with ValidatorRun(self.options, self.cwd, self._store.blobs, self.tools, self.observer.progress) as validators:
            outcome = self._build(sources, _Announcing(self.observer, validators.begin), examining=True)
            self._end_workers()  # validators need the memory
            count = len(outcome.records)
            self.observer.stage(f"validating {count} publications" if count > 1 else "validating")
            records = validators.finish(outcome.records, self._chapters(outcome))
        of_records = {each for record in outcome.records for each in record.said}
        others = [each for each in outcome.diagnostics if each not in of_records]
        everything = (*others, *(each for record in records for each in record.said))
        return replace(outcome, records=tuple(records), diagnostics=everything)

    def check_links(self, outcome: Outcome) -> Outcome:
        """Check the links to other sites in the publications of an outcome, unless there is a recent answer."""
        from octavo.build import external
        from octavo.build.schedule import here

        books: dict[int, external.Book] = {}
        for row, found in enumerate(outcome.sources):
            publication, _ = read(found, self.cwd, self.options)
            if publication is not None:
                memo = self._last_build(found).memo(publication.root, here)
                publication, manuscript, _ = set_text(publication, memo)
                if manuscript is not None:
                    books[row] = publication, manuscript
        return external.check(outcome, books, self._store, self.options.use_cache, self.observer)

    def inspect(self, source: Path) -> Inspection:
        """Read and set one publication, and make nothing of it. Raises `UsageError` for an unknown layout."""
        found, diagnostics = discover([source], self.cwd, self.options.layout, self.options.trusted)
        if not found:
            return Inspection(None, None, tuple(diagnostics))
        publication, wrong = read(found[0], self.cwd, self.options)
        manuscript = None
        if publication is not None:
            from octavo.build.schedule import policy
            from octavo.executor.pool import WorkerPool

            kind = policy(found[0].kind)
            with WorkerPool(self.options.jobs if kind.jobs_in_workers else 0) as workers:
                publication, manuscript, more = set_text(publication, workers.map)
            wrong += more
        return Inspection(publication, manuscript, (*diagnostics, *by_severity(wrong, publication)))

    def _build(self, sources: Sequence[Path], observer: Observer, examining: bool) -> Outcome:
        found, diagnostics = discover(sources, self.cwd, self.options.layout, self.options.trusted)
        found = self._named(found)
        gate = baseline.gate(found, self.options, self.cwd)
        request = BuildRequest(self.cwd, self.options, observer, gate, examining, len(found) == 1)
        records: list[BuildRecord] = []
        for each in found:
            last = self._last_build(each)
            record = last.ready(self.options.formats, examining)
            if record is None or gate(record.diagnostics):
                record = self._make(each, request, last)
                leftovers.remember(self._store, each.path, record, self.cwd)
                last.prune()
            else:
                observer.stage(f"{each.name}: up to date")
            records.append(record)
        by_source = {each.path: record for each, record in zip(found, records, strict=True)}
        left = leftovers.report(self._store, by_source, self.options, self.cwd)
        everything = (*diagnostics, *(each for record in records for each in record.said), *left)
        return Outcome(tuple(records), everything, bool(found) or not is_stopped(diagnostics, False), tuple(found))

    def _named(self, found: list[FoundSource]) -> list[FoundSource]:
        """Return what was found under the name that the options give. Raises `UsageError` if it cannot be one."""
        name = self.options.name
        if name is None:
            return found
        if not name or name.startswith(".") or re.search(r"[/\\\0]", name):
            raise UsageError(
                f"'{name}' cannot be the name of an edition", "use a word such as my-book; --output is the folder"
            )
        if len(found) > 1:
            raise UsageError(f"{len(found)} publications cannot have the same name", "build one at a time with --name")
        return [replace(each, name=name) for each in found]

    def _make(self, found: FoundSource, request: BuildRequest, last: LastBuild) -> BuildRecord:
        from concurrent.futures import ThreadPoolExecutor

        from octavo.build.graph import make_all
        from octavo.build.products import products
        from octavo.build.schedule import Crew, Workers, policy
        from octavo.build.state import Build

        self._store.begin()
        kind = policy(found.kind)
        self._workers = self._workers or Workers(self.options.jobs, self.observer)
        workers = self._workers.pool(kind, request.options.formats or USUAL_FORMATS)
        with _tidied(), ThreadPoolExecutor(1) as side:
            build = Build(request, found, kind, last, Crew(workers, side))
            try:
                make_all(products(kind), build)
            except BaseException:  # a Ctrl-C, too: the other thread may wait for a worker
                self._end_workers(*sys.exc_info())
                raise
        assert build.record is not None
        return build.record

    def _end_workers(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        """Let the workers go; after an error, end them whatever they are doing."""
        if self._workers is not None:
            self._workers.close(kind, error, trace)

    def _last_build(self, found: FoundSource) -> LastBuild:
        output = (self.cwd / self.options.output).resolve()
        return LastBuild(self._store, found.path, output, self.tools, self.cwd, self.options)

    def _chapters(self, outcome: Outcome) -> Callable[[int, str], Chapter | None]:
        """Return how a validator's findings get at a chapter of the publication of a record."""

        @cache
        def publication(row: int) -> Publication | None:
            return read(outcome.sources[row], self.cwd, self.options)[0]

        def chapter(row: int, name: str) -> Chapter | None:
            from octavo.manuscript.dialects import prepare

            whole = publication(row)
            if whole is None:
                return None
            return next(iter(prepare(whole.alone(name or whole.chapters[0].id), serial)[0].chapters), None)

        return chapter


class _Announcing:
    """An observer that also hands each edition on."""

    def __init__(self, observer: Observer, announce: Callable[[MadeEdition], None]) -> None:
        self.stage, self.progress = observer.stage, observer.progress
        self._observer, self._announce = observer, announce

    def edition_made(self, made: MadeEdition) -> None:
        """Hand it on, and tell the observer."""
        self._announce(made)
        self._observer.edition_made(made)


@contextmanager
def _tidied() -> Iterator[None]:
    """Leave nothing in a folder for temporary files, whatever happens, a Ctrl-C too."""
    try:
        yield
    finally:
        clean_up = getattr(sys.modules.get("octavo.press.pdf"), "clean_up", None)
        if clean_up is not None:  # the press was imported, and not only half of it
            clean_up()


def cores() -> int:
    """Return how many processes may work at once where nobody says."""
    return os.cpu_count() or 1
