"""Spaces where none belong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule, SourceText
from octavo.model.diagnostic import Severity

_BEFORE = re.compile(r"(?<=[^\W\d_]{2})(?<![A-Z]{2}) +([,;.!?:])(?=\s)")
_SPACED = {"fr": ";:!?", "br": ";:!?"}
"""Signs that a language has a space before."""


def _before(text: SourceText) -> Iterator[Flaw]:
    for row, line in enumerate(text.bare.split("\n"), 1):
        if line.lstrip().startswith(("|", "#|")) or "  " in line.strip():
            continue  # cells of a table
        for found in _BEFORE.finditer(line):
            if found[1] not in _SPACED.get(text.language, ""):
                yield Flaw(f"a space stands before '{found[1]}'", text.find.line(row, found.start() + 1))


RULE = Rule(
    "text.space-before-mark",
    "source",
    Severity.WARNING,
    "A full stop or comma behind a space may begin the next line, by itself.",
    "delete the space",
    wrong="Bees dance , and others follow.\n",
    right="Bees dance, and others follow.\n",
    examine=_before,
)
