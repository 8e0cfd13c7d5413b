"""Steps and jobs: a stage names a step and its jobs, and does not know where, or whether, they are done.

A *step* is a function that is done for many jobs. It is declared where the function is defined, with all that
scheduling, caching, progress and reports have to know about it. Nothing in octavo decides anything by the name of a
function or of a module.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Generic, Literal, TypeVar

J = TypeVar("J")
R = TypeVar("R")

Counter = Literal["parsed", "rendered"]
"""The field of `Work` that a step's jobs are counted in."""

_OF_A_PUBLICATION = {
    "chapters": "its source", "settings": "settings", "metadata": "metadata",
    "key_lines": "the lines of its settings",
}  # fmt: skip
"""What `--verbose` calls the fields of a publication, which is part of most jobs."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a job is done for: a chapter, by its id, or a part of one."""

    chapter: str
    part: int = 0
    """The number of the part, where a chapter is done in several; 0 is the first one, or the whole."""
    weight: int = 0
    """How large the work is, in characters of HTML; 0 where that does not matter."""

    @property
    def key(self) -> str:
        """The subject as text, unique in the publication."""
        return f"{self.chapter}/{self.part}" if self.part else self.chapter


def _nothing(_job: object) -> None:
    return None


class Step(Generic[J, R]):
    """A function that can be given out for many jobs, in this process or in another; made by `step`.

    A step is called like the function that it was made of. It is pickled by its module and name, as functions are.
    """

    def __init__(
        self,
        function: Callable[[J], R],
        name: str,
        *,
        subject: Callable[[Any], Subject | None],
        counts: Counter | None,
        redone: str,
        changes: Mapping[str, str],
        follows: Sequence[str],
        compared: Sequence[str],
        opens_pictures: bool,
    ) -> None:
        update_wrapper(self, function)
        self._function = function
        self.name = name
        self.subject = subject
        self.counts = counts
        self.redone = redone
        self.changes = {**_OF_A_PUBLICATION, **changes}
        self.follows = frozenset(follows)
        self.compared = tuple(compared)
        self.opens_pictures = opens_pictures

    def __call__(self, job: J) -> R:
        """Do one job."""
        return self._function(job)

    def __reduce__(self) -> str:
        return self.__qualname__  # type: ignore[no-any-return, attr-defined]  # as `update_wrapper` has set it

    def __repr__(self) -> str:
        return f"<step '{self.name}'>"


def step(
    name: str,
    *,
    subject: Callable[[Any], Subject | None] = _nothing,
    counts: Counter | None = None,
    redone: str = "",
    changes: Mapping[str, str] | None = None,
    follows: Sequence[str] = (),
    compared: Sequence[str] = ("publication",),
    opens_pictures: bool = False,
) -> Callable[[Callable[[J], R]], Step[J, R]]:
    """Declare a function at the top of a module as a step, for picklable jobs: plain frozen data.

    `name` is unique in octavo; results are cached under it.
    `subject` returns what a job is done for. Jobs without one are neither counted nor reported, and no one knows how
    long they took the last time.
    `counts` is the counter of `Work` for jobs that had to be done.
    `redone` is what `--verbose` says of a chapter whose job was done again (`b.md was *read*`); empty: nothing.
    `changes` is what `--verbose` calls the fields of a job that have changed; those of a publication have names.
    `follows` are the fields that come from earlier steps, and change whenever those were done again.
    `compared` are the fields whose own fields are digested and compared one by one.
    `opens_pictures` says that a job decodes the author's pictures, which can crash the process: see
    `build/schedule.py`.
    """

    def declare(function: Callable[[J], R]) -> Step[J, R]:
        return Step(
            function,
            name,
            subject=subject,
            counts=counts,
            redone=redone,
            changes=changes or {},
            follows=follows,
            compared=compared,
            opens_pictures=opens_pictures,
        )

    return declare


MapJobs = Callable[[Step[Any, Any], Sequence[Any]], list[Any]]
"""Do a step for every job, in this process or in others, and return the results in the order of the jobs.

Pass the longest jobs first.
"""


def serial(step: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
    """Do everything in this process, one job after the other: the simplest `MapJobs`."""
    return [step(job) for job in jobs]
