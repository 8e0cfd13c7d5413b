"""Repeated words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SourceText
from octavo.model.diagnostic import Severity

_REPEATABLE = {
    "en": "had that is do her you bye knock no ha ho hey na la yes very much long far many more really so now there "
    "blah tut hear there well on in",
    "de": "die das der den dem sie ist sich ja nein na so sehr was zu ganz weit ein bis wenn",
    "fr": "nous vous non oui si très là ah tout bien en que",
    "es": "no sí ja casi muy bien ya poco nada",
    "it": "no sì ah via piano poco quasi pian man mano adagio così subito bene appena molto passo giorno or via ben su giù",
    "nl": "die dat zij ze u ha nee ja heel was is",
    "pt": "não sim já quase muito bem logo",
    "sv": "det som ja nej ha mycket var så för i",
    "da": "det som ja nej ha meget der at for i",
    "nb": "det som ja nei ha veldig der at for i",
}
"""Words that these languages repeat on purpose. Other languages repeat words for emphasis, and are left out."""
_DOUBLED = re.compile(
    r"(?<![\w’'.$\\/@#-])(?P<word>[^\W\d_]+)(?P<gap>[*_]{0,3}(?: |(?<! )[ ]?\n[ \t]*(?:>[ \t]?)*)[*_]{0,3})"
    r"(?P<again>(?P=word))(?![\w’'\\/@(=-]|\.\w)",
    re.IGNORECASE,
)


def _doubled(text: SourceText) -> Iterator[Flaw]:
    if text.language not in _REPEATABLE:
        return
    repeatable = _REPEATABLE[text.language].split()
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
