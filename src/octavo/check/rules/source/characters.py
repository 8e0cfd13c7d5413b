"""Characters that nobody typed on purpose: wrongly decoded and invisible ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SourceText
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
            what = "the character � replaces one that was lost"
        elif "\u0080" <= found[0][0] <= "\u009f":
            what = f"there is a control character: U+{ord(found[0][0]):04X}"
        else:
            what = f"'{found[0]}' looks like UTF-8 that was read in another encoding"
        yield Flaw(what, text.at(found.start()))


def _invisible(text: SourceText) -> Iterator[Flaw]:
    for found in _INVISIBLE.finditer(text.prose):
        name = unicodedata.name(found[0])
        yield Flaw(f"invisible character: {name} (U+{ord(found[0]):04X})", text.at(found.start()))


RULES = (
    Rule(
        id="text.garbled",
        looks_at="source",
        severity=Severity.WARNING,
        reason=("Text that was once read in the wrong encoding contains characters that readers cannot decipher."),
        fix="write the character you meant",
        wrong="The beeâ€™s dance.\n",
        right="The bee’s dance, and the château.\n",
        examine=_garbled,
    ),
    Rule(
        id="text.invisible",
        looks_at="source",
        severity=Severity.INFO,
        reason=("Invisible characters, which often come with pasted text, break searches, hyphenation and lines."),
        fix="delete it; most editors can show it",
        wrong="Bees dance\u200b in the hive.\n",
        right="Bees dance in the hive.\n",
        examine=_invisible,
    ),
)
