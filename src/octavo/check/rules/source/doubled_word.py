"""Repeated words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SourceText
from octavo.model import languages
from octavo.model.diagnostic import Severity

_DOUBLED = re.compile(
    r"(?<![\w’'.$\\/@#-])(?P<word>[^\W\d_]+)(?P<gap>[*_]{0,3}(?: |(?<! )[ ]?\n[ \t]*(?:>[ \t]?)*)[*_]{0,3})"
    r"(?P<again>(?P=word))(?![\w’'\\/@(=-]|\.\w)",
    re.IGNORECASE,
)


def _doubled(text: SourceText) -> Iterator[Flaw]:
    repeatable = languages.find(text.language).proofreading.repeatable
    if not repeatable:
        return
    for found in _DOUBLED.finditer(text.chapter.text):
        word, again = found["word"], found["again"]
        start = found.start()
        if again != again.lower() or word.lower() in repeatable or len(word) == 1:
            continue
        if text.bare[start : found.end()].split() != found[0].split() or "  " in found["gap"]:
            continue  # in code or a URL
        line = text.chapter.text[text.chapter.text.rfind("\n", 0, start) + 1 : start]
        if "\n" in found["gap"] and line.lstrip().startswith(("#", "|", ":::")):
            continue
        yield Flaw(f"repeated word: '{word} {again}'", text.at(found.start("again")))


RULE = Rule(
    id="text.doubled-word",
    looks_at="source",
    severity=Severity.WARNING,
    reason=("A repeated word, easily overlooked across a line break, is what readers notice in the printed book."),
    fix="delete one of the two",
    wrong="Bees dance for the\nthe others in the hive.\n",
    right="What they had had was the joy *that* that dance gives.\n",
    examine=_doubled,
)
