"""The Nu Html Checker, which reads HTML as browsers do: its jar comes in the npm package `vnu-jar`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from octavo.check.validators.finding import Finding, Found, Missing, Severity, gave_up
from octavo.model.errors import MachineError
from octavo.tools import machine, process

NAME = "vnu"
FORMATS = ("html", "site")


def find() -> Found | Missing:
    """The checker's version."""
    version = machine.npm_version("vnu-jar")
    if version is None or _jar() is None:
        return Missing("the npm package 'vnu-jar' is not installed", machine.NPM_MEND)
    try:
        machine.java()
    except MachineError as absent:
        return Missing(str(absent), absent.hint)
    return Found(version)


def run(paths: Sequence[Path]) -> list[Finding]:
    """Errors and warnings, and not what is merely said for information."""
    if not paths:
        return []
    jvm = ("-Xss8m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # the deep stack is for deeply nested pages
    options = ("--exit-zero-always", "--stdout", "--format", "json")
    ran = process.run([machine.java_program(), *jvm, "-jar", str(_jar()), *options, *paths], timeout=600)
    try:
        messages = json.loads(ran.stdout)["messages"]
    except ValueError:
        return [gave_up(path, "vnu", ran) for path in paths]
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
    line, column = message.get("lastLine"), message.get("firstColumn", message.get("lastColumn"))
    return Finding(
        path,
        severity,
        severity,  # vnu gives its messages no ids
        str(message["message"]),
        f"{line}:{column}" if line else "",
    )
