"""Markers of unfinished work, such as TODO."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SourceText
from octavo.model.diagnostic import Severity

_ABOUT = r"(?:lists?|apps?|items?|comments?|notes?|markers?|tags?|files?|entries|entry|MVC)"
_MARK = re.compile(
    rf"(?<![\w/#.`\"'“‘_-])(?:(TODO|FIXME)(?![\w_(.`\"'”’-]| {_ABOUT}\b)(?:\(\w+\))?|(TODO|FIXME)\(\w+\):|(TBD)\b(?!-)|(XXX)(?=:|\s*$)(?<![A-Z] XXX)"
    r"|(TK)(?=[\s.,;:\])]|$)(?!\s+[A-Z]))"
)


def _todo(text: SourceText) -> Iterator[Flaw]:
    for row, line in enumerate(text.prose.split("\n"), 1):
        for found in _MARK.finditer(line):
            mark = next(each for each in found.groups() if each)
            if mark == "TK" and text.language != "en":
                continue
            yield Flaw(f"'{mark}' is still in the text", text.find.line(row, found.start() + 1))


RULE = Rule(
    id="text.todo",
    looks_at="source",
    severity=Severity.WARNING,
    reason="A note to yourself is not for readers, and shows them that something is unfinished.",
    fix="finish it and remove the marker, or put it in a comment: `<!-- … -->`",
    wrong="Bees dance. TODO: say why.\n",
    right="Bees dance. <!-- TODO: say why. -->\n",
    examine=_todo,
)
