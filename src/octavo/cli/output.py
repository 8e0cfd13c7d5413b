"""How the findings of a run are printed and written: to standard output in the form asked for, and as reports."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic
from octavo.model.settings import RunOptions
from octavo.report import document, terminal
from octavo.report.lines import SourceLines

if TYPE_CHECKING:
    from octavo.build.outcome import Outcome


class DiagnosticsFormat(StrEnum):
    """The forms in which diagnostics are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"


def write_reports(
    outcome: Outcome,
    report: Path | None,
    page: Path | None,
    options: RunOptions,
    cwd: Path,
    seconds: float,
    ok: bool,
    stage: Callable[[str], None],
) -> None:
    """Write the reports that were asked for: JSON, and an HTML page."""
    files = {}
    if report is not None:
        content = document.report(outcome.records, outcome.diagnostics, outcome.known, seconds, ok)
        files[cwd / report] = document.to_json(content).encode()
    if page is not None:
        from octavo.check import rules
        from octavo.report.page import ReportPage, render

        stage("writing the report")
        lines = SourceLines([record.source for record in outcome.records], cwd)
        content_of_page = ReportPage(
            outcome.records, outcome.new, len(outcome.known), outcome.gone, ok, rules.every(options.trusted), lines
        )
        files[cwd / page] = render(content_of_page).encode()
    if files:
        from octavo.tools import atomic

        atomic.write(files)


def print_outcome(outcome: Outcome, form: DiagnosticsFormat, options: RunOptions, cwd: Path) -> None:
    """Print what was found. About a book made for another tool, text for people has only one finding of each kind,
    unless `options` are verbose."""
    new, lines = outcome.new, SourceLines([record.source for record in outcome.records], cwd)
    match form:
        case DiagnosticsFormat.JSON:
            print(document.to_json([document.diagnostic(each) for each in new]), end="")
        case DiagnosticsFormat.SARIF:
            from octavo.check import rules
            from octavo.report import sarif

            print(document.to_json(sarif.log(new, rules.every(options.trusted), lines)), end="")
        case DiagnosticsFormat.GITLAB:
            from octavo.report import gitlab

            print(document.to_json(gitlab.issues(new, lines)), end="")
        case DiagnosticsFormat.GITHUB:
            _print_for_github(new)
        case DiagnosticsFormat.TEXT:
            print_findings(new if options.verbose else outcome.folded, lines)
    sys.stdout.flush()


def print_findings(found: Sequence[Diagnostic], lines: SourceLines) -> None:
    """Print findings for people: grouped by file on a terminal, else one a line."""
    if terminal.is_interactive(sys.stdout):
        terminal.print_by_file(found, lines, sys.stdout)
    else:
        for each in found:
            print(terminal.line(each))


def _print_for_github(found: Sequence[Diagnostic]) -> None:
    from octavo.report import github

    for each in github.lines(found):
        print(each)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        try:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(github.summary(found))
        except OSError as refused:
            print(f"octavo: cannot write {summary}: {refused.strerror}", file=sys.stderr)
