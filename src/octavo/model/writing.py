"""How languages are written: the letters of scripts, what follows from the script, and the guess of a language."""

from __future__ import annotations

import re

from octavo.model import languages

IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303b\u3105-\u312f\u31a0-\u31bf\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Han characters and Bopomofo, as a range of a regular expression; so are those below."""
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f\U0001aff0-\U0001b16f"
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa1-\uffdc"
HEBREW = "\u0591-\u05f4\ufb1d-\ufb4f"
ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
WIDE_SIGNS = (
    "\u3000-\u3004\u3008-\u3020\u3030\u303c-\u303f\u30a0\u30fb\ufe10-\ufe1f\ufe30-\ufe6b\uff01-\uff65\uffe0-\uffee"
)
"""Punctuation and forms as wide as an ideograph."""

WRITINGS = ("jpan", "kore", "hans", "hant", "hebr", "arab")
"""The ways of writing that have fonts of their own: Japanese, Korean, simplified and traditional Chinese (in each of
which the same Han character has its own shape), Hebrew, Arabic. The first four are East Asian."""
EAST_ASIAN = frozenset(WRITINGS[:4])
RIGHT_TO_LEFT = frozenset(WRITINGS[4:])

_OF_SCRIPTS = {
    "hans": "hans", "hant": "hant", "jpan": "jpan", "hira": "jpan", "kana": "jpan", "kore": "kore", "hang": "kore",
    "hebr": "hebr", "arab": "arab",
}  # fmt: skip
_RTL_SCRIPTS = frozenset({"hebr", "arab", "syrc", "thaa"})


def writing(lang: str) -> str:
    """Return which of `WRITINGS` a language, given by its BCP 47 tag, is written in; empty for other scripts."""
    return _OF_SCRIPTS.get(languages.script(lang), "")


def direction(lang: str) -> str:
    """Return `rtl` for languages written from right to left, else `ltr`."""
    return "rtl" if languages.script(lang) in _RTL_SCRIPTS else "ltr"


def joins_lines(lang: str) -> bool:
    """Return whether a line of the source continues in the next one without a space: in Chinese and Japanese."""
    return writing(lang) in ("hans", "hant", "jpan")


ALPHABETS = {"kana": KANA, "hangul": HANGUL}
"""Ranges of letters by the names that the files of languages use."""
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_EASTERN = "eastern"
_LETTERS = {
    _EASTERN: re.compile(f"[{IDEOGRAPHS}{KANA}{HANGUL}]"),
    "hebr": re.compile("[\u05d0-\u05ea]"),
    "arab": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
    "cyrl": re.compile("[\u0400-\u052f]"),
    "grek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "deva": re.compile("[\u0900-\u097f]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "beng": re.compile("[\u0980-\u09ff]"),
    "geor": re.compile("[\u10a0-\u10ff]"),
    "armn": re.compile("[\u0530-\u058f]"),
}
"""The letters of each script, and of those of East Asia together: a text in one of their languages mixes them."""
_WEIGHTS = {_EASTERN: 5, "hebr": 1, "arab": 1}
"""How many Latin letters a letter of the script counts for: texts are full of foreign names, terms and code. Texts from
right to left count for no more, since a wrong guess would turn their pages around."""
_USUAL_WEIGHT = 4


def guess(text: str) -> str | None:
    """Return the language of a text as far as its letters show it; None if many languages share them."""
    if text.isascii():
        return None
    counts = {script: len(pattern.findall(text)) for script, pattern in _LETTERS.items()}
    weighed = {script: count * _WEIGHTS.get(script, _USUAL_WEIGHT) for script, count in counts.items()}
    script = max(weighed, key=lambda each: weighed[each])
    if weighed[script] <= len(_LATIN.findall(text)):
        return None
    members = [each for each in languages.guessable() if _family(each.script) == script]
    own = {each.tag: _count(each, text) for each in members}
    for each in sorted(members, key=lambda each: -_share(each)):
        if _share(each) and own[each.tag] > _share(each) * counts[script]:
            return each.tag
    usual = [each.tag for each in members if not _share(each)]
    return max(usual, key=lambda tag: (own[tag], -len(tag)), default=None)


def _family(script: str) -> str:
    return _EASTERN if _OF_SCRIPTS.get(script) in EAST_ASIAN else script


def _share(language: languages.Language) -> float:
    return language.guess.share if language.guess else 0.0


def _count(language: languages.Language, text: str) -> int:
    """Return how many letters of a text show that it is in a language."""
    if language.guess is None:
        return 0
    letters = ALPHABETS.get(language.guess.alphabet) or re.escape(language.guess.letters)
    return len(re.findall(f"[{letters}]", text)) if letters else 0
