"""Time and memory of commands that are run in turn."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

BIN = Path(sys.executable).parent


@dataclass(slots=True)
class Runs:
    """What a command took each time: seconds, and the megabytes of the largest process of each program."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[dict[str, float]] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median time in seconds."""
        return statistics.median(self.seconds)

    def peak(self, program: str) -> float:
        """Return the median of the megabytes of the largest process of a program; 0 if there was none."""
        return statistics.median(run.get(program, 0.0) for run in self.megabytes)


@dataclass(frozen=True, slots=True)
class Command:
    """A command to be timed. `before` removes what an earlier run left."""

    words: Sequence[str | Path]
    folder: Path
    before: Callable[[], None] = lambda: None


def by_turns(commands: dict[str, Command], times: int, warm: bool = True) -> dict[str, Runs]:
    """Run the commands in turn, `times` times each, so that a busy machine affects all alike.

    With `warm`, there is a round before that does not count: it fills the disk's cache.
    """
    runs = {name: Runs() for name in commands}
    for turn in range(-1 if warm else 0, times):
        for name, command in commands.items():
            command.before()
            seconds, megabytes = _run(command)
            if turn >= 0:
                runs[name].seconds.append(seconds)
                runs[name].megabytes.append(megabytes)
    return runs


def ratio(of: Runs, to: Runs) -> str:
    """Return how many times as long one took as the other: the median of the turns, the least and the most."""
    return spread([a / b for a, b in zip(of.seconds, to.seconds, strict=True)])


def spread(turns: Sequence[float]) -> str:
    """Return the median of some turns, with the least and the most."""
    return f"{statistics.median(turns):.2f} ({min(turns):.2f}–{max(turns):.2f})"


def clear(folder: Path) -> None:
    """Remove the cache and the editions, for a clean build."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    shutil.rmtree(folder / ".octavo", ignore_errors=True)


def _run(command: Command) -> tuple[float, dict[str, float]]:
    # As on an author's machine, compiled modules are kept: those of the packages to compare with are, too.
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = [str(word) for word in command.words]
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=command.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=plain)
    peak = _Peak(process.pid)
    _, complaint = process.communicate()
    seconds = time.perf_counter() - began
    megabytes = peak.end()
    if process.returncode:
        sys.exit(f"{command.words[0]} failed: {complaint.decode(errors='replace')[-2000:]}")
    return seconds, megabytes


class _Peak:
    """Watches the peak memory of a process and its children, as the kernel counts it."""

    def __init__(self, pid: int) -> None:
        self._pid, self._over = pid, threading.Event()
        self._most: dict[str, float] = {}
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def end(self) -> dict[str, float]:
        """Stop; return the megabytes of the largest process of each program."""
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            for pid in (self._pid, *_children(self._pid)):
                name, megabytes = _high_water(pid)
                self._most[name] = max(self._most.get(name, 0.0), megabytes)


def _children(pid: int) -> list[int]:
    """Return all descendants of a process; each of its threads has a list of its own."""
    listed: list[str] = []
    with suppress(OSError):  # it may end at any moment
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                listed += (thread / "children").read_text().split()
    return [grandchild for child in map(int, listed) for grandchild in (child, *_children(child))]


def _high_water(pid: int) -> tuple[str, float]:
    """Return the name of the program that a process runs, and the most megabytes that it has used so far."""
    try:
        program = Path(f"/proc/{pid}/exe").readlink().name
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return "", 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return "python" if program.startswith("python") else program, int(lines[0].split()[1]) / 1024 if lines else 0.0


_LOOP = """import time; began, table = time.perf_counter(), {}
for number in range(5_000_000): table[number & 1023] = number
print(time.perf_counter() - began)"""


def parallel_speed() -> float:
    """Return how many times the work of one core all of them do together at this moment.

    It is less than their number where cores are shared. No program can gain more than this by parallel work.
    """
    alone, together = (max(_loops(count)) for count in (1, cores()))
    return cores() * alone / together


def _loops(count: int) -> list[float]:
    """Return the seconds that each of some loops takes, all running in parallel."""
    command = [sys.executable, "-c", _LOOP]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="ascii") for _ in range(count)]
    return [float(each.communicate()[0]) for each in running]


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
