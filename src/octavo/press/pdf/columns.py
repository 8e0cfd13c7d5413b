"""Columns of text (`::: columns`): next to one another where the page is wide enough, else one below the other."""

from __future__ import annotations

import re

from octavo.model.html_elements import Element
from octavo.model.reading import classes
from octavo.press.pdf.tree import text_of

SHARE = "data-share"
"""The attribute of a column that is next to others: its part of the width of them all, in percent."""
_NARROWEST = 100.0
"""The least width of a column of text, in points."""
_WIDTH = re.compile(r"(?:^|;)\s*width:\s*([\d.]+)%\s*;?")


def place(article: Element, measure: float) -> None:
    """Place all columns of an article that is `measure` points wide; widths that do not add up are made to."""
    for row in article.iter("div"):
        columns = list(row)
        if "columns" not in classes(row) or not all("column" in classes(each) for each in columns):
            continue
        widths = [_WIDTH.search(each.get("style", "")) for each in columns]
        for column in columns:
            _set_style(column, "")
        shares = _shares([float(found[1]) if found else 0.0 for found in widths])
        inside = measure
        for around in row.iterancestors("div"):
            inside *= float(around.get(SHARE, "100")) / 100
        if len(columns) < 2 or any(
            inside * share / 100 < _NARROWEST for share, each in zip(shares, columns, strict=True) if _is_filled(each)
        ):
            continue
        row.set("style", f"{row.get('style', '')};display:table;table-layout:fixed;width:100%".lstrip(";"))
        for share, column in zip(shares, columns, strict=True):
            column.set(SHARE, f"{share:.2f}")
            _set_style(column, f"display:table-cell;width:{share:.2f}%")


def _is_filled(column: Element) -> bool:
    """Return whether a column has text: others only keep their neighbours apart, or hold pictures."""
    return bool(text_of(column).strip())


def _set_style(column: Element, style: str) -> None:
    kept = _WIDTH.sub(";", column.get("style", "")).strip("; ")
    column.set("style", ";".join(filter(None, [kept, style])))


def _shares(widths: list[float]) -> list[float]:
    """Return widths that add up to 100: columns without one share what is left, or have the average."""
    given = [width for width in widths if width]
    missing = len(widths) - len(given)
    rest = max(100 - sum(given), 0) / missing if missing else 0.0
    average = sum(given) / len(given) if given else 1.0
    widths = [width or rest or average for width in widths]
    if sum(widths) <= 100 and not missing:
        return widths
    return [width * 100 / sum(widths) for width in widths]
