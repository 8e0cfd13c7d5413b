"""A second process of this machine. It knows nothing of books: it calls a function with plain frozen data."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Beside:
    """One worker process, started at once and importing `modules` while other things are done; without it, no process.

    `call` runs a function there, or here when its result is asked for and there is no worker, or the worker has died.
    """

    def __init__(self, wanted: bool, modules: tuple[str, ...]) -> None:
        self._pool: ProcessPoolExecutor | None = None
        if wanted:
            # Spawned, never forked: WeasyPrint's libraries have threads and state that a fork would tear.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, context, _begin, (modules,))
            with _deaf():
                self._pool.submit(_nothing)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Start a call; what comes back gives its result."""
        if self._pool is None:
            return lambda: function(*args, **kwargs)
        future: Future[R] = self._pool.submit(function, *args, **kwargs)

        def result() -> R:
            try:
                return future.result()
            except BrokenProcessPool:
                return function(*args, **kwargs)

        return result


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
