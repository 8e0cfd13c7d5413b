"""What octavo reports about a publication, as values: every stage collects them, and none raises them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

REPORT_BUG = "this is a bug in octavo: please report it, with the output of 'octavo doctor'"
"""The hint of a finding that no text should be able to cause."""

LEAKED = "markup.leaked"
"""The rule about marks that readers see as they were typed: a text can have hundreds of a kind."""
MANY = 5
"""How many findings of one kind in one file are shown one by one."""


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


def folded(found: Iterable[Diagnostic], *, is_foreign: bool = True) -> Iterator[Diagnostic]:
    """Yield one finding of each kind, at its first place, with the number of others. Errors are not folded.

    In a book of another tool, findings of one rule are of a kind; for rules about other tools' features, those with the
    same message. In octavo's own, only marks that leaked are, where there are many in a file.
    """
    everything = [*found]
    kinds: dict[tuple[object, ...], list[int]] = {}
    for row, each in enumerate(everything):
        alone, said, file = row, "", ""
        if each.severity is not Severity.ERROR and (is_foreign or each.rule == LEAKED):
            alone = -1
        if each.rule == LEAKED:
            said, file = each.hint, "" if is_foreign else each.place.file
        elif each.rule.startswith(("layout.", "dialect.")):
            said = each.message
        kinds.setdefault((alone, each.rule, each.severity, each.edition, said, file), []).append(row)
    more = {rows[0]: len(rows) - 1 for rows in kinds.values() if is_foreign or len(rows) > MANY}
    folded_rows = {row for rows in kinds.values() if rows[0] in more for row in rows[1:]}
    for row, each in enumerate(everything):
        if count := more.get(row):
            yield replace(each, message=f"{each.message}, and {count} more like it")
        elif row not in folded_rows:
            yield each
