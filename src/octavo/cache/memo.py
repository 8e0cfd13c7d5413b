"""A `MapJobs` with a memory: a job that was done before, with the same input, is not done again.

A job's input is the job itself, every file that it opens through `tools.sandbox`, and everything that is not the
author's: octavo and its tools.
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
from octavo.model.jobs import Counter, Step, Subject
from octavo.tools import sandbox
from octavo.tools.sandbox import Fetched, FileRequest

Inputs = dict[str, dict[str, str]]
"""For each step and subject, the digest of each field of the job."""


@dataclass(frozen=True, slots=True)
class JobHistory:
    """What one build leaves for the next one: the inputs of its jobs and the seconds that each took when last done."""

    inputs: Inputs = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    pages: list[Any] = field(default_factory=list)
    """A row for each printed page: see `build/speculate.py`."""


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that has to be done, and all that it takes to do it in any process."""

    step: Step[Any, Any]
    job: Any
    key: str
    """The key under which the result is kept in `blobs`."""
    blobs: BlobStore
    root: Path
    """The publication's folder."""
    seconds: float
    """How long the job took the last time; 0 where that is not known."""

    @property
    def subject(self) -> Subject | None:
        """What the job is done for."""
        return self.step.subject(self.job)


Dispatch = Callable[[Sequence[DueJob]], list[tuple[Any, float]]]
"""Decides where due jobs are done, and has `perform` do each of them; returns what that returns, in order.

This is where workers, or the machines of a cluster, come in.
"""


def perform(due: DueJob) -> tuple[Any, float]:
    """Do a job and keep its result; return the result and the seconds that it took. Runs in any process."""
    began = time.perf_counter()
    opened: dict[FileRequest, tuple[str, str]] = {}

    def note(request: FileRequest, found: Fetched) -> None:
        # The digest is taken before the file is read: if it changes in between, the job is done again next time.
        opened.setdefault(request, _state(due.root, found))

    with sandbox.recording(note):
        result = due.step(due.job)
    due.blobs.write(due.key, serialize.pack((list(opened.items()), serialize.pack(result, due.root)), due.root))
    return result, round(time.perf_counter() - began, 3)


@dataclass(frozen=True, slots=True)
class RedoneJob:
    """A job that had to be done."""

    step: Step[Any, Any]
    subject: Subject
    changed: tuple[str, ...] | None
    """The fields of its input that differ from the last build; None where there was no last time, and empty where only
    a file that it opened, or octavo, has changed."""


class Memo:
    """The memory for the jobs of one publication in the folder `root`; what is due is done by `dispatch`.

    `tools` is the fingerprint of everything that is not the author's. Without `use`, every job is done and its result
    kept. `before` is what the last build left, `history` what this one will leave, and `redone` the jobs that had to
    be done.
    """

    def __init__(
        self,
        blobs: BlobStore,
        tools: str,
        root: Path,
        dispatch: Dispatch,
        use: bool,
        before: JobHistory | None = None,
    ) -> None:
        self._blobs, self._tools, self._root, self._dispatch, self.use = blobs, tools, root.resolve(), dispatch, use
        self.before = before or JobHistory()
        self.history = JobHistory()
        self.redone: list[RedoneJob] = []

    def count(self, counter: Counter) -> int:
        """Return how many jobs had to be done, of the steps that this counter counts."""
        return sum(each.step.counts == counter for each in self.redone)

    def dispatching(self, dispatch: Dispatch) -> Memo:
        """Return the same memory, for another thread, with another way to do what is due."""
        other = copy(self)
        other._dispatch = dispatch
        return other

    def __call__(self, step: Step[Any, Any], jobs: Sequence[Any]) -> list[Any]:
        """Do or recall the jobs; the results are in their order."""
        met: dict[int, str] = {}
        inputs = [digest.by_field(job, step.compared, met) for job in jobs]
        keys = [digest.of(self._tools, step.name, each) for each in inputs]
        names = [_name(step, job) for job in jobs]
        packs = [self._recall(key) if self.use else None for key in keys]
        for row, job in enumerate(jobs):
            self._note(step, job, inputs[row], is_due=packs[row] is None)
        due = {
            row: DueJob(step, jobs[row], keys[row], self._blobs, self._root, self.before.seconds.get(names[row], 0.0))
            for row in range(len(jobs))
        }
        # What is recalled is read while others do the rest.
        with ThreadPoolExecutor(1) as thread:
            reading = thread.submit(self._read, packs)
            known = self._do({row: each for row, each in due.items() if packs[row] is None}, names)
            known |= reading.result()
        known |= self._do({row: each for row, each in due.items() if row not in known}, names)  # damaged ones
        return [known[row] for row in range(len(jobs))]

    def _note(self, step: Step[Any, Any], job: Any, digests: dict[str, str], is_due: bool) -> None:
        """Write down what this build knows of a job."""
        subject = step.subject(job)
        if subject is None:
            return
        name = _name(step, job)
        if is_due:
            self.redone.append(RedoneJob(step, subject, _changed(self.before.inputs.get(name), digests)))
        elif name in self.before.seconds:
            self.history.seconds[name] = self.before.seconds[name]
        self.history.inputs[name] = digests

    def _do(self, due: dict[int, DueJob], names: Sequence[str]) -> dict[int, Any]:
        """Have jobs done; return the results by their rows."""
        done = {}
        for row, (result, seconds) in zip(due, self._dispatch([*due.values()]), strict=True):
            done[row] = result
            if names[row]:
                self.history.seconds[names[row]] = seconds
        return done

    def _read(self, packs: Sequence[bytes | None]) -> dict[int, Any]:
        """Return the results that can be read, by their rows."""
        known = {}
        for row, pack in enumerate(packs):
            if pack is not None:
                with suppress(serialize.DamagedBlobError):
                    known[row] = serialize.unpack(pack, self._root)
        return known

    def _recall(self, key: str) -> bytes | None:
        """Return the packed result under a key, if the files that it was made of are unchanged."""
        data = self._blobs.read(key)
        if data is None:
            return None
        try:
            opened, result = serialize.unpack(data, self._root)
        except serialize.DamagedBlobError:
            return None
        same = all(
            _state(self._root, sandbox.fetch(self._root, each.reference, each.limit_bytes, each.base, each.suggest))
            == state
            for each, state in opened
        )
        return bytes(result) if same else None


def _name(step: Step[Any, Any], job: Any) -> str:
    """Return a step and the subject of a job as text; empty for a job without a subject."""
    subject = step.subject(job)
    return "" if subject is None else f"{step.name} {subject.key}"


def _changed(before: dict[str, str] | None, now: dict[str, str]) -> tuple[str, ...] | None:
    return None if before is None else tuple(name for name, each in now.items() if before.get(name) != each)


def _state(root: Path, found: Fetched) -> tuple[str, str]:
    """Return what was found for a file that a job asked for: the kind of answer, and the digest of the file."""
    inside = fingerprint.of_file(found.path) if isinstance(found, sandbox.LocalFile) else None
    path = getattr(found, "path", "")
    if isinstance(path, Path):
        path = path.relative_to(root).as_posix()
    return type(found).__name__, f"{inside or getattr(found, 'nearest', '')}:{path}"
