"""Contents and lists for the screen, as `<nav>` elements, folded where they are long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from octavo.model.galley import ContentsEntry, Manuscript
from octavo.model.html_elements import Element
from octavo.model.publication import Publication
from octavo.model.words import word
from octavo.press.apparatus import ContentsNode, add_words, captions, nest

_FROM = 3
"""An article with fewer entries than this has no contents."""
_LONG = 14
"""Contents with more entries than this are folded where they are not next to the text."""
_DEEP = 40
"""With more entries than this, an article's contents have fewer levels, and a book's sections are folded."""
_MOST = 800
"""With more entries than this, the contents of a book are without sections."""


def contents(publication: Publication, manuscript: Manuscript) -> Element | None:
    """Return the contents, with links like the galleys'; None for a publication without contents."""
    asked_for = publication.metadata.toc
    entries = manuscript.contents
    few = 1 if publication.is_book or asked_for else _FROM
    if asked_for is False or len(entries) < few:
        return None
    lang = publication.metadata.lang
    title = word("contents", lang)
    shown = _of_book(entries) if publication.is_book else _of_article(entries)
    nav, holder = _nav("contents", title, shown)
    add_list(holder, nest(shown), title if publication.is_book and len(shown) > _DEEP else "")
    return nav


def lists(publication: Publication, manuscript: Manuscript) -> list[Element]:
    """Return the lists of figures, tables and listings that the author asks for and that are not empty."""
    found = []
    for wanted in publication.settings.lists:
        entries = captions(manuscript, wanted)
        if entries:
            nav, holder = _nav("captions", word(f"list-of-{wanted}", publication.metadata.lang), entries)
            add_list(holder, nest(entries))
            found.append(nav)
    return found


def _nav(kind: str, title: str, entries: Sequence[ContentsEntry]) -> tuple[Element, Element]:
    """A `<nav>` with its title, and the element for its list."""
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
    """Parts, chapters, and the sections directly under each, unless there are too many."""
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
    if entry.number:
        etree.SubElement(link, "span", {"class": "number"}).text = entry.number
        link[-1].tail = " "
    add_words(link, entry)
    return item
