"""Pictures for a cover: small copies to judge their colours, and the whole to be drawn large."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from typing import Any

from octavo.press.epub.colour import Colour
from octavo.press.epub.pictures import clean

_SMALL = 200
"""Width in pixels of the copy that colours are taken from."""


@dataclass(frozen=True, slots=True)
class Artwork:
    """A picture to be drawn: `small` is for its colours; in full it is a `drawing`, or pixels at a `url`."""

    small: Any
    proportion: float
    """Height to width."""
    url: str = ""
    """A `data:` URL."""
    drawing: str = ""
    """SVG."""

    def on(self, paper: Colour) -> Any:
        """Return the small copy, its transparent parts on paper."""
        from PIL import Image

        if self.small.mode != "RGBA":
            return self.small
        ground = Image.new("RGBA", self.small.size, (*paper, 255))
        return Image.alpha_composite(ground, self.small).convert("RGB")

    def place(self, x: float, y: float, width: float, height: float) -> str:
        """Return the picture as SVG that fills a box, its edges cut off where the proportions differ."""
        if self.drawing:
            return _embed(self.drawing, (x, y, width, height))
        box = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        return f'<image {box} preserveAspectRatio="xMidYMid slice" href="{self.url}"/>'


def _embed(drawing: str, box: tuple[float, float, float, float]) -> str:
    """Return a drawing as part of another: resvg takes half as long for it as for an image with a drawing."""
    from lxml import etree

    root: Any = etree.fromstring(drawing)
    if not root.get("viewBox"):
        size = (re.match(r"[\d.]+", root.get(side, "")) for side in ("width", "height"))
        root.set("viewBox", " ".join(["0 0", *(found[0] if found else "100" for found in size)]))
    for key, value in zip(("x", "y", "width", "height"), box, strict=True):
        root.set(key, f"{value:.1f}")
    root.set("preserveAspectRatio", "xMidYMid slice")
    prefix = f"at-{box[0]:.0f}-{box[1]:.0f}-"  # two drawings may use the same ids
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


def read_artwork(data: bytes, width: int, tallest: int) -> Artwork:
    """Read a picture file that is to be shown `width` pixels wide.

    Raises OSError, ValueError or SyntaxError where Pillow, lxml or resvg cannot read it.
    """
    if is_drawing(data):
        drawing = _drawing(data)
        small = open_raster(_rasterize(drawing, _SMALL))
        proportion = small.height / small.width
        if "<style" in drawing:  # its rules may name ids that the cover has too
            return Artwork(small, proportion, _data_url("image/svg+xml", drawing.encode()))
        return Artwork(small, proportion, drawing=drawing)
    image, target = _cut(open_raster(data), width, tallest), io.BytesIO()
    image.save(target, "PNG", compress_level=1)
    small = image.resize((_SMALL, max(1, round(_SMALL * image.height / image.width))))
    return Artwork(small, image.height / image.width, _data_url("image/png", target.getvalue()))


def _cut(image: Any, width: int, tallest: int) -> Any:
    """The pixels at the exact size at which they are shown: resvg takes seconds to enlarge them."""
    height = min(tallest, max(1, round(image.height * width / image.width)))
    kept = height * image.width / width
    top = max(0.0, (image.height - kept) * 0.4)  # what matters is usually a little above the middle
    return image.resize((width, height), box=(0, top, image.width, min(image.height, top + kept)))


def raster(data: bytes, width: int) -> Any:
    """Return any picture as pixels, a drawing at a width."""
    return open_raster(_rasterize(_drawing(data), width) if is_drawing(data) else data)


def is_drawing(data: bytes) -> bool:
    """Return whether these are the bytes of an SVG file."""
    return data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def open_raster(data: bytes) -> Any:
    """Return the pixels of a raster picture, the right way up."""
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _drawing(data: bytes) -> str:
    """The drawing without references to files: resvg would open them."""
    from lxml import etree

    return str(etree.tostring(clean(data)[0], encoding="unicode"))


def _rasterize(drawing: str, width: int) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True, width=width))


def _data_url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode('ascii')}"
