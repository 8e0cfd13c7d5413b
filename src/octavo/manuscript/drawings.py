"""Drawings in raw HTML: taken out of a text before Pandoc reads their insides as Markdown, each as a picture."""

from __future__ import annotations

import base64
import re

from lxml import etree

from octavo.model.html_elements import Element
from octavo.tools.markdown_drawings import find_drawings

NUMBER = "data-octavo-drawing"
"""The attribute of an `<img>` that says which drawing of the text it is, from 0."""
_LINE = "data-octavo-line"
"""An attribute that only makes a line not blank."""
SVG = "http://www.w3.org/2000/svg"
XMLNS = "{http://www.w3.org/2000/xmlns/}"
"""The namespace of `xmlns` itself, where an HTML parser puts such declarations."""
_XLINK = "http://www.w3.org/1999/xlink"
_PREFIX = re.compile(r"(?P<quote>[ \t]*(?:>[ \t]?)*)[ \t]*")
_REFERENCE = re.compile(r"""(?:href\s*=\s*["']\s*|url\(\s*["']?)#([^"')\s]+)""")
_HIDDEN = re.compile(r"display\s*:\s*none|(?:^|;)\s*(?:width|height)\s*:\s*0(?:px)?\s*(?:;|$)")


def take_out(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a Markdown text with a picture in place of each drawing, on as many lines, and the drawings."""
    drawings: list[str] = []
    parts, at = [], 0
    for start, end in find_drawings(text):
        lines = text[start:end].split("\n")
        parts += [text[at:start], f'<img src="octavo:drawing" {NUMBER}="{len(drawings)}"{_fill(lines[1:])}/>']
        drawings.append("\n".join([lines[0], *(_strip_quote(line) for line in lines[1:])]))
        at = end
    return "".join((*parts, text[at:])), tuple(drawings)


def _fill(lines: list[str]) -> str:
    """Return as many lines within a tag, indented and quoted alike: none is blank, which would end a paragraph."""
    filled, before = [], ""
    for line in lines:
        found = _PREFIX.match(line)
        before = found[0] if found and line.strip() else before
        filled.append(f"\n{before}{_LINE}")
    return "".join(filled)


def _strip_quote(line: str) -> str:
    found = _PREFIX.match(line)
    return line[len(found["quote"]) :] if found and ">" in found["quote"] else line


class Drawings:
    """The drawings of a text, parsed as HTML does. They may use parts of one another, as on a page."""

    def __init__(self, written: tuple[str, ...]) -> None:
        self._roots = [_parse(each) for each in written]
        self._named: dict[str, Element] = {}
        for root in self._roots:
            for element in root.iter() if root is not None else ():
                if name := element.get("id"):
                    self._named.setdefault(name, element)

    def root(self, number: int) -> Element | None:
        """Return the root of a drawing, or None where there is nothing to parse."""
        return self._roots[number]

    def is_hidden(self, number: int) -> bool:
        """Tell whether a drawing is not shown itself, and only holds parts of others."""
        root = self._roots[number]
        return (
            root is None
            or "hidden" in root.attrib
            or bool(_HIDDEN.search(root.get("style", "")))
            or (root.get("width") == "0" or root.get("height") == "0")
        )

    def url(self, number: int) -> str:
        """Return a drawing as a `data:` URL, with the parts that it uses of others."""
        root = self._roots[number]
        assert root is not None
        self._complete(root)
        return f"data:image/svg+xml;base64,{base64.b64encode(etree.tostring(root, with_tail=False)).decode()}"

    def _complete(self, root: Element) -> None:
        own = {element.get("id") for element in root.iter()}
        missing = [name for name in _references(root) if name not in own and name in self._named]
        while missing:
            name = missing.pop(0)
            if name in own:
                continue
            own.add(name)
            holder = etree.SubElement(root, f"{{{SVG}}}defs")
            holder.append(_copy(self._named[name]))
            missing += [each for each in _references(holder) if each not in own and each in self._named]


def _copy(element: Element) -> Element:
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _references(root: Element) -> list[str]:
    return _REFERENCE.findall(etree.tostring(root, encoding="unicode", with_tail=False))


def _parse(written: str) -> Element | None:
    """Parse a drawing as XML or else, as it may be in HTML without namespaces and ends of elements, as HTML."""
    head = re.match(r"<svg[^>]*", written)
    declared = written
    for name, namespace in (("xmlns:xlink", _XLINK), ("xmlns", SVG)):
        if head and not re.search(rf"\s{name}\s*=", head[0]):
            declared = declared.replace("<svg", f'<svg {name}="{namespace}"', 1)
    try:
        return etree.fromstring(declared.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return _parse_as_html(written)


def _parse_as_html(written: str) -> Element | None:
    from xml.etree import ElementTree

    import tinyhtml5

    body = tinyhtml5.parse(f"<!doctype html><body>{written}").find("{*}body")
    root = body.find(f"{{{SVG}}}svg")
    if root is None:
        return None
    name = re.compile(r"(?:\{[^}]*\})?[A-Za-z_][\w.-]*")
    for element in root.iter():
        if not isinstance(element.tag, str):
            element.text = ""
            continue
        for key in list(element.attrib):
            if not name.fullmatch(key) or key.startswith(XMLNS):
                del element.attrib[key]
    ElementTree.register_namespace("svg", SVG)
    text = ElementTree.tostring(root, encoding="unicode").replace("xmlns:svg=", "xmlns=")
    try:
        return etree.fromstring(re.sub(r"(</?)svg:", r"\1", text).encode(), etree.XMLParser(no_network=True))
    except etree.XMLSyntaxError:
        return None
