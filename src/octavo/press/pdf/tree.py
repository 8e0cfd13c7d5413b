"""Walks over a galley's tree that several parts of the press share."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.model.html_elements import Element


def parent_of(element: Element) -> Element:
    """Return the element around an element that is not the root."""
    parent = element.getparent()
    assert parent is not None
    return parent


def text_of(element: Element) -> str:
    """Return all text inside an element."""
    return "".join(map(str, element.itertext()))


def texts(root: Element) -> Iterator[tuple[Element, str]]:
    """Yield where the texts inside an element are: an element, and `text` or `tail`."""
    for element in root.iter():
        if element.text and isinstance(element.tag, str):
            yield element, "text"
        if element is not root and element.tail:
            yield element, "tail"


def attributes(element: Element) -> dict[str, str]:
    """Return a copy of the attributes of an element."""
    return {str(name): str(value) for name, value in element.attrib.items()}
