"""Trees serialized as HTML, and bytes as URLs."""

from __future__ import annotations

import base64

from lxml import etree

from octavo.model.html_elements import Element

MATH = "{http://www.w3.org/1998/Math/MathML}"


def serialize(root: Element) -> str:
    """Return a tree as HTML; MathML loses its namespace, which every parser of HTML supplies."""
    for formula in list(root.iter(f"{MATH}math")):
        for element in formula.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.removeprefix(MATH)
        etree.cleanup_namespaces(formula)
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode", method="html"))


def text_of(element: Element) -> str:
    """Return the text of an element as it is, white space included."""
    return "".join(map(str, element.itertext()))


def data_uri(data: bytes, media_type: str) -> str:
    """Return bytes as a `data:` URL."""
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
