"""The size and shape that bookshops ask of a cover.

KDP (Cover Image Guidelines): at least 625 × 1000 pixels, at best 1600 × 2560, height to width as 1.6 to 1. Google Play
(Files and uploading): at least 640 pixels. Apple Books (Asset Guide): the short side at least 1400 pixels. Kobo: 3 to 4.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import FinishedEdition
from octavo.model.diagnostic import Severity

LEAST = 640, 1000
GOOD = 1400, 2240
_SQUATTEST, _SLIMMEST = 1.25, 1.8
"""Height divided by width: what still looks like a book in a shop."""


def _size(book: FinishedEdition) -> tuple[int, int] | None:
    """Return the width and height of the author's own cover; one that octavo draws is as shops want it."""
    from PIL import Image

    name = next((each for each in book.files if "/images/cover." in each), None)
    if name is None or not book.publication.metadata.cover_image:
        return None
    with Image.open(io.BytesIO(book.files[name])) as image:
        return image.width, image.height


def _small(book: FinishedEdition, least: tuple[int, int], wanted: tuple[int, int]) -> Iterator[Flaw]:
    size = _size(book)
    if size and _reaches(size, least) and not _reaches(size, wanted):
        yield Flaw(f"the cover has {size[0]} × {size[1]} pixels", book.publication.key("cover-image"))


def _reaches(size: tuple[int, int], wanted: tuple[int, int]) -> bool:
    return size[0] >= wanted[0] and size[1] >= wanted[1]


def _shape(book: FinishedEdition) -> Iterator[Flaw]:
    size = _size(book)
    if size and not _SQUATTEST <= size[1] / size[0] <= _SLIMMEST:
        message = f"the cover is {size[1] / size[0]:.2f} times as tall as it is wide"
        yield Flaw(message, book.publication.key("cover-image"))


RULES = (
    Rule(
        id="cover.too-small",
        looks_at="epub",
        severity=Severity.WARNING,
        reason=("Amazon rejects covers of fewer than 625 × 1000 pixels, and Google those of fewer than 640."),
        fix="save it with 1600 × 2560 pixels",
        examine=lambda book: _small(book, (0, 0), LEAST),
    ),
    Rule(
        id="cover.small",
        looks_at="epub",
        severity=Severity.INFO,
        reason=(
            "Apple asks for 1400 pixels on the short side, and Amazon for 1600 × 2560, because a "
            "smaller cover is blurred."
        ),
        fix="save it with 1600 × 2560 pixels",
        examine=lambda book: _small(book, LEAST, GOOD),
    ),
    Rule(
        id="cover.shape",
        looks_at="epub",
        severity=Severity.INFO,
        reason="Shops show covers that are taller than wide, ideally by 1.6 to 1, and shrink the others.",
        fix="make it 1600 pixels wide and 2560 pixels tall",
        examine=_shape,
    ),
)
