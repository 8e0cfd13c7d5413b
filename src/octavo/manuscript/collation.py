"""The order of index entries in Chinese, Japanese, Korean, Hebrew, Arabic and Persian, and their initials.

There is no dictionary here: Han characters are sorted as the national standards list them, which is by reading for
common ones (GB 2312, level 1; JIS X 0208, level 1) or by strokes (Big5). Other characters come last.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from octavo.model.writing import HANGUL, IDEOGRAPHS, KANA, writing

_HAN = re.compile(f"[{IDEOGRAPHS}]")
_KANA = re.compile(f"[{KANA}]")
_SYLLABLE = re.compile(f"[{HANGUL}]")
_STANDARDS = {"hans": "gb2312", "hant": "big5", "jpan": "euc_jp"}

_PINYIN = "abcdefghjklmnopqrstwxyz"
_FIRST_CODES = (
    0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6,
    0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1,
)  # fmt: skip
"""The first code of GB 2312 for each letter of `_PINYIN`."""
_LEVEL_2 = 0xD8A1
_ROWS = "あかさたなはまやらわ"
_CONSONANTS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"
"""The initials of a Korean index, by the number of the first consonant; a doubled one counts as single."""
_HAN_INITIALS = {"jpan": "漢字", "kore": "漢字", "hans": "其他"}
"""The initial for Han characters whose reading is not known."""
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_PERSIAN = "اآبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
_ARABIC = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})

Key = tuple[int, str, int, tuple[int, ...], str]


def has_order(lang: str) -> bool:
    """Tell whether this module knows the order of a language."""
    return bool(writing(lang))


def make_sort_key(text: str, lang: str) -> Key:
    """Return a key that sorts entries as the language does: signs and figures first, then initial by initial."""
    head, own = find_initial(text, lang), writing(lang)
    last = int(head in _HAN_INITIALS.values())
    standard = _STANDARDS.get(own, "")
    places = tuple(_find_place(letter, standard, lang) for letter in _fold(text))
    return (0 if not head else 1 + last, _rank_initial(head, lang), int(bool(_HAN.match(text))), places, text)


def find_initial(text: str, lang: str) -> str:
    """Return the initial of an entry; nothing for an entry that begins with a sign or a figure."""
    letter = next((each for each in _fold(text) if each.isalnum()), "")
    own = writing(lang)
    if not letter.isalpha():
        return ""
    if _HAN.match(letter):
        return _find_han_initial(letter, own)
    if _KANA.match(letter):
        row = bisect_right(_ROWS, _to_hiragana(letter)) - 1
        return _ROWS[max(0, row)] if own == "jpan" else letter
    if _SYLLABLE.match(letter) and "가" <= letter <= "힣":
        return _CONSONANTS[(ord(letter) - ord("가")) // 588]
    return letter.upper()


def _find_han_initial(letter: str, own: str) -> str:
    code = _find_code(letter, "gb2312") if own == "hans" else None
    if code is not None and _FIRST_CODES[0] <= code < _LEVEL_2:
        return _PINYIN[bisect_right(_FIRST_CODES, code) - 1].upper()
    return _HAN_INITIALS.get(own, "")


def _fold(text: str) -> str:
    """Return a text without marks that do not make a letter of their own: points, vowels, voicing, hamza."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(_FINALS).translate(_ARABIC)
    kept = (each if "가" <= each <= "힣" or each == "آ" else unicodedata.normalize("NFKD", each) for each in plain)
    return "".join(each for each in "".join(kept) if not unicodedata.combining(each) or each == "\u0653")


def _find_place(letter: str, standard: str, lang: str) -> int:
    if standard and _HAN.match(letter):
        code = _find_code(letter, standard)
        return 0x200000 + (0x10000 + ord(letter) if code is None else code)
    if lang.lower().startswith("fa") and letter in _PERSIAN:
        return 0x600 + _PERSIAN.index(letter)
    return ord(_to_hiragana(letter))


def _find_code(letter: str, standard: str) -> int | None:
    try:
        return int.from_bytes(letter.encode(standard), "big")
    except UnicodeEncodeError:
        return None


def _to_hiragana(letter: str) -> str:
    return chr(ord(letter) - 0x60) if "ァ" <= letter <= "ヶ" else letter


def _rank_initial(head: str, lang: str) -> str:
    """Return what sorts an initial."""
    if lang.lower().startswith("fa") and head in _PERSIAN:
        return chr(0x600 + _PERSIAN.index(head))
    return head
