"""What octavo itself says to a reader, in every language that it knows."""

from __future__ import annotations

import pytest

from octavo.model.words import is_numbered_by_hand, numbered, part_numeral, word


@pytest.mark.parametrize(
    ("kind", "number", "lang", "said"),
    [
        ("figure", "3.2", "en", "Figure 3.2"), ("figure", "3.2", "de-AT", "Abbildung 3.2"),
        ("table", "1", "fr", "Tableau 1"), ("chapter", "3", "ja", "第3章"), ("equation", "2", "it", "Equazione (2)"),
        ("appendix", "A", "nl", "Bijlage A"), ("section", "3.2", "pt-BR", "Secção 3.2"),
        ("part", "II", "xx", "Part II"),
    ],
)  # fmt: skip
def test_things_by_their_numbers(kind: str, number: str, lang: str, said: str) -> None:
    assert numbered(kind, number, lang).replace("\u00a0", " ") == said
    assert " " not in numbered(kind, number, lang), "a line never ends between them"


@pytest.mark.parametrize(
    ("number", "lang", "written"),
    [(1, "en", "I"), (4, "de", "IV"), (9, "fr", "IX"), (14, "es", "XIV"), (2, "ja", "二"), (10, "zh", "十"),
     (12, "zh-Hant", "十二"), (20, "ja", "二十")],
)  # fmt: skip
def test_numbers_of_parts(number: int, lang: str, written: str) -> None:
    assert part_numeral(number, lang) == written


def test_what_is_not_known_is_said_in_english() -> None:
    assert word("index", "eo") == "Index"


@pytest.mark.parametrize(
    ("title", "lang", "says"),
    [("Part 3", "en", True), ("Part II: Ends", "en", True), ("Particles", "en", False), ("Part of it", "en", False),
     ("Teil 1", "de", True), ("第一部分：入门篇", "zh", True), ("部分", "zh", False)],
)  # fmt: skip
def test_a_part_that_says_its_own_number(title: str, lang: str, says: bool) -> None:
    assert is_numbered_by_hand(title, "part", lang) is says
