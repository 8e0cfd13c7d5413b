"""Which declaration of the author's style sheets makes print differ from the text.

Where a chapter does not read back as it should, it is laid out again without the author's sheets. If it then reads as
it should, the cause is looked for by halves: fewer and fewer of the declarations are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Place, warning

if TYPE_CHECKING:
    from octavo.check.proofreading import GatheringReading
    from octavo.press.cssom import Origin

_TRIES = 40
"""How often chapters are laid out again at most, which takes as long as the first time."""
_CAUSES = 6
"""How many declarations are looked for at most."""

Try = Callable[[str, frozenset["Origin"]], "GatheringReading"]
"""Lays a chapter out without some declarations, and reads it back."""


@dataclass(slots=True)
class Blame:
    """The search. `declarations` are those of the author's sheets, in their order; `retry` reads a chapter again."""

    declarations: Sequence[Origin]
    retry: Try
    removed: list[Origin] = field(default_factory=list)
    """The declarations that were found to be causes."""
    tries: int = 0

    def explain(self, name: str, part: GatheringReading) -> GatheringReading:
        """Return the reading of a chapter, with what the author's sheets cause reported at their lines."""
        if not _is_wrong(part) or not self._is_right(name, self.declarations):
            return part
        before = len(self.removed)
        while not self._is_right(name, self.removed):
            if len(self.removed) == _CAUSES or self.tries >= _TRIES:
                return part
            self.removed.append(self._next_cause(name))
        causes = self.removed[before:]
        found = [_report(each, self._alone(name, each) if len(self.removed) > 1 else part) for each in causes]
        return replace(part, faults=(), differences=tuple(found))

    def _alone(self, name: str, cause: Origin) -> GatheringReading:
        """Return how a chapter reads if only one of the causes is in force."""
        self.tries += 1
        return self.retry(name, frozenset(self.removed) - {cause})

    def _next_cause(self, name: str) -> Origin:
        """Return the last of the fewest first declarations without which the chapter is as it should be."""
        least, most = 0, len(self.declarations)
        while most - least > 1:
            middle = (least + most) // 2
            if self._is_right(name, [*self.removed, *self.declarations[:middle]]):
                most = middle
            else:
                least = middle
        return self.declarations[most - 1]

    def _is_right(self, name: str, without: Sequence[Origin]) -> bool:
        self.tries += 1
        return self.tries <= _TRIES and not _is_wrong(self.retry(name, frozenset(without)))


def _is_wrong(part: GatheringReading) -> bool:
    return bool(part.differences or part.faults)


def _report(cause: Origin, part: GatheringReading) -> Diagnostic:
    place = Place(cause.file, cause.line, cause.column)
    said = next(_said(part), "")
    if said:
        message = f"this changes what print says: {said}"
    else:
        message = f"this changes the structure of the PDF: {next((text for _, text in part.faults), '')}"
    hint = "remove it, or put it in a '@media screen' block; if you want it so, ignore this warning"
    return warning("css.changes-text", message, place, hint, "pdf")


def _said(part: GatheringReading) -> Iterator[str]:
    """Yield what was read in place of what, of each difference."""
    for each in part.differences:
        yield each.message.partition(": ")[2] or each.message
