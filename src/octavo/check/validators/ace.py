"""DAISY Ace, which looks at an EPUB as a reader who cannot see it would: from npm, in Chromium."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from octavo.check.validators.finding import Finding, Found, Missing, gave_up
from octavo.tools import machine, process

NAME = "ace"
FORMATS = ("epub",)
SEVERE = ("critical", "serious")


def find() -> Found | Missing:
    """Ace's version."""
    version = machine.npm_version("@daisy/ace")
    if version is None or _script() is None:
        return Missing(
            "the npm packages '@daisy/ace' and '@daisy/ace-axe-runner-puppeteer' are not installed",
            machine.NPM_MEND,
        )
    if process.found("node") is None:
        return Missing("Node.js is not installed")
    if machine.chromium() is None:
        return Missing("neither Chromium nor Chrome is installed", "set OCTAVO_CHROMIUM where it has an unusual place")
    return Found(version)


def run(paths: Sequence[Path]) -> list[Finding]:
    """Every assertion that failed: critical and serious ones are errors, the others warnings."""
    return [finding for path in paths for finding in _check(path)]


def _check(path: Path) -> list[Finding]:
    env = {
        "PUPPETEER_EXECUTABLE_PATH": str(machine.chromium()),
        "ACE_TIMEOUT_INITIAL": "60000",  # a slow start of Chromium would else be a failure
    }
    with tempfile.TemporaryDirectory(prefix="octavo-") as aside:
        # Ace ends with status 0 whatever it finds: its report is its word.
        ran = process.run(["node", str(_script()), "-V", "-f", "-t", aside, "-o", aside, path], timeout=900, env=env)
        report = Path(aside) / "report.json"
        if not report.is_file():
            return [
                gave_up(
                    path, "Ace", process.Ran(ran.code, ran.stdout, _complaints(ran.stdout + ran.stderr), ran.timed_out)
                )
            ]
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
    pointer = " ".join(result.get("earl:pointer", {}).get("css", ()))
    return Finding(
        path,
        "error" if test["earl:impact"] in SEVERE else "warning",
        test["dct:title"],
        " ".join(result["dct:description"].split()),
        f"{inside} {pointer}".strip(),
    )
