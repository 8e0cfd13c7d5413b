"""Passages in another script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule, SetChapter
from octavo.model.diagnostic import Severity

_LATIN = (
    "en de fr es it nl pt sv da nb nn no fi pl cs sk hu ro hr sl et lv lt tr ca eu gl ga cy is id ms vi af sq la eo"
)
_LEAST = 4
"""Letters: less than that is a sign, as in mathematics."""
_LANGUAGES = {
    "GREEK": "el", "CYRILLIC": "ru", "HEBREW": "he", "ARABIC": "ar", "DEVANAGARI": "hi", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip


def _passages(chapter: SetChapter) -> Iterator[Flaw]:
    if chapter.language not in _LATIN.split() or chapter.galley.html.isascii():
        return
    met = set[str]()
    for passage in chapter.passages:
        for word in re.findall(r"[^\W\d_]+", passage.text):
            script = "" if word.isascii() else unicodedata.name(word[0], "").partition(" ")[0]
            least = 2 if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL") else _LEAST
            if script in _LANGUAGES and script not in met and _letters(word, script) >= least:
                met.add(script)
                lang = "ja" if re.search("[ぁ-ヿ]", word) else _LANGUAGES[script]
                said = word.replace("\u00ad", "")
                hint = f"say which: `[{said}]{{lang={lang}}}`, or `::: {{lang={lang}}}` around a paragraph"
                kind = "Chinese or Japanese" if script == "CJK" else script.capitalize()
                yield Flaw(
                    f"'{said}' is {kind}, and not said to be in another language", chapter.find.words(said), hint
                )


def _letters(word: str, script: str) -> int:
    return sum(unicodedata.name(letter, "").startswith(script) for letter in word)


RULE = Rule(
    "text.language",
    "chapter",
    Severity.INFO,
    "A screen reader reads a passage by the rules of the language that it is told, or not at all; so does hyphenation.",
    "say which language it is: `[λόγος]{lang=el}`",
    wrong="The Greeks said μέλισσα for a bee.\n",
    right="The Greeks said [μέλισσα]{lang=el} for a bee; an angle is called αβ.\n",
    examine=_passages,
)
