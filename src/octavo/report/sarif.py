"""Diagnostics as SARIF 2.1.0 (OASIS), the exchange format of code scanning."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from octavo import __version__
from octavo.model.diagnostic import Diagnostic, Place, Severity
from octavo.report import fingerprints, rule_view
from octavo.report.lines import SourceLines, span
from octavo.report.rule_view import Rules, RuleView

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_ROOT = "SRCROOT"
_FINGERPRINT = "octavoFinding/v1"


def log(diagnostics: Sequence[Diagnostic], rules: Rules, lines: SourceLines) -> dict[str, Any]:
    """Return a log of one run: its results, and the rules they belong to."""
    ids = sorted({found.rule for found in diagnostics})
    driver = {
        "name": "octavo",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(each, rules.get(each)) for each in ids],
    }
    names = fingerprints.fingerprints(diagnostics, lines)
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which octavo ran."}}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(found, ids.index(found.rule), lines.at(found.place), name)
                    for found, name in zip(diagnostics, names, strict=True)
                ],
            }
        ],
    }


def _rule(rule_id: str, rule: RuleView | None) -> dict[str, Any]:
    name = "".join(part.capitalize() for part in rule_id.replace(".", "-").split("-"))
    if rule is None:
        family = rule_id.partition(".")[0]
        return {"id": rule_id, "name": name, "shortDescription": {"text": f"One of {family}'s own rules."}}
    why, what = rule_view.reason(rule), rule_view.fix(rule)
    return {
        "id": rule_id,
        "name": name,
        "shortDescription": {"text": why.partition(". ")[0].removesuffix(".") + "."},
        "fullDescription": {"text": why},
        "help": {"text": what, "markdown": f"{why}\n\n**Fix:** {what}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": rule.on},
    }


def _result(found: Diagnostic, rule: int, line: str | None, fingerprint: str) -> dict[str, Any]:
    text = found.message + (f" — {found.hint}" if found.hint else "")
    place: dict[str, Any] = {"artifactLocation": _artifact(found.place)}
    if found.place.line:
        place["region"] = _region(found, line)
    about = {"edition": found.edition, "pages": list(found.pages)}
    said = {name: value for name, value in about.items() if value}
    return {
        "ruleId": found.rule,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
        **({"properties": said} if said else {}),
    }


def _artifact(place: Place) -> dict[str, str]:
    if PurePath(place.file).is_absolute():
        return {"uri": PurePath(place.file).as_uri()}
    return {"uri": quote(place.file), "uriBaseId": _ROOT}


def _region(found: Diagnostic, line: str | None) -> dict[str, int]:
    place, part = found.place, span(found, line)
    region = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    if part is not None:
        region["endColumn"] = part[1] + 1
    return region
