"""`octavo build` and `octavo check`: run one, write its reports, and print what came of it."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.build import baseline
from octavo.build.outcome import Outcome
from octavo.build.session import Session
from octavo.cache.store import Store
from octavo.cli import output
from octavo.cli.exit import Exit
from octavo.cli.output import DiagnosticsFormat
from octavo.cli.progress import Progress
from octavo.model.edition import CheckStatus
from octavo.model.errors import UsageError
from octavo.model.settings import RunOptions
from octavo.report import terminal
from octavo.tools import atomic, cache_dir


@dataclass(frozen=True, slots=True)
class OutputFiles:
    """The files that a run writes besides the editions."""

    report: Path | None
    """The report as JSON."""
    page: Path | None
    """The report as an HTML page."""
    updates_baseline: bool


def run_build(
    sources: list[Path],
    options: RunOptions,
    files: OutputFiles,
    form: DiagnosticsFormat,
    quiet: bool,
    checking: bool,
    own: bool = False,
) -> Exit:
    """Build or, with `checking`, check publications; with `own`, without the outside validators."""
    if files.updates_baseline and options.baseline is None:
        raise UsageError("--update-baseline needs --baseline", "name the file: --baseline FILE")
    began, cwd = time.monotonic(), Path.cwd()
    sources = [_keep_standard_input(cwd) if each == Path("-") else each for each in sources]
    # Findings that go into the baseline do not keep editions from being written.
    building = replace(options, strict=False, baseline=None) if files.updates_baseline else options
    with Progress(quiet, options.verbose) as progress, Session(cwd, building, progress) as session:
        is_full = checking and not own
        outcome = session.check(sources) if is_full else session.build(sources, examining=checking)
        if options.external:
            outcome = session.check_links(outcome)
        if options.baseline is not None:
            outcome = baseline.compare(outcome, options, cwd, files.updates_baseline)
        ok = outcome.ok(options.strict)
        output.write_reports(
            outcome, files.report, files.page, options, cwd, time.monotonic() - began, ok, progress.stage
        )
    output.print_outcome(outcome, form, options, cwd)
    if not quiet:
        _list_editions(outcome, ok, options)
    if ok:
        return Exit.DONE
    if any(each.rule == "check.absent" for each in outcome.diagnostics):
        return Exit.MACHINE
    return Exit.PUBLICATION if outcome.found else Exit.USAGE


def _keep_standard_input(cwd: Path) -> Path:
    """Write the text from standard input into the cache, and return its file. Raises `MachineError` if it cannot."""
    file = cache_dir.piped(cwd) / "stdin.md"
    Store.at(cwd).begin()
    atomic.write({file: sys.stdin.buffer.read()})
    return file


def _list_editions(outcome: Outcome, ok: bool, options: RunOptions) -> None:
    for record in outcome.records:
        for edition in record.editions:
            pages = f", {edition.pages} page{'s' if edition.pages != 1 else ''}" if edition.pages else ""
            state = "" if edition.fresh else " (up to date)"
            print(f"{edition.path}: {_size(edition.bytes)}{pages}{state}", file=sys.stderr)
        for each in record.checks:
            if each.name != "agreement" and (options.verbose or each.status is not CheckStatus.SKIPPED):
                reason = f" ({each.reason})" if each.reason else "" if each.fresh else " (unchanged)"
                print(f"{each.name} {each.version}: {each.format} {each.status}{reason}", file=sys.stderr)
    _list_skipped(outcome, options)
    if options.external:
        print(f"{_count(outcome.asked, 'external link')} checked", file=sys.stderr)
    if options.baseline is not None:
        print(f"{len(outcome.known)} known from {options.baseline}{_gone(outcome.gone)}", file=sys.stderr)
    if tally := terminal.tally(outcome.new):
        # What a validator finds, it finds in editions that are already written.
        kept = not ok and not all(record.editions for record in outcome.records)
        why = "errors or warnings" if options.strict else "errors"
        if (hidden := len(outcome.new) - len(outcome.folded)) > 0 and not options.verbose:
            tally += f", {hidden} of them like those shown (--verbose shows all)"
        print(tally + (f"; publications with {why} were not written" if kept else ""), file=sys.stderr)


def _list_skipped(outcome: Outcome, options: RunOptions) -> None:
    """Say in one line which validators could not run; with `verbose`, each has had a line with its reason."""
    checks = [each for record in outcome.records for each in record.checks]
    names = dict.fromkeys(each.name for each in checks if each.status is CheckStatus.SKIPPED)
    if names and not options.verbose:
        print(f"not checked by {', '.join(names)}, which cannot run here; 'octavo doctor' shows why", file=sys.stderr)


def _count(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _gone(count: int) -> str:
    """Say how many entries of the baseline have no finding any more."""
    if not count:
        return ""
    entries, them = ("entry no longer occurs", "it") if count == 1 else ("entries no longer occur", "them")
    return f"; {count} baseline {entries}: run with --update-baseline to remove {them}"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"
