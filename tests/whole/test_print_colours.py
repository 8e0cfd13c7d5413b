"""Print in the colours that the printer requires: octavo draws in them, and reports pictures that are not in them."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from octavo.check.pdf_colours import ColourUse, find_uses
from octavo.press.pdf.inks import convert
from workshop import Workshop

TEXT = "# One\n\nA [link](https://www.w3.org/).\n\n```python\nreturn 'x'  # why\n```\n\n![A bee](bee.svg)\n"
BEE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3" fill="gold"/></svg>'


def header(colours: str, more: str = "") -> str:
    return f"---\ntitle: Bees\nauthor: Ann Author\nlang: en\noctavo: {{print-colours: {colours}{more}}}\n---\n\n"


def printed(workshop: Workshop, colours: str, more: str = "") -> Path:
    workshop.write("bee.svg", BEE)
    workshop.article(TEXT, header=header(colours, more))
    workshop.build("x.md", "-t", "pdf", "-j1")
    return workshop.folder / "output" / "x.pdf"


@pytest.mark.parametrize(
    ("colours", "more", "spaces"),
    [("rgb", "", {"RGB"}), ("grey", "", set()), ("cmyk", "", {"CMYK"}), ("cmyk", ", pdf-standard: a-2b", {"RGB"})],
)
def test_everything_drawn_is_in_the_requested_colours(
    workshop: Workshop, colours: str, more: str, spaces: set[str]
) -> None:
    """In the text, the margins and the drawings; a PDF/A keeps the colours of the screen."""
    data = printed(workshop, colours, more).read_bytes()
    assert {use.space for use in find_uses(data)} == spaces


def test_text_is_printed_in_black_ink_only(workshop: Workshop) -> None:
    with pikepdf.open(printed(workshop, "cmyk")) as pdf:
        streams = pdf.pages[0].obj.Contents
        content = b"".join(each.read_bytes() for each in (streams if isinstance(streams, pikepdf.Array) else [streams]))
    assert b"\n0 0 0 1 k\nBT" in content


@pytest.mark.parametrize(
    ("drawn", "colours", "becomes"),
    [
        (b"0.12 0.1 0.09 rg", "grey", b"0 g"),
        (b"1 1 1 RG", "grey", b"1 G"),
        (b"1 0 0 rg", "grey", b"0.3 g"),
        (b"0.12 0.1 0.09 rg", "cmyk", b"0 0 0 1 k"),
        (b"0.5 0.5 0.52 RG", "cmyk", b"0 0 0 0.4978 K"),
        (b"1 0 0 rg", "cmyk", b"0 1 1 0 k"),
        (b"1 0 0 rg", "rgb", b"1 0 0 rg"),
    ],
)
def test_colours_become_inks(drawn: bytes, colours: str, becomes: bytes) -> None:
    assert convert(b"q\n" + drawn + b"\nQ", colours) == b"q\n" + becomes + b"\nQ"


def test_words_that_look_like_a_colour_are_unchanged() -> None:
    content = b"/Span <</ActualText (1 0 0 rg)>> BDC\n[<00310020>] TJ"
    assert convert(content, "grey") == content


def test_every_picture_in_other_colours_is_reported_with_its_page(workshop: Workshop) -> None:
    for name, mode in (("red.png", "RGB"), ("grey.png", "L"), ("inks.jpg", "CMYK"), ("table.png", "P")):
        data = io.BytesIO()
        Image.new(mode, (900, 900), 90 if mode in "LP" else None).save(data, "PNG" if "png" in name else "JPEG")
        workshop.write(name, data.getvalue())
    names = ("red.png", "grey.png", "inks.jpg", "table.png")
    pictures = "\n\n".join(f"![What is seen on it]({name})" + "{width=30mm}" for name in names)
    workshop.article(f"{pictures}\n", header=header("grey"))
    ran = workshop.run("check", "x.md", "-t", "pdf", "--own", "-j1")
    said = [line for line in ran.lines if "[print.colours]" in line]
    assert [line.split(" — ")[0].removesuffix(" [print.colours]") for line in said] == [
        "x.md:8:1: warning: on page 1, 'red.png' uses RGB",
        "x.md:12:1: warning: on page 1, 'inks.jpg' uses CMYK",
        "x.md:14:1: warning: on page 1, 'table.png' uses RGB",
    ]
    workshop.article(f"{pictures}\n", header=header("cmyk"))
    said = [
        line for line in workshop.run("check", "x.md", "-t", "pdf", "--own", "-j1").lines if "print.colours" in line
    ]
    assert ["'red.png'" in said[0], "'table.png'" in said[1], len(said)] == [True, True, 2]


def test_the_palette_decides_the_colours_of_a_picture() -> None:
    """Colours are found in pictures, forms, patterns and shadings."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    palette = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, 1, b"\0\0\0\xff\0\0"])
    picture = pikepdf.Stream(pdf, b"\0", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1,
                             BitsPerComponent=8, ColorSpace=palette)  # fmt: skip
    form = pikepdf.Stream(pdf, b"0 0 0 1 k", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1])
    page.Resources = pikepdf.Dictionary(
        XObject=pikepdf.Dictionary(P=picture, F=form),
        Shading=pikepdf.Dictionary(S=pikepdf.Dictionary(ShadingType=2, ColorSpace=pikepdf.Name.DeviceRGB)),
    )
    page.Contents = pdf.make_stream(b"0 g\n/P Do\n/F Do\n(1 0 0 rg) Tj\n/S sh\n/Nothing Do\n")
    data = io.BytesIO()
    pdf.save(data)
    assert find_uses(data.getvalue()) == [ColourUse(0, "RGB", (1, 1)), ColourUse(0, "CMYK"), ColourUse(0, "RGB")]
