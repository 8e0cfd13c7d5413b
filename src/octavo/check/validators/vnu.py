"""The Nu Html Checker, which reads HTML as browsers do: its jar comes in the npm package `vnu-jar`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from octavo.check.validators import jvm
from octavo.check.validators.finding import PATIENCE, Available, EditionPlace, Finding, Severity, Unavailable, gave_up
from octavo.tools import machine

NAME = "vnu"
FORMATS = ("html", "site")
AT_ONCE = True


def find() -> Available | Unavailable:
    """The checker's version."""
    version = machine.npm_version("vnu-jar")
    if version is None or _jar() is None:
        return Unavailable("the npm package 'vnu-jar' is not installed", machine.NPM_FIX)
    return jvm.missing() or Available(version)


def run(paths: Sequence[Path], seconds: float = PATIENCE) -> list[Finding]:
    """Errors and warnings, and not what is merely said for information."""
    if not paths:
        return []
    options = ("--exit-zero-always", "--stdout", "--format", "json")
    # The deep stack is for deeply nested pages.
    ran = jvm.run(["-Xss8m", *jvm.QUICK, "-jar", str(_jar()), *options, *paths], seconds)
    try:
        messages = json.loads(ran.stdout)["messages"]
    except ValueError:
        messages = None
    if ran.code or messages is None:
        return gave_up(paths, "vnu", ran)
    whose = {path.resolve(): path for path in paths}
    return [
        _finding(whose.get(_path(message), paths[0]), message)
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
    spot = EditionPlace("", line, column) if isinstance(line, int) and isinstance(column, int) else None
    return Finding(
        path,
        severity,
        severity,  # vnu gives its messages no ids
        str(message["message"]),
        f"{line}:{message.get('firstColumn', column)}" if line else "",
        spot,
    )
