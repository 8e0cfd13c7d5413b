"""What octavo asks of WeasyPrint's boxes, which have no types: a box is one of its objects, and so is a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Box = Any
"""A box of WeasyPrint's formatting structure."""
Document = Any
"""A document that WeasyPrint has laid out."""


def behind_placeholder(box: Box) -> Box:
    """Return the box itself where a placeholder stands for it: it floats, or is placed absolutely."""
    return getattr(box, "_box", box)


def children(box: Box) -> list[Box]:
    """Return the boxes in a box, without placeholders, in reading order.

    In a flexible box or a grid, `order` and a reversed direction change only what is seen (CSS Flexible Box Layout 1,
    section 5.4.1).
    """
    found = [behind_placeholder(child) for child in getattr(box, "children", ())]
    if len(found) > 1 and kind(box) in _ORDERED:
        places = _places(box, found)
        found.sort(key=lambda child: places[id(child)])
    return found


def _places(box: Box, items: list[Box]) -> dict[int, float]:
    """Return the places of items in the source; text directly in the box comes after the item that precedes it."""
    elements = {element: float(place) for place, element in enumerate(box.element if box.element is not None else ())}
    places: dict[int, float] = {}
    last: dict[int, float] = {}
    for item in items:
        order = item.style["order"]
        place = elements.get(item.element)
        last[order] = last.get(order, -1.0) + 0.001 if place is None else place
        places[id(item)] = last[order]
    return places


_ORDERED = frozenset({"FlexBox", "InlineFlexBox", "GridBox", "InlineGridBox"})
"""Boxes whose children may be shown in another order than the source has them in."""


def kind(box: Box) -> str:
    """Return the name of the class of a box, such as `LineBox`."""
    return type(box).__name__


def is_text(box: Box) -> bool:
    """Return whether a box holds text and nothing else."""
    return hasattr(box, "justification_spacing")


def is_replaced(box: Box) -> bool:
    """Return whether a box shows a picture or the like."""
    return hasattr(box, "replacement")


def pseudo_element(box: Box) -> str:
    """Return the name of the pseudo-element that a box belongs to, such as `before`; empty if it belongs to none."""
    return (box.element_tag or "").partition("::")[2]


def leaves(box: Box) -> Iterator[Box]:
    """Yield the boxes that draw text or pictures, in reading order."""
    if is_text(box) or is_replaced(box):
        yield box
        return
    for child in children(box):
        yield from leaves(child)
