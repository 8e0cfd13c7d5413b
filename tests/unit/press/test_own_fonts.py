"""The fonts that an author's sheet brings: from files and `data:` URLs, of every kind, or refused at their lines."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from gathering import laid_out
from octavo.model.settings import Settings
from octavo.press import fonts, styles
from octavo.press.styles import StyleSheet


def sheet(folder: Path, css: str) -> StyleSheet:
    (folder / "css").mkdir(exist_ok=True)
    (folder / "css" / "own.css").write_text(css, encoding="utf-8")
    return styles.sheet("screen", Settings(css=("css/own.css",)), folder)


def own(found: StyleSheet) -> list[fonts.Face]:
    return [face for face in found.faces if face.source is not None]


def packed(flavor: str | None) -> bytes:
    """A small font in a format."""
    plain = fonts.print_face(fonts.Face("x", 400, "normal", "hebrew/serif", (("wght", 400), ("wdth", 100))), "אבג")
    font, target = TTFont(io.BytesIO(plain)), io.BytesIO()
    font.flavor = flavor
    font.save(target)
    return target.getvalue()


@pytest.mark.parametrize("flavor", [None, "woff", "woff2"])
@pytest.mark.parametrize("where", ["file", "data"])
def test_a_font_of_the_authors_is_a_face(flavor: str | None, where: str, tmp_path: Path) -> None:
    data = packed(flavor)
    (tmp_path / "meadow.font").write_bytes(data)
    url = "../meadow.font" if where == "file" else f"data:font/woff;base64,{base64.b64encode(data).decode()}"
    found = sheet(tmp_path, f'@font-face {{ font-family: Meadow Sweet; src: local("X"), url("{url}") }}')
    (face,) = own(found)
    assert not found.diagnostics
    assert (face.family, face.weight, face.style) == ("Meadow Sweet", 400, "normal")
    assert fonts.woff2(face, frozenset("א"))[:4] == b"wOF2"
    css = fonts.rule(face, "face:own") + "body { font: 10pt 'Meadow Sweet' }"
    pdf = laid_out("<p>אב</p>", css, files={"face:own": fonts.print_face(face, "אב")})
    assert pdf.read().text == "אב"


def test_a_variable_font_is_cut_for_each_weight_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "var.ttf").write_bytes(fonts.file_path("inter/roman").read_bytes())
    css = '@font-face { font-family: "V"; font-weight: 300 650; src: url(../var.ttf) } b { font-weight: 600 }'
    assert [(face.weight, dict(face.axes)["wght"]) for face in own(sheet(tmp_path, css))] == [(400, 400), (600, 600)]


def test_a_family_of_the_authors_replaces_one_of_that_name(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(packed(None))
    found = sheet(tmp_path, '@font-face { font-family: "inter"; src: url(../a.ttf); unicode-range: U+5D0-5D1 }')
    (face,) = [each for each in found.faces if each.family.casefold() == "inter"]
    assert fonts.covers(face) == {0x5D0, 0x5D1}


@pytest.mark.parametrize(
    ("src", "rule", "message"),
    [
        ("url(../gone.woff2)", "css.missing", "'../gone.woff2' does not exist"),
        ("url(../../gone.woff2)", "css.outside", "outside the publication's folder"),
        ("url(https://example.org/a.woff2)", "css.url", "https://example.org/a.woff2"),
        ("url(../broken.woff2)", "css.font-file", "'../broken.woff2' cannot be read as a font"),
        ("url(../cut.ttf)", "css.font-file", "'../cut.ttf' cannot be read as a font"),
        ('local("Meadow")', "css.font-file", "names no file"),
        ('url(../a.eot) format("embedded-opentype")', "css.font-file", "names no file"),
    ],
)
def test_what_is_no_font_is_reported_at_its_line(src: str, rule: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "broken.woff2").write_bytes(b"wOF2 and nothing else")
    (tmp_path / "cut.ttf").write_bytes(packed(None)[:200])
    found = sheet(tmp_path, f'p {{ color: black }}\n@font-face {{\n  font-family: "M";\n  src: {src};\n}}')
    (said,) = found.diagnostics
    assert (said.rule, said.place.line) == (rule, 4)
    assert message in said.message
    assert not own(found)


def test_of_several_files_the_first_that_can_be_used_counts(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(packed(None))
    css = 'src: url(../a.eot) format("embedded-opentype"), url(../a.woff2) format("woff2"), url(../a.ttf)'
    found = sheet(tmp_path, f"@font-face {{ font-family: M; {css} }}")
    assert not found.diagnostics
    assert len(own(found)) == 1


def test_pictures_of_a_sheet_are_found_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "a b.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "text.txt").write_text("x")
    found = sheet(tmp_path, 'p { background: no-repeat url("a b.svg"), url(#x) }\nhr { content: url(../text.txt) }')
    (picture,) = found.pictures
    assert picture.url in found.css
    assert picture.read().startswith(b"<svg")
    assert [(each.rule, each.place.line) for each in found.diagnostics] == [("css.url", 2)]


@pytest.mark.parametrize(
    ("css", "line"),
    [
        ("p { color: red", 1),
        ("a {}\n.foo {\np { color: red }", 2),
        ("a {}\n/* no end\np {}", 2),
        ("a::before { content: '}' }\n@media print {\n p { }\n", 2),
        ("a { background: url(data:x{) } /* { */ b::after { content: '{' }", 0),
        ("a[x='{'] { color: red } \\{ { }", 0),
    ],
)
def test_a_block_that_never_closes_is_reported_where_it_begins(css: str, line: int, tmp_path: Path) -> None:
    found = [each.place.line for each in sheet(tmp_path, css).diagnostics if each.rule == "css.unclosed"]
    assert found == ([line] if line else [])
