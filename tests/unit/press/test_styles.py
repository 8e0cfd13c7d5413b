"""Style sheets: tokens resolved, colours that can be read, pages in proportion, authors' slips told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from octavo.model.diagnostic import Diagnostic, Place
from octavo.model.settings import PAGE_SIZES, Settings
from octavo.press import cssom, styles
from octavo.press.paper import paper
from octavo.press.styles import StyleSheet
from octavo.tools.style_folder import styles_home, theme_names

THEMES = theme_names()


def house(medium: str, theme: str = "literary") -> StyleSheet:
    return styles.sheet(medium, Settings(theme=theme), Path())


def settle(css: str) -> str:
    rules = cssom.parse(css).rules
    return cssom.serialize(cssom.settle(rules, cssom.custom_properties(rules))).strip()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("medium", ["print", "reader"])
def test_nothing_is_left_to_resolve_for_print_and_readers(medium: str, theme: str) -> None:
    css = house(medium, theme).css
    assert not re.search(r"var\(|calc\(|--[a-z]", css)
    assert "prefers-color-scheme" not in css


def test_the_screen_keeps_its_tokens() -> None:
    css = house("screen").css
    assert "var(--ink)" in css
    assert "prefers-color-scheme: dark" in css


@pytest.mark.parametrize(
    ("css", "wanted"),
    [
        (":root { --a: 1pt } p { margin: var(--a) }", "p{margin:1pt}"),
        (":root { --a: var(--b); --b: red } p { color: var(--a) }", "p{color:red}"),
        ("p { color: var(--none, var(--too, blue)) }", "p{color:blue}"),
        (":root { --s: 15.5pt } p { margin: calc(var(--s) * 2) calc(var(--s) / 2 + 1pt) }", "p{margin:31pt 8.75pt}"),
        (":root { --s: calc(2pt * 3) } p { margin: calc((var(--s) - 1pt) * 2) }", "p{margin:10pt}"),
        ("p { width: calc(100% - 2em) }", "p{width:calc(100% - 2em)}"),
        (":root { --a: var(--a) } p { color: var(--a) }", "p{color:var(--a)}"),
        (":root { --a: 1 } @media print { p { opacity: var(--a) } }", "@media print{p{opacity:1}\n}"),
        (":root { --a: 2cm } @page { margin: var(--a); @top-left { padding: var(--a) } }",
         "@page{margin:2cm;@top-left{padding:2cm}\n}"),
        ("@media screen and (min-width: 9em) { p { color: red } } b { color: red !important }",
         "b{color:red !important}"),
    ],
)  # fmt: skip
def test_custom_properties_are_resolved(css: str, wanted: str) -> None:
    assert settle(css) == wanted


def test_an_authors_token_changes_octavos_own_rules(tmp_path: Path) -> None:
    (tmp_path / "mine.css").write_text(":root { --ink: #123456 } .x { margin: var(--step) }", encoding="utf-8")
    made = styles.sheet("print", Settings(css=("mine.css",)), tmp_path)
    assert made.diagnostics == ()
    assert "color:#123456" in made.css
    assert ".x{margin:15.5pt}" in made.css
    assert made.authored


def problems_of(css: str, folder: Path) -> list[Diagnostic]:
    (folder / "mine.css").write_text(css, encoding="utf-8")
    return list(styles.sheet("screen", Settings(css=("mine.css",)), folder).diagnostics)


@pytest.mark.parametrize(
    ("css", "rule", "line"),
    [
        ("p { color: red }\n}\n", "css.syntax", 2),
        ("p {\n color red;\n}", "css.syntax", 2),
        ("p { content: 'x\n }", "css.syntax", 1),
        ("\n@import 'other.css';", "css.import", 2),
        ("p { background: url(https://example.org/x.png) }", "css.url", 1),
        ("p { background: url('x.png') }", "css.missing", 1),
    ],
)
def test_slips_of_the_author_have_a_line(css: str, rule: str, line: int, tmp_path: Path) -> None:
    found = problems_of(css, tmp_path)
    assert [(each.rule, each.place.line) for each in found] == [(rule, line)]
    assert found[0].place.file.endswith("mine.css")
    assert found[0].hint


def test_a_sound_sheet_with_data_is_silent(tmp_path: Path) -> None:
    assert (
        problems_of("p { background: url(data:image/gif;base64,R0lGOD) } @media print { p { color: red } }", tmp_path)
        == []
    )


def test_sheets_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.css").write_bytes(b"p { content: '\xe9' }")
    names = ("no.css", "../out.css", "https://example.org/x.css", "latin.css")
    place = Place("essay.md", 3, 5)
    found = styles.sheet("print", Settings(css=names), tmp_path, lambda _: place).diagnostics
    assert [each.rule for each in found] == ["css.missing", "css.outside", "css.outside", "css.encoding"]
    assert {each.place for each in found} == {place}


@pytest.mark.parametrize(
    ("query", "is_printed"),
    [("screen", False), ("ONLY Screen", False), ("not print", False), ("screen, print", True), ("print", True)],
)
def test_a_query_decides_only_about_its_own_media(query: str, is_printed: bool, tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text(f"@media {query} {{ p {{ color: teal }} }}\n")
    made = {
        medium: "teal" in styles.sheet(medium, Settings(css=("own.css",)), tmp_path).css
        for medium in ("print", "reader", "screen")
    }
    assert made == {"print": is_printed, "reader": True, "screen": True}


def test_a_theme_that_does_not_exist_names_the_nearest() -> None:
    made = styles.sheet("print", Settings(theme="tecnical"), Path())
    assert [(each.rule, each.hint) for each in made.diagnostics] == [("header.value", "did you mean 'technical'?")]
    assert made.css == house("print").css


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colours(theme: str, night: bool) -> dict[str, str]:
    texts = [(styles_home() / "tokens.css"), styles_home() / "themes" / theme / "tokens.css"]
    found: dict[str, str] = {}
    for text in texts:
        day, _, dark = text.read_text(encoding="utf-8").partition("@media screen")
        for part in (day, dark) if night else (day,):
            found.update(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part))
    return found


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("night", [False, True])
def test_everything_can_be_read(theme: str, night: bool) -> None:
    found = colours(theme, night)
    assert contrast(found["ink"], found["paper"]) >= 7
    assert contrast(found["ink"], found["tint"]) >= 7
    assert contrast(found["ink"], found["mark"]) >= 4.5
    named = [name for name in found if name.startswith("code-")]
    for name in ["quiet", "accent", "blue", "green", "purple", "amber", "red", *named]:
        for ground in ("paper", "tint"):
            assert contrast(found[name], found[ground]) >= 4.5, (name, ground)
    for name in named:  # lines of code that are marked
        assert contrast(found[name], found["mark"]) >= 4.5, name


@pytest.mark.parametrize(
    "size", [*PAGE_SIZES.values(), (110, 178), (90, 130), (60, 90), (170, 240), (297, 210), (420, 594)]
)
def test_any_page_holds_a_readable_text(size: tuple[float, float]) -> None:
    page = paper(size, 0.483)
    width = page.width - page.inner - page.outer
    characters = width / (0.483 * page.text * 25.4 / 72)
    assert characters < 66.5
    assert characters > 30 or size[0] < 90
    text_height = page.height - page.head - page.foot
    assert text_height == pytest.approx(page.lines * page.step * 25.4 / 72)
    assert text_height > 0.55 * page.height
    assert min(page.inner, page.outer, page.head, page.foot) > 5


def test_books_have_mirrored_margins_and_articles_have_not() -> None:
    book, article = paper(PAGE_SIZES["6x9"], 0.483), paper(PAGE_SIZES["A4"], 0.483)
    assert book.mirrored
    assert "@page :left" in book.css
    assert not article.mirrored
    assert "@page :left" not in article.css


@pytest.mark.parametrize(
    ("size", "text", "step"), [("6x9", 10.5, 14), ("A5", 10, 13.5), ("A4", 11, 15.5), ("Letter", 11, 15.5)]
)
def test_sizes_of_the_brief(size: str, text: float, step: float) -> None:
    page = paper(PAGE_SIZES[size], 0.483)
    assert (page.text, page.step) == (text, step)


def test_print_takes_its_page_from_the_settings() -> None:
    css = styles.sheet("print", Settings(page_size=(111, 180)), Path()).css
    assert "size:111mm 180mm" in css


def test_every_theme_says_only_what_is_a_token() -> None:
    known = set(re.findall(r"(--[a-z0-9-]+):", (styles_home() / "tokens.css").read_text(encoding="utf-8")))
    for theme in THEMES:
        for file in (styles_home() / "themes" / theme).glob("tokens.css"):
            assert set(re.findall(r"(--[a-z0-9-]+):", file.read_text(encoding="utf-8"))) <= known


def test_the_sheets_use_only_tokens_that_exist() -> None:
    sheets = [file.read_text("utf-8") for file in styles_home().glob("*.css")]
    page = paper(next(iter(PAGE_SIZES.values())), 0.5).css  # what print takes from its page
    known = set(re.findall(r"(--[a-z0-9-]+):", "".join([*sheets, page])))
    for file in styles_home().rglob("*.css"):
        assert set(re.findall(r"var\((--[a-z0-9-]+)", file.read_text(encoding="utf-8"))) <= known, file.name


def test_every_class_of_skylighting_has_a_colour() -> None:
    css = (styles_home() / "code.css").read_text(encoding="utf-8")
    classes = "kw dt dv bv fl ch st co ot al fu er wa cn sc vs ss im va cf op bu ex pp at do an cv in"
    assert [each for each in classes.split() if not re.search(rf"\.{each}\b", css)] == []


def test_a_heading_that_is_centred_has_no_room_on_the_right(tmp_path: Path) -> None:
    def css(own: str) -> str:
        (tmp_path / "own.css").write_text(own)
        return styles.sheet("print", Settings(css=("own.css",)), tmp_path).css

    assert ".opening h1{padding-right:0}" not in css("h1 { color: black }")
    assert ".opening h1{padding-right:0}" in css("h1 { text-align: center }")


def test_a_generic_family_is_a_font_in_print(tmp_path: Path) -> None:
    (tmp_path / "own.css").write_text("p { font-family: Corp, sans-serif } q { font: 12pt/1.5 monospace }")
    css = {each: styles.sheet(each, Settings(css=("own.css",)), tmp_path).css for each in ("print", "screen")}
    assert 'p{font-family:Corp, "Inter"}' in css["print"]
    assert 'q{font:12pt/1.5 "JetBrains Mono"}' in css["print"]
    assert "p{font-family:Corp, sans-serif}" in css["screen"]
