"""Small pictures of printed pages for the HTML report, drawn by PDFium where it is installed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WIDTH, _MOST = 400, 1600
"""Width in pixels, twice that on the page, for screens with small pixels; and the largest height."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as a WebP file, and its size in pixels."""

    data: bytes
    width: int
    height: int


def can_be_drawn() -> bool:
    """Return whether PDFium is installed."""
    from importlib.util import find_spec

    return find_spec("pypdfium2") is not None


def draw_pages(file: Path, labels: Iterable[str]) -> dict[str, PagePicture]:
    """Return pictures of some pages of a PDF, by their labels and in page order.

    Pages that do not exist or cannot be drawn are left out.
    """
    import pypdfium2

    found: dict[str, PagePicture] = {}
    with suppress(pypdfium2.PdfiumError, OSError, ValueError), closing(pypdfium2.PdfDocument(file)) as pdf:
        rows: dict[str, int] = {}
        for row in range(len(pdf)):
            rows.setdefault(pdf.get_page_label(row) or str(row + 1), row)
        for row, label in sorted((rows[label], label) for label in {*labels} if label in rows):
            found[label] = _draw(pdf[row])
    return found


def _draw(page: Any) -> PagePicture:
    scale = min(_WIDTH / page.get_width(), _MOST / page.get_height())
    image = page.render(scale=scale).to_pil()
    file = io.BytesIO()
    image.convert("RGB").save(file, "WEBP", quality=70)
    return PagePicture(file.getvalue(), *image.size)
