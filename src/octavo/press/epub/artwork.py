"""Pictures as a cover uses them: small enough to judge their colours, whole enough to be drawn large."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from typing import Any

from octavo.press.epub.colour import Colour
from octavo.press.epub.pictures import clean

_SMALL = 200
"""Pixels across of the picture that colours are taken from."""


@dataclass(frozen=True, slots=True)
class Artwork:
    """A picture to be drawn: `small` is for its colours; in full it is a `drawing`, or else pixels at an `address`."""

    small: Any
    proportion: float
    """Height to width."""
    address: str = ""
    """A `data:` URL."""
    drawing: str = ""
    """SVG."""

    def on(self, paper: Colour) -> Any:
        """The small picture, what is transparent in it on paper."""
        from PIL import Image

        if self.small.mode != "RGBA":
            return self.small
        ground = Image.new("RGBA", self.small.size, (*paper, 255))
        return Image.alpha_composite(ground, self.small).convert("RGB")

    def placed(self, x: float, y: float, width: float, height: float) -> str:
        """The picture as SVG, filling a box, its edges cut where the proportions differ."""
        if self.drawing:
            return _set_in(self.drawing, (x, y, width, height))
        box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        return f'<image {box} preserveAspectRatio="xMidYMid slice" href="{self.address}"/>'


def _set_in(drawing: str, box: tuple[float, float, float, float]) -> str:
    """A drawing as part of another: resvg takes half as long for it as for a picture of a drawing."""
    from lxml import etree

    root: Any = etree.fromstring(drawing)
    if not root.get("viewBox"):
        size = (re.match(r"[\d.]+", root.get(side, "")) for side in ("width", "height"))
        root.set("viewBox", " ".join(["0 0", *(found[0] if found else "100" for found in size)]))
    for key, value in zip(("x", "y", "width", "height"), box, strict=True):
        root.set(key, f"{value:.1f}")
    root.set("preserveAspectRatio", "xMidYMid slice")
    prefix = f"at-{box[0]:.0f}-{box[1]:.0f}-"  # ids of two drawings may be the same
    for element in root.iter(etree.Element):
        for key in map(str, element.attrib):
            value = element.get(key, "")
            if key == "id":
                element.set(key, prefix + value)
            elif key.endswith("href") and value.startswith("#"):
                element.set(key, "#" + prefix + value[1:])
            elif "url(" in value:
                element.set(key, re.sub(r"url\(\s*(['\"]?)#", rf"url(\1#{prefix}", value))
    return str(etree.tostring(root, encoding="unicode"))


def look(data: bytes, width: int, tallest: int) -> Artwork:
    """A picture file, to be shown at a size in pixels. Raises as Pillow, lxml or resvg do if it is none."""
    if is_drawing(data):
        drawing = _drawing(data)
        small = opened(_drawn(drawing, _SMALL))
        proportion = small.height / small.width
        if "<style" in drawing:  # its rules may name ids, which could not be told apart from the cover's
            return Artwork(small, proportion, _address("image/svg+xml", drawing.encode()))
        return Artwork(small, proportion, drawing=drawing)
    image, target = _cut(opened(data), width, tallest), io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    small = image.resize((_SMALL, max(1, round(_SMALL * image.height / image.width))))
    return Artwork(small, image.height / image.width, _address("image/png", target.getvalue()))


def _cut(image: Any, width: int, tallest: int) -> Any:
    """Pixels at the very size at which they are shown: resvg takes seconds to enlarge them."""
    height = min(tallest, max(1, round(image.height * width / image.width)))
    kept = height * image.width / width
    top = max(0.0, (image.height - kept) * 0.4)  # what matters stands a little above the middle
    return image.resize((width, height), box=(0, top, image.width, min(image.height, top + kept)))


def raster(data: bytes, width: int) -> Any:
    """Any picture as pixels; a drawing at the width asked for."""
    return opened(_drawn(_drawing(data), width) if is_drawing(data) else data)


def is_drawing(data: bytes) -> bool:
    """Whether these are the bytes of an SVG file."""
    return data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def opened(data: bytes) -> Any:
    """The pixels of a raster picture, the right way up."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _drawing(data: bytes) -> str:
    """A drawing that reads nothing but itself: resvg would open files that it names."""
    from lxml import etree

    return str(etree.tostring(clean(data)[0], encoding="unicode"))


def _drawn(drawing: str, width: int) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True, width=width))


def _address(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
