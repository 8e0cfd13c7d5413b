"""Suggest what a misspelt word may mean."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT, _MIDDLING = 4, 7
"""The letters of a word in which a typo is only a swapped or doubled letter, and of one in which it is one letter."""


def nearest(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the choice most like `word`, ignoring case, hyphens and underscores; None if none is much like it."""
    by_fold: dict[str, str] = {}
    for choice in choices:
        by_fold.setdefault(_fold(choice), choice)
    found = difflib.get_close_matches(_fold(word), by_fold, n=1, cutoff=cutoff)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the nearest choice, or `otherwise` if none is near."""
    found = nearest(word, choices)
    return f"did you mean '{found}'?" if found else otherwise


def find_typo(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` is surely a typo for; a word that is merely like one does not count.

    Short words are so much like each other that only a swapped or doubled letter counts, longer ones may differ by a
    letter or two.
    """
    near = nearest(word, choices, 0.7)
    if near is None:
        return None
    one, other = _fold(word), _fold(near)
    if len(other) <= _SHORT:
        doubled = any(other[:n] + other[n - 1 : n] + other[n:] == one for n in range(1, len(other) + 1))
        return near if sorted(one) == sorted(other) or doubled else None
    return near if _edits(one, other) <= (1 if len(other) <= _MIDDLING else 2) else None


def _edits(one: str, other: str) -> int:
    """Return how many letters to change, add or drop; two letters that swap places count once."""
    count = 0
    for tag, start, end, from_, to in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        count += 0 if tag == "equal" else max(end - start, to - from_)
    return 1 if count == 2 and sorted(one) == sorted(other) else count


def _fold(word: str) -> str:
    return word.casefold().replace("_", "-")
