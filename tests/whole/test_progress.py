"""What a terminal shows while a book is built: a bar over its gatherings, with the time that is left."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workshop import Workshop, environment

pty: Any = pytest.importorskip("pty", reason="terminals are POSIX's")


def seen(folder: Path, *arguments: str) -> str:
    """All that a build writes to a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "octavo", "build", *arguments]
    plain = environment({"TERM": "xterm", "OCTAVO_CACHE_MB": "100"})
    with subprocess.Popen(command, cwd=folder, env=plain, stderr=theirs, stdout=subprocess.DEVNULL) as process:
        os.close(theirs)
        parts = []
        while select.select([ours], [], [], 60)[0]:
            try:
                part = os.read(ours, 4096)
            except OSError:  # nobody is at the other end any more
                break
            if not part:
                break
            parts.append(part)
        assert process.wait(30) == 0
    os.close(ours)
    return b"".join(parts).decode()


def test_a_bar_says_how_far_and_how_long(workshop: Workshop) -> None:
    chapters = [f"c{number}.md" for number in range(6)]
    workshop.write("b/book.yaml", f"title: T\nlang: en\nchapters: [{', '.join(chapters)}]\n")
    for name in chapters:
        workshop.write(f"b/{name}", f"# {name}\n\n" + "Words that fill a page. " * 400)
    first = seen(workshop.folder, "b", "-j2", "-t", "pdf")
    bars = re.findall(r"making the PDF edition \[([#.]+)\] (\d+) of (\d+), (\d+) s left", first)
    assert bars[-1][0].count("#") == 20
    gatherings = [(int(done), int(total)) for _, done, total, _ in bars if int(total) >= 6]
    assert gatherings[0][0] == 1
    assert [done for done, total in gatherings if total == gatherings[0][1]][: gatherings[0][1]] == [
        *range(1, gatherings[0][1] + 1)
    ]
    assert "left" not in first.rpartition("\r\x1b[K")[2]  # the bar does not stay
    assert "left" not in seen(workshop.folder, "b", "-j2", "-t", "pdf")


def test_elsewhere_it_is_silent(workshop: Workshop) -> None:
    workshop.write("b/book.yaml", "title: T\nlang: en\nchapters: [one.md]\n")
    workshop.write("b/one.md", "# One\n\nWords.\n")
    ran = workshop.spawn("build", "b", "-t", "html")
    assert "left" not in ran.err
    assert "\r" not in ran.err
