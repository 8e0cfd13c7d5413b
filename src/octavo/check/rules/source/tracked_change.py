"""Marks of changes that somebody was to accept or to refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule, SourceText
from octavo.model.diagnostic import Severity

_ANY = r"(?:(?!\n[ \t]*\n)[\s\S])*?"
_KINDS = {
    "an insertion": rf"\{{\+\+{_ANY}\+\+\}}|\{{(?:[^{{}}\n]*\s)?\.insertion(?=[\s}}])[^{{}}\n]*\}}",
    "a deletion": rf"\{{--{_ANY}--\}}|\{{(?:[^{{}}\n]*\s)?\.deletion(?=[\s}}])[^{{}}\n]*\}}",
    "a substitution": rf"\{{~~{_ANY}~>{_ANY}~~\}}",
    "a comment": rf"\{{>>{_ANY}<<\}}|\{{(?:[^{{}}\n]*\s)?\.comment-start(?=[\s}}])[^{{}}\n]*\}}",
    "a highlight": rf"\{{=={_ANY}==\}}",
}
_MARKS = re.compile("|".join(f"({pattern})" for pattern in _KINDS.values()))


def _tracked(text: SourceText) -> Iterator[Flaw]:
    for found in _MARKS.finditer(text.prose):
        yield Flaw(
            f"{[*_KINDS][(found.lastindex or 1) - 1]} of an editor's is left in the text", text.at(found.start())
        )


RULE = Rule(
    "text.tracked-change",
    "source",
    Severity.WARNING,
    "A change that was marked for somebody to decide on goes to print with its marks, and with both wordings.",
    "take over the change or drop it, and delete the marks",
    wrong="Bees {--sing--}{++dance++} in the hive.\n",
    right="Bees dance in the hive; `{++so++}` a change is marked.\n",
    examine=_tracked,
)
