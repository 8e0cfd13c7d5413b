"""Drawings for paper and ebooks: words of HTML are kept, styles inlined, ids valid, and pixels only where needed."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from octavo.model.settings import Settings
from octavo.press import drawings, styles
from octavo.press.epub.pictures import clean
from octavo.press.pdf.drawings import PrintDrawing, inline_styles, is_beyond_weasyprint, prepare

FACES = styles.sheet("print", Settings(), Path()).faces
RED = (255, 0, 0)


def svg(content: str, attributes: str = "") -> bytes:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60" viewBox="0 0 120 60" {attributes}>'
    return f"{head}{content}</svg>".encode()


def printed(content: str, colours: str = "rgb") -> PrintDrawing:
    return prepare(svg(content), FACES, "en", colours)


def pixels(drawing: PrintDrawing) -> Image.Image:
    (data,) = re.findall(rb"data:image/png;base64,([^\"]+)", drawing.svg)
    return Image.open(io.BytesIO(base64.b64decode(data)))


PLAIN = [
    '<rect width="9" height="9" fill="red" opacity=".5"/>',
    '<text x="5" y="9" font-family="Arial">Words</text>',
    "<style>.a{fill:red}</style><rect class='a' width='9' height='9'/>",
    '<linearGradient id="g"><stop stop-color="red"/></linearGradient><rect width="9" height="9" fill="url(#g)"/>',
    '<clipPath id="c"><circle r="9"/></clipPath><rect width="9" height="9" clip-path="url(#c)"/>',
    '<marker id="m"><path d="M0 0h9v9z"/></marker><path d="M0 0h9" style="marker-end:url(#m);stroke:red"/>',
    '<switch><foreignObject/><text y="9">Words</text></switch>',
]
BEYOND = [
    '<mask id="m"><rect width="9" height="9" fill="#fff"/></mask><rect width="9" height="9" mask="url(#m)"/>',
    '<filter id="f"><feGaussianBlur stdDeviation="1"/></filter><rect width="9" height="9" filter="url(#f)"/>',
    '<style>.s{filter:url(#f)}</style><filter id="f"><feFlood/></filter><rect class="s" width="9" height="9"/>',
    '<path id="p" d="M0 9h99"/><text><textPath href="#p">Words</textPath></text>',
    '<linearGradient id="g"><stop stop-color="red"/></linearGradient><path d="M0 9h99" stroke="url(#g)"/>',
    '<linearGradient id="g"><stop stop-color="red"/></linearGradient><g fill="url(#g)"><text y="9">Words</text></g>',
    '<linearGradient id="g"><stop stop-opacity="0"/></linearGradient><rect width="9" height="9" fill="url(#g)"/>',
    '<rect width="9" height="9" style="mix-blend-mode: multiply"/>',
    '<text y="9" stroke="red" paint-order="stroke">Words</text>',
    '<pattern id="p" width=".1" height=".1"><circle r="3"/></pattern><rect width="9" height="9" fill="url(#p)"/>',
]


@pytest.mark.parametrize("content", PLAIN)
def test_what_weasyprint_draws_stays_a_drawing(content: str) -> None:
    assert b"data:image" not in printed(content).svg


@pytest.mark.parametrize("content", BEYOND)
def test_what_weasyprint_does_not_draw_becomes_pixels_of_the_same_size(content: str) -> None:
    root: Any = etree.fromstring(printed(content).svg)
    assert (root.get("width"), root.get("height")) == ("120", "60")
    assert pixels(printed(content)).width == 2400
    assert printed(content).svg == printed(content).svg


def test_pixels_have_the_words_in_octavos_fonts() -> None:
    words = pixels(printed('<text y="40" font-size="40" paint-order="stroke" stroke="red">Honey</text>'))
    assert len(words.convert("RGBA").getchannel("A").getcolors() or ()) > 1


def test_pixels_are_grey_where_print_is() -> None:
    assert pixels(printed(BEYOND[0], "grey")).mode == "LA"


def test_text_is_set_in_octavos_families() -> None:
    made = printed(
        '<g font-family="Georgia"><text>serif <tspan font-weight="bold">bold</tspan></text></g>'
        '<text style="font: italic 12px Helvetica, sans-serif">sans</text><text font-family="Courier New">mono</text>'
    )
    styles_of = {
        (each.families[0], each.weight, each.italic): "".join(sorted(letters)) for each, letters in made.styles.items()
    }
    assert styles_of == {
        ("Source Serif 4", 400, False): " efirs",
        ("Source Serif 4", 700, False): "bdlo",
        ("Inter", 400, True): "ans",
        ("JetBrains Mono", 400, False): "mno",
    }
    assert b"Georgia" not in made.svg
    assert b"Courier" not in made.svg


def test_a_character_without_a_glyph_is_a_box() -> None:
    made = printed("<text>ᚠ é 漢</text><title>ᚠ</title>")
    assert made.missing == ["ᚠ", "漢"]
    assert "□ é □".encode("ascii", "xmlcharrefreplace") in made.svg


def test_a_switch_shows_what_is_for_the_language() -> None:
    content = '<switch><text systemLanguage="de-AT, de">Honig</text><text systemLanguage="fr">Miel</text>'
    content += "<text>Honey</text></switch>"
    for lang, word in {"de": "Honig", "fr-CA": "Miel", "en": "Honey"}.items():
        root = etree.fromstring(prepare(svg(content), FACES, lang, "rgb").svg)
        assert "".join(root.itertext()).strip() == word


def test_the_words_of_html_are_kept_as_lines() -> None:
    html = '<div xmlns="http://www.w3.org/1999/xhtml" style="text-align: center; font-size: 10px">'
    html += "<p>One <b>two</b></p><ul><li>three</li></ul></div>"
    data = svg(f'<foreignObject x="10" y="10" width="100" height="40">{html}</foreignObject>')
    for root in (etree.fromstring(prepare(data, FACES, "en", "rgb").svg), clean(data)[0]):
        assert [each.text for each in root.iter("{*}text")] == ["One two", "three"]
        assert {each.get("x") for each in root.iter("{*}text")} == {"60"}
    assert clean(data)[1] == []


def test_styles_are_inlined_by_their_weight() -> None:
    root = drawings.parse(svg(
        "<style>:root{--c: teal} rect{fill:red;stroke:var(--d, blue)} "
        "#b{fill:var(--c)} .x{fill:green!important}</style>"
        '<rect fill="pink"/><rect id="b"/><rect id="b" class="x" style="fill:black; stroke-width:2px"/>'
    ))  # fmt: skip
    inline_styles(root)
    assert [dict(each.attrib) for each in root.iter("{*}rect")] == [
        {"fill": "red", "stroke": "blue"},
        {"id": "b", "fill": "teal", "stroke": "blue"},
        {"id": "b", "class": "x", "fill": "green", "stroke": "blue", "stroke-width": "2px"},
    ]
    assert not is_beyond_weasyprint(root)


def test_ids_are_names_that_an_ebook_may_have() -> None:
    root, _ = clean(svg(
        "<style>#a\\ b\\:\\ c{fill:red}</style>"
        '<g id="a b: c"><rect id="1"/></g><g id="a-b-c"/><rect id="1"/><use href="#a b: c"/><use href="#1"/>'
        '<rect fill="url(#1)" style="stroke: url(\'#a b: c\')" aria-labelledby="1 a-b-c"/>'
        '<animate begin="1.end+2s; 0s" attributeName="x"/>'
    ))  # fmt: skip
    assert [each.get("id") for each in root.iter() if each.get("id")] == ["a-b-c-2", "id-1", "a-b-c", "id-1-2"]
    text = etree.tostring(root, encoding="unicode")
    assert 'href="#a-b-c-2"' in text
    assert 'href="#id-1"' in text
    assert 'fill="url(#id-1)"' in text
    assert "stroke: url(#a-b-c-2)" in text
    assert 'aria-labelledby="id-1 a-b-c"' in text
    assert 'begin="id-1.end+2s; 0s"' in text
    assert "#a-b-c-2{fill:red}" in text
