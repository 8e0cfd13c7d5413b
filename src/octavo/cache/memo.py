"""A `Spread` that remembers: a job that was done before, with the same input, is not done again.

A job's input is the job itself, every file that it asks for by `tools.fetch`, and all that is not the author's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from octavo.cache import digest, fingerprint, serialize
from octavo.cache.blobs import BlobStore
from octavo.model.jobs import MapJobs
from octavo.tools import sandbox
from octavo.tools.sandbox import Fetched, FileRequest

Inputs = dict[str, dict[str, str]]
"""For each function and what it was done for, the digest of each part of its input."""


@dataclass(frozen=True, slots=True)
class JobHistory:
    """What is known of the jobs of one build: their inputs, and the seconds that each took when it was last done.

    And the pages that came of it, a row for each.
    """

    inputs: Inputs = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    pages: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _DueJob:
    """A job that has to be done, where its result is to be kept, and how many seconds it took the last time, or 0."""

    function: Callable[[Any], Any]
    job: Any
    key: str
    pieces: BlobStore
    root: Path
    seconds: float

    @property
    def about(self) -> str:
        """What the job is for."""
        return _which(self.job) or ""


@dataclass(frozen=True, slots=True)
class RedoneJob:
    """A job that had to be done: `changed` names what of its input is not what it was the last time.

    It is None where there was no last time, and empty where a file that it asked for has changed, or octavo has.
    """

    function: str
    job: Any
    changed: tuple[str, ...] | None


class Memo:
    """Gives out the jobs of one publication in the folder `root` by `spread`, but for those whose results are kept.

    `tools` stands for all that is not the author's. With `use` false everything is done, and kept; `used` says so.
    `before` is what was known at the end of the last build, `known` will be at the end of this one; `done` are the jobs
    that had to be done.
    """

    def __init__(
        self, pieces: BlobStore, tools: str, root: Path, spread: MapJobs, use: bool, before: JobHistory | None = None
    ) -> None:
        self._pieces, self._tools, self._root, self._spread, self.used = pieces, tools, root.resolve(), spread, use
        self.before = before or JobHistory()
        self.known = JobHistory()
        self.done: list[RedoneJob] = []

    def count(self, function: str) -> int:
        """How many jobs of a function had to be done."""
        return sum(each.function == function for each in self.done)

    def beside(self, spread: MapJobs) -> Memo:
        """The same for another thread, which has what is to be done done by another `spread`."""
        other = copy(self)
        other._spread = spread
        return other

    def __call__(self, function: Callable[[Any], Any], jobs: Sequence[Any]) -> list[Any]:
        """Do the jobs, or remember them; the results are in their order."""
        name = f"{function.__module__}.{function.__qualname__}"
        shared: dict[int, str] = {}
        inputs = [digest.by_name(job, shared) for job in jobs]
        keys = [digest.of(self._tools, name, each) for each in inputs]
        packs = [self._recall(key) if self.used else None for key in keys]
        due = [row for row, pack in enumerate(packs) if pack is None]
        for row, job in enumerate(jobs):
            if (told := _told_by(function, job)) is not None:
                if packs[row] is None:
                    changed = _changed(self.before.inputs.get(told), inputs[row])
                    self.done.append(RedoneJob(function.__name__, job, changed))
                elif told in self.before.seconds:
                    self.known.seconds[told] = self.before.seconds[told]
                self.known.inputs[told] = inputs[row]
        # What is remembered is read while others do the rest.
        with ThreadPoolExecutor(1) as thread:
            reading = thread.submit(self._read, packs)
            known = self._give_out(function, jobs, keys, due)
            known |= reading.result()
        damaged = [row for row in range(len(jobs)) if row not in known]
        known |= self._give_out(function, jobs, keys, damaged)
        return [known[row] for row in range(len(jobs))]

    def _give_out(
        self, function: Callable[[Any], Any], jobs: Sequence[Any], keys: Sequence[str], rows: Sequence[int]
    ) -> dict[int, Any]:
        named = {row: _told_by(function, jobs[row]) or "" for row in rows}
        given = [
            _DueJob(function, jobs[row], keys[row], self._pieces, self._root, self.before.seconds.get(named[row], 0.0))
            for row in rows
        ]
        done = {}
        for row, (result, seconds) in zip(rows, self._spread(_do, given), strict=True):
            done[row] = result
            if named[row]:
                self.known.seconds[named[row]] = seconds
        return done

    def _read(self, packs: Sequence[bytes | None]) -> dict[int, Any]:
        """The results that can be read, by their rows."""
        known = {}
        for row, pack in enumerate(packs):
            if pack is not None:
                with suppress(serialize.DamagedBlobError):
                    known[row] = serialize.unpack(pack, self._root)
        return known

    def _recall(self, key: str) -> bytes | None:
        """The packed result under a key, if what it asked for is still what it was."""
        data = self._pieces.read(key)
        if data is None:
            return None
        try:
            asked, result = serialize.unpack(data, self._root)
        except serialize.DamagedBlobError:
            return None
        same = all(
            _told(self._root, sandbox.fetch(self._root, each.reference, each.limit_bytes, each.base, each.suggest))
            == told
            for each, told in asked
        )
        return bytes(result) if same else None


def _which(job: Any) -> str | None:
    """What a job is for, where that can be told."""
    name = getattr(job, "about", None)
    return name if isinstance(name, str) else None


def _told_by(function: Callable[[Any], Any], job: Any) -> str | None:
    """A function and what it is done for."""
    which = _which(job)
    return None if which is None else f"{function.__name__} {which}"


def _changed(before: dict[str, str] | None, now: dict[str, str]) -> tuple[str, ...] | None:
    return None if before is None else tuple(name for name, each in now.items() if before.get(name) != each)


def _do(due: _DueJob) -> tuple[Any, float]:
    """Do a job and keep its result; gives also the seconds that it took. Runs in any process."""
    began = time.perf_counter()
    noted: dict[FileRequest, tuple[str, str]] = {}

    def note(asked: FileRequest, found: Fetched) -> None:
        # Before it is read: where it changes in between, the result is of the new one, and is made again.
        noted.setdefault(asked, _told(due.root, found))

    with sandbox.recording(note):
        result = due.function(due.job)
    due.pieces.write(due.key, serialize.pack((list(noted.items()), serialize.pack(result, due.root)), due.root))
    return result, round(time.perf_counter() - began, 3)


def _told(root: Path, found: Fetched) -> tuple[str, str]:
    """What came of a question: what kind of thing, and what is in it."""
    inside = fingerprint.of_file(found.path) if isinstance(found, sandbox.LocalFile) else None
    path = getattr(found, "path", "")
    if isinstance(path, Path):
        path = path.relative_to(root).as_posix()
    return type(found).__name__, f"{inside or getattr(found, 'nearest', '')}:{path}"
