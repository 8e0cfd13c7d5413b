"""The navigation of an ebook: contents, lists, landmarks and printed pages, and the NCX of EPUB 2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from octavo.model import galley
from octavo.model.html_elements import Element
from octavo.model.words import word
from octavo.press.apparatus import ContentsNode, nest
from octavo.press.epub.markup import EPUB_TYPE, add, make, page

NAV = "nav.xhtml"
DEPTH = 3
"""How many levels of headings the contents show, from the title of an article or of each chapter."""
_NCX = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass(slots=True)
class NavEntry:
    """A line of the contents, and those under it."""

    text: str
    href: str
    below: list[NavEntry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that reading systems list by name: `kind` is its `epub:type`."""

    kind: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class NavList:
    """A list of figures, tables or listings: `kind` is its `epub:type`, empty where none exists for it."""

    kind: str
    title: str
    entries: tuple[NavEntry, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """Everything by which a reader can navigate."""

    contents: Sequence[NavEntry]
    landmarks: Sequence[Landmark]
    lists: Sequence[NavList] = ()
    pages: Sequence[NavEntry] = ()


Places = Mapping[tuple[str, str], str]
"""The file of every id of every chapter."""


def contents(first: NavEntry | None, entries: Iterable[galley.ContentsEntry], places: Places) -> list[NavEntry]:
    """Return the contents as a tree, after a first entry where there is one."""
    return [*([first] if first is not None else []), *_entries(nest(_shown(entries, places)), places)]


def _shown(entries: Iterable[galley.ContentsEntry], places: Places) -> Iterator[galley.ContentsEntry]:
    """The entries down to `DEPTH`, counted from each chapter, that have a place and a text."""
    chapter = 1
    for entry in entries:
        if entry.kind != "section":
            chapter = entry.level
        if (entry.chapter, entry.anchor) in places and entry.text and entry.level - chapter < DEPTH:
            yield entry


def _entries(nodes: Iterable[ContentsNode], places: Places) -> list[NavEntry]:
    return [
        NavEntry(entry.text, f"{places[entry.chapter, entry.anchor]}#{entry.anchor}", _entries(node.below, places))
        for node in nodes
        for entry in (node.entry,)
    ]


def document(title: str, lang: str, navigation: Navigation) -> bytes:
    """Return the navigation document (EPUB 3.3, section 7)."""
    body = make("body")
    named = {"class": "galley", "id": "toc", "role": "doc-toc", "aria-labelledby": "toc-title"}
    toc = add(body, "nav", {EPUB_TYPE: "toc", **named})
    add(
        toc,
        "h1",
        {"class": "title contents-title", "id": "toc-title", **language_of_words(lang)},
        word("contents", lang),
    )
    _list(toc, navigation.contents)
    for number, listed in enumerate(navigation.lists, 1):
        _add_list(body, listed, number, lang)
    if navigation.pages:
        named = {"id": "page-list", "role": "doc-pagelist", "aria-labelledby": "page-list-title", "hidden": "hidden"}
        pages = add(body, "nav", {EPUB_TYPE: "page-list", **named})
        add(pages, "h2", {"id": "page-list-title", **language_of_words(lang)}, word("page-list", lang))
        _list(pages, navigation.pages)
    named = {"id": "landmarks", "aria-labelledby": "landmarks-title", "hidden": "hidden"}
    guide = add(body, "nav", {EPUB_TYPE: "landmarks", **named})
    add(guide, "h2", {"id": "landmarks-title", **language_of_words(lang)}, word("landmarks", lang))
    items = add(guide, "ol")
    for landmark in navigation.landmarks:
        attributes = {EPUB_TYPE: landmark.kind, "href": landmark.href, **language_of_words(lang)}
        add(add(items, "li"), "a", attributes, landmark.text)
    return page(body, title, lang)


def _add_list(body: Element, listed: NavList, number: int, lang: str) -> None:
    named = {"class": "galley", "id": f"list-{number}", "aria-labelledby": f"list-{number}-title"}
    nav = add(body, "nav", {**({EPUB_TYPE: listed.kind} if listed.kind else {}), **named})
    if not listed.shown:
        nav.set("hidden", "hidden")
    add(nav, "h2", {"id": f"list-{number}-title", **language_of_words(lang)}, listed.title)
    _list(nav, listed.entries)


def ncx(identifier: str, title: str, authors: Sequence[str], lang: str, navigation: Navigation) -> bytes:
    """Return the contents as an NCX (Open Packaging Format 2.0.1, section 2.4.1), for reading systems before EPUB 3."""
    names: Any = {None: _NCX}
    root = etree.Element(f"{{{_NCX}}}ncx", nsmap=names)
    root.set("version", "2005-1")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", lang)
    head = etree.SubElement(root, f"{{{_NCX}}}head")
    numbers = [int(each.text) for each in navigation.pages if each.text.isdecimal()]
    pages = {"dtb:totalPageCount": str(len(navigation.pages)), "dtb:maxPageNumber": str(max(numbers, default=0))}
    facts = {"dtb:uid": identifier, "dtb:depth": str(_depth(navigation.contents)), **pages}
    for name, content in facts.items():
        etree.SubElement(head, f"{{{_NCX}}}meta", {"name": name, "content": content})
    _add_text(root, "docTitle", title)
    for author in authors:
        _add_text(root, "docAuthor", author)
    last = _add_points(etree.SubElement(root, f"{{{_NCX}}}navMap"), navigation.contents, 0)
    if navigation.pages:
        _add_pages(etree.SubElement(root, f"{{{_NCX}}}pageList"), navigation.pages, last)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def language_of_words(lang: str) -> dict[str, str]:
    """Return the attribute for the language of words that octavo adds, where that is not the publication's."""
    english = word("contents", lang) == word("contents", "en")
    return {"lang": "en"} if english and lang.lower().partition("-")[0] != "en" else {}


def _list(parent: Element, entries: Sequence[NavEntry]) -> None:
    items = add(parent, "ol")
    for entry in entries:
        item = add(items, "li")
        add(item, "a", {"href": entry.href}, entry.text)
        if entry.below:
            _list(item, entry.below)


def _depth(entries: Sequence[NavEntry]) -> int:
    return 1 + max((_depth(entry.below) for entry in entries if entry.below), default=0)


def _add_text(parent: Element, name: str, text: str) -> None:
    etree.SubElement(etree.SubElement(parent, f"{{{_NCX}}}{name}"), f"{{{_NCX}}}text").text = text


def _add_points(parent: Element, entries: Sequence[NavEntry], order: int) -> int:
    """Write entries from a play order on, and return the last one used."""
    for entry in entries:
        order += 1
        point = etree.SubElement(parent, f"{{{_NCX}}}navPoint", {"id": f"point-{order}", "playOrder": str(order)})
        _add_text(point, "navLabel", entry.text)
        etree.SubElement(point, f"{{{_NCX}}}content", {"src": entry.href})
        order = _add_points(point, entry.below, order)
    return order


def _add_pages(parent: Element, pages: Sequence[NavEntry], order: int) -> None:
    """Write the printed pages; those of the front matter have Roman numerals, and no value."""
    for number, each in enumerate(pages, order + 1):
        kind = {"type": "normal", "value": each.text} if each.text.isdecimal() else {"type": "front"}
        target = etree.SubElement(parent, f"{{{_NCX}}}pageTarget", {"id": f"page-target-{number}", **kind})
        target.set("playOrder", str(number))
        _add_text(target, "navLabel", each.text)
        etree.SubElement(target, f"{{{_NCX}}}content", {"src": each.href})
