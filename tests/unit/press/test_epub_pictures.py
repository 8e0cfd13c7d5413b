"""Pictures for readers: core media types, no scripts, no giants, and nothing done without need."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from octavo.model.diagnostic import Place
from octavo.press.epub.pictures import MEGAPIXELS, Plate, prepare

HERE = Place("a.md")
TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
}


def saved(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 128 if mode == "L" else None).save(target, kind, **options)
    return target.getvalue()


def plate(kind: str, data: bytes) -> tuple[Plate, list[str]]:
    made, found = prepare(f"p.{kind.lower()}", TYPES[kind], data, HERE)
    return made, [one.rule for one in found]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_what_every_reader_shows_is_left_alone(kind: str) -> None:
    data = saved(kind)
    assert plate(kind, data) == (Plate(f"p.{kind.lower()}", TYPES[kind], data), [])


@pytest.mark.parametrize(("kind", "options"), [("WEBP", {"lossless": True}), ("TIFF", {}), ("BMP", {})])
def test_drawings_of_other_types_become_png(kind: str, options: dict[str, Any]) -> None:
    made, _ = plate(kind, saved(kind, **options))
    assert (made.media_type, made.name) == ("image/png", f"p.{kind.lower()}.png")
    assert Image.open(io.BytesIO(made.data)).size == (40, 30)


def test_a_photograph_in_webp_becomes_jpeg() -> None:
    made, _ = plate("WEBP", saved("WEBP", quality=80))
    assert (made.media_type, made.name) == ("image/jpeg", "p.webp.jpg")


def test_transparency_is_kept() -> None:
    made, _ = plate("WEBP", saved("WEBP", mode="RGBA", quality=80))
    assert Image.open(io.BytesIO(made.data)).mode == "RGBA"


def test_a_giant_is_reduced_and_said_to_be() -> None:
    made, rules = plate("PNG", saved("PNG", (4000, 2500)))
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.width * image.height <= MEGAPIXELS * 1e6
        assert image.width / image.height == pytest.approx(1.6, rel=0.01)
    assert rules == ["image.scaled"]


def test_a_photograph_held_sideways_is_turned_when_it_is_saved_again() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made, _ = plate("JPEG", saved("JPEG", (3600, 1800), exif=exif.tobytes()))
    with Image.open(io.BytesIO(made.data)) as image:
        assert image.height > image.width


def test_a_moving_picture_is_known_for_one() -> None:
    frames = [Image.new("RGB", (8, 8), tint) for tint in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=100)
    made, _ = plate("GIF", target.getvalue())
    assert made.is_animated


def drawing(inside: str, attributes: str = "") -> tuple[str, list[str]]:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f"<svg {spaces} {attributes}>{inside}</svg>"
    made, found = prepare("d.svg", "image/svg+xml", svg.encode(), HERE)
    return made.data.decode(), [one.message.partition(": ")[2] for one in found]


@pytest.mark.parametrize(
    ("inside", "gone"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<rect onclick="x()"/>', "onclick"),
        ('<image href="https://example.org/a.png"/>', "href"),
        ('<image xlink:href="file:///etc/passwd"/>', "href"),
        ('<rect style="fill:url(https://example.org/a.svg#b)"/>', "url()"),
        ("<style>@import 'https://example.org/a.css'; rect{fill:red}</style>", "url()"),
    ],
)
def test_a_drawing_loses_what_acts_or_leads_out_of_it(inside: str, gone: str) -> None:
    written, said = drawing(inside + "<circle r='1'/>")
    assert said == [gone]
    assert "circle" in written
    assert "example.org" not in written
    assert "passwd" not in written


def test_a_drawing_keeps_what_stays_inside_it() -> None:
    inside = '<defs><linearGradient id="g"/></defs><rect fill="url(#g)"/><use xlink:href="#g"/><style>rect{x:1}</style>'
    written, said = drawing(inside)
    assert said == []
    assert all(part in written for part in ('fill="url(#g)"', 'xlink:href="#g"', "rect{x:1}"))


def test_what_only_the_drawing_program_reads_goes_without_a_word() -> None:
    written, said = drawing(
        '<s:namedview/><g s:label="Layer 1">kept<s:x/> too</g>',
        'xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"',
    )
    assert said == []
    assert "sodipodi" not in written
    assert "kept too" in written


def test_an_entity_bomb_does_not_go_off() -> None:
    bomb = b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&e;</text></svg>'
    try:
        made, _ = prepare("d.svg", "image/svg+xml", bomb, HERE)
    except SyntaxError:
        return
    assert b"root:" not in made.data
