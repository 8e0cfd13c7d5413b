"""A run held against its baseline: what was known is passed over, and only what is new is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from octavo.build.outcome import Outcome, is_stopped
from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.settings import RunOptions, Settings
from octavo.report.baseline import Baseline, BaselineEntry
from octavo.report.lines import SourceLines
from octavo.source.discover import FoundSource
from octavo.tools import atomic

Stops = Callable[[Sequence[Diagnostic]], bool]
"""Whether something was found that keeps a publication from being published."""


def compare(outcome: Outcome, options: RunOptions, cwd: Path, update: bool = False) -> Outcome:
    """Tell what is new from what the baseline has. With `update`, the baseline is written anew before.

    Raises `UsageError` where it cannot be read. An error that keeps a publication from being made is never known, nor
    is a validator without a verdict: what that would have said nobody knows.
    """
    assert options.baseline is not None
    path = cwd / options.baseline
    lines = SourceLines([record.source for record in outcome.records], cwd)
    old = Baseline(path.parent, lines) if update and not path.exists() else Baseline.read(path, lines)
    may_be_known = [each for each in outcome.diagnostics if not (_stops_a_build(each) or _is_no_verdict(each))]
    sought = _sought(outcome, options, old)
    if update:
        old = old.update(may_be_known, sought)
        atomic.write({path: old.to_bytes()})
    gone = old.missing_from(may_be_known, sought).total()
    return replace(outcome, known=tuple(old.known_among(may_be_known)), gone=gone)


def _sought(outcome: Outcome, options: RunOptions, baseline: Baseline) -> Callable[[BaselineEntry], bool]:
    """Whether a run would have found what a baseline has, if it were still there."""
    from octavo.check import rules

    sources = [baseline.path(record.source) for record in outcome.records]
    formats = {"", *(edition.format for record in outcome.records for edition in record.editions)}
    judges = {check.name for record in outcome.records for check in record.checks if check.status != "skipped"}
    examined = any(record.examined_formats for record in outcome.records)
    asked = Settings(rules=options.rules)

    def sought(entry: BaselineEntry) -> bool:
        family = entry.rule.partition(".")[0]
        rule = rules.every().get(entry.rule)
        if rule is not None and rule.looks_at == "outside":
            looked = options.external if family == "external" else bool(judges)
        elif family in rules.FROM_OUTSIDE:
            looked = family in judges
        else:
            looked = examined or rule is None or rule.on_every_build
        there = any(entry.file == source or entry.file.startswith(f"{source}/") for source in sources)
        return there and looked and entry.edition in formats and asked.taken(entry.rule, Severity.INFO) is not None

    return sought


def _is_no_verdict(found: Diagnostic) -> bool:
    """Whether it says that a validator has not judged."""
    from octavo.check.validators import NO_VERDICT

    return found.rule == "check.absent" or found.rule.partition(".")[2] in NO_VERDICT


def _stops_a_build(found: Diagnostic) -> bool:
    """Whether it keeps a publication from being made, and not only from being passed."""
    from octavo.check import rules

    rule = rules.every().get(found.rule)
    outside = found.rule.partition(".")[0] in rules.FROM_OUTSIDE
    return found.severity is Severity.ERROR and not outside and (rule is None or rule.on_every_build)


def stopping(found: Iterable[FoundSource], options: RunOptions, cwd: Path) -> Stops:
    """What keeps publications from being published: errors, and with `strict` warnings that no baseline knows."""
    if options.baseline is None:
        return partial(is_stopped, strict=options.strict)
    baseline = Baseline.read(cwd / options.baseline, SourceLines([str(each.path) for each in found], cwd))

    def stops(diagnostics: Sequence[Diagnostic]) -> bool:
        known = set(baseline.known_among(diagnostics))
        new = [each for each in diagnostics if each not in known]
        return is_stopped(diagnostics, False) or is_stopped(new, options.strict)

    return stops
