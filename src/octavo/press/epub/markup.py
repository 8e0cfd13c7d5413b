"""XHTML content documents as EPUB requires them: names, namespaces, and the page around a text.

Leaves to `cut.py` which text is on which page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from octavo.model.html_elements import VOID, Element
from octavo.model.reading import classes, local
from octavo.model.words import direction

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
EPUB_TYPE = f"{{{OPS}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
STYLE_SHEET = "styles/book.css"


def parse(html: bytes) -> Element:
    """Return the article of a galley, its elements in the XHTML namespace."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    wrapper = etree.fromstring(b'<body xmlns="%s">%s</body>' % (XHTML.encode(), html), parser)
    return next(child for child in wrapper if local(child))


def make(name: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Element:
    """Return a new XHTML element."""
    element = etree.Element(f"{{{XHTML}}}{name}", attributes or {})
    element.text = text
    return element


def add(parent: Element, name: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Element:
    """Add a new XHTML element at the end of another, and return it."""
    child = make(name, attributes, text)
    parent.append(child)
    return child


def of_class(root: Element, name: str) -> Iterator[Element]:
    """Yield all elements of a class, in reading order."""
    return (element for element in root.iter() if local(element) and name in classes(element))


def page(body: Element, title: str, lang: str) -> bytes:
    """Return a whole content document around a body (EPUB 3.3, section 6.1), every language in both attributes."""
    names: Any = {None: XHTML, "epub": OPS}
    root = etree.Element(f"{{{XHTML}}}html", nsmap=names)
    root.set("lang", lang)
    if direction(lang) == "rtl":
        root.set("dir", "rtl")
    head = add(root, "head")
    add(head, "meta", {"charset": "utf-8"})
    add(head, "title", text=title)
    add(head, "link", {"rel": "stylesheet", "type": "text/css", "href": STYLE_SHEET})
    root.append(body)
    for element in root.iter(etree.Element):
        _finish(element)
    etree.cleanup_namespaces(root, top_nsmap=names, keep_ns_prefixes=["epub"])
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")
    return written + b"\n"


def _finish(element: Element) -> None:
    """Set `xml:lang`, and give empty elements an end tag: old reading systems take `<span/>` for a start tag."""
    if lang := element.get("lang"):
        element.set(XML_LANG, lang)
    if element.tag.startswith(f"{{{XHTML}}}") and not len(element) and not element.text and local(element) not in VOID:
        element.text = ""
