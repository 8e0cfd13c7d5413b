"""Killed at any moment, octavo leaves nothing that the next build trips over; two builds share a cache."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pictures import png
from workshop import Workshop, environment

KILLS = int(os.environ.get("OCTAVO_KILLS", "2"))
"""In its long form: 50."""
FORMATS = ("-t", "pdf,epub,html,site", "-j", "2")
NAMES = ("one", "two")
WORDS = " ".join(f"Sheet {n} is folded, and the printed page keeps a margin." for n in range(40))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="processes are found in /proc"),
]


def write(workshop: Workshop, word: str) -> None:
    workshop.write("b/book.yaml", json.dumps({"title": "T", "lang": "en", "chapters": [f"{n}.md" for n in NAMES]}))
    workshop.write("b/grid.png", png(40, 30))
    for name in NAMES:
        workshop.write(f"b/{name}.md", f"# On {name} {word}\n\n{WORDS}\n\n![A grid](grid.png)\n\n## More\n\n{WORDS}\n")


def start(workshop: Workshop, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "octavo", "build", "b", "-q", *FORMATS, *arguments],
        cwd=workshop.folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    """How a process ended, and what it said; waits until none of those that it began holds the pipes any more."""
    out, err = process.communicate(timeout=120)
    return process.returncode, out + err


def beside(process: subprocess.Popen[str]) -> list[int]:
    """The processes that work for this one."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            number, _, rest = status.read_text().partition(" ")
            parent = int(rest.rpartition(")")[2].split()[1])
            if parent == process.pid and b"spawn_main" in (status.parent / "cmdline").read_bytes():
                found.append(int(number))
    return found


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """What two versions of the book come to when they are built from nothing."""
    workshop, found = Workshop(tmp_path_factory.mktemp("clean")), []
    for word in ("first", "second"):
        write(workshop, word)
        assert end(start(workshop)) == (0, "")
        found.append(workshop.digests())
        shutil.rmtree(workshop.folder / ".octavo")
    return found


@pytest.mark.timeout(60 + 60 * KILLS)
def test_killed_at_any_moment(workshop: Workshop, clean: list[dict[str, str]]) -> None:
    dice = random.Random(int(os.environ.get("OCTAVO_SEED", "5")))
    takes = 3.0  # seconds
    for turn in range(KILLS):
        shutil.rmtree(workshop.folder / ".octavo", ignore_errors=True)
        write(workshop, ("first", "second")[turn % 2])
        process = start(workshop)
        moment = dice.uniform(0.2, takes)
        time.sleep(moment)
        os.kill(process.pid, signal.SIGKILL)
        end(process)
        # Each file is the old one or the new one, and never a part of one.
        standing = {name: each for name, each in workshop.digests().items() if not name.endswith((".part", ".old"))}
        assert {(name, each) for name, each in standing.items() if "/." not in f"/{name}"} <= {
            *clean[0].items(), *clean[1].items()
        }, moment  # fmt: skip
        began = time.monotonic()
        assert end(start(workshop)) == (0, ""), moment
        takes = max(takes, time.monotonic() - began)  # the machine may be busy
        assert workshop.digests() == clean[turn % 2], moment
        hidden = (workshop.folder / "output").glob(".*")
        assert [file.name for file in hidden if file.name != ".gitignore"] == [], moment


def test_a_process_beside_is_killed(workshop: Workshop, clean: list[dict[str, str]]) -> None:
    """What it was at is done by another."""
    write(workshop, "second")
    process = start(workshop)
    while not any(file.stat().st_size for file in (workshop.folder / ".octavo").rglob("*") if file.is_file()):
        time.sleep(0.05)  # until something has been read
    for number in beside(process):
        os.kill(number, signal.SIGKILL)
    assert end(process) == (0, "")
    assert workshop.digests() == clean[1]


def test_two_builds_share_a_cache(workshop: Workshop, clean: list[dict[str, str]]) -> None:
    write(workshop, "second")
    processes = [start(workshop), start(workshop, "-o", "other")]
    assert [end(process) for process in processes] == [(0, ""), (0, "")]
    assert workshop.digests() == workshop.digests("other") == clean[1]
    assert not list((workshop.folder / ".octavo").rglob("*.part"))
    shutil.rmtree(workshop.folder / "other")
    assert end(start(workshop, "-o", "other", "--report", "report.json")) == (0, "")
    report = json.loads((workshop.folder / "report.json").read_text())
    assert (report["publications"][0]["work"]["parsed"], report["publications"][0]["work"]["rendered"]) == (0, 0)
    assert workshop.digests("other") == clean[1]
