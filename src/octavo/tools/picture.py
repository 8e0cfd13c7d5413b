"""Find out what kind of picture a file is, how large it is, and whether it can be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.model.settings import Limits

MEDIA_TYPES = {
    "PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "AVIF": "image/avif",
    "TIFF": "image/tiff", "BMP": "image/bmp",
}  # fmt: skip
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
    """A picture that can be shown: its natural width and height are in CSS pixels."""

    media_type: str
    width: float
    height: float


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


def examine(data: bytes, limits: Limits) -> Picture | UnreadablePicture:
    """Examine a picture. Raster pictures are decoded completely, as a broken one would otherwise fail in a press."""
    if len(data) > limits.megabytes * 1_000_000:
        return too_large(len(data), limits)
    if _looks_like_svg(data):
        return _drawing(data)
    return _raster(data, limits)


def _looks_like_svg(data: bytes) -> bool:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and b"<svg" in data[:65536]


def _raster(data: bytes, limits: Limits) -> Picture | UnreadablePicture:
    import io

    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    try:
        image = Image.open(io.BytesIO(data))
    except Exception:
        return UnreadablePicture(
            "image.unreadable",
            "is not an image in a format that octavo supports",
            "use PNG, JPEG, SVG, GIF, WebP, AVIF or TIFF",
        )
    width, height = image.size
    if width * height > limits.megapixels * 1e6:
        return UnreadablePicture(
            "image.too-large",
            f"has {width * height / 1e6:.1f} megapixels ({width} × {height}), and the limit is {limits.megapixels:g}",
            "make it smaller, or raise 'megapixels' under 'octavo: limits'",
        )
    media_type = MEDIA_TYPES.get(image.format or "")
    if media_type is None:
        return UnreadablePicture(
            "image.unreadable",
            f"is in a format ({image.format}) that no edition can show",
            "convert it to PNG or JPEG",
        )
    try:
        _decode(data)
    except Exception as broken:
        return UnreadablePicture("image.unreadable", f"is damaged: {broken}", "save it again from its source")
    return Picture(media_type, float(width), float(height))


def _decode(data: bytes) -> None:
    """Decode a raster picture completely, at a small size where that is quicker. Raises Pillow's own errors."""
    import io

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
    box = [float(n) for n in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox") or "")]
    width, height = _length(root.get("width")), _length(root.get("height"))
    natural = (box[2], box[3]) if len(box) == 4 and box[2] > 0 and box[3] > 0 else None
    if natural:
        width = width or (height * natural[0] / natural[1] if height else natural[0])
        height = height or width * natural[1] / natural[0]
    return Picture("image/svg+xml", width or 300.0, height or 150.0)


def _length(text: str | None) -> float | None:
    match = re.fullmatch(r"\s*([\d.]+)\s*([a-z]{0,2})\s*", text or "")
    if not match or match[2] not in _UNITS:
        return None
    try:
        return float(match[1]) * _UNITS[match[2]] or None
    except ValueError:
        return None
