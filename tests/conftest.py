"""What every test can ask for."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from workshop import Editions, Ran, Workshop

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that the machine happens to say may change what a test sees."""
    for name in (
        "SOURCE_DATE_EPOCH",
        "OCTAVO_CACHE",
        "OCTAVO_NO_SPEEDUPS",
        "CI",
        "GITHUB_ACTIONS",
        "GITHUB_STEP_SUMMARY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """An empty folder to write articles in, and to run the command in."""
    return Workshop(tmp_path / "work")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """A folder that is filled once a session, whichever of the parallel test processes comes first."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def make(name: str, fill: Callable[[Path], None]) -> Path:
        folder = shared / f"once-{name}"
        with (shared / f"once-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / ".filled").exists():
                folder.mkdir(exist_ok=True)
                fill(folder)
                (folder / ".filled").touch()
        return folder

    return make


def _built(folder: Path, source: Path) -> None:
    workshop = Workshop(folder)
    ran = workshop.spawn("build", source, "--report", "report.json")
    (folder / "ran.json").write_text(json.dumps([ran.code, ran.out, ran.err]))


def _opened(folder: Path, name: str) -> Editions:
    code, out, err = json.loads((folder / "ran.json").read_text())
    assert code == 0, out + err
    return Editions(folder / "output", name, Ran(code, out, err))


@pytest.fixture(scope="session")
def essay(once: Callable[[str, Callable[[Path], None]], Path]) -> Editions:
    """The project's own article, built once."""
    source = ROOT / "source" / "the-light-that-finds-us.md"
    return _opened(once("essay", lambda folder: _built(folder, source)), source.stem)


@pytest.fixture(scope="session")
def manual(once: Callable[[str, Callable[[Path], None]], Path]) -> Editions:
    """Pandoc's manual, some 140 pages that were not written for octavo, built once."""
    source = SHARED / "corpus" / "pandoc-manual.md"
    if not source.is_file():
        pytest.skip(f"{source} is not here")
    return _opened(once("manual", lambda folder: _built(folder, source)), source.stem)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, so that none is left running alone at the end."""
    items.sort(key=lambda item: 0 if item.get_closest_marker("shared") else 1 if item.get_closest_marker("slow") else 2)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was left out, so that a green run on a poor machine is not taken for a whole one."""
    skipped = len(terminalreporter.stats.get("skipped", []))
    if skipped:
        terminalreporter.write_line(f"{skipped} tests were left out on this machine; the reasons are above")
