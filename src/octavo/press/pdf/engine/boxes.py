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
    """Return the boxes in a box, without placeholders."""
    return [behind_placeholder(child) for child in getattr(box, "children", ())]


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
