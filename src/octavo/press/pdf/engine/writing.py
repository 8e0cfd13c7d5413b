"""A document written by WeasyPrint as PDF objects that never become a file: their references are marks (`proof.py`)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import pydyf

from octavo.press.pdf import faces, inks, proof
from octavo.press.pdf.engine import bidi
from octavo.press.pdf.engine.boxes import Document
from octavo.press.pdf.engine.state import PatchState
from octavo.press.pdf.proof import FontUse, Objects

LEVEL = 6
"""zlib's level for content: 9 would save another hundredth."""


# Hooks


class UnwrittenPdf(pydyf.PDF):
    """A PDF that is never written to a file."""

    @property
    def page_references(self) -> tuple[bytes, ...]:
        return tuple(proof.reference(number) for number in self.pages["Kids"][::3])


class BookFonts(pydyf.Dictionary):
    """The fonts of the whole book, which binding makes under this number."""

    reference = b"3 0 R"


def mark_references() -> property:
    """Return an `Object.reference` that is a mark."""
    return property(lambda made: proof.reference(made.number))


def collect_fonts(state: PatchState) -> Callable[..., BookFonts]:
    """Return a `build_fonts_dictionary` that embeds nothing, and leaves the fonts in the state."""

    def collect(_pdf: Any, used: Mapping[str, Any], *_options: Any) -> BookFonts:
        state.fonts.extend(used.values())
        return BookFonts()

    return collect


def number_missing_glyph(font: Any, codepoint: int) -> int:
    """Return a number for a glyph that a font lacks.

    WeasyPrint counts them by document, and two gatherings would disagree.
    """
    if not font.missing:
        font.stand_in, width = faces.stand_in(font.file_content)
        font.widths = _Widths(font.widths, font.glyph_count, width)
    if codepoint not in font.missing:
        font.missing[codepoint] = font.glyph_count + codepoint % (65521 - font.glyph_count)
    return int(font.missing[codepoint])


class _Widths(dict[int, float]):
    """The widths of the glyphs of a font; those that it lacks are as wide as what is shown in their place."""

    def __init__(self, widths: Mapping[int, float], count: int, width: float) -> None:
        super().__init__(widths)
        self.count, self.width = count, round(width)

    def __setitem__(self, glyph: int, width: float) -> None:
        if glyph:  # nothing shows glyph 0
            super().__setitem__(glyph, width if glyph < self.count else self.width)


# Objects


def write(document: Document, is_tagged: bool) -> Any:
    """Return the PDF that WeasyPrint makes of a document, its objects numbered from 1; needs the hooks above."""
    import weasyprint
    import weasyprint.pdf as writer

    options = {**weasyprint.DEFAULT_OPTIONS, "pdf_tags": is_tagged, "pdf_version": "1.7"}
    return writer.generate_pdf(document, None, 1, **options)


def number_of(reference: bytes) -> int:
    """Return the number of the object that a mark refers to."""
    return int(reference[2:-1])


def to_bytes(part: Any) -> bytes:
    """Return a part of a stream, or a value, as PDF writes it."""
    return part if isinstance(part, bytes) else bytes(pydyf._to_bytes(part))


def split_objects(pdf: Any, taken: set[int], colours: str) -> tuple[Objects, tuple[tuple[int, bytes, bytes], ...]]:
    """Return the objects that are not `taken`: dictionaries and arrays, and streams."""
    objects, streams = {}, []
    for number, made in enumerate(pdf.objects):
        if number in taken or isinstance(made, BookFonts):
            continue
        if isinstance(made, pydyf.Stream):
            streams.append((number, *_stream(made, colours)))
        else:
            objects[number] = made.data
    return Objects.of(objects), tuple(streams)


def _stream(made: Any, colours: str) -> tuple[bytes, bytes]:
    data = b"\n".join(map(to_bytes, made.stream))
    extra = pydyf.Dictionary(made.extra)
    if made.compress and "Filter" not in extra:
        data = inks.convert(data, colours)
        data = zlib.compress(data, LEVEL)
        extra["Filter"] = "/FlateDecode"
    return extra.data[2:-2], data


def is_cmyk(pdf: Any) -> bool:
    """Return whether anything is drawn in the inks of a printer."""
    for made in pdf.objects:
        entries = made.extra if isinstance(made, pydyf.Stream) else made if isinstance(made, dict) else {}
        if entries.get("ColorSpace") == "/DeviceCMYK":
            return True
        drawn = made.stream if isinstance(made, pydyf.Stream) and entries.get("Subtype") != "/Image" else ()
        if any(isinstance(part, bytes) and b"/DeviceCMYK" in part for part in drawn):
            return True
    return False


def font_uses(fonts: list[Any], files: Mapping[str, bytes]) -> tuple[FontUse, ...]:
    """Return what a document shows of each font; `files` has the fonts by their `face:` URLs."""
    names = {hashlib.sha256(data).digest(): url.removeprefix("face:") for url, data in files.items()
             if url.startswith("face:")}  # fmt: skip
    uses: dict[str, FontUse] = {}
    for font in fonts:
        face = names[hashlib.sha256(font.file_content).digest()]
        # Pango puts a comma behind a name that ends in a figure
        name, family = font.name.replace(b",", b""), font.family.replace(",", "")
        fresh = FontUse(font.hash, name, family, font.flags, font.ascent, font.descent, face)
        use = uses.setdefault(font.hash, fresh)
        use.widths.update((glyph, width) for glyph, width in font.widths.items() if glyph < font.glyph_count)
        known = font.to_unicode
        meanings = known.meanings(font.file_content) if isinstance(known, bidi.GlyphMeanings) else known
        for glyph, text in faces.without_radicals(meanings, font.file_content).items():
            use.to_unicode.setdefault(glyph, text)
        if font.missing:
            use.missing.update(dict.fromkeys(font.missing.values(), font.stand_in))
            use.widths[font.stand_in] = font.widths.width
    return tuple(uses.values())
