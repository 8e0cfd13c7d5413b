"""Lines justified in scripts for which WeasyPrint cannot.

It widens only spaces, which Chinese and Japanese do not have; and it expects a text to grow as much as its spaces do,
although letters that are kerned against a space, as in Arabic, move with it. Here East Asian characters are spaced too,
and the result is measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from octavo.model.writing import IDEOGRAPHS, KANA, WIDE_SIGNS

_WIDE = re.compile(f"[{IDEOGRAPHS}{KANA}{WIDE_SIGNS}]+")
_MOST = 0.5
"""The most ems of space between East Asian characters: a line that needs more stays short."""
_ROUNDS = 3


def is_needed(text: str) -> bool:
    """Return whether a text has characters that can be spaced."""
    return bool(_WIDE.search(text))


def justify(context: Any, line: Any, extra: float) -> None:
    """Widen the texts of a line by `extra` pixels in all; its boxes must then be placed again."""
    boxes = list(_texts(line))
    places = sum(map(_spaces, boxes))
    if not places:
        return
    if any(_WIDE.search(box.text) for box in boxes) and extra / places > _MOST * boxes[0].style["font_size"]:
        return
    before = sum(box.width for box in boxes)
    spacing = extra / places
    for _ in range(_ROUNDS):
        layouts = [_layout(context, box, spacing) for box in boxes]
        missing = before + extra - sum(width for _, width in layouts)
        if abs(missing) < 0.01:
            break
        spacing += missing / places
    for box, (layout, width) in zip(boxes, layouts, strict=True):
        box.justification_spacing, box.pango_layout, box.width = spacing, layout, width
    line.width += extra


def _texts(box: Any) -> Iterator[Any]:
    """Yield the boxes of text of a line, except those in boxes with borders or padding."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox) and child.margin_width() == child.width:
            yield from _texts(child)


def _spaces(box: Any) -> int:
    text: str = box.text
    return sum(len(run[0]) for run in _WIDE.finditer(text)) + text.count(" ") + text.count("\u00a0")


def _layout(context: Any, box: Any, spacing: float) -> tuple[Any, float]:
    """Return the layout of a text with its characters spaced, and how wide it is."""
    from weasyprint.text.line_break import create_layout, line_size

    layout = create_layout(box.text, box.style, context, max_width=None, justification_spacing=spacing)
    layout.set_text(box.text, justify=True)
    width, _ = line_size(layout.get_first_line()[0], box.style)
    layout.deactivate()
    return layout, width


def space_wide_text(set_text: Callable[..., None]) -> Callable[..., None]:
    """Return a `Layout.set_text` that also spaces wide characters."""
    from weasyprint.text.ffi import TO_UNITS, ffi, pango

    def set_spaced(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        if not justify or not layout.justification_spacing:
            return
        runs = list(_WIDE.finditer(layout.text))
        if not runs:
            return
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for run in runs:
            attribute = pango.pango_attr_letter_spacing_new(int(layout.justification_spacing * TO_UNITS))
            attribute.start_index = len(layout.text[: run.start()].encode())
            attribute.end_index = attribute.start_index + len(run[0].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)

    return set_spaced
