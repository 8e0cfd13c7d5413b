"""What somebody sees who works at a terminal, and that nobody else sees it."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from workshop import Workshop, environment

pty: Any = pytest.importorskip("pty", reason="terminals are POSIX's")
BODY = "See [here](https://example.org/) and [there](#nowhere), and so on to the end of a line that is long.\n"
LINE = "x.md:7:38: error: no heading, figure or table has the id 'nowhere' [link.broken-anchor]"


def seen(folder: Path, width: int, **said: str) -> str:
    """What stands on a terminal after a build."""
    import fcntl
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    env = environment({"TERM": "xterm", "NO_COLOR": "", **said})
    env.pop("COLUMNS", None)
    command = [sys.executable, "-m", "octavo", "build", "x.md", "-thtml", "-j1"]
    with subprocess.Popen(command, cwd=folder, env=env, stdout=theirs, stderr=subprocess.DEVNULL) as process:
        os.close(theirs)
        parts = []
        while select.select([ours], [], [], 60)[0]:
            try:
                part = os.read(ours, 4096)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        assert process.wait(30) == 1
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def test_a_terminal_shows_the_line_and_others_one_line(workshop: Workshop) -> None:
    workshop.article(BODY)
    plain = workshop.run("build", "x.md", "-thtml", "-j1").lines
    assert [line.partition(" — ")[0] for line in plain] == [LINE]
    assert seen(workshop.folder, 60, TERM="dumb").splitlines() == plain
    shown = seen(workshop.folder, 60)
    assert "\x1b[1;31merror" in shown
    rows = re.sub(r"\x1b\[[\d;]*m", "", shown).splitlines()
    assert max(map(len, rows)) <= 60
    assert rows[0] == "x.md"
    source, mark = next((row, rows[at + 1]) for at, row in enumerate(rows) if row.startswith("   7 │ "))
    assert source[mark.index("^") : mark.rindex("^") + 1] == "[there](#nowhere)"
    assert "\x1b[1;31m" not in seen(workshop.folder, 60, NO_COLOR="1")
