"""Suggest what a misspelt word may mean."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str], cutoff: float = 0.6) -> str | None:
    """Return the choice most like `word`, ignoring case and hyphens for underscores; None if none is like it."""
    by_fold: dict[str, str] = {}
    for choice in choices:
        by_fold.setdefault(_fold(choice), choice)
    found = difflib.get_close_matches(_fold(word), by_fold, n=1, cutoff=cutoff)
    return by_fold[found[0]] if found else None


def did_you_mean(word: str, choices: Iterable[str], otherwise: str = "") -> str:
    """Return a hint that names the nearest choice, or `otherwise` where none is near."""
    found = nearest(word, choices)
    return f"did you mean '{found}'?" if found else otherwise


def _fold(word: str) -> str:
    return word.casefold().replace("_", "-")
