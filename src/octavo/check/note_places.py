"""Where the notes of a PDF are: in the order of their references, and no further behind them than notes need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from octavo.check.pdf_text import Run
from octavo.check.pdf_walk import NOTES, TagNode

_Spot = tuple[int, float]
"""A page, from 0, and a height on it."""
_SLACK = 2.0
"""Points by which the base lines of one line may differ."""


def misplaced(nodes: Iterable[TagNode]) -> Iterator[str]:
    """Yield what is wrong with the places of the notes of a PDF or of a part of one.

    A note begins on the page of its reference or on the next one, or where the note before it ends, and after it.
    """
    placed = sorted(_places(nodes), key=lambda each: each[0])
    for (_, before, end), (_, start, _) in pairwise(placed):
        if (start[0], start[1] + _SLACK) < before or start[0] < end[0]:
            yield f"on page {start[0] + 1}, a note is before the note that is referred to before it"
    last = 0
    for reference, start, end in placed:
        if not reference <= start[0] <= max(reference, last) + 1:
            yield f"the note that page {reference + 1} refers to is on page {start[0] + 1}"
        last = max(last, end[0])


def _places(nodes: Iterable[TagNode]) -> Iterator[tuple[int, _Spot, _Spot]]:
    """Yield the page of each reference, in reading order, and where its note starts and ends."""
    for node in nodes:
        for reference, note in pairwise(node.kids):
            if not isinstance(reference, TagNode) or not isinstance(note, TagNode):
                continue
            if reference.role == "/Reference" and note.role in NOTES:
                seen, said = (list(_drawn(each)) for each in (reference, note))
                if seen and said:
                    yield seen[0].page, (said[0].page, said[0].base), (said[-1].page, said[-1].base)


def _drawn(node: TagNode) -> Iterator[Run]:
    """Yield what is drawn in an element, without notes inside it."""
    for kid in node.kids:
        if isinstance(kid, TagNode):
            if kid.role not in NOTES:
                yield from _drawn(kid)
        elif kid.is_drawn:
            yield kid
