"""Diagnostics as GitLab's Code Quality reports, which are those of Code Climate with fewer keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from octavo.model.diagnostic import Diagnostic, Severity
from octavo.report import fingerprints
from octavo.report.lines import SourceLines

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def issues(diagnostics: Sequence[Diagnostic], lines: SourceLines) -> list[dict[str, Any]]:
    """Return one issue for each finding. GitLab needs a line, so a finding about a whole file is put on its first."""
    return [
        {
            "description": found.message + (f" — {found.hint}" if found.hint else ""),
            "check_name": found.rule,
            "fingerprint": name,
            "severity": _SEVERITIES[found.severity],
            "location": {"path": found.place.file, "lines": {"begin": found.place.line or 1}},
        }
        for found, name in zip(diagnostics, fingerprints.fingerprints(diagnostics, lines), strict=True)
    ]
