"""An author's sheet in pieces, each of which print can use or not: a declaration with the rule around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from octavo.press import cssom
from octavo.press.cssom import CssRule, Declaration
from octavo.press.pdf.print_problem import SheetPiece

_FOR_SCREENS = re.compile(
    r"-\w|(?:transition|animation|scroll|overscroll|touch)(?:-|$)|(?:accent-color|appearance|caret-color|cursor|"
    r"pointer-events|resize|text-rendering|user-select|will-change|text-size-adjust)$"
)
"""Properties that can change nothing on paper, and those of one browser."""


def pieces(rules: Iterable[CssRule | Declaration], around: tuple[str, ...] = ()) -> Iterator[SheetPiece]:
    """Yield the pieces of rules that are for print; `around` are the heads of the rules around them."""
    for each in rules:
        if isinstance(each, Declaration):
            if each.origin and not _FOR_SCREENS.match(each.name):
                yield _piece(each, around)
        elif each.keyword in ("media", "supports", "layer"):
            if not cssom.is_only_for_screens(each):
                yield from pieces(each.content or (), around)
        elif each.keyword in ("", "page") or around:
            head = f"@{each.keyword} {cssom.text(each.prelude)}" if each.keyword else cssom.text(each.prelude)
            if each.origin and not each.keyword:
                yield SheetPiece("".join(f"{one}{{" for one in (*around, head)) + "color:red" + "}" * (len(around) + 1),
                                 each.origin)  # fmt: skip
            yield from pieces(each.content or (), (*around, head))
        elif each.origin and each.keyword not in ("namespace", "keyframes", "container", "property"):
            yield SheetPiece(cssom.serialize((each,)), each.origin)


def _piece(each: Declaration, around: tuple[str, ...]) -> SheetPiece:
    assert each.origin is not None
    # a selector of its own is judged with its rule
    heads = [head if head.startswith("@") else "p" for head in around]
    opened = "".join(f"{head}{{" for head in heads)
    return SheetPiece(opened + cssom.serialize((each,)).rstrip(";") + "}" * len(heads), each.origin)
