"""Code that is a little too long for the page."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from octavo.press.paper import paper
from octavo.press.pdf import code_width
from octavo.press.pdf.code_width import CodeMeasure

SEVEN_BY_TEN = paper((177.8, 254.0), 0.483)
MEASURE = CodeMeasure(8.87, 10.75, SEVEN_BY_TEN.measure, SEVEN_BY_TEN.hang)


def fitted(html: str) -> dict[str, float]:
    article = etree.fromstring(f"<article>{html}</article>")
    code_width.fit(article, MEASURE)
    style = next(article.iter("pre")).get("style", "")
    return {name: float(value) for name, value in re.findall(r"([\w-]+):(-?[\d.]+)pt", style)}


def code(columns: int) -> str:
    return f"<pre><code>short\n{'x' * columns}</code></pre>"


def test_what_fits_is_left_alone() -> None:
    assert fitted(code(60)) == {}


def test_what_is_hardly_too_long_is_set_a_little_smaller() -> None:
    style = fitted(code(65))
    assert MEASURE.size * 0.92 <= style["font-size"] < MEASURE.size
    assert style["margin-left"] == style["margin-right"] == 0


@pytest.mark.parametrize("columns", [75, 80, 85])
def test_longer_lines_extend_into_both_margins_and_stay_whole(columns: int) -> None:
    style = fitted(code(columns))
    assert style["margin-left"] == style["margin-right"] < -20
    assert columns * 0.6 * style["font-size"] <= MEASURE.measure + 2 * MEASURE.hang


def test_even_longer_lines_are_set_for_eighty_columns() -> None:
    assert fitted(code(200)) == fitted(code(80))


def test_code_in_a_list_begins_where_its_text_does_and_code_in_a_box_stays_in_it() -> None:
    in_item, in_box = fitted(f"<ol><li>{code(75)}</li></ol>"), fitted(f'<div class="note">{code(68)}</div>')
    assert in_item["margin-left"] == 0 > in_item["margin-right"]
    assert in_box["margin-left"] == in_box["margin-right"] == 0


def test_wide_letters_of_east_asia_have_two_columns() -> None:
    assert code_width.columns("日本 x") == 6
    assert code_width.columns("é\u0301") == 1
