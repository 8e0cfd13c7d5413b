"""The few words that octavo itself prints, in the language of the publication."""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.model import languages
from octavo.model.writing import direction, writing

__all__ = [
    "direction", "has_role_phrase", "is_numbered_by_hand", "join_names", "numbered", "part_numeral", "role_phrase",
    "separators", "word",
]  # fmt: skip


def word(key: str, lang: str) -> str:
    """Return a word in a language given by its BCP 47 tag; in English if octavo does not know the language."""
    return (languages.find(lang).words or languages.load(languages.FALLBACK).words)[key]


def numbered(kind: str, number: str, lang: str, own: str = "") -> str:
    """Return the name of a numbered thing, `Figure 3.2` or `第3章`, with spaces at which no line ends.

    `own` is the publication's own word for the kind, if it has one.
    """
    if own:
        return f"{own} {number}".replace(" ", "\u00a0")
    return word(f"{kind}-n", lang).format(number).replace(" ", "\u00a0")


def is_numbered_by_hand(title: str, kind: str, lang: str) -> bool:
    """Return whether a title begins with its own number: `Part 3`, `Part III: Ends`, `第一部分`."""
    before, _, after = word(f"{kind}-n", lang).partition("{}")
    number = r"[\dIVXLC\u4e00-\u9fff]{1,6}" if after else r"[\dIVXLC]{1,5}(?![\w])"
    return re.match(rf"{re.escape(before.strip())}\s*{number}{re.escape(after)}", title, re.IGNORECASE) is not None


def part_numeral(number: int, lang: str) -> str:
    """Return the number of a part as the language writes it: `II`, `二`."""
    own = writing(lang)
    if own in ("jpan", "hans", "hant"):
        return _ideographic(number)
    return str(number) if own else _roman(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        numeral += letters * (number // value)
        number %= value
    return numeral


def _ideographic(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (
        ("〇一二三四五六七八九"[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + ("〇一二三四五六七八九"[ones] if ones else "")
    )


def join_names(names: Sequence[str], lang: str) -> str:
    """Return names as the language lists them: A; A and B; A, B and C."""
    if len(names) < 2:
        return "".join(names)
    comma, last = separators(lang)
    return f"{comma.join(names[:-1])}{last}{names[-1]}"


def separators(lang: str) -> tuple[str, str]:
    """Return what is between the members of a list in a sentence, and what is before the last of them."""
    own = languages.find(lang).lists
    if own is not None:
        return own.between, own.last
    usual = languages.load(languages.FALLBACK).lists
    between, last = (usual.between, usual.last) if usual else (", ", ", ")
    return "، " if writing(lang) == "arab" else between, last


def has_role_phrase(role: str, lang: str) -> bool:
    """Return whether the language has words for a role, by its MARC relator code."""
    return role in (languages.find(lang).credits or languages.load(languages.FALLBACK).credits)


def role_phrase(role: str, names: str, lang: str, label: str = "") -> str:
    """Return what a title page says of contributors, by the author's label or their MARC relator code."""
    if label:
        return label.replace("{}", names) if "{}" in label else f"{label} {names}"
    phrases = languages.find(lang).credits or languages.load(languages.FALLBACK).credits
    return phrases[role].format(names) if role in phrases else names
