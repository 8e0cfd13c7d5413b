"""What every step of the manuscript does with elements of a tree: find, move and remove them and their text."""

from __future__ import annotations

from typing import cast

from lxml import etree

from octavo.model import html_elements, reading
from octavo.model.html_elements import Element

MATHML = f"{{{html_elements.MATHML}}}"
"""How the names of MathML's elements begin in an lxml tree."""


def is_element(node: Element) -> bool:
    """Tell an element from a comment or a processing instruction."""
    return isinstance(node.tag, str)


def get_parent(element: Element) -> Element:
    """Return the parent of an element that is not the root."""
    parent = element.getparent()
    assert parent is not None
    return parent


def find_one(element: Element, path: str) -> Element:
    """Return the descendant at a path where there is always one."""
    found = element.find(path)
    assert found is not None
    return found


def select(element: Element, path: str) -> list[Element]:
    """Return the elements that an XPath expression selects."""
    return cast("list[Element]", element.xpath(path))


def list_ids(tree: Element) -> set[str]:
    """Return the ids in a tree."""
    return {name for node in tree.iter() if (name := node.get("id")) is not None}


def all_text(element: Element) -> str:
    """Return all text in an element, as it is."""
    return "".join(cast("list[str]", list(element.itertext())))


def has_class(element: Element, name: str) -> bool:
    """Tell whether an element has a class."""
    return name in reading.classes(element)


def list_attributes(element: Element) -> list[tuple[str, str]]:
    """Return the attributes of an element with their values."""
    return cast("list[tuple[str, str]]", list(element.attrib.items()))


def pop_attribute(element: Element, name: str) -> str | None:
    """Remove an attribute and return its value, or None where the element has no such attribute."""
    value = element.get(name)
    if value is not None:
        del element.attrib[name]
    return value


def unwrap(element: Element) -> None:
    """Remove an element and leave its content in its place."""
    parent = get_parent(element)
    at = parent.index(element)
    _append_text(parent, at, element.text)
    children = list(element)
    for offset, child in enumerate(children):
        parent.insert(at + offset, child)
    tail = element.tail
    parent.remove(element)
    _append_text(parent, at + len(children), tail)


def drop(element: Element) -> None:
    """Remove an element with its content, and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    tail, element.tail = element.tail, None
    parent.remove(element)
    _append_text(parent, at, tail)


def move_content(target: Element, source: Element) -> None:
    """Move the content of one element into another, which is empty."""
    target.text = source.text
    for child in list(source):
        target.append(child)


def inner_xml(element: Element) -> str:
    """Return the content of an element as XML."""
    whole = etree.tostring(element, encoding="unicode", with_tail=False)
    return whole[whole.index(">") + 1 : whole.rindex("<")] if not whole.endswith("/>") else ""


def _append_text(parent: Element, at: int, text: str | None) -> None:
    if not text:
        return
    if at == 0:
        parent.text = (parent.text or "") + text
    else:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
