"""DAISY Ace, which looks at an EPUB as a reader who cannot see it would: from npm, in Chromium."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.check.validators.finding import PATIENCE, Available, EditionPlace, Finding, Unavailable, gave_up
from octavo.tools import machine, process

NAME = "ace"
FORMATS = ("epub",)
AT_ONCE = False
SEVERE = ("critical", "serious")


def find() -> Available | Unavailable:
    """Ace's version."""
    version = machine.npm_version("@daisy/ace")
    if version is None or _script() is None:
        return Unavailable(
            "the npm packages '@daisy/ace' and '@daisy/ace-axe-runner-puppeteer' are not installed",
            machine.NPM_FIX,
        )
    if process.found("node") is None:
        return Unavailable("Node.js is not installed", machine.NODE_FIX)
    chromium = machine.chromium()
    if chromium is None:
        return Unavailable("neither Chromium nor Chrome is installed", machine.CHROMIUM_FIX)
    return Available(version, f"{machine.npm_version('@daisy/ace-axe-runner-puppeteer')} {machine.stamp(chromium)}")


def run(paths: Sequence[Path], seconds: float = PATIENCE) -> list[Finding]:
    """Every assertion that failed: critical and serious ones are errors, the others warnings."""
    return [finding for path in paths for finding in _check(path, seconds)]


def _check(path: Path, seconds: float) -> list[Finding]:
    # What Ace and Chromium leave lying about where they are stopped goes with the folder.
    with tempfile.TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True) as aside:
        env = {
            "PUPPETEER_EXECUTABLE_PATH": str(machine.chromium()),
            "ACE_TIMEOUT_INITIAL": "60000",  # a slow start of Chromium would else be a failure
            "TMPDIR": aside,
        }
        # Ace ends with status 0 whatever it finds: its report is its word.
        options = ("-V", "-f", "-t", aside, "-o", aside)
        ran = process.run(["node", str(_script()), *options, path], timeout=seconds, env=env)
        report = Path(aside) / "report.json"
        if ran.code or not report.is_file():
            said = _complaints(ran.stdout + ran.stderr) or ran.stderr
            return gave_up([path], "Ace", replace(ran, stderr=said))
        documents = json.loads(report.read_text(encoding="utf-8"))["assertions"]
    return [_finding(path, document, failed) for document in documents for failed in document["assertions"]]


def _script() -> Path | None:
    return machine.npm_file("@daisy", "ace", "bin", "ace-puppeteer.js")


def _complaints(log: str) -> str:
    plain = re.sub(r"\x1b\[\d*m", "", log)
    return " ".join(dict.fromkeys(re.findall(r"^error:\s*(.*\S)", plain, re.MULTILINE)))


def _finding(path: Path, document: dict[str, Any], failed: dict[str, Any]) -> Finding:
    test, result = failed["earl:test"], failed["earl:result"]
    inside = document["earl:testSubject"]["url"]
    pointer = (result.get("earl:pointer", {}).get("css") or [""])[-1]  # the last of those that lead into it
    return Finding(
        path,
        "error" if test["earl:impact"] in SEVERE else "warning",
        test["dct:title"],
        " ".join(result["dct:description"].split()),
        f"{inside} {pointer}".strip(),
        EditionPlace(inside, selector=pointer) if pointer else None,
    )
