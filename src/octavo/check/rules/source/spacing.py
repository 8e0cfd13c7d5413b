"""Spaces before punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SourceText
from octavo.model import languages
from octavo.model.diagnostic import Severity

_BEFORE = re.compile(r"(?<=[^\W\d_]{2})(?<![A-Z]{2}) +([,;.!?:])(?=\s)")


def _before(text: SourceText) -> Iterator[Flaw]:
    allowed = languages.find(text.language).proofreading.spaced_marks
    for row, line in enumerate(text.bare.split("\n"), 1):
        if line.lstrip().startswith(("|", "#|")) or "  " in line.strip():
            continue  # cells of a table
        for found in _BEFORE.finditer(line):
            if found[1] not in allowed:
                yield Flaw(f"there is a space before '{found[1]}'", text.find.line(row, found.start() + 1))


RULE = Rule(
    id="text.space-before-mark",
    looks_at="source",
    severity=Severity.WARNING,
    reason="A full stop or comma after a space may start the next line on its own.",
    fix="delete the space",
    wrong="Bees dance , and others follow.\n",
    right="Bees dance, and others follow.\n",
    examine=_before,
)
