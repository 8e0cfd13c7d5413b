"""Tracked changes and comments, in CriticMarkup or as Pandoc reads them from a word processor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SourceText
from octavo.model.diagnostic import Severity

_ANY = r"(?:(?!\n[ \t]*\n)[\s\S])*?"
_KINDS = {
    "insertion": rf"\{{\+\+{_ANY}\+\+\}}|\{{(?:[^{{}}\n]*\s)?\.insertion(?=[\s}}])[^{{}}\n]*\}}",
    "deletion": rf"\{{--{_ANY}--\}}|\{{(?:[^{{}}\n]*\s)?\.deletion(?=[\s}}])[^{{}}\n]*\}}",
    "substitution": rf"\{{~~{_ANY}~>{_ANY}~~\}}",
    "comment": rf"\{{>>{_ANY}<<\}}|\{{(?:[^{{}}\n]*\s)?\.comment-start(?=[\s}}])[^{{}}\n]*\}}",
    "highlight": rf"\{{=={_ANY}==\}}",
}
_MARKS = re.compile("|".join(f"({pattern})" for pattern in _KINDS.values()))


def _tracked(text: SourceText) -> Iterator[Flaw]:
    for found in _MARKS.finditer(text.prose):
        kind = [*_KINDS][(found.lastindex or 1) - 1]
        yield Flaw(f"an unresolved {kind} is still in the text", text.at(found.start()))


RULE = Rule(
    id="text.tracked-change",
    looks_at="source",
    severity=Severity.WARNING,
    reason="An unresolved tracked change is published with its marks, and with both wordings.",
    fix="accept or reject it, and delete the marks",
    wrong="Bees {--sing--}{++dance++} in the hive.\n",
    right="Bees dance in the hive; `{++so++}` a change is marked.\n",
    examine=_tracked,
)
