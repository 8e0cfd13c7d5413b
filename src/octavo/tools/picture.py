"""Find out what kind of picture a file is, how large it is, and whether it can be shown; and read it as it is shown."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from octavo.model.html_elements import Element
from octavo.model.publication import Conversion, Resource
from octavo.model.settings import Limits
from octavo.tools import pdf_page

MEDIA_TYPES = {
    "PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp",
    "AVIF": "image/avif",
}  # fmt: skip
"""What browsers show, by Pillow's names. MPO is a JPEG with further pictures behind it."""
_CONVERTED = frozenset({"TIFF", "BMP", "DIB", "ICO", "JPEG2000", "PCX", "PPM", "PSD", "SGI", "TGA"})
"""What Pillow alone reads exactly, and browsers do not show."""
_USUAL = "PNG, JPEG, SVG, GIF, WebP, AVIF, PDF or TIFF"
_ORIENTATION = 0x112
"""Exif 2.32, 4.6.4: how the camera was held; 1 is upright, from 5 on width and height are exchanged."""
_QUALITY = 95
"""For a photograph that is written a second time."""
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": 96 / 72,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 96 / 25.4,
    "em": 16.0,
    "ex": 8.0,
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be shown: its natural width and height are in CSS pixels, as it is shown.

    `media_type` is what it is after the conversion.
    """

    media_type: str
    width: float
    height: float
    conversion: Conversion = Conversion.NONE


@dataclass(frozen=True, slots=True)
class UnreadablePicture:
    """Why a file cannot be shown: `rule` is the id of the finding; `reason` continues a sentence that begins with the
    file's name."""

    rule: str
    reason: str
    hint: str


def too_large(size: int, limits: Limits) -> UnreadablePicture:
    """Return the finding about a file of more bytes than the limit."""
    return UnreadablePicture(
        "image.too-large",
        f"is {size / 1e6:.0f} MB large, and the limit is {limits.megabytes:g} MB",
        "make it smaller, or raise 'megabytes' under 'octavo: limits'",
    )


def examine(data: bytes, limits: Limits, page: int = 1) -> Picture | UnreadablePicture:
    """Examine a picture; `page` is the one that is shown of a PDF.

    Raster pictures are decoded completely, as a broken one would otherwise fail in a press.
    """
    if len(data) > limits.megabytes * 1_000_000:
        return too_large(len(data), limits)
    if _looks_like_svg(data):
        return _drawing(data)
    if b"%PDF-" in data[:1024]:
        return _page(data, page)
    return _raster(data, limits)


def read(resource: Resource) -> bytes:
    """Return the bytes of a picture as editions show it, converted where that is needed.

    Raises OSError, ValueError or SyntaxError where that cannot be done.
    """
    data = resource.data if resource.data is not None else resource.file.read_bytes()
    return _convert(data, resource.conversion, resource.page)


def convert(data: bytes, limits: Limits) -> bytes:
    """Return a picture as editions show it; what cannot be shown stays as it is.

    Raises OSError, ValueError or SyntaxError where it cannot be converted.
    """
    seen = examine(data, limits)
    return _convert(data, seen.conversion, 1) if isinstance(seen, Picture) else data


def _convert(data: bytes, conversion: Conversion, page: int) -> bytes:
    match conversion:
        case Conversion.UPRIGHT:
            return _turn_upright(data)
        case Conversion.PIXELS:
            return _convert_to_pixels(data)
        case Conversion.PAGE:
            return pdf_page.draw(data, page)
        case Conversion.LINES:
            return pdf_page.draw_lines(data, page) or pdf_page.draw(data, page)
    return data


def _page(data: bytes, page: int) -> Picture | UnreadablePicture:
    try:
        width, height = pdf_page.measure(data, page)
        if pdf_page.draw_lines(data, page) is not None:
            return Picture("image/svg+xml", width, height, Conversion.LINES)
    except pdf_page.UnreadablePdfError as broken:
        return UnreadablePicture("image.unreadable", str(broken), "save it again from its source, or as SVG or PNG")
    return Picture("image/png", width, height, Conversion.PAGE)


def _turn_upright(data: bytes) -> bytes:
    """Turn a picture as its camera notes, in the format that it has."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        kind = "JPEG" if image.format == "MPO" else image.format
        kept: dict[str, Any] = {"icc_profile": image.info["icc_profile"]} if image.info.get("icc_profile") else {}
        if kind == "JPEG":
            kept |= {"quality": _QUALITY, "subsampling": 0, "optimize": True}
        elif kind == "WEBP":
            kept |= {"quality": _QUALITY} if b"VP8 " in data[:4096] else {"lossless": True}
        elif kind == "AVIF":
            kept |= {"quality": _QUALITY}
        upright, target = ImageOps.exif_transpose(image), io.BytesIO()
        upright.info.pop("exif", None)
        upright.save(target, kind, **kept)
        return target.getvalue()


def _convert_to_pixels(data: bytes) -> bytes:
    """Convert a picture to PNG, or to JPEG if it has the colours of printing inks, which PNG cannot have."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as image:
        upright, target = ImageOps.exif_transpose(image), io.BytesIO()
        profile = image.info.get("icc_profile")
        kept: dict[str, Any] = {"icc_profile": profile} if profile else {}
        if upright.mode == "CMYK":
            upright.save(target, "JPEG", quality=_QUALITY, subsampling=0, **kept)
            return target.getvalue()
        if upright.mode not in _PNG_MODES:
            upright, kept = upright.convert(_find_plain_mode(upright)), {}
        upright.save(target, "PNG", optimize=True, **kept)
        return target.getvalue()


_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")


def _find_plain_mode(image: Any) -> str:
    """Return the mode for the pixels of a picture that is to become a PNG."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return "L"
    return "RGBA" if image.has_transparency_data else "RGB"


def _looks_like_svg(data: bytes) -> bool:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and b"<svg" in data[:65536]


def has_html(data: bytes) -> bool:
    """Tell whether a drawing has HTML in it, without a text to be shown instead."""
    html, switches = (len(re.findall(rb"<(?:\w+:)?" + name + rb"\b", data)) for name in (b"foreignObject", b"switch"))
    return html > switches and _looks_like_svg(data)


def _raster(data: bytes, limits: Limits) -> Picture | UnreadablePicture:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(io.BytesIO(data))
    except Exception:
        reason = "is not an image in a format that octavo supports"
        return UnreadablePicture("image.unreadable", reason, f"use {_USUAL}")
    width, height = image.size
    if width * height > limits.megapixels * 1e6:
        return UnreadablePicture(
            "image.too-large",
            f"has {width * height / 1e6:.1f} megapixels ({width} × {height}), and the limit is {limits.megapixels:g}",
            "make it smaller, or raise 'megapixels' under 'octavo: limits'",
        )
    kind = image.format or ""
    if kind not in MEDIA_TYPES and kind not in _CONVERTED:
        reason = f"is in a format ({_NAMES.get(kind, kind)}) that no edition can show"
        return UnreadablePicture("image.unreadable", reason, f"save it as {_BETTER.get(kind, 'PNG or JPEG')}")
    turn = _read_orientation(image)
    if 5 <= turn <= 8 and kind != "TIFF":  # Pillow exchanges those of a TIFF itself
        width, height = height, width
    try:
        _decode(data)
    except Exception as broken:
        return UnreadablePicture("image.unreadable", f"is damaged: {broken}", "save it again from its source")
    if kind in _CONVERTED:
        media_type = "image/jpeg" if image.mode == "CMYK" else "image/png"
        return Picture(media_type, float(width), float(height), Conversion.PIXELS)
    conversion = Conversion.UPRIGHT if 2 <= turn <= 8 and not getattr(image, "is_animated", False) else Conversion.NONE
    return Picture(MEDIA_TYPES[kind], float(width), float(height), conversion)


def _read_orientation(image: Any) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION) or 1)
    except Exception:  # the camera's notes are damaged, and nobody has to read them
        return 1


_NAMES = {"EPS": "EPS, PostScript"}
_BETTER = {"EPS": "SVG or PDF"}


def _decode(data: bytes) -> None:
    """Decode a raster picture completely, at a small size where that is quicker. Raises Pillow's own errors."""
    from PIL import Image, ImageFile

    while True:
        # WeasyPrint, which another thread may be importing, makes Pillow accept truncated pictures.
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        image = Image.open(io.BytesIO(data))
        image.draft("RGB", (image.width // 8, image.height // 8))
        image.load()
        if not ImageFile.LOAD_TRUNCATED_IMAGES:
            return


def _drawing(data: bytes) -> Picture | UnreadablePicture:
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError as broken:
        return UnreadablePicture(
            "image.unreadable", f"is not well-formed SVG: {broken}", "save it again from its source"
        )
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return UnreadablePicture(
            "image.unreadable",
            "is not an SVG drawing: it lacks the SVG namespace",
            'add xmlns="http://www.w3.org/2000/svg"',
        )
    return Picture("image/svg+xml", *measure_drawing(root))


def measure_drawing(root: Element) -> tuple[float, float]:
    """Return the natural width and height of an SVG drawing in CSS pixels (SVG 2, section 8.12)."""
    box = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox") or "")]
    width, height = _length(root.get("width")), _length(root.get("height"))
    natural = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None
    if natural:
        width = width or (height * natural[0] / natural[1] if height else natural[0])
        height = height or width * natural[1] / natural[0]
    return width or 300.0, height or 150.0


def _length(text: str | None) -> float | None:
    match = re.fullmatch(r"\s*([\d.]+)\s*([a-z]{0,2})\s*", text or "")
    if not match or match[2] not in _UNITS:
        return None
    try:
        return float(match[1]) * _UNITS[match[2]] or None
    except ValueError:
        return None
