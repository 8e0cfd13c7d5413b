"""The structure type (ISO 32000-1, 14.8.4) of each element of a galley."""

from __future__ import annotations

from collections.abc import Mapping

from octavo.model.html_elements import Element
from octavo.model.reading import classes

BY_NAME: Mapping[str, str] = {
    "article": "Art", "section": "Sect", "header": "Div", "div": "Div", "aside": "Div", "details": "Div",
    "figure": "Div", "address": "Div", "p": "P", "pre": "P", "summary": "P", "blockquote": "BlockQuote", "ul": "L",
    "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody", "table": "Table", "caption": "Caption",
    "figcaption": "Caption", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
    "img": "Figure", "code": "Code", "a": "Link",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
}  # fmt: skip
BY_CLASS: Mapping[tuple[str, str], str] = {
    ("span", "footnote"): "Note", ("span", "note-inner"): "Note", ("span", "note-call"): "Reference",
    ("span", "note-para"): "P", ("span", "math"): "Formula", ("div", "item"): "LI",
    ("div", "line-block"): "P", ("div", "csl-entry"): "P", ("nav", "contents"): "Sect", ("ol", "toc"): "TOC",
    ("li", "toc"): "TOCI", ("span", "apparatus"): "Span", ("div", "equation"): "P",
}  # fmt: skip
"""Elements whose class says more than their name; the first that fits counts."""
GROUPS = frozenset({"Document", "Art", "Sect", "Div", "BlockQuote", "TOC", "L", "Table"})
"""Roles that hold only blocks: text directly in them gets a paragraph."""
PHRASES = frozenset({"Figure", "Link", "Code", "Span", "Note", "Reference", "Formula"})
"""Roles of what is part of a line."""
TEXT_HOLDERS = frozenset({"P", "Lbl", "Span", "Link", "Code", "H1", "H2", "H3", "H4", "H5", "H6"})
"""Roles that hold only phrases."""


def role_of(element: Element) -> str | None:
    """Return the structure type of an element; None where the element only carries its content."""
    marks = classes(element)
    if element.tag == "img":
        return "Formula" if "math" in marks else "Figure"
    if element.tag == "a" and element.get("href") is None:
        return None
    if level := element.get("data-level"):  # a heading's level in the whole publication
        return f"H{level}"
    by_class = next((role for (tag, mark), role in BY_CLASS.items() if tag == element.tag and mark in marks), None)
    if by_class is not None:
        return by_class
    if element.tag in BY_NAME:
        return BY_NAME[element.tag]
    return "Span" if element.get("lang") and element.tag not in ("html", "body") else None


def role_in(role: str, element: Element, parent: Element, holder: str, is_pdf2: bool) -> str | None:
    """Return the role that an element gets in a structure element whose role is `holder` (ISO/TS 32005).

    None where it only carries its content there. `parent` is the element around it in the galley.
    """
    if holder in TEXT_HOLDERS and role not in PHRASES:
        return None
    if role == "Art" and holder != "Document":
        return "Sect"
    if not is_pdf2:
        return role
    if role == "Div" and element.tag == "figure" and element.find("figcaption") is not None:
        return "Sect"  # readers see through a Div to what is around it, and a caption has to be first or last
    if element.tag == "figcaption" and element not in (parent[0], parent[-1]):
        return "P"
    if role == "BlockQuote" and holder in ("TH", "TD"):
        return "Div"
    if role in ("THead", "TFoot") and parent.find(element.tag) is not element:
        return "TBody"
    return role
