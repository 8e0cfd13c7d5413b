"""Validators that are broken, hang, or are too old, with stand-ins for the real programs.

Each is a finding, never a hang, a traceback or a pass.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from octavo.check.validators import Unavailable, axe
from octavo.tools import machine
from workshop import Ran, Workshop, environment

HASTY = "---\ntitle: A Title\nauthor: Ann Author\nlang: en\noctavo:\n  limits:\n    minutes: 0.04\n---\n\nText.\n"
"""An article over which no validator may take more than a good two seconds."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are scripts of a POSIX shell")


@pytest.fixture
def bench(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A folder with an article, on a machine without npm packages."""
    monkeypatch.setenv("OCTAVO_NPM", str(workshop.folder / "npm"))
    workshop.write("x.md", HASTY)
    return workshop


@pytest.fixture
def java(bench: Workshop, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Replaces Java by a shell script."""

    def put(script: str) -> Path:
        program = bench.write("bin/java", f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("JAVA", str(program))
        return program

    return put


def checked(bench: Workshop, *arguments: str) -> tuple[Ran, dict[str, Any]]:
    """Run a check, and return what its report says about each validator."""
    ran = bench.run("check", "x.md", "-j2", "--report", "report.json", *arguments)
    assert "Traceback" not in ran.err
    report = json.loads((bench.folder / "report.json").read_text())
    return ran, {each["name"]: each for made in report["publications"] for each in made["checks"]}


def living(mark: str) -> list[str]:
    """Return the processes that have a text in their command lines or environment, and keep running: those of a browser
    take a moment to end after it."""
    for _ in range(50):
        if not (found := running(mark)):
            break
        time.sleep(0.1)
    return found


def running(mark: str) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            said = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
            ended = ") Z " in (entry / "stat").read_text()
        except OSError:
            continue
        if mark.encode() in said and not ended and entry.name != str(os.getpid()):
            found.append(said.decode(errors="replace"))
    return found


EPUBCHECK = {
    "status 3": ("echo 'no room on the disk' >&2; exit 3", "gave-up", "status 3: no room on the disk"),
    "a signal": ("kill -9 $$", "gave-up", "signal 9"),
    "nothing written": ("exit 0", "gave-up", "status 0"),
    "garbage": ('printf "no JSON" > "$7"', "gave-up", "JSONDecodeError"),
    "another shape": ('printf "{}" > "$7"', "gave-up", "KeyError"),
    "an error that it does not tell": (
        """printf '{"messages": []}' > "$7"; exit 1""", "gave-up", "status 1, and no error in its report",
    ),
    "no end": ("sleep 300", "timed-out", "took too long and was stopped"),
    "no end, and half a report": ('printf "{" > "$7"; sleep 300', "timed-out", "took too long"),
    "no end, in another session": ("setsid sleep 300", "timed-out", "took too long"),
    "a daemon that keeps its pipes": ("setsid sleep 20 & exit 0", "timed-out", "took too long"),
}  # fmt: skip


@pytest.mark.parametrize("way", EPUBCHECK)
def test_epubcheck_fails(way: str, bench: Workshop, java: Callable[[str], Path]) -> None:
    script, rule, says = EPUBCHECK[way]
    java(f"{script} # {bench.folder}")
    began = time.monotonic()
    ran, checks = checked(bench, "-tepub")
    assert time.monotonic() - began < 60
    assert (ran.code, ran.rules) == (1, [f"epubcheck.{rule}"])
    assert ": error: " in ran.out
    assert says in ran.out
    assert (checks["epubcheck"]["status"], checks["epubcheck"]["errors"]) == ("failed", 1)
    assert checks["ace"]["status"] == "skipped"
    if "daemon" not in way:  # that one is no child of octavo any more
        assert living(str(bench.folder / "bin")) == []
    if rule == "gave-up":  # a missing verdict is not cached
        assert checked(bench, "-tepub")[1]["epubcheck"]["fresh"] is True


def test_a_file_that_is_not_a_program(bench: Workshop, java: Callable[[str], Path]) -> None:
    java("").write_bytes(b"\x00\x01\x02")
    ran, _ = checked(bench, "-tepub")
    assert (ran.code, ran.rules) == (1, ["epubcheck.gave-up"])


def test_without_a_verdict_nothing_passes_even_as_a_warning(bench: Workshop, java: Callable[[str], Path]) -> None:
    java("exit 3")
    bench.write("x.md", HASTY.replace("octavo:\n", "octavo:\n  rules:\n    epubcheck.gave-up: warning\n"))
    ran, checks = checked(bench, "-tepub")
    assert (ran.code, ran.rules, checks["epubcheck"]["status"]) == (0, ["epubcheck.gave-up"], "failed")


def test_no_baseline_contains_a_missing_verdict(bench: Workshop, java: Callable[[str], Path]) -> None:
    java("exit 3")
    ran, _ = checked(bench, "-tepub", "--require", "axe", "--baseline", "b.json", "--update-baseline")
    assert (ran.code, sorted(ran.rules)) == (3, ["check.absent", "epubcheck.gave-up"])


OLD = "echo 'Exception in thread main java.lang.UnsupportedClassVersionError: 55.0' >&2; exit 1"


def test_a_java_that_is_too_old_counts_as_missing(bench: Workshop, java: Callable[[str], Path]) -> None:
    java(OLD)
    ran, checks = checked(bench, "-tepub")
    assert (ran.code, ran.rules, checks["epubcheck"]["status"]) == (0, [], "skipped")
    assert "Java is older than 11" in checks["epubcheck"]["reason"]
    ran, _ = checked(bench, "-tepub", "--require", "epubcheck")
    assert (ran.code, ran.rules) == (3, ["check.absent"])


def test_the_doctor_reports_a_java_that_is_too_old(bench: Workshop, java: Callable[[str], Path]) -> None:
    java("echo 'openjdk version \"1.8.0_292\"' >&2")
    found = {each["name"]: each for each in json.loads(bench.run("doctor", "--json").out)}
    assert (found["Java"]["found"], found["Java"]["fix"]) == (None, machine.JAVA_FIX)


@pytest.mark.parametrize(
    ("script", "rule"),
    [
        ("echo '{\"elsewhere\": []}'", "gave-up"),
        ("echo '{\"messages\": []}'; exit 2", "gave-up"),
        ("sleep 99", "timed-out"),
    ],
    ids=["another shape", "a status", "no end"],
)
def test_vnu_fails(script: str, rule: str, bench: Workshop, java: Callable[[str], Path]) -> None:
    bench.write("npm/vnu-jar/package.json", '{"version": "1"}')
    bench.write("npm/vnu-jar/build/dist/vnu.jar", "")
    java(script)
    ran, checks = checked(bench, "-tsite")
    assert (ran.code, ran.rules, checks["vnu"]["status"]) == (1, [f"vnu.{rule}"], "failed")


@pytest.mark.parametrize("line", ["", "{", '{"broken": 7}', '{"failure": "not a PDF"}'])
def test_verapdf_fails(line: str, bench: Workshop, java: Callable[[str], Path]) -> None:
    if machine.verapdf_version() is None or not shutil.which("javac"):
        pytest.skip("veraPDF is not here, or no Java compiler")
    java(f"echo '{line}'")
    ran, checks = checked(bench, "-tpdf")
    assert (ran.code, checks["verapdf"]["status"]) == (1, "failed")
    assert ran.rules[0] in ("verapdf.gave-up", "verapdf.unreadable")


# --- what comes from npm ---


def put_ace(bench: Workshop, script: str) -> None:
    if machine.chromium() is None or not shutil.which("node"):
        pytest.skip("Chromium or Node.js is not here")
    bench.write("npm/@daisy/ace/package.json", '{"version": "1"}')
    bench.write("npm/@daisy/ace/bin/ace-puppeteer.js", script)


WRITES = "const fs = require('fs'), out = process.argv[process.argv.indexOf('-o') + 1] + '/report.json';\n"
ACE = {
    "a package that lacks another": ("require('@daisy/ace-cli');", "gave-up", "Cannot find module"),
    "garbage": (WRITES + "fs.writeFileSync(out, '<html>');", "gave-up", "JSONDecodeError"),
    "another shape": (WRITES + "fs.writeFileSync(out, '{\"assertions\": [1]}');", "gave-up", "TypeError"),
    "no end, and a browser set apart": (
        "require('child_process').spawn('sleep', ['300'], {detached: true}); setInterval(() => {}, 1000);",
        "timed-out", "took too long",
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", ACE)
def test_ace_fails(way: str, bench: Workshop, java: Callable[[str], Path]) -> None:
    script, rule, says = ACE[way]
    put_ace(bench, script)
    java(OLD)
    ran, checks = checked(bench, "-tepub")
    assert (ran.code, ran.rules, checks["ace"]["status"]) == (1, [f"ace.{rule}"], "failed")
    assert says in ran.out
    assert living(str(bench.folder / "npm")) == []


def test_an_unreadable_package_counts_as_missing(bench: Workshop, java: Callable[[str], Path]) -> None:
    put_ace(bench, "")
    bench.write("npm/@daisy/ace/package.json", "}")
    java(OLD)
    ran, checks = checked(bench, "-tepub")
    assert (ran.code, checks["ace"]["status"]) == (0, "skipped")
    assert machine.VALIDATORS_FIX in checks["ace"]["reason"]


AXE = {
    "no end": ("window.axe = {run() { for (;;) {} }};", "timed-out", "took too long"),
    "no JavaScript": ("<html>", "gave-up", "axe ended without a verdict"),
    "another shape": ("window.axe = {run: async () => ({violations: [1]})};", "gave-up", "TypeError"),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", AXE)
def test_axe_fails(way: str, bench: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    script, rule, says = AXE[way]
    bench.write("npm/axe-core/package.json", '{"version": "1"}')
    bench.write("npm/axe-core/axe.min.js", script)
    if isinstance(there := axe.find(), Unavailable):
        pytest.skip(there.reason)
    bench.write("x.md", HASTY.replace("0.04", "0.08" if way == "no end" else "2"))
    monkeypatch.setenv("TEST_MARK", str(bench.folder / "mark"))
    ran, checks = checked(bench, "-thtml")
    assert (ran.code, ran.rules, checks["axe"]["status"]) == (1, [f"axe.{rule}"], "failed")
    assert says in ran.out
    assert living(str(bench.folder / "mark")) == []


def test_a_browser_that_does_not_start(bench: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.write("npm/axe-core/package.json", '{"version": "1"}')
    bench.write("npm/axe-core/axe.min.js", "")
    browser = bench.write("bin/chromium", "#!/bin/sh\nexit 1\n")
    browser.chmod(0o755)
    monkeypatch.setenv("OCTAVO_CHROMIUM", str(browser))
    if isinstance(there := axe.find(), Unavailable):
        pytest.skip(there.reason)
    bench.write("x.md", HASTY.replace("0.04", "2"))
    ran, _ = checked(bench, "-thtml")
    assert (ran.code, ran.rules) == (1, ["axe.gave-up"])


# --- interrupted ---


@pytest.fixture
def hearing() -> Iterator[None]:
    """The program that runs the tests may ignore Ctrl-C, as a shell's background jobs do."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def begun(bench: Workshop, java: Callable[[str], Path]) -> subprocess.Popen[bytes]:
    """Start a check, and return it while it waits for a validator."""
    java(f"touch {bench.folder}/begun; sleep 300")
    bench.write("x.md", HASTY.replace("0.04", "2"))
    running = subprocess.Popen(
        [sys.executable, "-m", "octavo", "check", "x.md", "-tepub"], cwd=bench.folder, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    until = time.monotonic() + 60
    while not (bench.folder / "begun").exists() and time.monotonic() < until:
        time.sleep(0.1)
    return running


@pytest.mark.usefixtures("hearing")
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="threads have no numbers here")
def test_ctrl_c_works_whichever_thread_receives_it(bench: Workshop, java: Callable[[str], Path]) -> None:
    running = begun(bench, java)
    time.sleep(0.5)
    threads = sorted(int(each.name) for each in Path(f"/proc/{running.pid}/task").iterdir())
    other = next(each for each in reversed(threads) if each != running.pid)
    # As Linux does if the main thread cannot receive it (tgkill).
    assert ctypes.CDLL(None).tgkill(running.pid, other, signal.SIGINT) == 0
    _, said = running.communicate(timeout=20)
    assert (running.returncode, said.decode()) == (130, "octavo: interrupted\n")


@pytest.mark.usefixtures("hearing")
def test_ctrl_c_stops_all_validators(bench: Workshop, java: Callable[[str], Path]) -> None:
    running = begun(bench, java)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=20)
    assert (running.returncode, said.decode()) == (130, "octavo: interrupted\n")
    assert living(str(bench.folder / "bin")) == []
