"""How a reader finds the way: the navigation document, and the NCX of EPUB 2 for old readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from octavo.model.galley import Heading
from octavo.model.words import word
from octavo.press.epub.markup import EPUB_TYPE, Element, add, make, page

NAV = "nav.xhtml"
DEPTH = 3
"""Levels of headings under the title that the contents show."""
_NCX = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass(slots=True)
class Entry:
    """A line of the contents and those under it."""

    level: int
    text: str
    href: str
    below: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that reading systems offer by name: `kind` is its `epub:type`."""

    kind: str
    text: str
    href: str


def contents(title: str, title_href: str, headings: Iterable[Heading], places: dict[str, str]) -> list[Entry]:
    """The contents as a tree: the title page first, then the headings, a skipped level closed up."""
    top = Entry(0, "", "")
    top.below.append(Entry(1, title, title_href))
    open_entries = [top]
    for heading in headings:
        if heading.id not in places or not 1 < heading.level <= 1 + DEPTH or not heading.text:
            continue
        while open_entries[-1].level >= heading.level:
            open_entries.pop()
        entry = Entry(heading.level, heading.text, f"{places[heading.id]}#{heading.id}")
        open_entries[-1].below.append(entry)
        open_entries.append(entry)
    return top.below


def document(title: str, lang: str, entries: Sequence[Entry], landmarks: Sequence[Landmark]) -> bytes:
    """The navigation document (EPUB 3.3, section 7)."""
    body = make("body")
    named = {"class": "galley", "id": "toc", "role": "doc-toc", "aria-labelledby": "toc-title"}
    toc = add(body, "nav", {EPUB_TYPE: "toc", **named})
    add(toc, "h1", {"class": "title contents-title", "id": "toc-title", **spoken(lang)}, word("contents", lang))
    _list(toc, entries)
    named = {"id": "landmarks", "aria-labelledby": "landmarks-title", "hidden": "hidden"}
    guide = add(body, "nav", {EPUB_TYPE: "landmarks", **named})
    add(guide, "h2", {"id": "landmarks-title", **spoken(lang)}, word("landmarks", lang))
    items = add(guide, "ol")
    for landmark in landmarks:
        attributes = {EPUB_TYPE: landmark.kind, "href": landmark.href, **spoken(lang)}
        add(add(items, "li"), "a", attributes, landmark.text)
    return page(body, title, lang)


def ncx(identifier: str, title: str, authors: Sequence[str], lang: str, entries: Sequence[Entry]) -> bytes:
    """The contents again as an NCX (Open Packaging Format 2.0.1, section 2.4.1), for readers from before EPUB 3."""
    names: Any = {None: _NCX}
    root = etree.Element(f"{{{_NCX}}}ncx", nsmap=names)
    root.set("version", "2005-1")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    head = etree.SubElement(root, f"{{{_NCX}}}head")
    pages = {"dtb:totalPageCount": "0", "dtb:maxPageNumber": "0"}
    facts = {"dtb:uid": identifier, "dtb:depth": str(_depth(entries)), **pages}
    for name, content in facts.items():
        etree.SubElement(head, f"{{{_NCX}}}meta", {"name": name, "content": content})
    _labelled(root, "docTitle", title)
    for author in authors:
        _labelled(root, "docAuthor", author)
    _points(etree.SubElement(root, f"{{{_NCX}}}navMap"), entries, 0)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def spoken(lang: str) -> dict[str, str]:
    """Says of octavo's own words in what language they are, where that is not the publication's."""
    english = word("contents", lang) == word("contents", "en")
    return {"lang": "en"} if english and lang.lower().partition("-")[0] != "en" else {}


def _list(parent: Element, entries: Sequence[Entry]) -> None:
    items = add(parent, "ol")
    for entry in entries:
        item = add(items, "li")
        add(item, "a", {"href": entry.href}, entry.text)
        if entry.below:
            _list(item, entry.below)


def _depth(entries: Sequence[Entry]) -> int:
    return 1 + max((_depth(entry.below) for entry in entries if entry.below), default=0)


def _labelled(parent: Element, name: str, text: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{{{_NCX}}}{name}"), f"{{{_NCX}}}text").text = text


def _points(parent: Element, entries: Sequence[Entry], order: int) -> int:
    """Write entries from a play order on; gives the last one used."""
    for entry in entries:
        order += 1
        point = etree.SubElement(parent, f"{{{_NCX}}}navPoint", {"id": f"point-{order}", "playOrder": str(order)})
        _labelled(point, "navLabel", entry.text)
        etree.SubElement(point, f"{{{_NCX}}}content", {"src": entry.href})
        order = _points(point, entry.below, order)
    return order
