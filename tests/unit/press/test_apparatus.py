"""The index's places and the contents' tree, which all presses share."""

from __future__ import annotations

import pytest
from lxml import etree

from octavo.model.galley import ContentsEntry, Locator, Term
from octavo.press.apparatus import (
    ContentsNode,
    FindPage,
    IndexMarkup,
    PrintedPage,
    index_places,
    nest,
    no_pages,
    write_index,
)

PAGES = ("i", "ii", "iii", "iv", "v", "1", "2", "3", "4", "5")


def printed(*pages: str) -> FindPage:
    """Anchors that are called like the pages that they are on."""
    return lambda _chapter, anchor: PrintedPage(anchor, pages.index(anchor)) if anchor in pages else None


def shown(find: FindPage, *anchors: str) -> list[str]:
    """What the links of an entry say; `a-b` is a range."""
    found = []
    for each in anchors:
        first, _, last = each.partition("-")
        found.append(Locator("c", first, f"§{first}", "c" if last else "", last))
    return [place.text for place in index_places(found, find)]


@pytest.mark.parametrize(
    ("anchors", "wanted"),
    [
        (["3", "1", "2"], ["1–3"]),
        (["1", "3"], ["1", "3"]),
        (["1-3", "2", "5"], ["1–3", "5"]),
        (["1-3", "2-5"], ["1–5"]),
        (["ii", "iii"], ["ii–iii"]),
        (["v", "1"], ["v", "1"]),
        (["iv", "v", "1", "2"], ["iv–v", "1–2"]),
        (["2", "2"], ["2"]),
    ],
)
def test_places_on_consecutive_pages_of_one_numbering_are_joined(anchors: list[str], wanted: list[str]) -> None:
    assert shown(printed(*PAGES), *anchors) == wanted


def test_an_empty_page_between_two_keeps_them_apart() -> None:
    """An edition that knows only pages with text knows empty ones by their numbers."""
    assert shown(printed("i", "iii", "1", "3"), "i", "iii", "1", "3") == ["i", "iii", "1", "3"]


def test_pages_whose_labels_are_no_numbers_are_joined_by_their_order() -> None:
    assert shown(printed("*", "**", "***"), "*", "**") == ["*–**"]


def test_without_pages_each_section_is_named_once() -> None:
    locators = [Locator("a", "x", "Intro"), Locator("a", "y", "Intro"), Locator("b", "z", "Intro")]
    assert [(each.locator.anchor, each.text) for each in index_places(locators, no_pages)] == [
        ("x", "Intro"), ("z", "Intro"),
    ]  # fmt: skip


def test_a_reference_shows_an_entry_under_another_with_a_comma() -> None:
    block = etree.Element("div")
    terms = [Term("bee", (Locator("c", "x", "1"),), see_also=("dance!round", "hive"))]
    write_index(block, terms, "en", no_pages, IndexMarkup())
    assert "".join(map(str, block.itertext())) == "bee, 1; see also dance, round; hive"


def tree(nodes: list[ContentsNode]) -> list[object]:
    return [[node.entry.text, *tree(node.below)] for node in nodes]


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        ("123", [["1", ["2", ["3"]]]]),
        ("132", [["1", ["3"], ["2"]]]),
        ("2312", [["2", ["3"]], ["1", ["2"]]]),
        ("121", [["1", ["2"]], ["1"]]),
        ("", []),
    ],
)
def test_contents_are_nested_by_level(levels: str, wanted: list[object]) -> None:
    assert tree(nest([ContentsEntry(int(level), "c", "a", level) for level in levels])) == wanted
