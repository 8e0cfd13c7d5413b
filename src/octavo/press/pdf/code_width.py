"""Code whose lines are a little too long for the page: set smaller, and extended into the margins, so they stay whole.

Programs are usually written in eighty columns. A block with even longer lines breaks them, with a sign.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from octavo.model import reading
from octavo.model.galley_classes import NUMBERED_CODE
from octavo.model.html_elements import Element
from octavo.press.pdf.columns import SHARE
from octavo.press.pdf.tree import text_of

_ADVANCE = 0.6
"""The width of a column, in ems of the code."""
_PADDING = 1.8
"""The space to the left and right of the lines of a block together, in ems of the code."""
_USUAL = 80
"""The columns for which a block with longer lines is set."""
_SMALLEST = 7.2
"""The smallest size of code, in points."""
_NUMBERS = 5
"""The columns that the numbers of lines take."""
_LITTLE = 0.92
"""The size, in the usual one, below which code is extended into the margins instead."""
_LEADING = 1.3
"""The line height, in ems of the code: the same as in the usual size."""
_INDENTED = {"li": 1.6, "dd": 1.6, "blockquote": 3.2}
"""How much elements are indented, in ems of the text."""
_BOXED = {"note": 2.4, "tip": 2.4, "important": 2.4, "warning": 2.4, "caution": 2.4, "tab": 1.3}

_GAP = 1.2
"""The space between columns of text, in ems of the text."""


@dataclass(frozen=True, slots=True)
class CodeMeasure:
    """The space that a page has for code, in points: the usual size of code and of text, the measure, and how far a
    block may extend into either margin."""

    size: float
    text: float
    measure: float
    hang: float


def fit(article: Element, measure: CodeMeasure) -> None:
    """Set every block of code as large as its lines allow."""
    for block in article.iter("pre"):
        wanted = max(map(columns, text_of(block).split("\n")), default=0)
        wanted += _NUMBERS if NUMBERED_CODE in reading.classes(block) else 0
        if any(True for _ in block.iterancestors("table")):
            continue
        width, left, right = inset(block, measure)
        if wanted <= _columns(width, measure.size):
            continue
        size = _size(width, wanted)
        if size >= measure.size * _LITTLE:
            left = right = 0.0
        else:
            wide = width + left + right
            size = next(
                (size for size in (_size(wide, wanted), _size(wide, _USUAL)) if size >= _SMALLEST), measure.size
            )
        style = [
            block.get("style", "").strip(" ;"),
            f"font-size:{min(measure.size, size):.2f}pt",
            f"line-height:{_LEADING}",
            f"margin-left:{-left:g}pt",
            f"margin-right:{-right:g}pt",
        ]
        block.set("style", ";".join(filter(None, style)))


def inset(block: Element, measure: CodeMeasure) -> tuple[float, float, float]:
    """Return how wide a block may be at its place, and how far it may extend to the left and to the right."""
    width, left, right = measure.measure, measure.hang, measure.hang
    for element in reversed(list(block.iterancestors())):
        taken = _INDENTED.get(element.tag, 0.0)
        boxed = max((_BOXED.get(name, 0.0) for name in reading.classes(element)), default=0.0)
        if share := element.get(SHARE):
            width *= float(share) / 100
            boxed += _GAP
        width -= (taken + boxed) * measure.text
        left = 0.0 if taken or boxed else left
        right = 0.0 if boxed or element.tag == "blockquote" else right
    return width, left, right


def columns(line: str) -> int:
    """Return how many columns a line has; wide East Asian characters have two."""
    return len(line) if line.isascii() else sum(_width(letter) for letter in line)


def _width(letter: str) -> int:
    if unicodedata.combining(letter) or re.match(r"[\u00ad\u200b-\u200f\u2060\ufe0e\ufe0f\ufeff]", letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _columns(width: float, size: float) -> int:
    return int((width / size - _PADDING) / _ADVANCE + 0.01)


def _size(width: float, wanted: int) -> float:
    """Return the size in which so many columns fill a width; slightly less, as a line that just fits may break."""
    return int(width / (wanted * _ADVANCE + _PADDING) * 100 - 1) / 100
