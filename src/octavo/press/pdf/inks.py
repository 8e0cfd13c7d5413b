"""The colours of a printed page as a print shop asks for them: shades of grey, or the four inks of the press.

What is set and drawn is changed here; pictures are their author's. WeasyPrint writes an operator a line.
"""

from __future__ import annotations

import re

_COLOUR = re.compile(rb"^([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)$", re.MULTILINE)
_BLACK = 0.2
"""Lightness under which a colour is meant for black: letters of a dark grey would be printed as dots."""
_NEUTRAL = 0.06
"""By how much the parts of a colour may differ that nobody sees as one."""


def inked(content: bytes, colours: str) -> bytes:
    """What a page draws, in the colours that are asked for: `rgb`, `cmyk` or `grey` (ISO 32000-1, 8.6.8)."""
    if colours == "rgb":
        return content
    change = _grey if colours == "grey" else _inks

    def changed(found: re.Match[bytes]) -> bytes:
        red, green, blue = (float(part) for part in found.groups()[:3])
        return change(red, green, blue, found[4] == b"RG")

    return _COLOUR.sub(changed, content)


def _grey(red: float, green: float, blue: float, strokes: bool) -> bytes:
    return _written([_lightness(red, green, blue)], b"G" if strokes else b"g")


def _inks(red: float, green: float, blue: float, strokes: bool) -> bytes:
    """Black alone for what is grey or nearly black: four inks on top of each other never meet exactly."""
    lightness = _lightness(red, green, blue)
    if lightness == 0 or max(red, green, blue) - min(red, green, blue) < _NEUTRAL:
        inks = [0.0, 0.0, 0.0, 1 - lightness]
    else:
        black = 1 - max(red, green, blue)
        inks = [*((1 - part - black) / (1 - black) for part in (red, green, blue)), black]
    return _written(inks, b"K" if strokes else b"k")


def _lightness(red: float, green: float, blue: float) -> float:
    """Rec. 601's, as PDF has it for colours that become grey (ISO 32000-1, 10.3.3)."""
    lightness = 0.3 * red + 0.59 * green + 0.11 * blue
    return 0.0 if lightness < _BLACK else lightness


def _written(parts: list[float], operator: bytes) -> bytes:
    return b" ".join([*(b"%g" % round(part, 4) for part in parts), operator])
