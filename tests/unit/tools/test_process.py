"""Running programs: their end, their absence, and what they leave behind."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from octavo.model.errors import MachineError
from octavo.tools import process


def test_a_program_says_how_it_ended() -> None:
    script = (
        "import os, sys; print(os.environ['WORD']); print('é', file=sys.stderr); sys.exit(int(not sys.stdin.read()))"
    )
    ran = process.run([sys.executable, "-X", "utf8", "-c", script], env={"WORD": "spine"})
    assert ran == process.ProcessResult(1, "spine\n", "é\n")


def test_an_absent_program_is_the_machines_fault() -> None:
    with pytest.raises(MachineError, match="no-such-program") as raised:
        process.run(["no-such-program"], hint="install it")
    assert raised.value.hint == "install it"


def test_an_absent_folder_is_not_the_programs_fault(tmp_path: Path) -> None:
    with pytest.raises(MachineError, match="gone"):
        process.run([sys.executable, "-c", ""], cwd=tmp_path / "gone")


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
def test_what_takes_too_long_ends_with_all_that_it_started(tmp_path: Path) -> None:
    mark = tmp_path / "alive"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    parent = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    begun = time.monotonic()
    ran = process.run([sys.executable, "-c", parent], timeout=0.7)
    assert ran.timed_out
    assert ran.code < 0
    assert time.monotonic() - begun < 10
    time.sleep(1.5)
    assert not mark.exists()
