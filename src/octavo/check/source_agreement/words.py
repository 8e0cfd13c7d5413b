"""Words as both sides take them: runs of letters and digits, without regard to case or typographic form.

Quotes, dashes and hyphens divide words on both sides, so that typography needs no rule. Each Chinese character and each
kana is a word. A word keeps the `#` or `++` right behind it: C# and C++ are other words than C.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_IDEOGRAPHS = "\u3005-\u3007\u3041-\u309f\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_UNSEEN = "\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff"
"""Soft hyphens, joiners and marks of direction, which may be on one side only."""
_ACCENTS = "\u0300-\u036f"
_WORD = re.compile(rf"(?:[^\W_{_IDEOGRAPHS}]|[{_ACCENTS}{_UNSEEN}])+(?:#+|\+\++)?|[{_IDEOGRAPHS}]")
_REMOVED = re.compile(f"[{_UNSEEN}]")


def words_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words of a text in the form that is compared, each with the place at which it begins."""
    for found in _WORD.finditer(text):
        word = found[0]
        if word[-1] == "+" and text[found.start() - 1 : found.start()] == "+":
            word = word.rstrip("+")  # signs around the word
        word = word.lower() if word.isascii() else unicodedata.normalize("NFKC", _REMOVED.sub("", word)).casefold()
        if word:
            yield found.start(), word
