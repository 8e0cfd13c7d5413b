"""The colours of a printed page as a print shop wants them: shades of grey, or the four inks of the press.

Text and drawings are converted; pictures stay as their author made them. WeasyPrint writes one operator a line.
"""

from __future__ import annotations

import re

_COLOUR = re.compile(rb"^([\d.]+) ([\d.]+) ([\d.]+) (rg|RG)$", re.MULTILINE)
_BLACK = 0.2
"""The lightness below which a colour is printed as black: dark grey letters would be printed as dots."""
_NEUTRAL = 0.06
"""How much the parts of a colour may differ before anyone sees a colour."""


def convert(content: bytes, colours: str) -> bytes:
    """Return the content of a page in the wanted colours, `rgb`, `cmyk` or `grey` (ISO 32000-1, 8.6.8)."""
    if colours == "rgb":
        return content
    change = _grey if colours == "grey" else _inks

    def converted(found: re.Match[bytes]) -> bytes:
        red, green, blue = (float(part) for part in found.groups()[:3])
        return change(red, green, blue, found[4] == b"RG")

    return _COLOUR.sub(converted, content)


def _grey(red: float, green: float, blue: float, strokes: bool) -> bytes:
    return _operation([_lightness(red, green, blue)], b"G" if strokes else b"g")


def _inks(red: float, green: float, blue: float, strokes: bool) -> bytes:
    """Use black alone for what is grey or nearly black: four inks on top of each other never align exactly."""
    lightness = _lightness(red, green, blue)
    if lightness == 0 or max(red, green, blue) - min(red, green, blue) < _NEUTRAL:
        inks = [0.0, 0.0, 0.0, 1 - lightness]
    else:
        black = 1 - max(red, green, blue)
        inks = [*((1 - part - black) / (1 - black) for part in (red, green, blue)), black]
    return _operation(inks, b"K" if strokes else b"k")


def _lightness(red: float, green: float, blue: float) -> float:
    """Return the lightness of Rec. 601, which PDF uses where colours become grey (ISO 32000-1, 10.3.3)."""
    lightness = 0.3 * red + 0.59 * green + 0.11 * blue
    return 0.0 if lightness < _BLACK else lightness


def _operation(parts: list[float], operator: bytes) -> bytes:
    return b" ".join([*(b"%g" % round(part, 4) for part in parts), operator])
