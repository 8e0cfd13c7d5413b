"""A `Spread` that remembers: a job that was done before, with the same input, is not done again.

A job's input is the job itself, every file that it asks for by `tools.fetch`, and all that is not the author's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from octavo.cache import digest, fingerprint, packed
from octavo.cache.pieces import Pieces
from octavo.model.work import Spread
from octavo.tools import fetch
from octavo.tools.fetch import Asked, Fetched

Inputs = dict[str, dict[str, str]]
"""For each function and what it was done for, the digest of each part of its input."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A job that has to be done, and where its result is to be kept."""

    function: Callable[[Any], Any]
    job: Any
    key: str
    pieces: Pieces
    root: Path


@dataclass(frozen=True, slots=True)
class Done:
    """A job that had to be done: `changed` names what of its input is not what it was the last time.

    It is None where there was no last time, and empty where a file that it asked for has changed, or octavo has.
    """

    function: str
    job: Any
    changed: tuple[str, ...] | None


class Kept:
    """Gives out the jobs of one publication in the folder `root` by `spread`, but for those whose results are kept.

    `tools` stands for all that is not the author's. With `use` false everything is done, and kept; `used` says so.
    `before` are the `inputs` of the last build; `done` are the jobs that had to be done.
    """

    def __init__(
        self, pieces: Pieces, tools: str, root: Path, spread: Spread, use: bool, before: Inputs | None = None
    ) -> None:
        self._pieces, self._tools, self._root, self._spread, self.used = pieces, tools, root.resolve(), spread, use
        self._before = before or {}
        self.inputs: Inputs = {}
        self.done: list[Done] = []

    def count(self, function: str) -> int:
        """How many jobs of a function had to be done."""
        return sum(each.function == function for each in self.done)

    def __call__(self, function: Callable[[Any], Any], jobs: Sequence[Any]) -> list[Any]:
        """Do the jobs, or remember them; the results are in their order."""
        name = f"{function.__module__}.{function.__qualname__}"
        inputs = [digest.by_name(job) for job in jobs]
        keys = [digest.of(self._tools, name, each) for each in inputs]
        known: dict[int, Any] = {}
        if self.used:
            for row, key in enumerate(keys):
                found = self._recall(key)
                if found is not None:
                    known[row] = found[0]
        due = [row for row in range(len(jobs)) if row not in known]
        for row, job in enumerate(jobs):
            if (which := _which(job)) is not None:
                told = f"{function.__name__} {which}"
                if row not in known:
                    self.done.append(Done(function.__name__, job, _changed(self._before.get(told), inputs[row])))
                self.inputs[told] = inputs[row]
        given = [_Due(function, jobs[row], keys[row], self._pieces, self._root) for row in due]
        known.update(zip(due, self._spread(_do, given), strict=True))
        return [known[row] for row in range(len(jobs))]

    def _recall(self, key: str) -> tuple[Any] | None:
        """The result under a key, in a tuple, if what it asked for is still what it was."""
        data = self._pieces.read(key)
        if data is None:
            return None
        try:
            asked, result = packed.unpack(data, self._root)
        except packed.DamagedError:
            return None
        same = all(
            _told(self._root, fetch.fetch(self._root, each.reference, each.limit_bytes, each.base, each.suggest))
            == told
            for each, told in asked
        )
        return (result,) if same else None


def _which(job: Any) -> str | None:
    """What a job is for, where that can be told."""
    name = getattr(job, "about", None)
    return name if isinstance(name, str) else None


def _changed(before: dict[str, str] | None, now: dict[str, str]) -> tuple[str, ...] | None:
    return None if before is None else tuple(name for name, each in now.items() if before.get(name) != each)


def _do(due: _Due) -> Any:
    """Do a job and keep its result; runs in any process."""
    noted: dict[Asked, tuple[str, str]] = {}

    def note(asked: Asked, found: Fetched) -> None:
        # Before it is read: where it changes in between, the result is of the new one, and is made again.
        noted.setdefault(asked, _told(due.root, found))

    with fetch.watched(note):
        result = due.function(due.job)
    due.pieces.write(due.key, packed.pack((list(noted.items()), result), due.root))
    return result


def _told(root: Path, found: Fetched) -> tuple[str, str]:
    """What came of a question: what kind of thing, and what is in it."""
    inside = fingerprint.of_file(found.path) if isinstance(found, fetch.Local) else None
    path = getattr(found, "path", "")
    if isinstance(path, Path):
        path = path.relative_to(root).as_posix()
    return type(found).__name__, f"{inside or getattr(found, 'nearest', '')}:{path}"
