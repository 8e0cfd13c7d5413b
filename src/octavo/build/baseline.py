"""A run compared with its baseline: findings that the baseline has are ignored, and only new ones count."""

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

Gate = Callable[[Sequence[Diagnostic]], bool]
"""Says whether findings keep a publication from being published."""


def compare(outcome: Outcome, options: RunOptions, cwd: Path, update: bool = False) -> Outcome:
    """Return the outcome with its known findings marked; with `update`, write the baseline first.

    Two kinds of findings are never known: errors that keep a publication from being made, and those of validators that
    failed, for no one knows what they would have found. Raises `UsageError` if the baseline cannot be read.
    """
    assert options.baseline is not None
    path = cwd / options.baseline
    lines = SourceLines([record.source for record in outcome.records], cwd)
    old = Baseline(path.parent, lines) if update and not path.exists() else Baseline.read(path, lines)
    candidates = [
        each
        for each in outcome.diagnostics
        if not (_prevents_build(each, options.trusted) or _is_failed_validator(each))
    ]
    would_find = _findable(outcome, options, old)
    if update:
        old = old.update(candidates, would_find)
        atomic.write({path: old.to_bytes()})
    gone = old.missing_from(candidates, would_find).total()
    return replace(outcome, known=tuple(old.known_among(candidates)), gone=gone)


def _findable(outcome: Outcome, options: RunOptions, baseline: Baseline) -> Callable[[BaselineEntry], bool]:
    """Return what says whether a run would have found an entry of the baseline again, if it still applied."""
    from octavo.check import rules

    known_rules = rules.every(options.trusted)
    sources = [baseline.path(record.source) for record in outcome.records]
    formats = {"", *(edition.format for record in outcome.records for edition in record.editions)}
    validators = {check.name for record in outcome.records for check in record.checks if check.status != "skipped"}
    examined = any(record.examined_formats for record in outcome.records)
    settings = Settings(rules=options.rules)

    def would_find(entry: BaselineEntry) -> bool:
        family = entry.rule.partition(".")[0]
        rule = known_rules.get(entry.rule)
        if rule is not None and rule.looks_at == "outside":
            is_checked = options.external if family == "external" else bool(validators)
        elif family in rules.FROM_OUTSIDE:
            is_checked = family in validators
        else:
            is_checked = examined or rule is None or rule.on_every_build
        is_here = any(entry.file == source or entry.file.startswith(f"{source}/") for source in sources)
        is_on = settings.severity_of(entry.rule, Severity.INFO) is not None
        return is_here and is_checked and is_on and entry.edition in formats

    return would_find


def _is_failed_validator(found: Diagnostic) -> bool:
    """Return whether a finding says that a validator came to no result."""
    from octavo.check.validators import NO_VERDICT

    return found.rule == "check.absent" or found.rule.partition(".")[2] in NO_VERDICT


def _prevents_build(found: Diagnostic, trusted: bool) -> bool:
    """Return whether a finding keeps a publication from being made, and not only from passing a check."""
    from octavo.check import rules

    rule = rules.every(trusted).get(found.rule)
    outside = found.rule.partition(".")[0] in rules.FROM_OUTSIDE
    return found.severity is Severity.ERROR and not outside and (rule is None or rule.on_every_build)


def gate(found: Iterable[FoundSource], options: RunOptions, cwd: Path) -> Gate:
    """Return what keeps publications from being published: errors, and with `strict` warnings not in the baseline."""
    if options.baseline is None:
        return partial(is_stopped, strict=options.strict)
    baseline = Baseline.read(cwd / options.baseline, SourceLines([str(each.path) for each in found], cwd))

    def is_stopped_by(diagnostics: Sequence[Diagnostic]) -> bool:
        known = set(baseline.known_among(diagnostics))
        new = [each for each in diagnostics if each not in known]
        return is_stopped(diagnostics, False) or is_stopped(new, options.strict)

    return is_stopped_by
