"""Characters that nobody typed on purpose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule, SourceText
from octavo.model.diagnostic import Severity

_GARBLED = re.compile(
    "\ufffd+"
    "|[\u0080-\u009f]+"
    "|â(?:€[™œ\u009d“”˜¦¢\u0099\u009c\u0093\u0094]?|\u0080[\u0090-\u00a6])"
    "|Ã[\u0080-\u009f¡-©¬-¶¸¹¼-¿†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]"
    "|Â[\u00a0«»°±²³·½¼¾§©®]"
)
_INVISIBLE = re.compile("[\ufeff\u2028\u2029\u202a-\u202e\u2066-\u2069]|\u200b(?=\\s)|(?<=\\s)\u200b|\u00ad(?=\\s)")


def _garbled(text: SourceText) -> Iterator[Flaw]:
    for found in _GARBLED.finditer(text.prose):
        if found[0][0] == "\ufffd":
            what = "the character � stands where one was lost"
        elif "\u0080" <= found[0][0] <= "\u009f":
            what = f"there is a control character, U+{ord(found[0][0]):04X}"
        else:
            what = f"'{found[0]}' looks like UTF-8 that was read as something else"
        yield Flaw(what, text.at(found.start()))


def _invisible(text: SourceText) -> Iterator[Flaw]:
    for found in _INVISIBLE.finditer(text.prose):
        name = unicodedata.name(found[0]).lower()
        yield Flaw(f"there is a character that nobody sees: {name}, U+{ord(found[0]):04X}", text.at(found.start()))


RULES = (
    Rule(
        "text.garbled",
        "source",
        Severity.WARNING,
        "Text that went through the wrong encoding once has signs that nobody wrote, and readers cannot guess the right.",
        "write the character that was meant",
        wrong="The beeâ€™s dance.\n",
        right="The bee’s dance, and the château.\n",
        examine=_garbled,
    ),
    Rule(
        "text.invisible",
        "source",
        Severity.INFO,
        "Characters that cannot be seen come along when text is pasted; they break searches, hyphens and lines.",
        "delete it; most editors can show it",
        wrong="Bees dance\u200b in the hive.\n",
        right="Bees dance in the hive.\n",
        examine=_invisible,
    ),
)
