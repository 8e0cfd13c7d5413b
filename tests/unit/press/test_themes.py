"""Themes: one folder, octavo's own or the author's, whose sheets decide what the fonts hold."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import cssselect2
import pytest
from fontTools.ttLib import TTFont
from lxml import etree

from octavo.model.diagnostic import Place
from octavo.model.settings import Settings
from octavo.press import cssom, font_use, fonts, styles, themes
from octavo.press.type_rules import TypeStyle
from octavo.tools.style_folder import theme_names
from workshop import Workshop

SAMPLE = Path(__file__).parent / "galley_sample.html"
PACKAGE = Path(__file__).parents[2] / "plugins" / "example_theme"
PLUM = {
    "tokens": ":root { --accent: #552255 }",
    "base": ".shout { font-weight: 700 } .tilt { font-style: oblique } .caps { font-variant-caps: small-caps }\n"
    "h3 { font-weight: 400; font-style: italic } .wide::before { content: '§'; font-weight: 700 }",
    "faces": '@font-face { font-family: "Plum"; font-weight: 900; font-style: normal; src: url("inter/roman"); '
    'font-variation-settings: "wght" 900 }',
}


def plum(folder: Path, **more: str) -> Path:
    """A theme in the publication's folder."""
    (folder / "themes" / "plum").mkdir(parents=True)
    for name, text in (PLUM | more).items():
        (folder / "themes" / "plum" / f"{name}.css").write_text(text, encoding="utf-8")
    return folder


def sheet(folder: Path, theme: str = "plum", medium: str = "reader") -> styles.StyleSheet:
    return styles.sheet(medium, Settings(theme=theme), folder, lambda key: Place(f"x.md: {key}"))


def shown(folder: Path, html: str, medium: str = "reader") -> dict[str, frozenset[str]]:
    made = sheet(folder, medium=medium)
    needed = font_use.needed(etree.fromstring(html), made.stacks, made.faces)
    return {face.name: characters for face, characters in needed.items()}


def test_the_authors_folder_comes_before_octavos_own(tmp_path: Path) -> None:
    assert sheet(plum(tmp_path)).tokens["--accent"] == "#552255"
    (tmp_path / "themes" / "plum").rename(tmp_path / "themes" / "literary")
    assert sheet(tmp_path, "literary").tokens["--accent"] == "#552255"
    assert sheet(tmp_path / "elsewhere", "literary").tokens["--accent"] != "#552255"


@pytest.mark.parametrize("medium", styles.MEDIA)
def test_a_theme_follows_octavos_sheets_and_comes_before_the_authors_own(medium: str, tmp_path: Path) -> None:
    plum(tmp_path, base="h2 { color: #123456 }")
    (tmp_path / "mine.css").write_text("h2 { color: #654321 }", encoding="utf-8")
    css = styles.sheet(medium, Settings(theme="plum", css=("mine.css",)), tmp_path).css
    places = [css.index("hyphens:"), css.index("h2{color:#123456}"), css.index("h2{color:#654321}")]
    assert all(one < other for one, other in pairwise(places))


def test_what_a_theme_sets_in_bold_or_italic_is_in_the_subset(tmp_path: Path) -> None:
    found = shown(
        plum(tmp_path),
        "<div><p>ab<span class='shout'>cd</span><span class='tilt'>ef<b>gh</b></span></p><h3>ij</h3>"
        "<p class='wide'>k</p></div>",
    )
    assert found["source-serif-4-700-normal"] >= set("cd§")
    assert found["source-serif-4-400-italic"] >= set("efij")
    assert found["source-serif-4-700-italic"] >= set("gh")
    assert not set("ij") & found["source-serif-4-700-normal"]


def test_small_capitals_of_a_theme_are_kept(tmp_path: Path) -> None:
    assert sheet(plum(tmp_path)).may_use_small_capitals
    assert not sheet(tmp_path, "literary").may_use_small_capitals


def test_a_theme_cuts_faces_from_octavos_fonts(tmp_path: Path) -> None:
    face = next(face for face in sheet(plum(tmp_path)).faces if face.family == "Plum")
    assert (face.weight, dict(face.axes)) == (900, {"wght": 900.0})
    fault = '@font-face { font-family: "X"; font-weight: 400; font-style: normal; src: url("../../x.ttf") }'
    (tmp_path / "themes/plum/faces.css").write_text(fault, encoding="utf-8")
    assert [each.rule for each in sheet(tmp_path).diagnostics] == ["css.missing"]


def test_the_sheets_of_a_theme_are_reported_like_the_authors(tmp_path: Path) -> None:
    plum(tmp_path, base="\np { background: url(https://example.org/x.png) }\n@import 'x.css';")
    found = sheet(tmp_path).diagnostics
    assert [(each.rule, each.place.line) for each in found] == [("css.url", 2), ("css.import", 3)]
    assert found[0].place.file.endswith("themes/plum/base.css")


def test_a_theme_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    outside, inside = plum(tmp_path / "out"), tmp_path / "in"
    (inside / "themes").mkdir(parents=True)
    (inside / "themes" / "plum").symlink_to(outside / "themes" / "plum")
    for name in ("plum", "../../out/themes/plum", str(outside / "themes" / "plum")):
        made = sheet(inside, name)
        assert [each.rule for each in made.diagnostics] == ["header.value"]
        assert made.css == sheet(inside, "literary").css


def test_a_file_of_a_theme_that_is_a_link_out_is_reported(tmp_path: Path) -> None:
    (tmp_path / "out.css").write_text("p { color: red }", encoding="utf-8")
    folder = plum(tmp_path / "in")
    (folder / "themes/plum/print.css").symlink_to(tmp_path / "out.css")
    assert [each.rule for each in sheet(folder).diagnostics] == ["css.outside"]


def test_a_misspelt_theme_of_the_author_is_suggested(tmp_path: Path) -> None:
    (found,) = sheet(plum(tmp_path), "plun").diagnostics
    assert (found.message, found.hint) == ("the theme 'plun' does not exist", "did you mean 'plum'?")
    assert str(found.place) == "x.md: octavo.theme"


@pytest.mark.parametrize("name", ["../plum", "/etc", "themes/plum", ".", "a b"])
def test_a_path_is_no_name_of_a_theme(tmp_path: Path, name: str) -> None:
    (found,) = sheet(plum(tmp_path), name).diagnostics
    assert found.message == f"the theme '{name}' does not exist"
    assert "make a folder" not in found.hint


def test_an_empty_theme_is_reported(tmp_path: Path) -> None:
    (tmp_path / "themes" / "bare").mkdir(parents=True)
    (found,) = sheet(tmp_path, "bare").diagnostics
    assert found.message == "the theme 'themes/bare' has no style sheet"


def test_the_files_of_the_authors_theme_are_inputs(tmp_path: Path) -> None:
    folder = plum(tmp_path) / "themes" / "plum"
    assert set(themes.inputs("plum", tmp_path)) == {folder, *folder.iterdir()}
    assert list(themes.inputs("literary", tmp_path)) == [tmp_path / "themes" / "literary"]


def test_a_theme_of_another_package_is_read_and_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(PACKAGE))
    made = sheet(tmp_path, "meadow")
    assert (made.tokens["--accent"], made.diagnostics) == ("#2f6b2f", ())
    folder = PACKAGE / "octavo_example_theme" / "meadow"
    assert set(themes.inputs("meadow", tmp_path)) == {tmp_path / "themes/meadow", *folder.iterdir()}
    assert [each.hint for each in sheet(tmp_path, "medow").diagnostics] == ["did you mean 'meadow'?"]


@pytest.mark.parametrize(("theme", "width"), [("literary", 0.483), ("technical", 0.470)])
def test_the_average_width_of_a_character_is_measured(theme: str, width: float) -> None:
    made = styles.sheet("print", Settings(theme=theme), Path())
    face = next(face for face in made.faces if face.family == made.stacks.text[0] and face.weight == 400)
    assert fonts.average_width(face) == width


# Elements are matched by names alone: nothing that exact selectors find may be missing.


def exact(root: Any, made: styles.StyleSheet) -> dict[TypeStyle, set[str]]:
    """What each style shows by the exact cascade, without generated content."""
    tokens = cssom.custom_properties(made.rules)
    matcher = cssselect2.Matcher()
    for rule in (*cssom.parse("em,i,cite,dfn,var{font-style:italic}b,strong{font-weight:700}").rules, *made.rules):
        if not rule.keyword:
            for selector in cssselect2.compile_selector_list(cssom.text(rule.prelude)):
                if selector.pseudo_element is None:
                    matcher.add_selector(selector, {d.name: d.value for d in rule.content or ()})  # type: ignore[union-attr]
    found: dict[TypeStyle, set[str]] = {}

    def walk(element: Any, style: TypeStyle) -> None:
        families, weight, italic = style.families, style.weight, style.italic
        for _, _, _, declared in sorted(matcher.match(element), key=lambda each: each[:2]):
            if "font-family" in declared:
                named = cssom.text(cssom.resolve(declared["font-family"], tokens)).split(",")
                families = tuple(name.strip().strip('"') for name in named if '"' in name)
            if "font-weight" in declared:
                value = cssom.text(cssom.resolve(declared["font-weight"], tokens))
                weight = {"normal": 400, "bold": 700}.get(value) or int(value)
            if "font-style" in declared:
                italic = cssom.text(cssom.resolve(declared["font-style"], tokens)) != "normal"
        own = TypeStyle(families, weight, italic)
        found.setdefault(own, set()).update(element.etree_element.text or "")
        for child in element.iter_children():
            walk(child, own)
            found[own].update(child.etree_element.tail or "")

    walk(cssselect2.ElementWrapper.from_html_root(root), TypeStyle(made.stacks.text))
    return found


@pytest.mark.parametrize("theme", theme_names())
@pytest.mark.parametrize("medium", ["print", "reader"])
def test_no_character_that_the_exact_cascade_asks_for_is_missing(medium: str, theme: str) -> None:
    made = styles.sheet(medium, Settings(theme=theme), Path())
    root = etree.parse(str(SAMPLE)).getroot()
    for formula in list(root.iter("{http://www.w3.org/1998/Math/MathML}math")):
        formula.tail = None
        formula.clear()
    uses = font_use.uses(root, made.stacks)
    for style, characters in exact(root, made).items():
        assert characters <= uses.get(style, frozenset()), style


def test_a_publication_with_a_theme_of_its_own(workshop: Workshop) -> None:
    plum(workshop.folder, print="@page { font-weight: 700 } .shout { color: #552255 }")
    header = "---\ntitle: T\nlang: en\noctavo:\n  theme: plum\n  formats: [pdf, epub, html, site]\n---\n\n"
    body = "## One\n\nab [xyz]{.shout} [uvw]{.tilt} [caps]{.caps}\n\n### Jq\n"
    ran = workshop.run("build", workshop.article(body, header=header))
    assert (ran.code, ran.lines) == (0, ran.lines)
    with zipfile.ZipFile(workshop.folder / "output" / "x.epub") as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if name.endswith(".woff2")}
    site = {file.name: file.read_bytes() for file in (workshop.folder / "output" / "x" / "assets").glob("*.woff2")}
    for files in ({Path(name).name: data for name, data in packed.items()}, site):
        bold, italic = (
            TTFont(io.BytesIO(files[f"source-serif-4-{name}.woff2"])) for name in ("700-normal", "400-italic")
        )
        assert set(map(chr, bold.getBestCmap())) >= set("xyz")
        assert set(map(chr, italic.getBestCmap())) >= set("uvwJq")
        tags = {record.FeatureTag for record in bold["GSUB"].table.FeatureList.FeatureRecord}
        assert "smcp" in tags or "c2sc" in tags
    before = workshop.digests()
    assert workshop.run("build", "x.md").code == 0
    assert workshop.digests() == before
    workshop.write("themes/plum/base.css", PLUM["base"] + " h2 { font-style: italic }")
    assert workshop.run("build", "x.md").code == 0
    changed = workshop.digests()
    assert {name for name in before if changed[name] != before[name]} >= {"x.epub", "x.html", "x.pdf"}


@pytest.mark.parametrize(("kind", "file"), [("book", "x/book.yaml"), ("article", "x.md")])
def test_every_theme_of_octavo_is_named_in_what_an_author_starts_from(workshop: Workshop, kind: str, file: str) -> None:
    assert workshop.run("new", kind, "x").code == 0
    text = (workshop.folder / file).read_text(encoding="utf-8")
    assert f"# {', '.join(theme_names())}, or a folder in themes/" in text
