"""Marks for the printer on pages that octavo adds: where the paper is cut, and crosses to align the inks."""

from __future__ import annotations

from octavo.press.pdf import syntax
from octavo.press.pdf.proof import PageProof

_CIRCLE = 0.5523
"""How far from its ends the points are that bend a quarter of a circle, in radiuses."""


def draw_marks(page: PageProof) -> bytes:
    """Return what draws the marks of an empty page: outside of it, and where WeasyPrint has them on other pages."""
    (width, height), (left, bottom, right, top) = page.size, page.bleed
    lines: list[tuple[float, float, float, float]] = []
    if "crop" in page.marks:
        for y in (0.0, height):
            lines += [(-left, y, -left / 2, y), (width + right / 2, y, width + right, y)]
        for x in (0.0, width):
            lines += [(x, -bottom, x, -bottom / 2), (x, height + top / 2, x, height + top)]
    drawn = [b"%s %s m %s %s l S" % tuple(map(syntax.number, line)) for line in lines]
    if "cross" in page.marks:
        middle, centre = (width + right - left) / 2, (height + top - bottom) / 2
        drawn += [
            b"0.375 w", _cross(-left * 3 / 4, centre, left / 4), _cross(width + right * 3 / 4, centre, right / 4),
            _cross(middle, -bottom * 3 / 4, bottom / 4), _cross(middle, height + top * 3 / 4, top / 4),
        ]  # fmt: skip
    return b"/Artifact BMC\n0 G 0.75 w\n%s\nEMC" % b"\n".join(drawn)


def _cross(x: float, y: float, arm: float) -> bytes:
    """Return what draws a cross in a circle."""
    r, k = arm / 2, arm / 2 * _CIRCLE
    curves = [
        (x + r, y), (x + r, y + k, x + k, y + r, x, y + r), (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r), (x + k, y - r, x + r, y - k, x + r, y),
    ]  # fmt: skip
    circle = b" ".join(
        b"%s %s" % (b" ".join(map(syntax.number, each)), b"c" if len(each) > 2 else b"m") for each in curves
    )
    lines = (x - arm, y, x + arm, y), (x, y - arm, x, y + arm)
    return b" ".join([circle, b"S", *(b"%s %s m %s %s l S" % tuple(map(syntax.number, line)) for line in lines)])
