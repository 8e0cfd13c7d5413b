"""Contents and lists for the screen, as `<nav>`: made of the manuscript's, folded where they are long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from octavo.model.galley import ContentsEntry, Manuscript
from octavo.model.html_elements import Element
from octavo.model.publication import Publication
from octavo.model.words import word
from octavo.press.apparatus import ContentsNode, captions, nest

_FROM = 3
"""Entries that make an article's contents worth their room."""
_LONG = 14
"""Entries from which contents are folded away where they do not stand beside the text."""
_DEEP = 40
"""Entries from which an article's contents keep to two levels, and the sections of a book's chapters are folded."""
_MOST = 800
"""Entries that contents never have more of, as far as sections can be left out."""


def contents(publication: Publication, manuscript: Manuscript) -> Element | None:
    """The contents, with links like the galleys'; None where there are none."""
    wish = publication.metadata.toc
    entries = manuscript.contents
    few = 1 if publication.is_book or wish else _FROM
    if wish is False or len(entries) < few:
        return None
    lang = publication.metadata.lang
    title = word("contents", lang)
    shown = _of_book(entries) if publication.is_book else _of_article(entries)
    nav, holder = _opened("contents", title, shown)
    add_list(holder, nest(shown), title if publication.is_book and len(shown) > _DEEP else "")
    return nav


def lists(publication: Publication, manuscript: Manuscript) -> list[Element]:
    """The lists of figures, tables and listings that are wanted, as far as there is anything in them."""
    found = []
    for wanted in publication.settings.lists:
        entries = captions(manuscript, wanted)
        if entries:
            nav, holder = _opened("captions", word(f"list-of-{wanted}", publication.metadata.lang), entries)
            add_list(holder, nest(entries))
            found.append(nav)
    return found


def _opened(kind: str, title: str, entries: Sequence[ContentsEntry]) -> tuple[Element, Element]:
    """A `<nav>` with its title, and what its list goes into."""
    nav = etree.Element("nav", {"class": kind, "aria-label": title})
    if len(entries) <= _LONG:
        etree.SubElement(nav, "p", {"class": "contents-title"}).text = title
        return nav, nav
    details = etree.SubElement(nav, "details")
    etree.SubElement(details, "summary", {"class": "contents-title"}).text = title
    return nav, details


def _of_article(entries: Sequence[ContentsEntry]) -> list[ContentsEntry]:
    for deepest in (3, 2, 1):
        kept = [entry for entry in entries if entry.level <= deepest]
        if len(kept) <= _DEEP:
            return kept
    return [entry for entry in entries if entry.level <= 2]


def _of_book(entries: Iterable[ContentsEntry]) -> list[ContentsEntry]:
    """Parts, chapters, and the sections right under each; without these where there are too many."""
    chapters, sections, level = [], [], 1
    for entry in entries:
        if entry.kind != "section":
            level = entry.level
            chapters.append(entry)
        if entry.kind != "section" or entry.level == level + 1:
            sections.append(entry)
    return sections if len(sections) <= _MOST else chapters


def add_list(parent: Element, nodes: Sequence[ContentsNode], folded: str = "") -> None:
    """Add a list of entries, those under each in a list of its own.

    Where `folded` is given, the sections of a chapter are in a `<details>` element of that name.
    """
    _fill(etree.SubElement(parent, "ol"), nodes, folded)


def _fill(items: Element, nodes: Sequence[ContentsNode], folded: str) -> None:
    for node in nodes:
        item = _add_line(items, node.entry)
        if not node.below:
            continue
        holder = item
        if folded and node.below[0].entry.kind == "section":
            holder = etree.SubElement(item, "details")
            summary = etree.SubElement(holder, "summary")
            etree.SubElement(summary, "span").text = f"{folded}: {node.entry.text}"
        _fill(etree.SubElement(holder, "ol"), node.below, folded)


def _add_line(parent: Element, entry: ContentsEntry) -> Element:
    item = etree.SubElement(parent, "li", {} if entry.kind == "section" else {"class": entry.kind})
    link = etree.SubElement(item, "a", {"href": f"octavo:{entry.chapter}#{entry.anchor}"})
    text = entry.text.removeprefix(entry.number).lstrip()
    if entry.number:
        etree.SubElement(link, "span", {"class": "number"}).text = entry.number
        link[-1].tail = f" {text}"
    else:
        link.text = text
    return item
