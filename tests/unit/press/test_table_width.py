"""Tables that are too wide for the page."""

from __future__ import annotations

import re

from lxml import etree

from octavo.press.paper import paper
from octavo.press.pdf import table_width
from octavo.press.pdf.code_width import CodeMeasure

SEVEN_BY_TEN = paper((177.8, 254.0), 0.483)
MEASURE = CodeMeasure(8.87, 10.75, SEVEN_BY_TEN.measure, SEVEN_BY_TEN.hang)
USUAL = MEASURE.text * 0.83


def fitted(*words: str) -> dict[str, float]:
    cells = "".join(f"<td>{word}</td>" for word in words)
    article = etree.fromstring(f"<article><table><tr>{cells}</tr></table></article>")
    table_width.fit(article, MEASURE)
    style = next(article.iter("table")).get("style", "")
    return {name: float(value) for name, value in re.findall(r"([\w-]+):(-?[\d.]+)pt", style)}


def test_words_that_can_be_broken_are_left_alone() -> None:
    assert fitted("one or two words " * 40, "and others " * 40) == {}
    assert fitted(*["日本語で書かれたとても長い文" * 10] * 4) == {}


def test_what_is_hardly_too_wide_is_set_a_little_smaller() -> None:
    style = fitted("x" * int((MEASURE.measure * 1.05) / USUAL / 0.5 - 1.8), "a")
    assert USUAL * 0.9 <= style["font-size"] < USUAL
    assert style["margin-left"] == 0


def test_wider_ones_extend_into_both_margins() -> None:
    style = fitted(*["abcdefghijkl"] * 8)
    assert style["margin-left"] == style["margin-right"] < -20
    assert style["max-width"] > MEASURE.measure


def test_the_widest_are_not_set_too_small_to_be_read() -> None:
    assert fitted(*["x" * 60] * 8)["font-size"] == round(USUAL * 0.68, 2)
