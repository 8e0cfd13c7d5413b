"""Colours of a cover: how much two contrast, and which ones a picture offers."""

from __future__ import annotations

import colorsys
import re
from typing import Any

Colour = tuple[int, int, int]

READABLE = 4.5
"""The least contrast between text and its background (WCAG 2.2, 1.4.3)."""
_EVEN = 14.0
"""The greatest standard deviation (from 0 to 255) of the colours of an edge that can continue as a background."""


def parse(text: str) -> Colour | None:
    """Return a colour from `#rrggbb`; None for anything else."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", text.strip()):
        return None
    red, green, blue = bytes.fromhex(text.strip()[1:])
    return red, green, blue


def css(colour: Colour) -> str:
    """Return a colour as `#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Colour) -> float:
    """Return the relative luminance (WCAG 2.2), from 0 to 1."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (n / 255 for n in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio (WCAG 2.2), from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def deepen(colour: Colour, paper: Colour, wanted: float = 8.5) -> Colour:
    """Return a colour made darker until light text on it is easy to read."""
    red, green, blue = colour
    while contrast((red, green, blue), paper) < wanted and max(red, green, blue) > 8:
        red, green, blue = round(red * 0.95), round(green * 0.95), round(blue * 0.95)
    return red, green, blue


def edge(image: Any, top: bool) -> Colour | None:
    """Return the colour of the upper or lower edge of a picture; None if it is not even."""
    from PIL import ImageStat

    depth = max(1, image.height // 80)
    strip = image.crop((0, 0, image.width, depth) if top else (0, image.height - depth, image.width, image.height))
    figures = ImageStat.Stat(strip)
    if max(figures.stddev) > _EVEN:
        return None
    red, green, blue = (round(mean) for mean in figures.mean)
    return red, green, blue


def mean(image: Any) -> Colour:
    """Return the mean colour of the parts of a picture that are not transparent."""
    from PIL import ImageStat

    opaque = image.convert("RGBA")
    red, green, blue = (
        round(one) for one in ImageStat.Stat(opaque.convert("RGB"), opaque.getchannel("A").point(_mask)).mean
    )
    return red, green, blue


def accent(image: Any, ground: Colour) -> Colour | None:
    """Return the liveliest colour of a picture that can be read on a background; None if no colour can."""
    small = image.resize((160, max(1, round(160 * image.height / image.width)))).quantize(24)
    palette = small.getpalette() or []
    found: list[tuple[float, Colour]] = []
    for count, index in small.getcolors() or []:
        colour = (palette[3 * index], palette[3 * index + 1], palette[3 * index + 2])
        _, saturation, value = colorsys.rgb_to_hsv(*(part / 255 for part in colour))
        if contrast(colour, ground) >= READABLE and saturation > 0.35:
            found.append((saturation * value * count**0.25, colour))
    return max(found)[1] if found else None


def _mask(alpha: int) -> int:
    return 255 if alpha > 64 else 0
