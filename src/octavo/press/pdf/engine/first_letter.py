"""The first letter of a block (CSS Pseudo-Elements 4, section 2.2), as a box of its own before anything is laid out.

WeasyPrint takes it out of its line while it lays the line out. A letter that floats is then printed over the line, and
where a line is laid out a second time, its letter is taken out of it already.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from octavo.press.pdf.engine.boxes import Box, is_text, kind

_BLOCKS = frozenset({"BlockBox", "InlineBlockBox", "TableCellBox"})
"""Boxes that have a first letter."""
_SLACK = 0.1
"""Pixels by which a letter is lower than its lines, so that no rounding error indents the line below them."""
_COLLAPSING = ("normal", "nowrap", "pre-line")


def box_first_letters(element_to_box: Callable[..., list[Box]]) -> Callable[..., list[Box]]:
    """Give the first letter of each block that has a style for it a box, which floats or is part of the line."""

    def make(element: Any, style_for: Any, *rest: Any) -> list[Box]:
        made = element_to_box(element, style_for, *rest)
        for box in made:
            if kind(box) in _BLOCKS and box.element is element and box.first_letter_style is not None:
                _box_letter(box, box.first_letter_style)
        return made

    return make


def _box_letter(block: Box, style: Any) -> None:
    found = _first_text([block])
    if found is None:
        return
    from weasyprint.formatting_structure import boxes
    from weasyprint.formatting_structure.text import get_first_letter

    path, text = found
    shown = text.text.lstrip()
    if text.style["white_space"] not in _COLLAPSING or (text.element_tag or "").endswith("::first-letter"):
        return
    letter = get_first_letter(shown)
    block.first_letter_style = None
    text.text = shown[len(letter) :]
    style = style.copy()
    style["position"] = "static"
    floats = style["float"] in ("left", "right")
    if floats:
        _give_height(style, block.style)
    tag = f"{text.element_tag}::first-letter"
    style["display"] = ("block", "flow") if floats else ("inline", "flow")
    drawn = boxes.TextBox(tag, style.anonymous_style, text.element, letter)
    kind_of_box = boxes.BlockBox if floats else boxes.InlineBox
    box = kind_of_box(tag, style, text.element, [drawn])
    # A float is no part of the phrases around it: WeasyPrint then lays it out before the line.
    depth = max(at for at, each in enumerate(path) if kind(each) in _BLOCKS) if floats else len(path) - 1
    holder, before = path[depth], ([*path, text])[depth + 1]
    children = list(holder.children)
    children.insert(children.index(before), box)
    holder.children = children


def _give_height(letter: Any, block: Any) -> None:
    """Make a large letter whole lines high, where it only inherits the height of one: text would be set below its top.

    Octavo's sheets give lines a length, so that they are on a grid; authors expect a height in proportion.
    """
    height = letter["line_height"]
    if height == block["line_height"] and getattr(height, "unit", None) == "px" and height.value > 0:
        lines = max(1, round(letter["font_size"] / height.value))
        letter["line_height"] = type(height)(lines * height.value - _SLACK, "px")


def _first_text(path: list[Box]) -> tuple[list[Box], Box] | None:
    """Return the first box with visible text in the last box of a path, after the path to it."""
    for child in path[-1].children:
        if is_text(child):
            if child.text.strip():
                return path, child
        elif child.style["float"] == "none" and child.style["position"] in ("static", "relative"):
            if not hasattr(child, "children") or hasattr(child, "replacement"):
                return None
            if (child.element_tag or "").endswith("::marker"):
                continue
            if found := _first_text([*path, child]):
                return found
    return None
