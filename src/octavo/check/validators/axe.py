"""axe-core in Chromium, which checks that everyone can use a page: on phone and desktop, in light and dark mode."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from octavo.check.validators.finding import (
    DEFAULT_SECONDS,
    Available,
    EditionPlace,
    Finding,
    Unavailable,
    Validator,
    report_no_verdict,
)
from octavo.tools import machine, process, user_folder

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_VIEWS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
_SEVERE = ("critical", "serious")
_PROGRAM = Path(__file__).with_name("axe_views.py")
_MOST_PAGES = 12
"""How many pages of a site are checked, evenly spread: they are all made alike, and each is loaded four times."""


def find() -> Available | Unavailable:
    """Return axe-core's version, or what it needs and is missing."""
    version = machine.npm_version("axe-core")
    if version is None or _script() is None:
        return Unavailable("the npm package 'axe-core' is not installed", machine.VALIDATORS_FIX)
    playwright = machine.package_version("playwright")
    if playwright is None:
        return Unavailable("the Python package 'playwright' is not installed", machine.VALIDATORS_FIX)
    chromium = machine.chromium()
    if chromium is None:
        return Unavailable("neither Chromium nor Chrome is installed", machine.CHROMIUM_FIX)
    return Available(version, f"{playwright} {machine.stamp(chromium)}")


def run(paths: Sequence[Path], seconds: float = DEFAULT_SECONDS) -> list[Finding]:
    """Return every violation at any width and in either colour scheme, once, with the views that show it."""
    pages = _sample(paths)
    task = {
        "chromium": str(machine.chromium()),
        "script": str(_script()),
        "tags": _TAGS,
        "views": _VIEWS,
        "pages": [str(path.resolve()) for path in pages],
    }
    # Chromium leaves files behind when it is stopped: those are deleted with the folder.
    with tempfile.TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True) as folder:
        command: list[str | Path] = [sys.executable, "-P", _PROGRAM, json.dumps(task)]
        result = process.run(command, timeout=seconds, env=_environment(folder))
    verdicts = [json.loads(line) for line in result.stdout.splitlines()]
    findings = [each for path, verdict in zip(pages, verdicts, strict=False) for each in _read_verdict(path, verdict)]
    return findings + report_no_verdict(pages[len(verdicts) :], VALIDATOR.label, result)


def _environment(folder: str) -> dict[str, str]:
    """Return where Chromium keeps its files, and where Playwright is if it is not installed next to octavo."""
    if find_spec("playwright") is not None:
        return {"TMPDIR": folder}
    given = os.environ.get("PYTHONPATH")
    path = [*([given] if given else []), str(user_folder.python_packages())]
    return {"TMPDIR": folder, "PYTHONPATH": os.pathsep.join(path)}


def _leads_on(path: Path) -> bool:
    """Return whether a page leads to another one at once, which leaves no time to examine it."""
    with path.open("rb") as file:
        return b'http-equiv="refresh"' in file.read(4096)


def _sample(paths: Sequence[Path]) -> Sequence[Path]:
    paths = [path for path in paths if len(paths) == 1 or not _leads_on(path)]
    return paths if len(paths) <= _MOST_PAGES else [paths[at * len(paths) // _MOST_PAGES] for at in range(_MOST_PAGES)]


def _script() -> Path | None:
    return machine.npm_file("axe-core", "axe.min.js")


def _read_verdict(path: Path, verdict: Any) -> list[Finding]:
    if isinstance(verdict, dict):
        return report_no_verdict([path], VALIDATOR.label, " ".join(str(verdict["failure"]).split()))
    views: dict[Finding, list[str]] = {}
    for (width, scheme), view in zip(_VIEWS, verdict, strict=True):
        for finding in _findings(path, view):
            views.setdefault(finding, []).append(f"{width} px {scheme}")
    return [
        finding if len(seen) == len(_VIEWS) else replace(finding, location=f"{finding.location} ({', '.join(seen)})")
        for finding, seen in views.items()
    ]


def _findings(path: Path, violations: list[dict[str, Any]]) -> Iterator[Finding]:
    for violation in violations:
        for node in violation["nodes"]:
            yield Finding(
                path,
                "error" if violation["impact"] in _SEVERE else "warning",
                violation["id"],
                f"{violation['help']}: {' '.join(node['failureSummary'].split())}",
                " ".join(str(step) for step in node["target"]),
                EditionPlace(selector=str(node["target"][-1])),
            )


VALIDATOR = Validator(name="axe", label="axe", find=find, run=run, is_slow=True)
