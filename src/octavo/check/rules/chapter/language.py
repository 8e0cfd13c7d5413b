"""Passages in another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model.diagnostic import Severity

_LATIN = (
    "en de fr es it nl pt sv da nb nn no fi pl cs sk hu ro hr sl et lv lt tr ca eu gl ga cy is id ms vi af sq la eo"
)
_LEAST = 4
"""Letters: fewer are a symbol, as in mathematics."""
_LANGUAGES = {
    "GREEK": "el", "CYRILLIC": "ru", "HEBREW": "he", "ARABIC": "ar", "DEVANAGARI": "hi", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip


def _passages(chapter: SetChapter) -> Iterator[Flaw]:
    if chapter.language not in _LATIN.split() or chapter.galley.html.isascii():
        return
    found = set[str]()
    for passage in chapter.passages:
        for word in re.findall(r"[^\W\d_]+", passage.text):
            script = "" if word.isascii() else unicodedata.name(word[0], "").partition(" ")[0]
            least = 2 if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL") else _LEAST
            if script in _LANGUAGES and script not in found and _letters(word, script) >= least:
                found.add(script)
                lang = "ja" if re.search("[ぁ-ヿ]", word) else _LANGUAGES[script]
                shown = word.replace("\u00ad", "")
                hint = f"mark its language: `[{shown}]{{lang={lang}}}`, or `::: {{lang={lang}}}` around a paragraph"
                kind = "Chinese or Japanese" if script == "CJK" else script.capitalize()
                yield Flaw(f"'{shown}' is {kind} but is not marked with a language", chapter.find.words(shown), hint)


def _letters(word: str, script: str) -> int:
    return sum(unicodedata.name(letter, "").startswith(script) for letter in word)


RULE = Rule(
    id="text.language",
    looks_at="chapter",
    severity=Severity.INFO,
    reason=(
        "A screen reader pronounces a passage, and octavo hyphenates it, by the rules of the "
        "language it is marked with."
    ),
    fix="mark its language: `[λόγος]{lang=el}`",
    wrong="The Greeks said μέλισσα for a bee.\n",
    right="The Greeks said [μέλισσα]{lang=el} for a bee; an angle is called αβ.\n",
    examine=_passages,
)
