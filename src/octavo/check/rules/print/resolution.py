"""Pictures that have too few pixels for the size at which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, PrintedPages, Rule
from octavo.model.diagnostic import Severity

COARSE, FINE = 150, 300
"""Pixels an inch: below the first a reader sees them; from the second on no printer shows more."""
_INCH = 25.4


def _pictures(sheets: PrintedPages, least: int, most: int) -> Iterator[Flaw]:
    said = set()
    for seen in sheets.kind("picture"):
        picture = sheets.pictures.get(seen.resource)
        if picture is None or picture.size is None or picture.media_type == "image/svg+xml" or not seen.amount:
            continue
        density = round(picture.size[0] / (seen.amount / _INCH))
        if least <= density < most and seen.resource not in said:
            said.add(seen.resource)
            wanted = round(seen.amount / _INCH * FINE)
            yield sheets.flaw(
                f"'{picture.file.name}' is printed on page {sheets.page(seen)} with {density} pixels an inch",
                seen,
                f"at {seen.amount:.0f} mm it should be {wanted:,} pixels wide, or be printed smaller",
            )


_FIX = "save it with more pixels, as a drawing in SVG, or print it smaller"
RULES = (
    Rule(
        "print.coarse-picture",
        "print",
        Severity.WARNING,
        "On paper a picture of fewer than 150 pixels an inch is blurred, or shows its pixels.",
        _FIX,
        examine=lambda sheets: _pictures(sheets, 0, COARSE),
    ),
    Rule(
        "print.picture-resolution",
        "print",
        Severity.INFO,
        "Print shops ask for 300 pixels an inch; with fewer, fine lines are not sharp.",
        _FIX,
        examine=lambda sheets: _pictures(sheets, COARSE, FINE),
    ),
)
