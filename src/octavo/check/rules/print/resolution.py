"""Pictures that have too few pixels for the size at which they are printed."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import PrintedPages
from octavo.model.diagnostic import Severity

COARSE, FINE = 150, 300
"""In pixels per inch: with fewer than the first, readers see the pixels; with more than the second, no printer gains."""
_INCH = 25.4


def _pictures(sheets: PrintedPages, least: int, most: int) -> Iterator[Flaw]:
    reported = set()
    for fact in sheets.of_kind("picture"):
        picture = sheets.pictures.get(fact.resource)
        if picture is None or picture.size is None or picture.media_type == "image/svg+xml" or not fact.amount:
            continue
        density = round(picture.size[0] / (fact.amount / _INCH))
        if least <= density < most and fact.resource not in reported:
            reported.add(fact.resource)
            wanted = round(fact.amount / _INCH * FINE)
            yield sheets.flaw(
                f"'{picture.file.name}' is printed on page {sheets.page(fact)} with {density} pixels per inch",
                fact,
                f"make it {wanted:,} pixels wide for {fact.amount:.0f} mm, or print it smaller",
            )


_FIX = "save it with more pixels, as a drawing in SVG, or print it smaller"
RULES = (
    Rule(
        id="print.coarse-picture",
        looks_at="print",
        severity=Severity.WARNING,
        reason="On paper, a picture with fewer than 150 pixels per inch is blurred, or shows its pixels.",
        fix=_FIX,
        examine=lambda sheets: _pictures(sheets, 0, COARSE),
    ),
    Rule(
        id="print.picture-resolution",
        looks_at="print",
        severity=Severity.INFO,
        reason="Print shops ask for 300 pixels per inch, because with fewer, fine lines are not sharp.",
        fix=_FIX,
        examine=lambda sheets: _pictures(sheets, COARSE, FINE),
    ),
)
