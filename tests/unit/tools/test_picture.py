"""Pictures as editions show them: turned as the camera noted, converted, drawn from a PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from octavo.model.publication import Conversion, Resource
from octavo.model.settings import Limits
from octavo.tools import data_url, picture
from workshop import SRC

ORIENTATION = 0x112
RED, WHITE = (220, 20, 20), (255, 255, 255)
TURNS = {1: "top left", 2: "top right", 3: "bottom right", 4: "bottom left", 6: "top right", 8: "bottom left"}
"""Where the upper left quarter of the file is once the picture is upright (Exif 2.32, 4.6.4)."""


def photograph(kind: str, turn: int, mode: str = "RGB") -> bytes:
    """A wide picture whose upper left quarter is red, with a note of how the camera was held."""
    image = Image.new("RGB", (64, 32), WHITE)
    image.paste(RED, (0, 0, 32, 16))
    exif, target = Image.Exif(), io.BytesIO()
    exif[ORIENTATION] = turn
    image.convert(mode).save(target, kind, exif=exif)
    return target.getvalue()


def shown(data: bytes, page: int = 1) -> tuple[picture.Picture, Image.Image]:
    seen = picture.examine(data, Limits(), page)
    assert isinstance(seen, picture.Picture), seen
    resource = Resource("x", Path("x"), seen.media_type, "", None, data, seen.conversion, page)
    assert picture.read(resource) == picture.read(resource)
    return seen, Image.open(io.BytesIO(picture.read(resource)))


def red_corner(image: Image.Image) -> str:
    rgb, (width, height) = image.convert("RGB"), image.size
    spots = {f"{row} {side}": (x, y) for row, y in (("top", height // 5), ("bottom", height * 4 // 5))
             for side, x in (("left", width // 5), ("right", width * 4 // 5))}  # fmt: skip
    (found,) = [name for name, spot in spots.items() if rgb.getpixel(spot)[1] < 128]  # type: ignore[index]
    return found


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("turn", TURNS)
def test_a_picture_is_upright_and_has_its_size_after_turning(kind: str, turn: int) -> None:
    seen, image = shown(photograph(kind, turn))
    size = (32, 64) if turn > 4 else (64, 32)
    assert (seen.width, seen.height) == image.size == size
    assert red_corner(image) == TURNS[turn]
    assert image.getexif().get(ORIENTATION, 1) == 1
    assert seen.media_type in picture.MEDIA_TYPES.values()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_a_picture_that_browsers_show_stays_as_it_is(kind: str) -> None:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), RED).save(target, kind)
    seen = picture.examine(target.getvalue(), Limits())
    assert isinstance(seen, picture.Picture)
    assert seen.conversion == Conversion.NONE


@pytest.mark.parametrize(
    ("kind", "mode"), [("BMP", "RGB"), ("TIFF", "I;16"), ("TIFF", "LA"), ("PPM", "RGB"), ("TGA", "RGBA")]
)
def test_what_browsers_do_not_show_becomes_a_png(kind: str, mode: str) -> None:
    target = io.BytesIO()
    Image.new(mode, (8, 8)).save(target, kind)
    seen, image = shown(target.getvalue())
    assert (seen.media_type, image.format) == ("image/png", "PNG")


def test_a_picture_in_printing_inks_keeps_them() -> None:
    target = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 200, 100, 0)).save(target, "TIFF")
    seen, image = shown(target.getvalue())
    assert (seen.media_type, image.format, image.mode) == ("image/jpeg", "JPEG", "CMYK")


def test_a_page_of_a_pdf_is_drawn() -> None:
    pages, target = [Image.new("RGB", (72, 36), colour) for colour in (WHITE, RED)], io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:])
    seen, image = shown(target.getvalue(), page=2)
    assert (seen.width, seen.height) == (96, 48)
    assert image.size == (300, 150)
    assert image.convert("RGB").getpixel((150, 75))[1] < 128  # type: ignore[index]
    missing = picture.examine(target.getvalue(), Limits(), 3)
    assert isinstance(missing, picture.UnreadablePicture)
    assert missing.reason == "has no page 3: it has 2"


def test_a_page_of_lines_and_letters_stays_a_drawing() -> None:
    data = (SRC.parent / "tests/cases/losses/picture-pdf/curve.pdf").read_bytes()
    seen = picture.examine(data, Limits(), 2)
    assert seen == picture.Picture("image/svg+xml", 192, 96, Conversion.LINES)
    resource = Resource("x", Path("x"), seen.media_type, "", None, data, seen.conversion, 2)
    assert b'fill="#cc3300"' in picture.read(resource)


@pytest.mark.parametrize(
    "data", [b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", b"%PDF-1.4\nnothing", b"\0\0\0\x18ftypheic"]
)
def test_what_cannot_be_shown_is_refused(data: bytes) -> None:
    assert isinstance(picture.examine(data, Limits()), picture.UnreadablePicture)


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("data:image/svg+xml,%3Csvg/%3E", b"<svg/>"),
        ("data:image/svg+xml;utf8,<svg a='b'/>", b"<svg a='b'/>"),
        ("data:image/png;base64,aGl2ZQ==", b"hive"),
        ("DATA:image/png;charset=x;BASE64, aGl2\n ZQ", b"hive"),
        ("data:;base64,a_-%2B", b"k\xff\xbe"),
        ("data:,", b""),
        ("data:image/png;base64,!!", None),
        ("data:nothing", None),
    ],
)
def test_a_data_url_is_read(url: str, data: bytes | None) -> None:
    assert data_url.decode(url) == data
