"""The hands of this machine: processes beside this one.

They know nothing of books: they call functions with plain frozen data.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from octavo.model.errors import LostJob, LostJobsError

P = ParamSpec("P")
J = TypeVar("J")
R = TypeVar("R")

Step = Callable[[int, int, float | None], None]
"""Hears how many of a row of jobs are done, of how many, and the seconds that the rest will take, where that is known:
where each job has `seconds`, what it took before."""

_TRIES = 2
"""How often a job is begun whose process dies: once is an accident."""
_JOBS = 250
"""After how many a process is replaced by a new one: libraries in C never give back all the memory they take."""
_OVER = b""
"""Said to a process instead of a task."""
_GRACE = 2.5
"""Seconds that a process has to end in when it is told to."""


def _silent(done: int, total: int, left: float | None) -> None:
    """Say nothing."""


class WorkerPool:
    """As many as `count` processes beside this one. Without any, everything is done in this one.

    The first is started at once, and imports `modules` while other things are done: an edit needs no more than one that
    is ready. The others are started when there is something for them to do. A job that takes more than `timeout`
    seconds is ended with its process.
    """

    def __init__(self, count: int, modules: tuple[str, ...] = (), step: Step = _silent, timeout: float = 600.0) -> None:
        self.timeout, self._step = timeout, step
        self.dispatched = threading.Event()
        """Set when jobs have been given out: this process waits for others."""
        self._tasks = _TaskQueue(count)
        self._hands = [_Worker(number, self._tasks, () if number else modules) for number in range(count)]
        try:
            if count:
                _begin_tracker()
            with _deaf():
                for hand in self._hands:
                    hand.start()
        except BaseException:  # a Ctrl-C that came meanwhile: nobody else would end them, and they would live on
            self._end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._end()
            return
        self._tasks.close()
        for hand in self._hands:
            hand.join()

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Start a call beside this process; what comes back gives its result. Without others it is made only then."""
        if not self._hands:
            return lambda: function(*args, **kwargs)
        return self._give(function, args, kwargs, last=True).result

    def map(self, function: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
        """Do all jobs, begun in their order; the results are in that order.

        Raises `LostError`, when all others are done, for those that got no result.
        """
        results: list[R] = []
        left = _left(jobs, len(self._hands))
        if not self._hands:
            for job in jobs:
                results.append(function(job))
                self._step(len(results), len(jobs), left[len(results) - 1])
            return results
        lost: list[LostJob] = []
        given = [self._give(function, (job,), {}, last=False) for job in jobs]
        self.dispatched.set()
        for done, future in enumerate(given, 1):
            try:
                results.append(future.result())
            except LostJobsError as gone:
                lost += gone.lost
            self._step(done, len(jobs), left[done - 1])
        if lost:
            raise LostJobsError(tuple(lost))
        return results

    def _give(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], last: bool
    ) -> Future[Any]:
        task = _Task(Future(), function, args, kwargs, self.timeout, last)
        self._tasks.put(task)
        return task.future

    def _end(self) -> None:
        """End everything at once."""
        self._tasks.close(drop=True)
        for hand in self._hands:
            hand.end()


def _left(jobs: Sequence[Any], hands: int) -> list[float | None]:
    """Behind each job, how many seconds the rest will take, where each of them knows."""
    left: list[float | None] = []
    rest: float | None = 0.0
    for job in reversed(jobs):
        left.append(rest)
        took = getattr(job, "seconds", 0.0)
        rest = rest + took / max(1, hands) if rest is not None and took else None
    return left[::-1]


@dataclass(frozen=True, slots=True)
class _Task:
    future: Future[Any]
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    timeout: float
    last: bool
    """Whether the last hand that is idle is to take it, and not the first."""

    @property
    def job(self) -> Any:
        """What is worked at."""
        return self.args[0] if self.args else None


class _TaskQueue:
    """What waits to be done. Of the hands that are idle the first takes it: it is the one that is warm."""

    def __init__(self, count: int) -> None:
        self._changed = threading.Condition()
        self._waiting, self._idle, self._closed = deque[_Task](), [True] * count, False

    def put(self, task: _Task) -> None:
        with self._changed:
            self._waiting.append(task)
            self._changed.notify_all()

    def close(self, drop: bool = False) -> None:
        """Nothing more will come; what is there is still done, or dropped."""
        with self._changed:
            self._closed = True
            while drop and self._waiting:
                self._waiting.popleft().future.cancel()
            self._changed.notify_all()

    def get(self, number: int) -> _Task | None:
        """The next task for a hand; None where there will be none."""
        with self._changed:
            self._idle[number] = True
            while not (self._waiting and self._is_for(number, self._waiting[0])):
                if self._closed and not self._waiting:
                    return None
                self._changed.wait()
            self._idle[number] = False
            task = self._waiting.popleft()
            self._changed.notify_all()
            return task

    def _is_for(self, number: int, task: _Task) -> bool:
        return not any(self._idle[number + 1 :] if task.last else self._idle[:number])


class _Worker(threading.Thread):
    """One process, and the thread that hands it its tasks: one at a time, so that it is known which one it dies of."""

    def __init__(self, number: int, tasks: _TaskQueue, modules: tuple[str, ...]) -> None:
        super().__init__(daemon=True)
        self._number, self._tasks, self._modules = number, tasks, modules
        self._lock, self._over = threading.Lock(), False
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._done = 0

    def run(self) -> None:
        if self._number == 0:
            with contextlib.suppress(OSError):  # it is tried again when there is something to do
                self._begin()
        while (task := self._tasks.get(self._number)) is not None:
            try:
                result = self._do(task)
            except BaseException as wrong:
                task.future.set_exception(wrong)
            else:
                task.future.set_result(result)
        if not self._over:
            self._finish()

    def end(self) -> None:
        """End the process, whatever it is at."""
        with self._lock:
            self._over = True
            _end(self._process)

    def _do(self, task: _Task) -> Any:
        why = ""
        for _ in range(_TRIES):
            if self._done >= _JOBS:
                self._finish()
            if self._pipe is None:
                self._begin()
            if self._over or self._pipe is None:
                raise InterruptedError
            self._done += 1
            try:
                self._pipe.send_bytes(ForkingPickler.dumps((task.function, task.args, task.kwargs)))
                if not self._pipe.poll(task.timeout):
                    self._kill()
                    raise LostJobsError(
                        (LostJob(task.job, f"took more than {task.timeout / 60:g} minutes and was stopped"),)
                    )
                good, result = self._pipe.recv()
            except (EOFError, OSError):
                why = self._died()
                continue
            if good:
                return result
            raise result
        raise LostJobsError((LostJob(task.job, why),))

    def _begin(self) -> None:
        # Spawned, never forked: WeasyPrint's libraries have threads and state that a fork would tear.
        context = multiprocessing.get_context("spawn")
        with self._lock:
            if self._over:
                return
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, self._modules))
            self._process.start()
            theirs.close()
            self._done = 0

    def _finish(self) -> None:
        """Let the process go when it has nothing more to do."""
        if self._process is not None and self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send_bytes(_OVER)
            self._process.join(_GRACE)
            self._kill()

    def _died(self) -> str:
        """How the process ended."""
        code = None
        if self._process is not None:
            self._process.join(_GRACE)
            code = self._process.exitcode
        self._kill()
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return f"ended its process, twice, by {signal.Signals(-code).name}"
        return f"ended its process, twice, with code {code}"

    def _kill(self) -> None:
        _end(self._process)
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _end(process: SpawnProcess | None) -> None:
    """End a process with all that it has started: it may clear away what it has written aside, if it is quick."""
    if process is None or not process.is_alive():
        return
    _signal(process, "SIGTERM")
    process.terminate()
    process.join(_GRACE)
    if process.is_alive():
        _signal(process, "SIGKILL")
        process.kill()
        process.join()


def _signal(process: SpawnProcess, name: str) -> None:
    if process.pid is not None and hasattr(os, "killpg"):
        with contextlib.suppress(OSError):
            os.killpg(process.pid, getattr(signal, name))


def _begin_tracker() -> None:
    """Python begins a process of its own with the first of ours, and after that Ctrl-C is heard again."""
    if os.name == "posix":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; the one that was called decides what becomes of the others.

    Threads begun in here, and the processes that they begin, do not hear it; one that it comes to meanwhile hears it
    after.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a process beside

_IMPORTS = threading.Lock()
"""Two threads that import a package and a module in it at once may see one that is half there."""


def _work(pipe: Connection, modules: tuple[str, ...]) -> None:
    """Do what is asked, one thing after the other, until nothing more is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if not sys.warnoptions:  # here once and for all: to change it for a while changes it for other threads too
        warnings.simplefilter("ignore")
    if hasattr(os, "setpgid"):
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)  # what is started in here ends with it
    threading.Thread(target=_warm, args=(modules,)).start()
    with contextlib.suppress(EOFError, OSError):
        while (packed := pipe.recv_bytes()) != _OVER:
            pipe.send_bytes(_done(packed))


def _leave(number: int, _frame: object) -> None:
    """End, and clear away on the way out what lies in temporary folders."""
    signal.signal(number, signal.SIG_IGN)  # once is enough
    sys.exit(1)


def _warm(modules: tuple[str, ...]) -> None:
    """Import what will be needed, while the first jobs wait for other programs."""
    for module in modules:
        # What cannot be imported is missed by the job that needs it, which can say so.
        with contextlib.suppress(Exception):
            with _IMPORTS:
                begin = getattr(import_module(module), "warm", None)
            if begin is not None:
                begin()
    gc.freeze()  # what is there now stays: there is no garbage to look for in it


def _done(packed: bytes) -> bytes:
    """Do a packed task; gives whether it went well, and what came of it, for the other side to read."""
    try:
        with _IMPORTS:
            function, args, kwargs = pickle.loads(packed)
        return bytes(ForkingPickler.dumps((True, function(*args, **kwargs))))
    except Exception as wrong:
        wrong.add_note("".join(traceback.format_exception(wrong)))
        try:
            return bytes(ForkingPickler.dumps((False, wrong)))
        except Exception:
            return bytes(ForkingPickler.dumps((False, RuntimeError(traceback.format_exc()))))
