"""What comes of a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from octavo.model.diagnostic import Diagnostic, Severity, folded
from octavo.model.edition import BuildRecord
from octavo.source import layouts
from octavo.source.discover import FoundSource


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `found` is false where there was nothing to build at the places named."""

    records: tuple[BuildRecord, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    found: bool = True
    sources: tuple[FoundSource, ...] = ()
    """Where the publications of the records are."""
    known: tuple[Diagnostic, ...] = ()
    """Those of the diagnostics that the baseline has."""
    gone: int = 0
    """How many findings of the baseline are there no more."""

    @property
    def new(self) -> tuple[Diagnostic, ...]:
        """The diagnostics without those that were known."""
        known = set(self.known)
        return tuple(each for each in self.diagnostics if each not in known)

    @property
    def told(self) -> tuple[Diagnostic, ...]:
        """The same for people: of a book made for another tool, one finding of each kind."""
        foreign = [each for record in self.records if layouts.is_foreign(record.layout) for each in record.said]
        own, known = set(foreign), set(self.known)
        return (*(each for each in self.new if each not in own), *folded(each for each in foreign if each not in known))

    def ok(self, strict: bool) -> bool:
        """Whether everything was published."""
        return self.found and not is_stopped(self.new, strict)


def is_stopped(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    """Whether something was found that keeps a publication from being published."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(each.severity in grave for each in diagnostics)
