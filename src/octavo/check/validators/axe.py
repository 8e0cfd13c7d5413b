"""axe-core in Chromium: can everyone use the page, on a phone and on a desk, by day and by night?"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.check.validators.finding import PATIENCE, Available, EditionPlace, Finding, Unavailable, gave_up
from octavo.tools import machine, process

NAME = "axe"
FORMATS = ("html", "site")
AT_ONCE = False
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
SEVERE = ("critical", "serious")
_PROGRAM = Path(__file__).with_name("axe_views.py")
_MOST = 12
"""Pages of a site that are looked at, spread over it: they are all made alike, and each is seen four times."""


def find() -> Available | Unavailable:
    """axe-core's version."""
    version = machine.npm_version("axe-core")
    if version is None or _script() is None:
        return Unavailable("the npm package 'axe-core' is not installed", machine.NPM_FIX)
    playwright = machine.package_version("playwright")
    if playwright is None:
        return Unavailable("the Python package 'playwright' is not installed", machine.PIP_FIX)
    chromium = machine.chromium()
    if chromium is None:
        return Unavailable("neither Chromium nor Chrome is installed", machine.CHROMIUM_FIX)
    return Available(version, f"{playwright} {machine.stamp(chromium)}")


def run(paths: Sequence[Path], seconds: float = PATIENCE) -> list[Finding]:
    """Every violation at every width and in both colour schemes, told once with the views that show it."""
    pages = _spread(paths)
    task = {
        "chromium": str(machine.chromium()),
        "script": str(_script()),
        "tags": TAGS,
        "views": VIEWS,
        "pages": [str(path.resolve()) for path in pages],
    }
    # What Chromium leaves lying about where it is stopped goes with the folder.
    with tempfile.TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True) as aside:
        command: list[str | Path] = [sys.executable, "-P", _PROGRAM, json.dumps(task)]
        ran = process.run(command, timeout=seconds, env={"TMPDIR": aside})
    verdicts = [json.loads(line) for line in ran.stdout.splitlines()]
    judged = [found for path, verdict in zip(pages, verdicts, strict=False) for found in _verdict(path, verdict)]
    return judged + gave_up(pages[len(verdicts) :], "axe", ran)


def _spread(paths: Sequence[Path]) -> Sequence[Path]:
    return paths if len(paths) <= _MOST else [paths[at * len(paths) // _MOST] for at in range(_MOST)]


def _script() -> Path | None:
    return machine.npm_file("axe-core", "axe.min.js")


def _verdict(path: Path, verdict: Any) -> list[Finding]:
    if isinstance(verdict, dict):
        return gave_up([path], "axe", " ".join(str(verdict["failure"]).split()))
    views: dict[Finding, list[str]] = {}
    for (width, scheme), view in zip(VIEWS, verdict, strict=True):
        for finding in _findings(path, view):
            views.setdefault(finding, []).append(f"{width} px {scheme}")
    return [
        found if len(seen) == len(VIEWS) else replace(found, location=f"{found.location} ({', '.join(seen)})")
        for found, seen in views.items()
    ]


def _findings(path: Path, violations: list[dict[str, Any]]) -> Iterator[Finding]:
    for violation in violations:
        for node in violation["nodes"]:
            yield Finding(
                path,
                "error" if violation["impact"] in SEVERE else "warning",
                violation["id"],
                f"{violation['help']}: {' '.join(node['failureSummary'].split())}",
                " ".join(str(step) for step in node["target"]),
                EditionPlace(selector=str(node["target"][-1])),
            )
