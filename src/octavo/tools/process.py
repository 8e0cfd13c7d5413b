"""Run programs. This is the only module that uses `subprocess`."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from octavo.model.errors import MachineError

_GRACE = 5.0
"""Seconds to wait for the last output of a program that was ended: a child that escaped may keep its pipes open."""
_lock = threading.Lock()
_running: set[subprocess.Popen[str]] = set()
_stopped = threading.Event()


@dataclass(frozen=True, slots=True)
class ProcessResult:
    """How a program ended. If it was stopped, `timed_out` is set, and `code` is the negative number of the signal."""

    code: int
    stdout: str
    stderr: str
    timed_out: bool = False


def run(
    command: Sequence[str | Path],
    *,
    timeout: float = 120.0,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    hint: str = "",
) -> ProcessResult:
    """Run a program without input, for at most `timeout` seconds. `env` adds to the environment.

    Raises `MachineError`, with `hint`, where the program is missing. Processes that it started end with it, also on
    Ctrl-C.
    """
    try:
        with _lock:
            if _stopped.is_set():
                raise KeyboardInterrupt
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=cwd,
                env={**os.environ, **env} if env else None,
                encoding="utf-8",
                errors="replace",
                start_new_session=os.name == "posix",
            )
            _running.add(process)
    except (FileNotFoundError, PermissionError) as absent:
        raise MachineError(f"cannot use '{absent.filename or command[0]}': {absent.strerror}", hint) from absent
    except OSError as broken:  # the file exists, but is not a program
        raise MachineError(f"cannot run '{command[0]}': {broken.strerror}", hint) from broken
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        stdout, stderr = _last_output(process)
        return ProcessResult(process.returncode, stdout, stderr, timed_out=True)
    except BaseException:
        _end(process)
        _last_output(process)
        raise
    finally:
        _running.discard(process)
    return ProcessResult(process.returncode, stdout, stderr)


@contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Yield a function that ends all programs that threads are running, and lets none start until the context ends.

    Ctrl-C reaches the main thread only, which would otherwise wait for the others.
    """
    try:
        yield _stop
    finally:
        _stopped.clear()


def _stop() -> None:
    _stopped.set()
    with _lock:
        running = [*_running]
    for each in running:
        if each.returncode is None:
            _end(each)


def found(name: str) -> Path | None:
    """Return the path of a program: a bare name is looked up in PATH."""
    where = shutil.which(name)
    return Path(where) if where else None


def _last_output(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Return the last output of a program that was ended."""
    try:
        return process.communicate(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
        process.wait()
        return "", ""


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and every process that it started, even in other process groups, as Chromium is."""
    if os.name != "posix":
        process.kill()
        return
    known: set[int] = set()
    while fresh := {process.pid, *_descendants(process.pid)} - known:  # stop them first, so that none can start another
        for pid in fresh:
            _signal(pid, signal.SIGSTOP)
        known |= fresh
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for pid in known:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _descendants(pid: int) -> set[int]:
    """Return the processes that descend from a process, as far as the system still knows it."""
    parents = _parents()
    found, found_before = {pid}, set[int]()
    while found != found_before:
        found_before = found
        found = found | {child for child, parent in parents.items() if parent in found}
    return found - {pid}


def _parents() -> dict[int, int]:
    """Return the parent of every process on this machine."""
    if Path("/proc/self/stat").is_file():
        found = {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    # The name in parentheses, which comes first, may contain anything.
                    fields = (entry / "stat").read_text(errors="replace").rpartition(")")[2].split()
                    found[int(entry.name)] = int(fields[1])
        return found
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, encoding="utf-8", check=False)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return {int(row[0]): int(row[1]) for row in rows if len(row) == 2}
