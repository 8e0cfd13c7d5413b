"""How the findings of a run are told: on standard output, in the form that is asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic
from octavo.report import document, terminal
from octavo.report.lines import SourceLines

if TYPE_CHECKING:
    from octavo.build.outcome import Outcome


class DiagnosticsFormat(StrEnum):
    """How diagnostics are written."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"


def write(
    outcome: Outcome,
    report: Path | None,
    page: Path | None,
    cwd: Path,
    seconds: float,
    ok: bool,
    stage: Callable[[str], None],
) -> None:
    """Write the reports that are asked for: JSON, and a page."""
    files = {}
    if report is not None:
        said = document.report(outcome.records, outcome.diagnostics, outcome.known, seconds, ok)
        files[cwd / report] = document.written(said).encode()
    if page is not None:
        from octavo.check import rules
        from octavo.report import page as paper

        stage("writing the report")
        lines = SourceLines([record.source for record in outcome.records], cwd)
        told = paper.ReportPage(
            outcome.records, outcome.new, len(outcome.known), outcome.gone, ok, rules.every(), lines
        )
        files[cwd / page] = paper.page(told).encode()
    if files:
        from octavo.tools import atomic

        atomic.write(files)


def tell(outcome: Outcome, shape: DiagnosticsFormat, everything: bool, cwd: Path) -> None:
    """Write what was found; to people, of a book made for another tool, one of each kind, unless it is `everything`."""
    new, lines = outcome.new, SourceLines([record.source for record in outcome.records], cwd)
    match shape:
        case DiagnosticsFormat.JSON:
            print(document.written([document.diagnostic(each) for each in new]), end="")
        case DiagnosticsFormat.SARIF:
            from octavo.check import rules
            from octavo.report import sarif

            print(document.written(sarif.log(new, rules.every(), lines)), end="")
        case DiagnosticsFormat.GITLAB:
            from octavo.report import gitlab

            print(document.written(gitlab.issues(new, lines)), end="")
        case DiagnosticsFormat.GITHUB:
            _tell_github(new)
        case DiagnosticsFormat.TEXT:
            say(new if everything else outcome.told, lines)
    sys.stdout.flush()


def say(found: Sequence[Diagnostic], lines: SourceLines) -> None:
    """Write findings for people: by file on a terminal, else one a line."""
    if terminal.is_lively(sys.stdout):
        terminal.show(found, lines, sys.stdout)
    else:
        for each in found:
            print(terminal.line(each))


def _tell_github(found: Sequence[Diagnostic]) -> None:
    from octavo.report import github

    for each in github.lines(found):
        print(each)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(github.summary(found))
        except OSError as refused:
            print(f"octavo: {summary} cannot be written: {refused.strerror}", file=sys.stderr)
