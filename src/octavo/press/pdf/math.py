"""Equations, drawn for print: MathML to SVG by ziamath, standing on the line's base."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from lxml import etree


@dataclass(frozen=True, slots=True)
class Drawing:
    """An equation as SVG; `width`, `height` and `depth` (below the base line) are in units of the text size."""

    svg: bytes
    width: float
    height: float
    depth: float


_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_SIZE = 100.0
_FRAME = re.compile(r'viewBox="([-\d.e]+) ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)"')


@lru_cache(maxsize=4096)
def draw(mathml: str) -> Drawing | None:
    """Draw an equation, or None where it holds something that ziamath cannot draw."""
    import ziamath

    ziamath.config.svg2 = False
    try:
        svg = ziamath.Math(_ready(mathml), size=_SIZE).svg()
    except Exception:  # ziamath raises whatever its code meets
        return None
    frame = _FRAME.search(svg)
    if frame is None:
        return None
    _, top, width, height = (float(part) for part in frame.groups())
    if width <= 0 or height <= 0:
        return None
    return Drawing(svg.encode(), width / _SIZE, height / _SIZE, max(0.0, top + height) / _SIZE)


def _ready(mathml: str) -> ElementTree.Element:
    """An equation as ziamath 0.13 draws it right.

    As a text it would lose what stands between its first number and a hyphen. Cells of tables that are empty get
    something that takes room: without it, a row has no height. A row that is empty throughout goes: TeX has a line
    drawn under the last one there.
    """
    root: Any = etree.fromstring(mathml)
    for row in list(root.iter(f"{_MATHML}mtr")):
        if not len(row) or not any(len(cell) for cell in row):
            row.getparent().remove(row)
    for cell in root.iter(f"{_MATHML}mtd"):
        if not len(cell):
            etree.SubElement(etree.SubElement(cell, f"{_MATHML}mphantom"), f"{_MATHML}mn").text = "0"
    for sign in root.iter(f"{_MATHML}mn", f"{_MATHML}mo"):
        sign.text = re.sub(r"^\s*-", "\N{MINUS SIGN}", sign.text or "")
    return ElementTree.fromstring(etree.tostring(root))
