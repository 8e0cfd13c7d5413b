"""Columns of text in print: next to one another where there is room, with widths that add up."""

from __future__ import annotations

import pytest
from lxml import etree

from octavo.press.pdf import columns


def shares(*widths: str, measure: float = 400.0) -> list[str]:
    """Return the shares of columns with these widths, empty where they are one below the other."""
    made = "".join(f'<div class="column" style="{f"width: {each};" if each else ""}">a</div>' for each in widths)
    article = etree.fromstring(f'<article><div class="columns">{made}</div></article>')
    columns.place(article, measure)
    assert all("width" not in each.get("style", "") or each.get(columns.SHARE) for each in article[0])
    return [each.get(columns.SHARE, "") for each in article[0]]


@pytest.mark.parametrize(
    ("widths", "wanted"),
    [
        (("40%", "60%"), ["40.00", "60.00"]),
        (("", ""), ["50.00", "50.00"]),
        (("", "70%"), ["30.00", "70.00"]),
        (("75%", "75%"), ["50.00", "50.00"]),
        (("30%", "30%"), ["30.00", "30.00"]),
        (("20%", "80%"), ["", ""]),
        (("50%",), [""]),
    ],
)
def test_widths_add_up(widths: tuple[str, ...], wanted: list[str]) -> None:
    assert shares(*widths) == wanted


def test_columns_are_one_below_the_other_on_a_narrow_page() -> None:
    assert shares("50%", "50%", measure=190.0) == ["", ""]


def test_columns_within_columns_need_room_of_their_own() -> None:
    inner = '<div class="columns"><div class="column">a</div><div class="column">b</div></div>'
    article = etree.fromstring(
        f'<article><div class="columns"><div class="column">c</div><div class="column">{inner}</div></div></article>'
    )
    columns.place(article, 300.0)
    assert [each.get(columns.SHARE) for each in article.iter("div")] == [None, "50.00", "50.00", None, None, None]
