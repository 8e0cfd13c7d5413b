"""Pictures in every markup: twins for dark mode, drawings in the text, embedded documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.tools.markdown_drawings import find_drawings
from typesetter import Make, SetBook

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><rect width="60" height="20" fill="{}"/></svg>'


def pictures(made: SetBook) -> list[str]:
    return [each.get("alt") for each in made.tree("x").iter("img")]


@pytest.fixture
def drawn(book: Make, tmp_path: Path) -> Make:
    """Sets a chapter next to four drawings."""
    for name in ("light", "dark", "mill-day", "mill-night"):
        (tmp_path / f"{name}.svg").write_text(SVG.format(name), encoding="utf-8")
    return lambda text: book({"x.md": f"# X\n\n{text}\n"})


TWINS = [
    "![A](light.svg#gh-light-mode-only)\n![B](dark.svg#gh-dark-mode-only)",
    "![A](dark.svg#only-dark)\n\n![A](light.svg#only-light)",
    "[![A](light.svg#only-light)](https://example.org) [![A](dark.svg#only-dark)](https://example.org)",
    "![A](mill-day.svg){.light-content}\n\n![A](mill-night.svg){.dark-content}",
    "::: {.only-light}\n![A](light.svg)\n:::\n\n::: {.only-dark}\n![A](dark.svg)\n:::",
    '<picture><source media="(prefers-color-scheme: dark)" srcset="dark.svg"><img src="light.svg" alt="A"></picture>',
    '<picture>\n<source media="(prefers-color-scheme:light)" srcset="light.svg"><img src="lost.svg" alt="A"></picture>',
    "| a |\n|---|\n| ![A](light.svg#only-light)![A](dark.svg#only-dark) |",
]


@pytest.mark.parametrize("text", TWINS)
def test_of_two_twins_the_light_one_is_shown(drawn: Make, text: str) -> None:
    made = drawn(f"Before.\n\n{text}\n\nAfter.")
    assert pictures(made) == ["A"]
    assert not [rule for rule in made.rules if rule.startswith(("image", "html"))]
    tree = made.tree("x")
    assert not [
        each for each in tree.iter("figure", "p", "a", "div") if not len(each) and not (each.text or "").strip()
    ]
    source = tree.find(".//img").get("src")
    assert "dark" not in source
    assert "night" not in source


def test_a_picture_for_dark_mode_without_a_twin_is_shown(drawn: Make) -> None:
    made = drawn("![Alone](dark.svg#gh-dark-mode-only)\n\n![Another thing](mill-day.svg)")
    assert pictures(made) == ["Alone", "Another thing"]


def test_a_drawing_in_the_text_is_a_picture_with_its_words(drawn: Make) -> None:
    made = drawn(
        'A <svg width="9" height="9" aria-label="leaf"><path d="M0 0"/></svg>.\n\n'
        '<svg viewBox="0 0 9 9">\n    <title>Pond</title>\n\n'
        '    <g id="a b: c"><text>To *mill* <tspan>"old"</tspan></text></g>\n</svg>\n\n'
        '<svg style="display: none"><symbol id="s"><text>Sign</text></symbol></svg>\n\n- <svg><use href="#s"/></svg> '
        "<svg />"
    )
    assert pictures(made) == ["leaf", 'Pond. To *mill* "old"', "Sign", ""]
    assert [(each.rule, each.place.line) for each in made.found if each.rule.startswith("image")] == [
        ("image.no-alt", 13)
    ]
    assert sum(b'id="s"' in (each.data or b"") for each in made.galley("x").resources) == 1
    assert made.tree("x").xpath("//p[not(*) and not(normalize-space())]") == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        (
            "- item\n\n    <svg width='9'>\n        <g>\n\n        <text>A</text></g>\n    </svg>\n\n    after",
            "ul/li[p='after']",
        ),
        (
            "> - item\n>\n>     <svg>\n>       <text>A</text>\n>\n>     </svg>\n>\n>     after",
            "blockquote/ul/li[p='after']",
        ),
        ("::: note\n<svg>\n\n    <text>A</text>\n</svg>\n:::", "div[@class='note']"),
        ("| a |\n|---|\n| <svg><text>A</text></svg> |", "table"),
        ("```{=html}\n<p><svg>\n\n    <text>A</text></svg></p>\n```", "p"),
        ("Ref[^1]\n\n[^1]: Note\n    <svg>\n\n        <text>A</text>\n    </svg>\n\n    after", "li[p='after ↩︎']"),
    ],
)
def test_a_drawing_stays_where_it_is(drawn: Make, text: str, path: str) -> None:
    made = drawn(f"Before.\n\n{text}\n\nAfter.")
    holders = made.tree("x").xpath(f"//{path}")
    assert [each.get("alt") for holder in holders for each in holder.iter("img")] == ["A"]
    assert "octavo" not in made.galley("x").html.decode()
    assert made.texts("x", "//pre") == []


def test_embedded_pictures_are_pictures(drawn: Make) -> None:
    made = drawn(
        '<object data="light.svg" type="image/svg+xml">Fallback <b>words</b></object>\n\n'
        '<embed src="dark.svg" title="Named">\n\n'
        '<img srcset="dark.svg 1x, light.svg 2x" alt="Sharp">'
    )
    assert pictures(made) == ["Fallback words", "Named", "Sharp"]


@pytest.mark.parametrize(
    ("attributes", "style"),
    [
        ('height="40"', "height: 40px; width: auto;"),
        ('width="50%"', "width: 50%;"),
        ('width="30" height="20"', "width: 30px; height: 20px;"),
        ('style="height: 3em"', "height: 3em; width: auto;"),
        ("", None),
    ],
)
def test_a_picture_keeps_its_proportions(drawn: Make, attributes: str, style: str | None) -> None:
    made = drawn(f'Here <img src="light.svg" alt="A" {attributes}> it is.')
    assert made.tree("x").find(".//img").get("style") == style


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a <svg><svg/><svg></svg></svg> b", ["<svg><svg/><svg></svg></svg>"]),
        ("`<svg></svg>` <SVG a='>'></SVG>", ["<SVG a='>'></SVG>"]),
        ("<svg> is open. <svg>x</svg>", ["<svg>x</svg>"]),
        ('```\n<svg></svg>\n```\n\n<img src="data:image/svg+xml,<svg></svg>">', []),
        ("<svg>\n\n    <text>x</text>\n\n</svg>", ["<svg>\n\n    <text>x</text>\n\n</svg>"]),
    ],
)
def test_drawings_are_found_outside_code(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_drawings(text)] == found


def test_many_open_drawings_take_no_time() -> None:
    assert list(find_drawings("<svg> " * 50_000)) == []
