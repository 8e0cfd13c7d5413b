"""What octavo reports about a publication, as values: every stage collects them, and none raises them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

REPORT_BUG = "this is a bug in octavo: please report it, with the output of 'octavo doctor'"
"""The hint of a finding that no text should be able to cause."""


class Severity(StrEnum):
    """How serious a finding is. An error keeps editions from being written; a warning and an info do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the author's files: `file` as the author names it, `line` and `column` from 1, or 0 if unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    `rule` is a stable dotted id; `message` is one sentence without a full stop; `hint` says what to do;
    `edition` names the output format, if it concerns only one; `pages` are the labels of the printed pages that show
    it.
    """

    rule: str
    severity: Severity
    message: str
    place: Place
    hint: str = ""
    edition: str | None = None
    pages: tuple[str, ...] = ()

    def at(self, severity: Severity) -> Diagnostic:
        """Return the same finding with the severity that the author has set."""
        return replace(self, severity=severity)


def error(rule: str, message: str, place: Place, hint: str = "", edition: str | None = None) -> Diagnostic:
    """Return a finding that keeps editions from being written."""
    return Diagnostic(rule, Severity.ERROR, message, place, hint, edition)


def warning(rule: str, message: str, place: Place, hint: str = "", edition: str | None = None) -> Diagnostic:
    """Return a finding that the author should look at."""
    return Diagnostic(rule, Severity.WARNING, message, place, hint, edition)


def info(rule: str, message: str, place: Place, hint: str = "", edition: str | None = None) -> Diagnostic:
    """Return a finding that the author may want to know about."""
    return Diagnostic(rule, Severity.INFO, message, place, hint, edition)


def in_order(found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return findings in the order of the source."""
    return tuple(sorted(found, key=lambda each: (each.place.file, each.place.line, each.place.column)))


def folded(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield one finding of each kind, at its first place, with the number of others. Errors are not folded.

    Findings of one rule are of a kind; for rules about other tools' features, those with the same message.
    """
    kinds: dict[tuple[object, ...], list[Diagnostic]] = {}
    for row, each in enumerate(found):
        alone = row if each.severity is Severity.ERROR else -1
        said = each.message if each.rule.startswith(("layout.", "dialect.")) else ""
        kinds.setdefault((alone, each.rule, each.severity, each.edition, said), []).append(each)
    for same in kinds.values():
        more = len(same) - 1
        yield replace(same[0], message=f"{same[0].message}, and {more} more like it") if more else same[0]
