"""The walk over a text: every block is offered to the dialect's rules, and comes out as Pandoc reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import Expand, Fence, Item, SourceLine, scan

Replacement = tuple[Sequence[SourceLine], int]
"""What has become of some items, and the row of the first one behind them."""


Rule = Callable[["DialectWalk", SourceLine, Sequence[Item], int], Replacement | None]
"""Looks at a line, which is that of a row of the items, and takes it and more of them, or leaves it."""


@dataclass(frozen=True)
class DialectWalk:
    """How texts of one dialect are gone over."""

    context: DialectContext
    rules: Mapping[str, Sequence[Rule]]
    """By the first character of a line that is no white space: what may begin there. Under nothing: at every line."""
    fence: Callable[[DialectWalk, Fence], Sequence[SourceLine]]
    """What becomes of a block of code."""
    prose: Callable[[DialectWalk, SourceLine], SourceLine]
    """What becomes of a line that no rule takes."""
    expand: Expand | None = None

    def rewrite_text(self, lines: Sequence[SourceLine]) -> list[SourceLine]:
        """Go over a text."""
        return self.rewrite(scan(lines, self.expand))

    def rewrite(self, items: Sequence[Item]) -> list[SourceLine]:
        """Go over what has been scanned."""
        done: list[SourceLine] = []
        always = self.rules.get("", ())
        row = 0
        while row < len(items):
            item = items[row]
            if isinstance(item, Fence):
                done += self.fence(self, item)
                row += 1
                continue
            begins = item.text.lstrip()[:1]
            for rule in (*self.rules.get(begins, ()), *always) if begins else ():
                replacement = rule(self, item, items, row)
                if replacement is not None:
                    done += replacement[0]
                    row = replacement[1]
                    break
            else:
                done.append(self.prose(self, item) if begins else item)
                row += 1
        return done
