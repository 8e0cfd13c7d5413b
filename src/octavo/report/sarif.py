"""Diagnostics as SARIF 2.1.0 (OASIS), the exchange format of code scanning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from octavo import __version__
from octavo.model.diagnostic import Diagnostic, Severity

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def log(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """One run with all its results."""
    rules = sorted({found.rule for found in diagnostics})
    driver = {"name": "octavo", "version": __version__, "rules": [{"id": rule} for rule in rules]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(d) for d in diagnostics],
            }
        ],
    }


def _result(found: Diagnostic) -> dict[str, Any]:
    text = found.message + (f" — {found.hint}" if found.hint else "")
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(found.place.file)}}
    if found.place.line:
        place["region"] = {
            "startLine": found.place.line,
            **({"startColumn": found.place.column} if found.place.column else {}),
        }
    return {
        "ruleId": found.rule,
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
