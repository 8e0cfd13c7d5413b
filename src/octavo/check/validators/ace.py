"""DAISY Ace, which checks whether blind readers can use an EPUB. It comes from npm and runs in Chromium."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
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
from octavo.tools import machine, process

_SEVERE = ("critical", "serious")


def find() -> Available | Unavailable:
    """Return Ace's version, or what it needs and is missing."""
    version = machine.npm_version("@daisy/ace")
    if version is None or _script() is None:
        return Unavailable(
            "the npm packages '@daisy/ace' and '@daisy/ace-axe-runner-puppeteer' are not installed",
            machine.VALIDATORS_FIX,
        )
    if process.found("node") is None:
        return Unavailable("Node.js is not installed", machine.NODE_FIX)
    chromium = machine.chromium()
    if chromium is None:
        return Unavailable("neither Chromium nor Chrome is installed", machine.CHROMIUM_FIX)
    return Available(version, f"{machine.npm_version('@daisy/ace-axe-runner-puppeteer')} {machine.stamp(chromium)}")


def run(paths: Sequence[Path], seconds: float = DEFAULT_SECONDS) -> list[Finding]:
    """Return every failed assertion: critical and serious ones as errors, the others as warnings."""
    return [finding for path in paths for finding in _check(path, seconds)]


def _check(path: Path, seconds: float) -> list[Finding]:
    # Ace and Chromium leave files behind when they are stopped: those are deleted with the folder.
    with tempfile.TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True) as folder:
        env = {
            "PUPPETEER_EXECUTABLE_PATH": str(machine.chromium()),
            "ACE_TIMEOUT_INITIAL": "60000",  # the usual timeout makes a failure of a slow start of Chromium
            "TMPDIR": folder,
        }
        # Ace exits with status 0 whatever it finds: only its report counts.
        options = ("-V", "-f", "-t", folder, "-o", folder)
        result = process.run(["node", str(_script()), *options, path], timeout=seconds, env=env)
        report = Path(folder) / "report.json"
        if result.code or not report.is_file():
            output = _errors(result.stdout + result.stderr) or result.stderr
            return report_no_verdict([path], VALIDATOR.label, replace(result, stderr=output))
        documents = json.loads(report.read_text(encoding="utf-8"))["assertions"]
    return [_finding(path, document, assertion) for document in documents for assertion in document["assertions"]]


def _script() -> Path | None:
    return machine.npm_file("@daisy", "ace", "bin", "ace-puppeteer.js")


def _errors(log: str) -> str:
    plain = re.sub(r"\x1b\[\d*m", "", log)
    return " ".join(dict.fromkeys(re.findall(r"^error:\s*(.*\S)", plain, re.MULTILINE)))


def _finding(path: Path, document: dict[str, Any], assertion: dict[str, Any]) -> Finding:
    test, result = assertion["earl:test"], assertion["earl:result"]
    file = document["earl:testSubject"]["url"]
    selector = (result.get("earl:pointer", {}).get("css") or [""])[-1]  # the ones before it lead through iframes
    return Finding(
        path,
        "error" if test["earl:impact"] in _SEVERE else "warning",
        test["dct:title"],
        " ".join(result["dct:description"].split()),
        f"{file} {selector}".strip(),
        EditionPlace(file, selector=selector) if selector else None,
    )


VALIDATOR = Validator(name="ace", label="Ace", find=find, run=run, is_slow=True)
