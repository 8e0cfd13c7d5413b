"""The cover: the author's own picture, or one drawn from the metadata.

The drawing is SVG with all text as outlines, which resvg turns into pixels: it reads no fonts and no clock.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from octavo.press.epub import colour
from octavo.press.epub.artwork import Artwork, is_drawing, open_raster, raster
from octavo.press.epub.colour import Colour
from octavo.press.epub.lettering import Block, FontInstance, TextBox, fit, squeeze
from octavo.press.epub.pictures import MEGAPIXELS, Plate, encode

WIDTH, HEIGHT = 1600, 2560
"""Pixels, in the proportion 1 : 1.6 that bookshops ask for."""
MARGIN = 132
MEASURE = WIDTH - 2 * MARGIN
_FOOT = 300
"""Height of the band under the picture, with the publisher's mark."""
TALLEST = 1200
"""The greatest height of a picture on the cover."""
_FADE = 150
_HEAD = 190
"""Where the text begins, if it is above everything else."""
_SHEET = 1020
"""Height, from the foot, at which the drawing of a cover without a picture begins."""
_LARGE = tuple(range(420, 196, -8))
"""Sizes for titles of a few words, which should not fill the cover."""
_SMALL = tuple(range(220, 40, -6))
_IVORY = (248, 241, 226)
_HEAVY = 1_000_000
"""A PNG of more bytes than this is replaced by a JPEG, if that is much smaller."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of the theme: a deep one for backgrounds, paper, ink, and an accent that can be read on paper."""

    ground: Colour = (27, 42, 65)
    paper: Colour = (250, 246, 238)
    ink: Colour = (29, 27, 24)
    accent: Colour = (140, 61, 31)


@dataclass(frozen=True, slots=True)
class CoverFonts:
    """The fonts of a cover: display for the title, its italic for the subtitle, small capitals for names."""

    title: FontInstance
    subtitle: FontInstance
    names: FontInstance


@dataclass(frozen=True, slots=True)
class CoverText:
    """The words and pictures of a cover."""

    title: str
    subtitle: str = ""
    authors: str = ""
    publisher: str = ""
    picture: Artwork | None = None
    logo: Artwork | None = None


@dataclass(frozen=True, slots=True)
class _Scheme:
    """Where things are and in what colours: the text between `top` and `bottom`, the picture from `picture_y` on."""

    ground: Colour
    foot: Colour
    text: Colour
    accent: Colour
    top: float
    bottom: float
    picture_y: float | None = None
    picture_height: float = 0.0
    fade: bool = False
    has_plain_foot: bool = True
    """Whether the foot is a plain background, on which the publisher's mark can be read."""


def draw(content: CoverText, cover_fonts: CoverFonts, palette: Palette) -> tuple[Plate, str]:
    """Return a cover drawn from its words and pictures, and the characters that none of its fonts has."""
    import resvg_py

    svg = _svg(content, cover_fonts, palette)
    pixels = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, width=WIDTH, height=HEIGHT)
    letters = normalize("NFC", content.title + content.subtitle + content.authors + content.publisher)
    shown = {each for each in letters if each.isprintable() and not each.isspace() and not "\ufe00" <= each <= "\ufe0f"}
    missing = "".join(sorted(shown - set(cover_fonts.title.drawable(letters))))
    return _pack(open_raster(pixels)), missing


def adopt(data: bytes) -> Plate:
    """Return the author's own picture as a cover: as it is, if every reading system can show it."""
    from PIL import Image

    if not is_drawing(data):
        with Image.open(io.BytesIO(data)) as image:
            suffix = {"JPEG": "jpg", "PNG": "png"}.get(image.format or "")
            if suffix and image.width * image.height <= MEGAPIXELS * 1e6:
                image.load()
                return Plate(f"cover.{suffix}", f"image/{'jpeg' if suffix == 'jpg' else 'png'}", data)
    picture = raster(data, WIDTH)
    picture.thumbnail((2 * WIDTH, HEIGHT))
    return _pack(picture)


def _pack(image: Any) -> Plate:
    """The cover as PNG, which keeps drawings sharp; as JPEG where the PNG is large and the JPEG much smaller."""
    flat, target = image.convert("RGB"), io.BytesIO()
    flat.save(target, "PNG", compress_level=6)  # the best compression takes six times as long and saves three per cent
    if len(target.getvalue()) > _HEAVY:
        _, jpeg = encode(flat, lossy=True)
        if len(jpeg) < 0.6 * len(target.getvalue()):
            return Plate("cover.jpg", "image/jpeg", jpeg)
    return Plate("cover.png", "image/png", target.getvalue())


def _svg(content: CoverText, cover_fonts: CoverFonts, palette: Palette) -> str:
    scheme = _scheme(content.picture, palette)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colour.css(scheme.ground)}"/>',
        *(_plate(content.picture, scheme) if content.picture else _folded_sheet(scheme)),
        *_words(content, cover_fonts, scheme),
        *_mark(content, cover_fonts, scheme),
        "</svg>",
    ]
    return "\n".join(parts)


def _scheme(picture: Artwork | None, palette: Palette) -> _Scheme:
    """The text above a picture whose upper edge can continue as a background; else under it, on paper; or alone."""
    if picture is None:
        text = _IVORY if colour.contrast(_IVORY, palette.ground) >= 7 else palette.ink
        return _Scheme(palette.ground, palette.ground, text, text, _HEAD, HEIGHT - _SHEET - 80)
    height = float(min(TALLEST, round(WIDTH * picture.proportion)))
    shown = picture.on(palette.paper)
    sky = colour.edge(shown, top=True)
    text = max((_IVORY, palette.ink), key=lambda one: colour.contrast(one, sky or palette.paper))
    if sky is None or colour.contrast(text, sky) < colour.READABLE:
        paper, ink, top = palette.paper, palette.ink, height + 130
        return _Scheme(paper, paper, ink, palette.accent, top, HEIGHT - _FOOT, 0.0, height)
    foot = colour.edge(shown, top=False) or sky
    free = colour.contrast(text, foot) >= colour.READABLE
    y = HEIGHT - height - (_FOOT if free else 0)
    lively = colour.accent(shown, sky) or text
    return _Scheme(sky, foot, text, lively, _HEAD, y - 60, y, height, fade=True, has_plain_foot=free)


def _plate(picture: Artwork, scheme: _Scheme) -> list[str]:
    """The picture, its edges fading into the background."""
    y = scheme.picture_y or 0.0
    bottom = y + scheme.picture_height
    parts = [picture.place(0, y, WIDTH, scheme.picture_height)]
    if scheme.fade:
        parts += _gradient("sky", scheme.ground, y, y + _FADE, down=True)
    if scheme.fade and bottom < HEIGHT:
        parts += _gradient("foot", scheme.foot, bottom - _FADE, bottom, down=False)
        parts.append(
            f'<rect y="{bottom}" width="{WIDTH}" height="{HEIGHT - bottom}" fill="{colour.css(scheme.foot)}"/>'
        )
    return parts


def _gradient(name: str, tint: Colour, top: float, bottom: float, down: bool) -> list[str]:
    stops = (1, 0) if down else (0, 1)
    shade = "".join(
        f'<stop offset="{offset}" stop-color="{colour.css(tint)}" stop-opacity="{opacity}"/>'
        for offset, opacity in enumerate(stops)
    )
    return [
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">{shade}</linearGradient>',
        f'<rect y="{top}" width="{WIDTH}" height="{bottom - top}" fill="url(#{name})"/>',
    ]


def _folded_sheet(scheme: _Scheme) -> list[str]:
    """A sheet folded three times, the octavo, in thin lines: drawn where there is no picture."""
    x, y, width, height = float(MARGIN), float(HEIGHT - _SHEET), float(MEASURE), 620.0
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


def _words(content: CoverText, cover_fonts: CoverFonts, scheme: _Scheme) -> list[str]:
    """Authors, title and subtitle, from the top of the text's room down."""
    room = scheme.bottom - scheme.top
    authors, subtitle = cover_fonts.names.drawable(content.authors), cover_fonts.subtitle.drawable(content.subtitle)
    names = squeeze(cover_fonts.names, authors, (66, 58, 50), TextBox(MEASURE, 150, 1.3, 0.09)) if authors else None
    slanted = tuple(range(96, 48, -8))
    below = squeeze(cover_fonts.subtitle, subtitle, slanted, TextBox(MEASURE, 330, 1.22)) if subtitle else None
    taken = sum(block.height + gap for block, gap in ((names, 130), (below, 90)) if block)
    title = cover_fonts.title.drawable(content.title)
    head = _title(cover_fonts.title, title, room - taken) if title else None
    parts, y = [], scheme.top
    for block, gap, tint in ((names, 130, scheme.text), (head, 90, scheme.text), (below, 0, scheme.accent)):
        if block is not None:
            parts.append(_path(block, MARGIN, y, tint))
            y += block.height + gap
    return parts


def _title(font: FontInstance, title: str, room: float) -> Block:
    """The title: large if it is short, otherwise as large as there is room for."""
    large = fit(font, title, _LARGE, TextBox(MEASURE, min(room, 700), 1.03, -0.012))
    return large or squeeze(font, title, _SMALL, TextBox(MEASURE, room, 1.06, -0.006))


def _path(block: Block, x: float, y: float, tint: Colour) -> str:
    return f'<path d="{block.outline(x, y)}" fill="{colour.css(tint)}"/>'


def _mark(content: CoverText, cover_fonts: CoverFonts, scheme: _Scheme) -> list[str]:
    """The publisher's logo and name at the foot, if the background is plain there."""
    if scheme.picture_y is not None and not scheme.has_plain_foot:
        return []
    base, x, parts = HEIGHT - 140.0, float(MARGIN), []
    if content.logo and colour.contrast(colour.mean(content.logo.small), scheme.foot) >= 1.6:
        width = min(420.0, 120.0 / content.logo.proportion)
        height = min(120.0, width * content.logo.proportion)
        parts.append(content.logo.place(x, base - height / 2, width, height))
        x += width + 40
    publisher = cover_fonts.names.drawable(content.publisher)
    if publisher:
        block = squeeze(cover_fonts.names, publisher, (48, 40, 34), TextBox(WIDTH - MARGIN - x, 60, 1.2, 0.09))
        parts.append(_path(block, x, base - block.size * 0.5, scheme.text))
    return parts
