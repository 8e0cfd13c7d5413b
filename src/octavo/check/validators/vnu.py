"""The Nu Html Checker, which checks HTML as browsers read it: its jar comes in the npm package `vnu-jar`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

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
from octavo.tools import machine


def find() -> Available | Unavailable:
    """Return the checker's version, or what it needs and is missing."""
    version = machine.npm_version("vnu-jar")
    if version is None or _jar() is None:
        return Unavailable("the npm package 'vnu-jar' is not installed", machine.VALIDATORS_FIX)
    return jvm.missing() or Available(version)


def run(paths: Sequence[Path], seconds: float = DEFAULT_SECONDS) -> list[Finding]:
    """Return errors and warnings, without what is only information."""
    if not paths:
        return []
    options = ("--exit-zero-always", "--stdout", "--format", "json")
    # The large stack is for deeply nested pages.
    result = jvm.run(["-Xss8m", *jvm.QUICK, "-jar", str(_jar()), *options, *paths], seconds)
    try:
        messages = json.loads(result.stdout)["messages"]
    except ValueError:
        messages = None
    if result.code or messages is None:
        return report_no_verdict(paths, VALIDATOR.label, result)
    by_full_path = {path.resolve(): path for path in paths}
    return [
        _finding(by_full_path.get(_path(message), paths[0]), message)
        for message in messages
        if message["type"] != "info" or message.get("subType") == "warning"
    ]


def _jar() -> Path | None:
    return machine.npm_file("vnu-jar", "build", "dist", "vnu.jar")


def _path(message: dict[str, object]) -> Path:
    return Path(unquote(urlsplit(str(message.get("url", ""))).path)).resolve()


def _finding(path: Path, message: dict[str, object]) -> Finding:
    severity: Severity = "warning" if message["type"] == "info" else "error"
    line, column = message.get("lastLine"), message.get("lastColumn")
    place = EditionPlace("", line, column) if isinstance(line, int) and isinstance(column, int) else None
    return Finding(
        path,
        severity,
        severity,  # vnu's messages have no ids
        str(message["message"]),
        f"{line}:{message.get('firstColumn', column)}" if line else "",
        place,
    )


# It checks syntax, and no claim of accessibility is about that.
VALIDATOR = Validator(name="vnu", label="vnu", find=find, run=run, takes_many=True, refutes_claims=False)
