"""How work is given out: a stage names a function and its jobs, and does not know where they are done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

J = TypeVar("J")
R = TypeVar("R")

MapJobs = Callable[[Callable[[Any], Any], Sequence[Any]], list[Any]]
"""Does a function for every job, in this process or in others, and gives the results in the order of the jobs.

Function and jobs must be picklable: a function at the top of a module, and plain frozen data. Give out the longest
jobs first.
"""


def serial(function: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
    """A `Spread` that does everything in this process, one job after the other."""
    return [function(job) for job in jobs]
