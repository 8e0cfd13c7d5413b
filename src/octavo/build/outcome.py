"""The outcome of a run: the records of its publications, and all findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from octavo.model.diagnostic import Diagnostic, Severity, folded
from octavo.model.edition import BuildRecord
from octavo.source import layouts
from octavo.source.discover import FoundSource


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run made and found."""

    records: tuple[BuildRecord, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    found: bool = True
    """False where there was nothing to build in the places that were named."""
    sources: tuple[FoundSource, ...] = ()
    """The sources of the records, in the same order."""
    known: tuple[Diagnostic, ...] = ()
    """The diagnostics that the baseline has."""
    asked: int = 0
    """How many links to other sites were checked, each once."""
    gone: int = 0
    """How many entries of the baseline were not found again."""

    @property
    def new(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that the baseline does not have."""
        known = set(self.known)
        return tuple(each for each in self.diagnostics if each not in known)

    @property
    def folded(self) -> tuple[Diagnostic, ...]:
        """The new diagnostics for people: of a book made for another tool, one finding of each kind."""
        foreign = [
            each for record in self.records if record.said and layouts.is_foreign(record.layout) for each in record.said
        ]
        theirs, known = set(foreign), set(self.known)
        own = folded((each for each in self.new if each not in theirs), is_foreign=False)
        return (*own, *folded(each for each in foreign if each not in known))

    def ok(self, strict: bool) -> bool:
        """Return whether everything was published; with `strict`, warnings count as errors."""
        return self.found and not is_stopped(self.new, strict)


def is_stopped(diagnostics: Iterable[Diagnostic], strict: bool) -> bool:
    """Return whether findings keep a publication from being published."""
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(each.severity in grave for each in diagnostics)
