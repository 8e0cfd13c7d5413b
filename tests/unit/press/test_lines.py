"""Lines of other scripts in print: where a paragraph is cut, the visible order, and missing fonts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from octavo.model.diagnostic import Place
from octavo.model.font_files import FONT_FILES
from octavo.model.settings import Settings
from octavo.press import cssom, fonts, scripts, styles
from octavo.press.pdf.engine import bidi
from octavo.tools import machine


def cut(html: str) -> str:
    """The runs of a paragraph; each run with another direction has its level before it."""
    root = etree.fromstring(html)
    bidi.cut(root)

    def runs(element: Any) -> str:
        level = element.get(bidi.LEVEL)
        inner = (element.text or "") + "".join(runs(child) + (child.tail or "") for child in element)
        return f"[{level}{inner}]" if level else inner

    return runs(root)


@pytest.mark.parametrize(
    ("html", "runs"),
    [
        ('<p dir="rtl">אב abc גד</p>', "אב [2abc] גד"),
        ('<p dir="rtl">אב 12, 34 גד</p>', "אב [212], [234] גד"),
        ('<p dir="rtl">אב <em>ab</em> cd גד</p>', "אב [2ab][2 cd] גד"),
        ("<p>abc אב <b>גד</b> def</p>", "abc [1אב ][1גד] def"),
        ('<p dir="rtl">אב <code dir="ltr">f(1)</code>.</p>', "אב [2f(1)]."),
        ('<p dir="rtl">אב (ab) <img/></p>', "אב ([2ab]) [1]"),
        ("<div dir=\"rtl\"><p>אב</p>ab<p dir=\"ltr\">cd אב</p></div>", "אב[2ab]cd [1אב]"),
        ("<p>Only Latin, 1 and 2</p>", "Only Latin, 1 and 2"),
    ],
)  # fmt: skip
def test_a_paragraph_is_cut_where_its_direction_changes(html: str, runs: str) -> None:
    assert cut(html) == runs


@pytest.mark.parametrize(
    ("levels", "order"),
    [([0, 1, 1, 0], "acbd"), ([1, 2, 2, 1], "dbca"), ([1, 2, 1, 2], "dcba"), ([0, 1, 2, 1, 0], "adcbe"), ([], "")],
)
def test_boxes_of_a_line_in_their_visible_order(levels: list[int], order: str) -> None:
    leaves = list(zip("abcdefgh", levels, strict=False))
    assert "".join(box for box, _ in bidi._visible(leaves)) == order


def test_a_glyph_means_its_own_letter_whatever_was_drawn_first() -> None:
    face = fonts.Face("x", 400, "normal", "hebrew/serif", (("wght", 400), ("wdth", 100)))
    data = fonts.static_face(face)
    record = bidi.GlyphMeanings()
    import uharfbuzz

    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob(data)))
    alef, point, bracket = (font.get_nominal_glyph(ord(letter)) for letter in "א\u05b8(")
    record[point], record[alef] = "א\u05b8", ""
    record[bracket] = ")"
    assert record.meanings(data) == {point: "\u05b8", alef: "א", bracket: "("}


def test_sheets_are_mirrored() -> None:
    css = (
        "p{text-align:left;margin:1em 2em 3em 4em;padding-left:1em;left:50%;transform:translate(-50%,0)}"
        "@media screen{div{float:right;border-left-color:red}}@page :left{margin-left:1mm}"
    )
    assert cssom.serialize(cssom.mirror(cssom.parse(css).rules)).replace("\n", "").replace(" ", "") == (
        "p{text-align:right;margin:1em4em3em2em;padding-right:1em;right:50%;transform:translate(50%,0)}"
        "@mediascreen{div{float:left;border-right-color:red}}@page:left{margin-left:1mm}"
    )


def test_a_latin_text_has_nothing_of_the_other_scripts() -> None:
    plain = styles.sheet("print", Settings(), Path())
    assert not [face for face in plain.faces if face.helps]
    assert "JP" not in plain.css
    assert "direction" not in plain.css


def test_fonts_that_are_not_installed_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = {
        name: replace(file, package="no_such_package") if file.is_helper else file for name, file in FONT_FILES.items()
    }
    monkeypatch.setattr(fonts, "FONT_FILES", lacking)
    needs = scripts.Needs("jpan", ("jpan",))
    made = styles.sheet("print", Settings(), Path(), lambda _: Place("x.md", 3), needs)
    assert [(each.rule, str(each.place), each.hint) for each in made.diagnostics] == [
        ("font.not-installed", "x.md:3", f"run: {machine.EASTERN_FIX}")
    ]
    assert not [face for face in made.faces if face.helps]


def test_a_large_face_is_loaded_with_what_is_shown_only() -> None:
    face = next(face for face in styles.sheet("print", Settings(), Path(), None, scripts.Needs("jpan", ("jpan",))).faces
                if face.family == "Octavo Serif JP" and face.weight == 400)  # fmt: skip
    assert len(fonts.print_face(face, "紙と活字")) < 800_000
    assert fonts.print_face(face, "紙と活字") == fonts.print_face(face, "活字と紙")


def test_the_lines_of_east_asia_are_further_apart() -> None:
    latin, japanese = (
        styles.sheet("print", Settings(), Path(), None, needs).paper
        for needs in (scripts.LATIN, scripts.Needs("jpan", ("jpan",)))
    )
    assert latin is not None
    assert japanese is not None
    assert 1.15 < japanese.step / latin.step < 1.3
