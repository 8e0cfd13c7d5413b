"""The quick rules for pages catch what they are there for, and say nothing of a sound page."""

from __future__ import annotations

import pytest
from lxml import html

from octavo.check import screen_rules

SOUND = (
    '<html lang="en"><head><title>Bees</title><meta name="viewport" content="width=device-width, initial-scale=1">'
    '<style>p { background: url("data:image/png;base64,AA==") }</style></head>'
    '<body><main id="text"><h1>Bees</h1><h2>Dance</h2><p><a href="https://example.org/">more</a></p></main></body></html>'
)


def faults(page: str, strict: bool = False) -> dict[str, str]:
    return dict(screen_rules.examine_page(html.document_fromstring(page), strict))


def test_a_sound_page_has_no_faults() -> None:
    assert faults(SOUND) == {}


@pytest.mark.parametrize(
    ("rule", "was", "broken", "said"),
    [
        ("title", "<title>Bees</title>", "<title> </title>", "the page has no title"),
        ("language", ' lang="en"', "", "does not declare its language"),
        ("duplicate-id", "<h2>", '<h2 id="text">', "2 elements have the id 'text'"),
        ("headings", "<h2>Dance</h2>", "<h3>Dance</h3>", "level 3 comes after one of level 1"),
        ("outside", "<p>", '<p><img src="//example.org/a.png">', "fetches '//example.org/a.png'"),
        ("outside", "url(", 'url("http://example.org/b") url(', "fetches 'http://example.org/b'"),
        ("outside", "</head>", '<link rel="preload icon" href="https://a.example/"></head>', "fetches"),
        ("main", "main", "div", "has 0 main parts"),
        ("viewport", "width=device-width", "width=980", "not as wide"),
        ("viewport", "initial-scale=1", "maximum-scale=1", "cannot be zoomed"),
    ],
)
def test_each_fault_is_found(rule: str, was: str, broken: str, said: str) -> None:
    found = faults(SOUND.replace(was, broken))
    assert list(found) == [rule]
    assert said in found[rule]


def test_a_page_of_an_ebook_needs_neither_main_nor_viewport() -> None:
    assert faults(SOUND.replace("main", "div").replace("viewport", "x"), strict=True) == {}


def test_style_sheets_are_read_too() -> None:
    css = {"a.css": b"@import 'https://example.org/b.css';", "b.css": b"p { background: url(c.png) }"}
    assert list(screen_rules.examine_style_sheets(css)) == [("outside", "'a.css' fetches 'https://example.org/b.css'")]
