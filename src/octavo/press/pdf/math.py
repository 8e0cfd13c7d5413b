"""Equations drawn for print: ziamath turns MathML into SVG, aligned to the base line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

from lxml import etree


@dataclass(frozen=True, slots=True)
class Drawing:
    """An equation as SVG; `width`, `height` and `depth` (below the base line) are in ems of the text.

    `rows` has the base line of each row, measured from the top as a part of the height.
    """

    svg: bytes
    width: float
    height: float
    depth: float
    rows: tuple[float, ...] = ()


_MATHML = "{http://www.w3.org/1998/Math/MathML}"
_SIZE = 100.0
_FRAME = re.compile(r'viewBox="([-\d.e]+) ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)"')


@lru_cache(maxsize=4096)
def draw(mathml: str) -> Drawing | None:
    """Draw an equation; return None where ziamath cannot draw something in it."""
    import ziamath

    ziamath.config.svg2 = False
    try:
        made = ziamath.Math(_prepared(mathml), size=_SIZE)
        svg = made.svg()
    except Exception:  # ziamath raises errors of many kinds
        return None
    frame = _FRAME.search(svg)
    if frame is None:
        return None
    _, top, width, height = (float(part) for part in frame.groups())
    if width <= 0 or height <= 0:
        return None
    rows = tuple((line - top) / height for line in _base_lines(made.node))
    return Drawing(svg.encode(), width / _SIZE, height / _SIZE, max(0.0, top + height) / _SIZE, rows)


def _base_lines(node: Any) -> list[float]:
    """Return the base lines of the rows of a formula that is nothing but a table; else none."""
    while type(node).__name__ != "Mtable":
        if len(node.nodes) != 1:
            return []
        node = node.nodes[0]
    return sorted({float(y) for _, y in node.nodexy})


def _prepared(mathml: str) -> ElementTree.Element:
    """Return an equation that ziamath 0.13 draws correctly.

    It is given as a tree: in a text, what is between the first number and a hyphen would be lost. Empty cells of tables
    get a phantom, or a row of them would have no height. A row of only empty cells is removed: TeX uses it to draw a
    line under the last row.
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
