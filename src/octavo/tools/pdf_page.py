"""A page of a PDF as a picture, drawn by PDFium."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from octavo.tools import pdf_drawing

_PER_POINT = 300 / 72
"""Pixels per point: 300 to an inch, which is as fine as a press prints."""
_MOST = 24e6
"""The most pixels of a picture: a large page is drawn with fewer to an inch."""


class UnreadablePdfError(ValueError):
    """A PDF that cannot be drawn; the message says why, continuing a sentence that begins with the file's name."""


def measure(data: bytes, page: int) -> tuple[float, float]:
    """Return width and height of a page in CSS pixels, as it is shown. Raises `UnreadablePdfError`."""
    with _opened(data, page) as sheet:
        return sheet.get_width() * 96 / 72, sheet.get_height() * 96 / 72


def draw(data: bytes, page: int) -> bytes:
    """Return a page as a PNG, on white paper. Raises `UnreadablePdfError`."""
    with _opened(data, page) as sheet:
        width, height = sheet.get_width(), sheet.get_height()
        scale = min(_PER_POINT, (_MOST / (width * height)) ** 0.5)
        image = sheet.render(scale=scale).to_pil().convert("RGB")
        if image.getcolors(1 << 16) and all(red == green == blue for _, (red, green, blue) in image.getcolors(1 << 16)):
            image = image.convert("L")
        target = io.BytesIO()
        image.save(target, "PNG", optimize=True)
        return target.getvalue()


def draw_lines(data: bytes, page: int) -> bytes | None:
    """Return a page as SVG, where that shows the same as pixels would; else None. Raises `UnreadablePdfError`."""
    with _opened(data, page) as sheet:
        svg = pdf_drawing.draw(sheet)
        if svg is None or len(svg) > _HEAVIEST:
            return None
        wanted = sheet.render(scale=_TESTED / max(sheet.get_size())).to_pil().convert("L")
    return svg.encode() if _is_alike(svg, wanted) else None


_HEAVIEST = 1_000_000
"""The most characters of a drawing: beyond them, pixels are smaller."""
_TESTED, _TILE = 640, 8
"""The longer side of the pixels by which the two are compared, and the side of the squares that are, in pixels."""
_DIFFERENT = 72
"""By how much a square may be lighter or darker, of 255: lines are smoothed in other ways."""


def _is_alike(svg: str, wanted: Any) -> bool:
    import resvg_py
    from PIL import Image, ImageChops

    width, height = wanted.size
    drawn = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=width, height=height))
    difference = ImageChops.difference(Image.open(io.BytesIO(drawn)).convert("L").resize(wanted.size), wanted)
    tiles = difference.resize((max(1, width // _TILE), max(1, height // _TILE)), Image.Resampling.BOX)
    return not any(tiles.histogram()[_DIFFERENT:])


@contextmanager
def _opened(data: bytes, number: int) -> Iterator[Any]:
    import pypdfium2

    try:
        with closing(pypdfium2.PdfDocument(data)) as pdf:
            count = len(pdf)
            if not 1 <= number <= count:
                raise UnreadablePdfError(f"has no page {number}: it has {count}")
            with closing(pdf[number - 1]) as sheet:
                if min(sheet.get_size()) <= 0:
                    raise UnreadablePdfError("has an empty page")
                yield sheet
    except pypdfium2.PdfiumError as broken:
        reason = "is protected by a password" if "assword" in str(broken) else "is not a PDF that can be drawn"
        raise UnreadablePdfError(reason) from broken
