"""Code whose lines are a little too long for the page: set smaller, and out into the margins, so that they stay whole.

Eighty columns are what programs are written in. A block with longer lines than can be helped breaks them, with a sign.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from octavo.model import reading

_ADVANCE = 0.6
"""How wide a column is, in ems of the code."""
_PADDING = 1.8
"""What stands beside the lines of a block, both sides together, in ems of the code."""
_USUAL = 80
"""Columns that a block with longer lines is set for."""
_SMALLEST = 7.2
"""Points below which code is not set."""
_LITTLE = 0.92
"""How much smaller code may be before it stands out into the margins instead."""
_LEADING = 1.3
"""The distance of its lines, in ems of the code: that of code in its usual size."""
_INDENTED = {"li": 1.6, "dd": 1.6, "blockquote": 3.2}
"""What elements take of the measure, in ems of the text."""
_BOXED = {"note": 2.4, "tip": 2.4, "important": 2.4, "warning": 2.4, "caution": 2.4, "tab": 1.3}


@dataclass(frozen=True, slots=True)
class CodeMeasure:
    """What a page has for code, in points: the usual size of code and of text, the measure, and how far a block may
    stand out into either margin."""

    size: float
    text: float
    measure: float
    hang: float


def fit(article: Any, room: CodeMeasure) -> None:
    """Set every block of code as large as its lines allow."""
    for block in article.iter("pre"):
        wanted = max(map(columns, "".join(block.itertext()).split("\n")), default=0)
        if any(True for _ in block.iterancestors("table")):
            continue
        width, left, right = inset(block, room)
        if wanted <= _columns(width, room.size):
            continue
        size = _size(width, wanted)
        if size >= room.size * _LITTLE:
            left = right = 0.0
        else:
            wide = width + left + right
            size = next((size for size in (_size(wide, wanted), _size(wide, _USUAL)) if size >= _SMALLEST), room.size)
        style = [
            block.get("style", "").strip(" ;"),
            f"font-size:{min(room.size, size):.2f}pt",
            f"line-height:{_LEADING}",
            f"margin-left:{-left:g}pt",
            f"margin-right:{-right:g}pt",
        ]
        block.set("style", ";".join(filter(None, style)))


def inset(block: Any, room: CodeMeasure) -> tuple[float, float, float]:
    """How wide a block may be where it stands, in points, and how far it may stand out to the left and to the right."""
    width, left, right = room.measure, room.hang, room.hang
    for element in block.iterancestors():
        if not isinstance(element.tag, str):
            continue
        taken = _INDENTED.get(element.tag, 0.0)
        boxed = max((_BOXED.get(name, 0.0) for name in reading.classes(element)), default=0.0)
        width -= (taken + boxed) * room.text
        left = 0.0 if taken or boxed else left
        right = 0.0 if boxed or element.tag == "blockquote" else right
    return width, left, right


def columns(line: str) -> int:
    """How many columns a line takes up: letters of the far East take two."""
    return len(line) if line.isascii() else sum(_width(letter) for letter in line)


def _width(letter: str) -> int:
    if unicodedata.combining(letter) or re.match(r"[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]", letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _columns(width: float, size: float) -> int:
    return int((width / size - _PADDING) / _ADVANCE + 0.01)


def _size(width: float, wanted: int) -> float:
    """The size in which so many columns fill a width; a little less, as a line that just fits may break."""
    return int(width / (wanted * _ADVANCE + _PADDING) * 100 - 1) / 100
