"""The outside validators, one module each. They judge a finished file, and do not know how it was made."""

from __future__ import annotations

import time
from pathlib import Path

from octavo.check.validators import ace, axe, epubcheck, verapdf, vnu
from octavo.check.validators.finding import Finding, Found, Missing, Validator
from octavo.model.diagnostic import Diagnostic, Place, Severity
from octavo.model.edition import CheckRecord

VALIDATORS: tuple[Validator, ...] = (epubcheck, ace, vnu, axe, verapdf)

__all__ = ["VALIDATORS", "Finding", "Found", "Missing", "Validator", "judge"]


def judge(validator: Validator, format: str, edition: Path, place: Place) -> tuple[CheckRecord, list[Diagnostic]]:
    """What a validator says of one edition; one that is not here is skipped, with the way to get it."""
    there = validator.find()
    name = validator.NAME
    if isinstance(there, Missing):
        reason = f"{there.reason}; {there.mend}" if there.mend else there.reason
        return CheckRecord(name, "", format, "skipped", reason=reason), []
    began = time.monotonic()
    findings = validator.run([edition] if format != "site" else sorted(edition.parent.rglob("*.html")))
    seconds = round(time.monotonic() - began, 2)
    errors, warnings = (sum(each.severity == kind for each in findings) for kind in ("error", "warning"))
    status = "failed" if errors else "passed"
    record = CheckRecord(name, there.version, format, status, errors, warnings, seconds)
    return record, [_diagnostic(name, format, each, place) for each in findings]


def _diagnostic(name: str, format: str, finding: Finding, place: Place) -> Diagnostic:
    where = f" at {finding.location}" if finding.location else ""
    rule = finding.id if finding.id.startswith("html.") else f"{name}.{finding.id}"
    return Diagnostic(rule, Severity(finding.severity), f"{finding.message}{where}", place, "", format)
