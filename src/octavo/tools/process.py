"""Running programs: the only home of `subprocess`. What is asked of them, and why, is left to others."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.model.errors import MachineError


@dataclass(frozen=True, slots=True)
class Ran:
    """How a program ended: `timed_out` where it was stopped, and `code` is then the signal's, below zero."""

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
) -> Ran:
    """Run a program with nothing to read, to its end or for `timeout` seconds. `env` adds to the environment.

    Raises `MachineError`, with `hint`, where the program is absent. What it started ends with it, also on Ctrl-C.
    """
    try:
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
    except (FileNotFoundError, PermissionError) as absent:
        raise MachineError(f"'{absent.filename or command[0]}' cannot be used: {absent.strerror}", hint) from absent
    try:
        stdout, stderr = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _end(process)
        stdout, stderr = process.communicate()
        return Ran(process.returncode, stdout, stderr, timed_out=True)
    except BaseException:
        _end(process)
        process.communicate()
        raise
    return Ran(process.returncode, stdout, stderr)


def found(name: str) -> Path | None:
    """Where a program is: a path as it is, a bare name looked up in PATH."""
    where = shutil.which(name)
    return Path(where) if where else None


def _end(process: subprocess.Popen[str]) -> None:
    """End a program and all that it started in its group."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
