"""Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines that they are about."""

from __future__ import annotations

from octavo.model.diagnostic import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def line(found: Diagnostic) -> str:
    """One workflow command."""
    parts = {"file": found.place.file, "line": found.place.line, "col": found.place.column, "title": found.rule}
    properties = ",".join(f"{key}={_escaped(str(value), True)}" for key, value in parts.items() if value)
    text = found.message + (f" — {found.hint}" if found.hint else "")
    return f"::{_COMMANDS[found.severity]} {properties}::{_escaped(text, False)}"


def _escaped(text: str, property_: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
