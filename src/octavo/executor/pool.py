"""Worker processes, which call functions with plain frozen data and know nothing of books.

Why not pebble or loky, which also end jobs that take too long and survive processes that die? Four things are needed
that neither has. An edit is quickest when the one worker that is warm gets every job, and the others are started only
when there is more to do; calls that can wait go to the last worker, so that they keep none of the warm ones from the
jobs of a map. A job that died with its process is tried once more, and then named, while all others are done. A process
is ended together with the programs that it has started, such as Pandoc or a browser. And Ctrl-C is heard by the calling
process alone, which then ends the others.
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
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from pkgutil import resolve_name
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from octavo.model.errors import LostJob, LostJobsError

P = ParamSpec("P")
J = TypeVar("J")
R = TypeVar("R")

Progress = Callable[[int, int, float | None], None]
"""Called with the number of jobs that are done, that of all jobs, and the seconds that the rest will take, if they are
known: if each job has `seconds`, the time that it took before."""

_TRIES = 2
"""How often a job is begun whose process dies: the first time may be an accident."""
_JOBS = 250
"""Jobs after which a process is replaced by a new one: libraries in C never free all the memory that they use."""
_OVER = b""
"""Sent to a process instead of a task, to end it."""
_GRACE = 2.5
"""Seconds that a process has for ending."""


def _ignore(done: int, total: int, left: float | None) -> None:
    """Report no progress."""


class WorkerPool:
    """Up to `count` worker processes; without any, everything is done in this process. A context, which ends them.

    The first one is started at once and imports `modules` meanwhile: most edits need only one. The others are started
    when there is work for them. A job that takes longer than `timeout` seconds is ended together with its process.
    """

    def __init__(
        self, count: int, modules: tuple[str, ...] = (), progress: Progress = _ignore, timeout: float = 600.0
    ) -> None:
        self.timeout, self._progress = timeout, progress
        self.dispatched = threading.Event()
        """Set when the jobs of a map have been given out, and this process waits for the workers."""
        self._tasks = _TaskQueue(count)
        self._workers = [_Worker(number, self._tasks, () if number else modules) for number in range(count)]
        try:
            if count:
                _begin_tracker()
            with _without_interrupts():
                for worker in self._workers:
                    worker.start()
        except BaseException:  # a Ctrl-C in between: no one else would end the workers
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
        for worker in self._workers:
            worker.join()

    def call(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Callable[[], R]:
        """Start a call in a worker; return what waits for its result or, without workers, makes the call."""
        if not self._workers:
            return lambda: function(*args, **kwargs)
        return self._give(function, args, kwargs, last=True).result

    def map(self, function: Callable[[J], R], jobs: Sequence[J]) -> list[R]:
        """Do all jobs, beginning them in their order; return the results in that order.

        Raises `LostJobsError` for jobs that got no result, when all others are done.
        """
        results: list[R] = []
        left = _seconds_left(jobs, len(self._workers))
        if not self._workers:
            for job in jobs:
                results.append(function(job))
                self._progress(len(results), len(jobs), left[len(results) - 1])
            return results
        lost: list[LostJob] = []
        given = [self._give(function, (job,), {}, last=False) for job in jobs]
        self.dispatched.set()
        for done, future in enumerate(given, 1):
            try:
                results.append(future.result())
            except LostJobsError as gone:
                lost += gone.lost
            self._progress(done, len(jobs), left[done - 1])
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
        """End all workers at once."""
        self._tasks.close(drop=True)
        for worker in self._workers:
            worker.end()


def _seconds_left(jobs: Sequence[Any], workers: int) -> list[float | None]:
    """Return, for each job, the seconds that the jobs after it will take; None if one of them does not know."""
    left: list[float | None] = []
    rest: float | None = 0.0
    for job in reversed(jobs):
        left.append(rest)
        took = getattr(job, "seconds", 0.0)
        rest = rest + took / max(1, workers) if rest is not None and took else None
    return left[::-1]


@dataclass(frozen=True, slots=True)
class _Task:
    future: Future[Any]
    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    timeout: float
    last: bool
    """Whether the last idle worker takes it, and not the first."""

    @property
    def job(self) -> Any:
        """The job that is done, to be named if it is lost."""
        return self.args[0] if self.args else None


class _TaskQueue:
    """Tasks that wait. The first idle worker takes the next one: it is the one that is warm."""

    def __init__(self, count: int) -> None:
        self._changed = threading.Condition()
        self._waiting, self._idle, self._closed = deque[_Task](), [True] * count, False

    def put(self, task: _Task) -> None:
        with self._changed:
            self._waiting.append(task)
            self._changed.notify_all()

    def close(self, drop: bool = False) -> None:
        """Take no more tasks; those that wait are still done, or dropped."""
        with self._changed:
            self._closed = True
            while drop and self._waiting:
                self._waiting.popleft().future.cancel()
            self._changed.notify_all()

    def get(self, number: int) -> _Task | None:
        """Return the next task for a worker, waiting for one; None when there will be no more."""
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
    """One process, and the thread that gives it its tasks one at a time: so it is known which one it dies of."""

    def __init__(self, number: int, tasks: _TaskQueue, modules: tuple[str, ...]) -> None:
        super().__init__(daemon=True)
        self._number, self._tasks, self._modules = number, tasks, modules
        self._lock, self._over = threading.Lock(), False
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._done = 0

    def run(self) -> None:
        if self._number == 0:
            with contextlib.suppress(OSError):  # it is tried again when there is a task
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
        """End the process, whatever it is doing."""
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
        # Spawned, never forked: WeasyPrint's libraries have threads and state that do not survive a fork.
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
        """Let the process end when it has no more tasks."""
        if self._process is not None and self._pipe is not None:
            with contextlib.suppress(OSError):
                self._pipe.send_bytes(_OVER)
            self._process.join(_GRACE)
            self._kill()

    def _died(self) -> str:
        """Return how the process ended, for a message."""
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
    """End a process with everything that it has started. It has a moment to remove its temporary files."""
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
    """Start the process that Python adds to the first of ours; after that, Python would let Ctrl-C through again."""
    if os.name == "posix":
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from threads that are started in this context, and from the processes that they start.

    A terminal sends it to all its processes, but the calling one decides what becomes of the others. A Ctrl-C that
    comes meanwhile is delivered afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a worker process

_IMPORTS = threading.Lock()
"""If two threads import a package and a module in it at the same time, one may see the other half-initialized."""


def _work(pipe: Connection, modules: tuple[str, ...]) -> None:
    """Do one task after the other, until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end_by_signal)
    if not sys.warnoptions:  # once and for all: to change it for a while would change it for other threads too
        warnings.simplefilter("ignore")
    if hasattr(os, "setpgid"):
        with contextlib.suppress(OSError):
            os.setpgid(0, 0)  # programs that are started here end with this process
    threading.Thread(target=_warm, args=(modules,)).start()
    with contextlib.suppress(EOFError, OSError):
        while (packed := pipe.recv_bytes()) != _OVER:
            pipe.send_bytes(_do_pickled(packed))


def _end_by_signal(number: int, _frame: object) -> None:
    """End, removing temporary folders on the way out."""
    signal.signal(number, signal.SIG_IGN)  # once is enough
    sys.exit(1)


def prepare(reference: str) -> None:
    """Import a module ahead of its use, `a.b`, or import it and call a function of it, `a.b:function`."""
    with _IMPORTS:
        found = resolve_name(reference)
    if callable(found):
        found()


def _warm(references: tuple[str, ...]) -> None:
    """Prepare what will be needed, while the first jobs wait for other programs."""
    for reference in references:
        # If it cannot be imported, the job that needs it fails and says why.
        with contextlib.suppress(Exception):
            prepare(reference)
    gc.freeze()  # what is imported now stays: there is no garbage in it


def _do_pickled(packed: bytes) -> bytes:
    """Do a pickled task; return whether it succeeded and its result, or the exception, pickled."""
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
