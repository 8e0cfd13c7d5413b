"""Characters that no font has: a box in print that still says which character it replaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from typing import Any

from lxml import etree

from octavo.model.html_elements import Element
from octavo.press.pdf.print_problem import PrintProblem
from octavo.press.pdf.tree import parent_of, texts

_BOX = "\u25a1"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""Characters that are invisible where the font lacks them (Unicode's Default_Ignorable_Code_Point)."""


def is_invisible(letter: str) -> bool:
    """Tell whether a character is invisible where the font lacks it."""
    return bool(_INVISIBLE.match(letter))


def replace_missing(article: Element, covers: Callable[[str], bool]) -> list[str]:
    """Put a box in place of each character that no font `covers`; return those characters."""
    known: dict[str, bool] = {}
    missing: list[str] = []
    for holder, key in list(texts(article)):
        text = getattr(holder, key).replace("\u2010", "-").replace("\u2011", "-")
        fresh = {letter for letter in set(text) if letter not in known}
        known.update({letter: letter.isspace() or is_invisible(letter) or covers(letter) for letter in fresh})
        missing += [letter for letter in text if not known[letter] and letter not in missing]
        if all(known[letter] for letter in set(text)):
            setattr(holder, key, text)
        else:
            _insert_boxes(holder, key, text, known)
    return missing


def problems(letters: Iterable[str], reported: Collection[str] = (), picture: str = "") -> list[PrintProblem]:
    """Return a problem for each script of the characters that no font has, without those already `reported`.

    They are in a `picture`, if it is named.
    """
    fresh = [letter for letter in dict.fromkeys(letters) if letter not in reported]
    hint = "replace it, or accept the box that print shows instead"
    return [
        PrintProblem("font.missing-glyph", f"no font has {_listed(alike)}", hint, letter=alike[0], picture=picture)
        for alike in _by_script(fresh)
    ]


def _by_script(letters: list[str]) -> list[list[str]]:
    """Return letters in groups of one script, as far as their names show it."""
    groups: dict[str, list[str]] = {}
    for letter in letters:
        groups.setdefault(unicodedata.name(letter, "?").split()[0], []).append(letter)
    return list(groups.values())


def _listed(letters: list[str]) -> str:
    """Return up to three letters with their numbers, and how many more there are."""
    shown = ", ".join(f"'{letter}' (U+{ord(letter):04X})" for letter in letters[:3])
    more = f" and {len(letters) - 3} more of the same script" if len(letters) > 3 else ""
    return f"the character {shown}" if len(letters) == 1 else f"the characters {shown}{more}"


def _insert_boxes(holder: Element, key: str, text: str, known: dict[str, bool]) -> None:
    parts = re.split("(" + "|".join(map(re.escape, sorted({c for c in text if not known[c]}))) + ")", text)
    setattr(holder, key, parts[0] or None)
    previous: Any = None
    for at in range(1, len(parts), 2):
        made = etree.Element("span", {"class": "missing-glyph", "data-actual": parts[at]})
        made.text, made.tail = _BOX, parts[at + 1] or None
        if previous is None and key == "text":
            holder.insert(0, made)
        else:
            before = holder if previous is None else previous
            parent = parent_of(before)
            parent.insert(parent.index(before) + 1, made)
        previous = made
