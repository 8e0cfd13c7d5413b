"""The cover: the author's own picture, or one drawn from the metadata in the manner of a good press.

The drawing is SVG with all text as outlines, made into pixels by resvg, which reads no font and no clock.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import Any

from octavo.press.epub import colour
from octavo.press.epub.colour import Colour
from octavo.press.epub.lettering import Block, Fount, fit
from octavo.press.epub.pictures import MEGAPIXELS, Plate, clean, encode

WIDTH, HEIGHT = 1600, 2560
"""Pixels, in the proportion 1 : 1.6 that the stores ask for."""
MARGIN = 132
MEASURE = WIDTH - 2 * MARGIN
_FOOT = 300
"""Height of the band under the picture, in which the publisher's mark stands."""
_TALLEST = 1200
"""The most of the cover that a picture may take."""
_FADE = 150
_LARGE = tuple(range(420, 196, -8))
"""Sizes for titles of a few words, which are not to fill the cover."""
_SMALL = tuple(range(220, 40, -6))
_IVORY = (248, 241, 226)


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the theme: a deep one for grounds, paper, ink, and an accent that reads on paper."""

    ground: Colour = (27, 42, 65)
    paper: Colour = (250, 246, 238)
    ink: Colour = (29, 27, 24)
    accent: Colour = (140, 61, 31)


@dataclass(frozen=True, slots=True)
class Founts:
    """The founts of a cover: display for the title, its italic for the subtitle, small capitals for names."""

    title: Fount
    subtitle: Fount
    names: Fount


@dataclass(frozen=True, slots=True)
class Copy:
    """What a cover says and shows; `picture` and `logo` are the bytes of picture files."""

    title: str
    subtitle: str = ""
    authors: str = ""
    publisher: str = ""
    picture: bytes | None = None
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Scheme:
    """Where things stand and in what colours. `top` and `bottom` bound the text; the picture begins at `picture_y`."""

    ground: Colour
    foot: Colour
    text: Colour
    accent: Colour
    top: float
    bottom: float
    picture_y: float | None = None
    fade: bool = False
    foot_free: bool = True
    """There is plain ground at the foot."""


def draw(copy: Copy, founts: Founts, palette: Palette) -> tuple[Plate, str]:
    """A cover made from its copy, and the characters that no fount has."""
    import resvg_py

    svg = _svg(copy, founts, palette)
    pixels = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=WIDTH, height=HEIGHT)
    spoken = copy.title + copy.subtitle + copy.authors + copy.publisher
    lacking = "".join(sorted(set(spoken) - set(founts.title.drawable(spoken)) - set(" \t\n")))
    return _pack(_open(pixels)), lacking


def adopt(data: bytes) -> Plate:
    """The author's own picture as a cover, passed on as it is where readers can show it."""
    from PIL import Image

    if not _is_drawing(data):
        with Image.open(io.BytesIO(data)) as image:
            suffix = {"JPEG": "jpg", "PNG": "png"}.get(image.format or "")
            if suffix and image.width * image.height <= MEGAPIXELS * 1e6:
                image.load()
                return Plate(f"cover.{suffix}", f"image/{'jpeg' if suffix == 'jpg' else 'png'}", data)
    picture = raster(data, WIDTH)
    picture.thumbnail((2 * WIDTH, HEIGHT))
    return _pack(picture)


def raster(data: bytes, width: int) -> Any:
    """Any picture as pixels; a drawing at the width asked for."""
    import resvg_py
    from lxml import etree

    if not _is_drawing(data):
        return _open(data)
    root, _ = clean(data)
    drawing = etree.tostring(root, encoding="unicode")
    return _open(resvg_py.svg_to_bytes(svg_string=drawing, skip_system_fonts=True, width=width))


def _is_drawing(data: bytes) -> bool:
    return data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _open(data: bytes) -> Any:
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _pack(image: Any) -> Plate:
    """PNG, which keeps drawings sharp, or JPEG where it is much smaller."""
    flat = image.convert("RGB")
    _, png = encode(flat, lossy=False)
    _, jpeg = encode(flat, lossy=True)
    if len(jpeg) < 0.6 * len(png):
        return Plate("cover.jpg", "image/jpeg", jpeg)
    return Plate("cover.png", "image/png", png)


def _svg(copy: Copy, founts: Founts, palette: Palette) -> str:
    picture = _picture(copy.picture, palette) if copy.picture else None
    scheme = _scheme(picture, palette)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour.css(scheme.ground)}"/>',
        *(_plate(picture, scheme) if picture is not None else _sheet(scheme)),
        *_words(copy, founts, scheme),
        *_mark(copy, founts, scheme),
        "</svg>",
    ]
    return "\n".join(parts)


def _picture(data: bytes, palette: Palette) -> Any:
    """The picture as wide as the cover, cut at head and foot if it is too tall."""
    from PIL import Image

    image = raster(data, WIDTH)
    if image.mode == "RGBA":
        paper = Image.new("RGBA", image.size, (*palette.paper, 255))
        image = Image.alpha_composite(paper, image)
    height = max(1, round(image.height * WIDTH / image.width))
    image = image.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    cut = max(0, height - _TALLEST)
    return image.crop((0, round(cut * 0.4), WIDTH, round(cut * 0.4) + height - cut))


def _scheme(picture: Any | None, palette: Palette) -> _Scheme:
    """Text above a picture whose upper edge can be carried on as ground; else under it, on paper; or alone."""
    if picture is None:
        text = _IVORY if colour.contrast(_IVORY, palette.ground) >= 7 else palette.ink
        return _Scheme(palette.ground, palette.ground, text, text, 190, HEIGHT - 560)
    sky = colour.edge(picture, top=True)
    if sky is None:
        return _Scheme(
            palette.paper, palette.paper, palette.ink, palette.accent, picture.height + 130, HEIGHT - _FOOT, 0
        )
    text = max((_IVORY, palette.ink), key=lambda one: colour.contrast(one, sky))
    foot = colour.edge(picture, top=False) or sky
    free = colour.contrast(text, foot) >= colour.READABLE
    y = HEIGHT - picture.height - (_FOOT if free else 0)
    return _Scheme(sky, foot, text, colour.accent(picture, sky) or text, 190, y - 60, y, fade=True, foot_free=free)


def _plate(picture: Any, scheme: _Scheme) -> list[str]:
    """The picture, its edges led over into the ground."""
    target = io.BytesIO()
    picture.save(target, "PNG")
    y, bottom = scheme.picture_y or 0, (scheme.picture_y or 0) + picture.height
    address = f"data:image/png;base64,{base64.b64encode(target.getvalue()).decode('ascii')}"
    parts = [f'<image x="0" y="{y}" width="{WIDTH}" height="{picture.height}" href="{address}"/>']
    if scheme.fade:
        parts += _veil("sky", scheme.ground, y, y + _FADE, down=True)
    if scheme.fade and bottom < HEIGHT:
        parts += _veil("foot", scheme.foot, bottom - _FADE, bottom, down=False)
        parts.append(
            f'<rect y="{bottom}" width="{WIDTH}" height="{HEIGHT - bottom}" fill="{colour.css(scheme.foot)}"/>'
        )
    return parts


def _veil(name: str, tint: Colour, top: float, bottom: float, down: bool) -> list[str]:
    stops = (1, 0) if down else (0, 1)
    shade = "".join(
        f'<stop offset="{offset}" stop-color="{colour.css(tint)}" stop-opacity="{opacity}"/>'
        for offset, opacity in enumerate(stops)
    )
    return [
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">{shade}</linearGradient>',
        f'<rect y="{top}" width="{WIDTH}" height="{bottom - top}" fill="url(#{name})"/>',
    ]


def _sheet(scheme: _Scheme) -> list[str]:
    """A sheet folded three times: the octavo, drawn in hair lines where there is no picture."""
    x, y, width, height = float(MARGIN), HEIGHT - 1020.0, float(MEASURE), 620.0
    lines = [f"M{x} {y}h{width}v{height}h{-width}z"]
    for fold in range(4):
        if fold % 2 == 0:
            width /= 2
            lines.append(f"M{x + width} {y}v{height}")
            x += width
        else:
            height /= 2
            lines.append(f"M{x} {y + height}h{width}")
            y += height
    return [
        f'<path d="{"".join(lines)}" fill="none" stroke="{colour.css(scheme.text)}" stroke-width="3" opacity="0.55"/>'
    ]


def _words(copy: Copy, founts: Founts, scheme: _Scheme) -> list[str]:
    """Authors, title and subtitle from the top of the text's room downwards."""
    room = scheme.bottom - scheme.top
    authors, subtitle = founts.names.drawable(copy.authors), founts.subtitle.drawable(copy.subtitle)
    names = fit(founts.names, authors, (66, 58, 50), MEASURE, 150, 1.3, 0.09) if authors else None
    below = fit(founts.subtitle, subtitle, (96, 88, 80, 72, 64, 56), MEASURE, 330, 1.22) if subtitle else None
    taken = sum(block.height + gap for block, gap in ((names, 130), (below, 90)) if block)
    title = founts.title.drawable(copy.title)
    head = _head(founts.title, title, room - taken) if title else None
    parts, y = [], scheme.top
    for block, gap, tint in ((names, 130, scheme.text), (head, 90, scheme.text), (below, 0, scheme.accent)):
        if block is not None:
            parts.append(_path(block, MARGIN, y, tint))
            y += block.height + gap
    return parts


def _head(fount: Fount, title: str, room: float) -> Block:
    """The title: large if it is short, else as large as there is room."""
    large = fit(fount, title, _LARGE, MEASURE, min(room, 700), 1.03, -0.012)
    if large.lines and large.height <= min(room, 700):
        return large
    return fit(fount, title, _SMALL, MEASURE, room, 1.06, -0.006)


def _path(block: Block, x: float, y: float, tint: Colour) -> str:
    return f'<path d="{block.outline(x, y)}" fill="{colour.css(tint)}"/>'


def _mark(copy: Copy, founts: Founts, scheme: _Scheme) -> list[str]:
    """The publisher's logo and name at the foot, where there is room for them."""
    if scheme.picture_y is not None and not scheme.foot_free:
        return []
    base, x, parts = HEIGHT - 140.0, float(MARGIN), []
    logo = raster(copy.logo, 400) if copy.logo else None
    if logo is not None and colour.contrast(colour.mean(logo), scheme.foot) >= 1.6:
        width = min(420.0, 120.0 * logo.width / logo.height)
        parts.append(_image(logo, x, base - 60, width, 120.0))
        x += width + 40
    publisher = founts.names.drawable(copy.publisher)
    if publisher:
        block = fit(founts.names, publisher, (48, 40, 34), WIDTH - MARGIN - x, 60, 1.2, 0.09)
        parts.append(_path(block, x, base - block.size * 0.5, scheme.text))
    return parts


def _image(image: Any, x: float, y: float, width: float, height: float) -> str:
    target = io.BytesIO()
    image.save(target, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(target.getvalue()).decode('ascii')}"
    return f'<image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" href="{address}"/>'
