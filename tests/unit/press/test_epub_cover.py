"""The cover: its size, its words, and that no title is too short, too long or too strange for it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from octavo.model.settings import Settings
from octavo.press import styles
from octavo.press.epub import colour, cover, jacket
from octavo.press.epub.artwork import read_artwork
from octavo.press.epub.cover import CoverFonts, CoverText, Palette
from octavo.press.epub.lettering import TextBox, fit
from octavo.press.epub.pictures import Plate
from octavo.tools.style_folder import theme_names

ESSAY = Path(__file__).parents[3] / "source" / "the-light-that-finds-us"
HERO, LOGO = (ESSAY / "hero.svg").read_bytes(), (ESSAY / "logo.svg").read_bytes()


@pytest.fixture(scope="module")
def founts() -> CoverFonts:
    sheet = styles.sheet("reader", Settings(), Path())
    return jacket._fonts(sheet.faces, sheet.stacks.display, "")


def pixels(plate: Plate) -> Image.Image:
    image = Image.open(io.BytesIO(plate.data)).convert("RGB")
    assert image.size == (cover.WIDTH, cover.HEIGHT)
    return image


def jpeg(size: tuple[int, int], tint: str | None = None) -> bytes:
    image = Image.new("RGB", size, tint) if tint else Image.effect_noise((9, 7), 120).resize(size).convert("RGB")
    target = io.BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()


PICTURES = {
    "none": None,
    "a drawing with an even sky": read_artwork(HERO, cover.WIDTH, cover.TALLEST),
    "a photograph": read_artwork(jpeg((900, 700)), cover.WIDTH, cover.TALLEST),
    "a tall one": read_artwork(jpeg((400, 1600)), cover.WIDTH, cover.TALLEST),
    "a narrow strip": read_artwork(jpeg((1200, 40), "#204060"), cover.WIDTH, cover.TALLEST),
}


@pytest.mark.parametrize("picture", PICTURES)
def test_every_title_stays_between_the_margins(picture: str, founts: CoverFonts) -> None:
    shown = PICTURES[picture]
    plain = pixels(cover.draw(CoverText("", picture=shown), founts, Palette())[0])
    for title in ("X", "On the history of titles " * 12):
        copy = CoverText(title, "A Subtitle", "A. Author", "Press", shown, read_artwork(LOGO, 240, 240))
        drawn = pixels(cover.draw(copy, founts, Palette())[0])
        changed = ImageChops.difference(plain, drawn).convert("L").point(lambda level: 255 if level > 60 else 0)
        left, _, right, _ = changed.getbbox() or (0, 0, 0, 0)
        assert left >= cover.MARGIN - 24
        assert right <= cover.WIDTH - cover.MARGIN + 24


def test_a_word_without_end_is_broken(founts: CoverFonts) -> None:
    block = cover._title(founts.title, "x" * 300, 900)
    assert max(founts.title.width(line, block.size, block.tracking) for line in block.lines) <= cover.MEASURE
    assert "".join(block.lines) == "x" * 300


def test_a_long_word_is_set_smaller_not_broken(founts: CoverFonts) -> None:
    assert cover._title(founts.title, "Electroencephalographically", 900).lines == ("Electroencephalographically",)


def test_a_long_title_keeps_off_the_picture(founts: CoverFonts) -> None:
    scheme = cover._scheme(PICTURES["a tall one"], Palette())
    block = cover._title(founts.title, "On the history of titles " * 12, 310)
    assert block.height <= 310
    assert scheme.bottom - scheme.top > 700


def test_the_title_can_be_read_at_the_size_of_a_stamp(founts: CoverFonts) -> None:
    block = cover._title(founts.title, "The Light That Finds Us", 900)
    assert block.size * 160 / cover.HEIGHT >= 12


def test_characters_that_no_face_has_are_left_out_and_named(founts: CoverFonts) -> None:
    _, lacking = cover.draw(CoverText("日本 light 🎉"), founts, Palette())
    assert lacking == "".join(sorted("日本🎉"))


def test_a_face_helps_out_with_what_another_lacks(founts: CoverFonts) -> None:
    assert founts.title.drawable("Λόγος, слово → a\u0301") == "Λόγος, слово → á"


def test_lines_are_of_like_length_and_end_in_no_little_word(founts: CoverFonts) -> None:
    block = fit(founts.title, "The Light That Finds Us", (220,), TextBox(cover.MEASURE, 900, 1.0))
    assert block is not None
    assert block.lines == ("The Light", "That Finds Us")


def test_the_same_cover_twice(founts: CoverFonts) -> None:
    copy = CoverText(
        "A Title",
        "And More",
        "A. Author",
        "Press",
        read_artwork(HERO, cover.WIDTH, cover.TALLEST),
        read_artwork(LOGO, 240, 240),
    )
    assert cover.draw(copy, founts, Palette()) == cover.draw(copy, founts, Palette())


def test_the_author_s_cover_goes_in_as_it_is() -> None:
    data = jpeg((1600, 2400), "#204060")
    assert cover.adopt(data) == Plate("cover.jpg", "image/jpeg", data)


def test_a_cover_of_another_type_is_made_one_that_readers_show() -> None:
    target = io.BytesIO()
    Image.new("RGB", (1600, 2400), "#204060").save(target, "WEBP")
    assert cover.adopt(target.getvalue()).media_type == "image/png"
    assert cover.adopt(HERO).media_type in ("image/png", "image/jpeg")


def test_what_is_no_picture_is_no_cover() -> None:
    with pytest.raises((OSError, ValueError, SyntaxError)):
        cover.adopt(b"not a picture")


@pytest.mark.parametrize("theme", theme_names())
def test_a_theme_s_colours_can_be_read(theme: str) -> None:
    palette = jacket._palette(styles.sheet("reader", Settings(theme=theme), Path()).tokens)
    assert colour.contrast(palette.ground, palette.paper) >= 7
    assert colour.contrast(palette.ink, palette.paper) >= 7
    assert colour.contrast(palette.accent, palette.paper) >= colour.READABLE
