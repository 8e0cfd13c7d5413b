"""Numbered lists: how their numbers are written, and which ones they are."""

from __future__ import annotations

from octavo.manuscript.elements import has_class, pop_attribute, unwrap
from octavo.manuscript.filter_classes import ONE_PAREN, TWO_PARENS
from octavo.model import reading
from octavo.model.galley_classes import (
    DECIMAL,
    LIST_ONE_PAREN,
    LIST_TWO_PARENS,
    LOWER_ALPHA,
    LOWER_ROMAN,
    UPPER_ALPHA,
    UPPER_ROMAN,
)
from octavo.model.html_elements import Element

_COUNTERS = {"1": DECIMAL, "a": LOWER_ALPHA, "A": UPPER_ALPHA, "i": LOWER_ROMAN, "I": UPPER_ROMAN}
"""The counters of CSS for the values of `type`, whose case selectors of HTML do not tell apart (HTML, 4.16.2)."""


def shape_lists(text: Element) -> None:
    """Say in one way how a list is numbered, and give the items of a reversed list their numbers."""
    for holder in list(text.iter("div")):
        for mark, own in ((ONE_PAREN, LIST_ONE_PAREN), (TWO_PARENS, LIST_TWO_PARENS)):
            if has_class(holder, mark):
                for ordered in holder.findall("ol"):
                    counter = _COUNTERS.get(ordered.get("type") or "1", _COUNTERS["1"])
                    ordered.set("class", " ".join([*reading.classes(ordered), own, counter]))
                unwrap(holder)
    for ordered in text.iter("ol"):
        if ordered.get("reversed") is not None:  # WeasyPrint counts up
            items = ordered.findall("li")
            first = int(ordered.get("start") or len(items))
            for number, item in zip(range(first, first - len(items), -1), items, strict=True):
                if item.get("value") is None:
                    item.set("value", str(number))
        kind = ordered.get("type")
        pop_attribute(ordered, "style")
        if kind not in (None, "1", "a", "A", "i", "I"):
            del ordered.attrib["type"]
