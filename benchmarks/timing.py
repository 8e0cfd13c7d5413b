"""Running commands by turns, and what they took."""

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
    """What a command took each time: seconds, and megabytes, by program: the most that one of its processes held."""

    seconds: list[float] = field(default_factory=list)
    megabytes: list[dict[str, float]] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)

    def peak(self, program: str) -> float:
        """Megabytes of the largest process of a program, the median of the runs; 0 where there was none."""
        return statistics.median(run.get(program, 0.0) for run in self.megabytes)


@dataclass(frozen=True, slots=True)
class Command:
    """Something to time. `before` clears away what an earlier run left."""

    words: Sequence[str | Path]
    folder: Path
    before: Callable[[], None] = lambda: None


def by_turns(commands: dict[str, Command], times: int, warm: bool = True) -> dict[str, Runs]:
    """Run the commands one after the other, `times` times over, so that a noisy machine is unfair to all alike.

    Where it is to be `warm`, there is a round before, for the disk, which does not count.
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
    """How many times one took the other, as the median of the turns, with its spread."""
    return spread([a / b for a, b in zip(of.seconds, to.seconds, strict=True)])


def spread(turns: Sequence[float]) -> str:
    """The median of some turns, with the least and the most."""
    return f"{statistics.median(turns):.2f} ({min(turns):.2f}–{max(turns):.2f})"


def clear(folder: Path) -> None:
    """Make the next build a cold one."""
    shutil.rmtree(folder / "output", ignore_errors=True)
    shutil.rmtree(folder / ".octavo", ignore_errors=True)


def _run(command: Command) -> tuple[float, dict[str, float]]:
    # As on an author's machine: octavo is compiled once, as the packages that it is measured against are.
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    words = [str(word) for word in command.words]
    began = time.perf_counter()
    process = subprocess.Popen(words, cwd=command.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=plain)
    peak = _Peak(process.pid)
    _, said = process.communicate()
    seconds = time.perf_counter() - began
    megabytes = peak.end()
    if process.returncode:
        sys.exit(f"{command.words[0]} failed: {said.decode(errors='replace')[-2000:]}")
    return seconds, megabytes


class _Peak:
    """Watches a process and its children; each one's high-water mark is what the kernel says it is."""

    def __init__(self, pid: int) -> None:
        self._pid, self._over = pid, threading.Event()
        self._most: dict[str, float] = {}
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def end(self) -> dict[str, float]:
        """The most that any one process of each program held at once, in megabytes."""
        self._over.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            for pid in (self._pid, *_children(self._pid)):
                name, megabytes = _high_water(pid)
                self._most[name] = max(self._most.get(name, 0.0), megabytes)


def _children(pid: int) -> list[int]:
    """All that a process has started, and what those have; each thread has a list of its own."""
    listed: list[str] = []
    with suppress(OSError):  # it ends at any moment
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                listed += (thread / "children").read_text().split()
    return [grandchild for child in map(int, listed) for grandchild in (child, *_children(child))]


def _high_water(pid: int) -> tuple[str, float]:
    """What a process is called, python or another program, and the most that it has held so far."""
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


def worth() -> float:
    """How many times the work of one core all of them do at this moment: cores may be halves of one, or lent to others.

    No program that gives out its work can be quicker than its part for one core by more than this.
    """
    alone, together = (max(_loops(count)) for count in (1, cores()))
    return cores() * alone / together


def _loops(count: int) -> list[float]:
    """The seconds that some loops take which run at once."""
    command = [sys.executable, "-c", _LOOP]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="ascii") for _ in range(count)]
    return [float(each.communicate()[0]) for each in running]


def cores() -> int:
    """How many cores this run may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
