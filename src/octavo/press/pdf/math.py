"""Equations, drawn for print: MathML to SVG by ziamath, standing on the line's base."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Drawing:
    """An equation as SVG; `width`, `height` and `depth` (below the base line) are in units of the text size."""

    svg: bytes
    width: float
    height: float
    depth: float


_SIZE = 100.0
_FRAME = re.compile(r'viewBox="([-\d.e]+) ([-\d.e]+) ([-\d.e]+) ([-\d.e]+)"')


@lru_cache(maxsize=4096)
def draw(mathml: str) -> Drawing | None:
    """Draw an equation, or None where it holds something that ziamath cannot draw."""
    import ziamath

    ziamath.config.svg2 = False
    try:
        svg = ziamath.Math(mathml, size=_SIZE).svg()
    except Exception:  # ziamath raises whatever its code meets
        return None
    frame = _FRAME.search(svg)
    if frame is None:
        return None
    _, top, width, height = (float(part) for part in frame.groups())
    return Drawing(svg.encode(), width / _SIZE, height / _SIZE, max(0.0, top + height) / _SIZE)
