"""Faces: instances for print, subsets for the screen, and which of them a text needs."""

from __future__ import annotations

import io
import re
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from octavo.model.font_files import distributions
from octavo.model.settings import Settings
from octavo.press import font_use, fonts, styles, woff2
from octavo.press.fonts import Face

ROMAN = Face("Source Serif 4", 400, "normal", "source-serif-4/roman", (("opsz", 12.0), ("wght", 400.0)))
BOLD = Face("Source Serif 4", 700, "normal", "source-serif-4/roman", (("opsz", 12.0), ("wght", 650.0)))
SAMPLE = Path(__file__).parent / "galley_sample.html"


def opened(data: bytes) -> TTFont:
    font = TTFont(io.BytesIO(data))
    for tag in font.keys():  # noqa: SIM118 (a TTFont's tables are read when they are asked for)
        font[tag]
    return font


def test_a_static_face_has_no_axes_and_its_own_weight() -> None:
    font = opened(fonts.static_face(BOLD))
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == 650


def test_a_static_face_keeps_every_character() -> None:
    assert set(opened(fonts.static_face(ROMAN)).getBestCmap()) == set(fonts.covers(ROMAN))


def test_the_same_face_gives_the_same_bytes() -> None:
    once = fonts.static_face(ROMAN), fonts.woff2(ROMAN, frozenset("abc"))
    fonts.static_face.cache_clear()
    assert (fonts.static_face(ROMAN), fonts.woff2(ROMAN, frozenset("cba"))) == once


def test_a_subset_holds_what_was_asked_for_and_can_be_unpacked() -> None:
    font = opened(fonts.woff2(ROMAN, frozenset("Hamburgefonts 1815")))
    assert font.flavor == "woff2"
    assert set(map(chr, font.getBestCmap())) == set("Hamburgefonts 1815")
    assert {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord} >= {"onum", "tnum"}
    assert font["glyf"]["A" if "A" in font.getGlyphOrder() else font.getBestCmap()[ord("H")]].numberOfContours > 0


def test_small_capitals_are_kept_where_they_are_wanted() -> None:
    plain = fonts.woff2(ROMAN, frozenset("abcdefg"))
    capitals = fonts.woff2(ROMAN, frozenset("abcdefg"), fonts.FEATURES | fonts.SMALL_CAPITALS)
    tags = {record.FeatureTag for record in opened(capitals)["GSUB"].table.FeatureList.FeatureRecord}
    assert "smcp" in tags
    assert len(capitals) > len(plain)


def test_a_subset_of_an_essay_is_small() -> None:
    letters = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,;:!?-–—“”‘’()[] é")
    assert len(fonts.woff2(ROMAN, letters)) < 14_000


@pytest.mark.parametrize("number", [0, 1, 127, 128, 16383, 16384, 2**31])
def test_lengths_are_written_in_base_128(number: int) -> None:
    value = 0
    digits = woff2._base128(number)
    for digit in digits:
        value = value << 7 | digit & 0x7F
    assert value == number
    assert [bool(digit & 0x80) for digit in digits] == [True] * (len(digits) - 1) + [False]


def needed(html: str, theme: str = "literary", everywhere: bool = False) -> dict[str, frozenset[str]]:
    sheet = styles.sheet("print", Settings(theme=theme), Path())
    found = font_use.needed(etree.fromstring(html), sheet.stacks, sheet.faces, everywhere)
    return {face.name: characters for face, characters in found.items()}


def test_a_plain_text_needs_one_face() -> None:
    assert set(needed("<p>Plain.</p>")) == {"source-serif-4-400-normal"}


def test_italics_code_and_titles_bring_their_faces() -> None:
    found = needed('<div><h1 class="title">Title</h1><p>An <em>old</em> <code>word</code></p></div>')
    assert set(found) == {
        "source-serif-4-400-normal",
        "source-serif-4-400-italic",
        "source-serif-4-display-400-normal",
        "jetbrains-mono-400-normal",
    }
    assert found["source-serif-4-display-400-normal"] == frozenset("Title")


def test_a_character_that_the_text_face_lacks_comes_from_the_next() -> None:
    found = needed("<p>go ↩ ⟨back⟩</p>")
    assert found["inter-400-normal"] == frozenset("↩")
    assert found["jetbrains-mono-400-normal"] == frozenset("⟨⟩")
    assert "↩" not in found["source-serif-4-400-normal"]


def test_where_the_author_adds_style_every_face_may_show_everything() -> None:
    found = needed("<p>abc</p>", everywhere=True)
    assert found["source-serif-4-700-italic"] >= frozenset("abc")


@pytest.mark.parametrize("theme", ["literary", "technical"])
def test_every_character_of_the_sample_has_a_face(theme: str) -> None:
    root = etree.parse(str(SAMPLE)).getroot()
    for formula in list(root.iter("{http://www.w3.org/1998/Math/MathML}math")):
        formula.clear()
    found = needed(etree.tostring(root, encoding="unicode"), theme)
    shown = frozenset().union(*found.values())
    assert {c for c in "".join(root.itertext()) if c.isprintable() and c != "\ufe0e"} <= shown


def test_characters_that_no_face_has_are_named() -> None:
    assert fonts.missing("a→\u4e2d\n", [ROMAN]) == {"\u4e2d"}


def test_every_font_file_comes_with_a_dependency() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.split("[=<>]", line)[0] for line in project["dependencies"]}
    assert named >= set(distributions(is_optional=False))
    assert {line.partition("==")[0] for line in project["optional-dependencies"]["cjk"]} == set(
        distributions(is_optional=True)
    )


def test_what_only_one_sheet_says_counts() -> None:
    assert needed('<article><p class="half-title">Xy</p></article>')["source-serif-4-display-400-normal"] >= set("Xy")
    assert needed("<details><summary>Xy</summary></details>")["source-serif-4-700-normal"] >= set("Xy")
    assert needed('<section class="dedication"><p>Xy</p></section>')["source-serif-4-400-italic"] >= set("Xy")
    assert "jetbrains-mono-700-normal" not in needed('<pre><code><span class="dt">int</span></code></pre>')
