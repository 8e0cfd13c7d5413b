"""Pictures of printed pages, small, for a report; drawn by PDFium, where that is installed."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WIDTH = 400
"""Pixels: twice as many as are shown, for screens that have them."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a WebP file, and its size in pixels."""

    data: bytes
    width: int
    height: int


def can_be_drawn() -> bool:
    """Whether PDFium is here."""
    from importlib.util import find_spec

    return find_spec("pypdfium2") is not None


def drawn(file: Path, labels: Iterable[str]) -> dict[str, Picture]:
    """Pages of a PDF by their labels, in its order; those that are not there are left out."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(file)
    except (pypdfium2.PdfiumError, OSError):
        return {}
    try:
        rows: dict[str, int] = {}
        for row in range(len(pdf)):
            rows.setdefault(pdf.get_page_label(row) or str(row + 1), row)
        wanted = sorted((rows[label], label) for label in {*labels} if label in rows)
        return {label: _drawn(pdf[row]) for row, label in wanted}
    finally:
        pdf.close()


def _drawn(page: Any) -> Picture:
    image = page.render(scale=_WIDTH / page.get_width()).to_pil()
    file = io.BytesIO()
    image.convert("RGB").save(file, "WEBP", quality=70)
    return Picture(file.getvalue(), *image.size)
