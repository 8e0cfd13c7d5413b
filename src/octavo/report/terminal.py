"""Diagnostics as lines of text: one a finding, as compilers write them, so that editors can jump to the place."""

from __future__ import annotations

from collections.abc import Iterable

from octavo.model.diagnostic import Diagnostic, Severity

_COLOURS = {Severity.ERROR: "\033[1;31m", Severity.WARNING: "\033[1;33m", Severity.INFO: "\033[1;36m"}
_END = "\033[0m"


def line(found: Diagnostic, colour: bool = False) -> str:
    """`file:line:column: severity: message [rule] — hint`."""
    severity = f"{_COLOURS[found.severity]}{found.severity}{_END}" if colour else str(found.severity)
    hint = f" — {found.hint}" if found.hint else ""
    return f"{found.place}: {severity}: {found.message} [{found.rule}]{hint}"


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of each severity, in words; empty where there are none."""
    parts = []
    found = list(diagnostics)
    for severity, name in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "remark")):
        count = sum(each.severity is severity for each in found)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return ", ".join(parts)
