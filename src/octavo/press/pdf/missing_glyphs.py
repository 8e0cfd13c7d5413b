"""Characters that no font has: a box in print that still says which character it replaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from lxml import etree

from octavo.model.html_elements import Element
from octavo.press.pdf import emoji
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
    """Put a box in place of each sign that no font `covers`; return those signs.

    An emoji of several characters is one sign, and gets an element of its own, which is set in one font.
    """
    known: dict[str, bool] = {}
    missing: dict[str, None] = {}
    has_emoji = covers("\U0001f600")
    for holder, key in list(texts(article)):
        text = getattr(holder, key).replace("\u2010", "-").replace("\u2011", "-").replace("\ufe0e", "")
        fresh = {letter for letter in set(text) if letter not in known}
        known.update({letter: letter.isspace() or is_invisible(letter) or covers(letter) for letter in fresh})
        if text.isascii() and all(known[letter] for letter in set(text)):
            setattr(holder, key, text)
            continue
        pieces = list(_divide(text, known, has_emoji))
        missing.update(dict.fromkeys(piece for piece, name in pieces if name == _MISSING))
        _insert(holder, key, pieces)
    return list(missing)


_MISSING, _ONE_SIGN, _KEYCAP = "missing-glyph", "one-sign", "keycap"
"""Classes of the elements for a sign: one that no font has, an emoji of several characters, a digit on a key."""


def _divide(text: str, known: dict[str, bool], has_emoji: bool) -> Iterator[tuple[str, str]]:
    """Yield the pieces of a text, each with the class of the element that it needs, if it needs one."""
    at = 0
    for found in emoji.SEQUENCE.finditer(text):
        yield from _divide_letters(text[at : found.start()], known)
        if found[0].endswith("\u20e3") and found[0][0] in "0123456789#*":
            yield found[0], _KEYCAP  # Pango sets the digit in the font of the text, whatever a style says
        elif has_emoji and emoji.is_one_sign(found[0]):
            yield found[0], _ONE_SIGN
        elif len(found[0].rstrip("\ufe0f")) == 1:
            yield from _divide_letters(found[0], known)
        else:
            yield found[0], _MISSING
        at = found.end()
    yield from _divide_letters(text[at:], known)


def _divide_letters(text: str, known: dict[str, bool]) -> Iterator[tuple[str, str]]:
    unknown = sorted({letter for letter in text if not known[letter]})
    if not unknown:
        yield text, ""
        return
    for row, piece in enumerate(re.split("(" + "|".join(map(re.escape, unknown)) + ")", text)):
        yield piece, _MISSING if row % 2 else ""


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
        groups.setdefault(unicodedata.name(letter[0], "?").split()[0], []).append(letter)
    return list(groups.values())


def _listed(letters: list[str]) -> str:
    """Return up to three letters with their numbers, and how many more there are."""
    shown = ", ".join(f"'{letter}' ({' '.join(f'U+{ord(part):04X}' for part in letter)})" for letter in letters[:3])
    more = f" and {len(letters) - 3} more of the same script" if len(letters) > 3 else ""
    return f"the character {shown}" if len(letters) == 1 else f"the characters {shown}{more}"


def _insert(holder: Element, key: str, pieces: Iterable[tuple[str, str]]) -> None:
    """Put pieces of text in place of the text of an element, or of that behind it."""
    setattr(holder, key, None)
    previous: Any = None
    for piece, name in pieces:
        if not name:
            if previous is None:
                setattr(holder, key, (getattr(holder, key) or "") + piece or None)
            else:
                previous.tail = (previous.tail or "") + piece or None
            continue
        made = etree.Element("span", {"class": name})
        made.text = piece
        if name in (_MISSING, _KEYCAP):
            made.text = _BOX if name == _MISSING else piece[0]
            made.set("data-actual", piece)
        if previous is None and key == "text":
            holder.insert(0, made)
        else:
            before = holder if previous is None else previous
            parent = parent_of(before)
            tail, before.tail = before.tail, None
            parent.insert(parent.index(before) + 1, made)
            before.tail = tail
        previous = made
