"""Searching forward in a text in linear time: what was sought once and does not exist is not sought again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass
class ForwardSearch:
    """Looks for what closes something, in one text. The places asked for may come in any order."""

    text: str
    _seen: dict[object, tuple[int, int, int]] = field(default_factory=dict)
    """For each pattern, the last answer: the place asked for, and the span that was found (-1 without one)."""

    def plain(self, what: str, at: int, end: int | None = None) -> int:
        """Return the first place of some characters from a place on, before `end`, or -1."""
        start, first, _ = self._seen.get(what, (at + 1, 0, 0))
        if start > at or -1 < first < at:
            first = self.text.find(what, at)
            self._seen[what] = (at, first, first)
        return first if end is None or first + len(what) <= end else -1

    def match(self, pattern: re.Pattern[str], at: int, end: int | None = None) -> tuple[int, int] | None:
        """Return the span of the first match of a pattern from a place on, before `end`, or None."""
        start, first, last = self._seen.get(pattern, (at + 1, 0, 0))
        if start > at or -1 < first < at:
            found = pattern.search(self.text, at)
            first, last = found.span() if found else (-1, -1)
            self._seen[pattern] = (at, first, last)
        return (first, last) if first >= 0 and (end is None or last <= end) else None
