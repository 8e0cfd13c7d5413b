"""Tables that are too wide for the page: set smaller, and extended into the margins, so that nothing is cut off.

The width that a table needs is estimated from its longest words; WeasyPrint lays it out, and would let it overflow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.model.html_elements import Element
from octavo.press.pdf.code_width import CodeMeasure, columns, inset

_USUAL = 0.83
"""The size of type in a table, in that of the text."""
_SMALLEST = 0.68
"""The smallest size, in the usual one."""
_LITTLE = 0.9
"""The size, in the usual one, below which a table is extended into the margins instead."""
_LETTER, _STRONG, _CODE = 0.5, 0.56, 0.53
"""The width of a letter of text, of a head, and of code, in ems of the table."""
_PADDING = 0.9
_LEADING = 1.25
_BREAKS = re.compile("[\\s\u200b\u00ad\u2013\u2014/-]+")


def fit(article: Element, measure: CodeMeasure) -> None:
    """Set every table as large as its longest words allow."""
    for table in article.iter("table"):
        if any(True for _ in table.iterancestors("table")):
            continue
        usual = measure.text * _USUAL
        wanted = _least(table) * usual
        width, left, right = inset(table, measure)
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


def _least(table: Element) -> float:
    """Return how narrow a table can be, in ems of its own."""
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


def _words(element: Element, letter: float) -> Iterator[float]:
    """Yield the width of each word and each drawn equation of a cell, in ems of the table."""
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
    """Return whether a word may be broken anywhere, as in Chinese and Japanese."""
    return columns(word) > len(word)
