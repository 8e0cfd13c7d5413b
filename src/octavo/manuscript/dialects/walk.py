"""The walk over a text: each block is offered to the rules of the dialect, and is rewritten for Pandoc."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import Expand, Fence, Item, SourceLine, scan

Replacement = tuple[Sequence[SourceLine], int]
"""The lines that replace some items, and the row of the first item after those."""


Rule = Callable[["DialectWalk", SourceLine, Sequence[Item], int], Replacement | None]
"""Replaces the line of a row, and maybe items after it; returns None to leave it to other rules."""


@dataclass(frozen=True)
class DialectWalk:
    """How the texts of one dialect are rewritten."""

    context: DialectContext
    rules: Mapping[str, Sequence[Rule]]
    """The rules by the first character of a line that is not white space; those under the empty text see every line."""
    fence: Callable[[DialectWalk, Fence], Sequence[SourceLine]]
    """Rewrites a block of code."""
    prose: Callable[[DialectWalk, SourceLine], SourceLine]
    """Rewrites a line that no rule replaces."""
    expand: Expand | None = None

    def rewrite_text(self, lines: Sequence[SourceLine]) -> list[SourceLine]:
        """Rewrite a text."""
        return self.rewrite(scan(lines, self.expand))

    def rewrite(self, items: Sequence[Item]) -> list[SourceLine]:
        """Rewrite what has been scanned."""
        result: list[SourceLine] = []
        always = self.rules.get("", ())
        row = 0
        while row < len(items):
            item = items[row]
            if isinstance(item, Fence):
                result += self.fence(self, item)
                row += 1
                continue
            begins = item.text.lstrip()[:1]
            for rule in (*self.rules.get(begins, ()), *always) if begins else ():
                replacement = rule(self, item, items, row)
                if replacement is not None:
                    result += replacement[0]
                    row = replacement[1]
                    break
            else:
                result.append(self.prose(self, item) if begins else item)
                row += 1
        return result
