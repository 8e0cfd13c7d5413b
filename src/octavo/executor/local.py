"""The hands of this machine: this process and those beside it.

They know nothing of books: they call functions with plain frozen data.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
J = TypeVar("J")
R = TypeVar("R")


Step = Callable[[int, int], None]
"""Hears how many of a row of jobs are done, and of how many."""


def _silent(done: int, total: int) -> None:
    """Say nothing."""


class Hands:
    """This process and `more` beside it, started at once and importing `modules` while other things are done.

    What a process beside was given is done here where it dies; without any, everything is done here.
    """

    def __init__(self, more: int, modules: tuple[str, ...] = (), step: Step = _silent) -> None:
        self._more, self._step = more, step
        self._pool: ProcessPoolExecutor | None = None
        if more > 0:
            # Spawned, never forked: WeasyPrint's libraries have threads and state that a fork would tear.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(more, context, _begin, (modules,))
            try:
                with _deaf():
                    for _ in range(more):
                        self._pool.submit(_nothing)
            except BaseException:  # a Ctrl-C that came meanwhile: nobody else would end them, and they would live on
                self._pool.shutdown(wait=True, cancel_futures=True)
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Start a call beside this process; what comes back gives its result. Without others it is made only then."""
        if self._pool is None:
            return lambda: function(*args, **kwargs)
        future: Future[R] = self._pool.submit(function, *args, **kwargs)

        def result() -> R:
            try:
                return future.result()
            except BrokenProcessPool:
                return function(*args, **kwargs)

        return result

    def map(self, function: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
        """Do all jobs, this process too, begun in their order; the results are in that order."""
        waiting, results = deque(enumerate(jobs)), dict[int, R]()
        if self._pool is None or len(jobs) < 2:
            self._do_all(function, waiting, results, len(jobs))
            return list(results.values())

        def others() -> None:
            while (taken := _next(waiting)) is not None:
                results[taken[0]] = self.call(function, taken[1])()

        with ThreadPoolExecutor(self._more) as feeders:
            fed = [feeders.submit(others) for _ in range(self._more)]
            try:
                self._do_all(function, waiting, results, len(jobs))
            except BaseException:
                waiting.clear()
                raise
            for each in fed:
                each.result()
                self._step(len(results), len(jobs))
        return [results[number] for number in range(len(jobs))]

    def _do_all(
        self, function: Callable[[J], R], waiting: deque[tuple[int, J]], results: dict[int, R], total: int
    ) -> None:
        while (taken := _next(waiting)) is not None:
            results[taken[0]] = function(taken[1])
            self._step(len(results), total)


def _next(waiting: deque[tuple[int, J]]) -> tuple[int, J] | None:
    try:
        return waiting.popleft()
    except IndexError:
        return None


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; the one that was called decides what becomes of the others.

    A process started in here does not hear it, from its first moment; one that it comes to meanwhile hears it after.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(modules: tuple[str, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for module in modules:
        import_module(module)


def _nothing() -> None:
    """Asked of a pool so that it starts its process now."""
