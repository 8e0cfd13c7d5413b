"""Tables that are a little too wide for the page: set smaller, and out into the margins, so that nothing is cut off.

How wide one must be is estimated by its longest words: it is laid out by WeasyPrint, which lets a table stand out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from octavo.press.pdf.code_width import CodeMeasure, columns, inset

_USUAL = 0.83
"""The size of a table, in that of the text."""
_SMALLEST = 0.68
"""How small one may be, in its usual size."""
_LITTLE = 0.9
"""How much smaller it may be before it stands out into the margins instead."""
_LETTER, _STRONG, _CODE = 0.5, 0.56, 0.53
"""How wide a letter is, in ems of the table: of text, of a head, of code."""
_PADDING = 0.9
_LEADING = 1.25
_BREAKS = re.compile("[\\s\u200b\u00ad\u2013\u2014/-]+")


def fit(article: Any, room: CodeMeasure) -> None:
    """Set every table as large as its longest words allow."""
    for table in article.iter("table"):
        if any(True for _ in table.iterancestors("table")):
            continue
        usual = room.text * _USUAL
        wanted = _least(table) * usual
        width, left, right = inset(table, room)
        if wanted <= width:
            continue
        if width < wanted * _LITTLE:
            width += left + right
        else:
            left = right = 0.0
        factor = max(_SMALLEST, min(1.0, width / wanted))
        style = [
            table.get("style", "").strip(" ;"),
            f"font-size:{usual * factor:.2f}pt",
            f"line-height:{_LEADING}",
            f"margin-left:{-left:g}pt",
            f"margin-right:{-right:g}pt",
            f"max-width:{width:g}pt",
        ]
        table.set("style", ";".join(filter(None, style)))
        if width < wanted * _SMALLEST:
            for cell in table.iter("td", "th"):
                cell.set("style", f"{cell.get('style', '')};overflow-wrap:anywhere".lstrip(";"))


def _least(table: Any) -> float:
    """How narrow a table can be, in ems of its own."""
    widest: list[float] = []
    for row in table.iter("tr"):
        at = 0
        for cell in row:
            span = int(cell.get("colspan") or 1)
            widest += [0.0] * (at + span - len(widest))
            if span == 1:
                widest[at] = max([widest[at], *_words(cell, _STRONG if cell.tag == "th" else _LETTER)])
            at += span
    return sum(widest) + _PADDING * max(0, len(widest) - 1)


def _words(element: Any, letter: float) -> Iterator[float]:
    """How wide each word of a cell is, and each picture of an equation."""
    if element.tag == "img":
        found = re.match(r"width:([\d.]+)em", element.get("style", "")) if "math" in element.get("class", "") else None
        yield float(found[1]) if found else 0.0
    inside = _CODE if element.tag == "code" else letter
    for text, wide in ((element.text, inside), *((child.tail, inside) for child in element)):
        yield from (columns(word) * wide for word in _BREAKS.split(text or "") if not _is_unspaced(word))
    for child in element:
        if isinstance(child.tag, str):
            yield from _words(child, inside)


def _is_unspaced(word: str) -> bool:
    """Whether a word may be broken anywhere: one of the far East."""
    return columns(word) > len(word)
