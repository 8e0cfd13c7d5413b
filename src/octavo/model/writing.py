"""How languages are written: the scripts of a text, and what follows from them.

Knows the scripts that need faces of their own, or run from right to left: Chinese, Japanese, Korean, Hebrew, Arabic.
"""

from __future__ import annotations

import re

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
"""The ways of writing that have faces of their own: Japanese, Korean, simplified and traditional Chinese (in each of
which the same Han character has a shape of its own), Hebrew, Arabic. The first four are East Asian."""
EAST_ASIAN = frozenset(WRITINGS[:4])
RIGHT_TO_LEFT = frozenset(WRITINGS[4:])

_OF_LANGUAGES = {
    "ja": "jpan", "ko": "kore", "zh": "hans", "cmn": "hans", "wuu": "hans", "yue": "hant", "nan": "hant",
    "he": "hebr", "yi": "hebr", "ar": "arab", "fa": "arab", "ur": "arab", "ps": "arab", "ckb": "arab", "ug": "arab",
    "sd": "arab",
}  # fmt: skip
_OF_SCRIPTS = {
    "hans": "hans", "hant": "hant", "jpan": "jpan", "hira": "jpan", "kana": "jpan", "kore": "kore", "hang": "kore",
    "hebr": "hebr", "arab": "arab",
}  # fmt: skip
_TRADITIONAL_REGIONS = frozenset({"tw", "hk", "mo"})


def writing(lang: str) -> str:
    """Which of `WRITINGS` a language given by its BCP 47 tag is written in; nothing where it is none of them."""
    language, *rest = lang.lower().split("-")
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if script:
        return _OF_SCRIPTS.get(script, "")
    usual = _OF_LANGUAGES.get(language, "")
    return "hant" if usual == "hans" and _TRADITIONAL_REGIONS & set(rest) else usual


def joins_lines(lang: str) -> bool:
    """Whether a line of the source goes on in the next one without a space: in Chinese and Japanese, not in Korean."""
    return writing(lang) in ("hans", "hant", "jpan")


_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u0370-\u052f]")
_COUNTED = {
    "han": re.compile(f"[{IDEOGRAPHS}]"),
    "kana": re.compile(f"[{KANA}]"),
    "hangul": re.compile(f"[{HANGUL}]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3]"),
}
_SEVERAL = 5
"""Letters that say as much as one East Asian character, generously: their texts are full of foreign names and terms."""
_SIMPLIFIED = frozenset("这们国说时为会个来学对发么没过还经点长问开关书电现实动种线应话让边")
_TRADITIONAL = frozenset("這們國說時為會個來學對發麼沒過還經點長問開關書電現實動種線應話讓邊")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_URDU = re.compile("[\u0679\u0688\u0691\u06ba\u06be\u06c1\u06d2]")


def guess(text: str) -> str | None:
    """The language of a text by its letters alone: `ja`, `ko`, `zh`, `zh-Hant`, `he`, `ar`, `fa`; else None."""
    if text.isascii():
        return None
    count = {name: len(pattern.findall(text)) for name, pattern in _COUNTED.items()}
    eastern = count["han"] + count["kana"] + count["hangul"]
    latin = len(_LATIN.findall(text))
    if eastern * _SEVERAL > max(latin, count["hebrew"], count["arabic"]):
        return _eastern(text, count)
    if max(count["hebrew"], count["arabic"]) <= latin:
        return None
    if count["hebrew"] > count["arabic"]:
        return "he"
    persian, urdu = len(_PERSIAN.findall(text)), len(_URDU.findall(text))
    if persian * 50 < count["arabic"]:
        return "ar"
    return "ur" if urdu * 25 > count["arabic"] else "fa"


def _eastern(text: str, count: dict[str, int]) -> str:
    if count["hangul"] > count["han"] + count["kana"]:
        return "ko"
    if count["kana"] * 10 > count["han"]:
        return "ja"
    simplified = sum(letter in _SIMPLIFIED for letter in text)
    return "zh-Hant" if sum(letter in _TRADITIONAL for letter in text) > simplified else "zh"
