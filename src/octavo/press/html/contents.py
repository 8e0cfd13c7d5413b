"""Contents and lists for the screen, as `<nav>`: made of the manuscript's, folded where they are long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from octavo.model.galley import Captioned, ContentsEntry, Manuscript
from octavo.model.publication import Publication
from octavo.model.words import word

_FROM = 3
"""Entries that make an article's contents worth their room."""
_LONG = 14
"""Entries from which contents are folded away where they do not stand beside the text."""
_DEEP = 40
"""Entries from which an article's contents keep to two levels, and the sections of a book's chapters are folded."""
_MOST = 800
"""Entries that contents never have more of, as far as sections can be left out."""
_LISTED = {"figures": "figure", "tables": "table", "listings": "listing"}


def contents(publication: Publication, manuscript: Manuscript) -> Any | None:
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
    listed(holder, shown, title if publication.is_book and len(shown) > _DEEP else "")
    return nav


def lists(publication: Publication, manuscript: Manuscript) -> list[Any]:
    """The lists of figures, tables and listings that are wanted, as far as there is anything in them."""
    found = []
    for wanted in publication.settings.lists:
        entries = [_entry(each) for each in manuscript.captioned if each.kind == _LISTED[wanted]]
        if entries:
            nav, holder = _opened("captions", word(f"list-of-{wanted}", publication.metadata.lang), entries)
            listed(holder, entries)
            found.append(nav)
    return found


def _opened(kind: str, title: str, entries: Sequence[ContentsEntry]) -> tuple[Any, Any]:
    """A `<nav>` with its title, and what its list goes into."""
    nav = etree.Element("nav", {"class": kind, "aria-label": title})
    if len(entries) <= _LONG:
        etree.SubElement(nav, "p", {"class": "contents-title"}).text = title
        return nav, nav
    details = etree.SubElement(nav, "details")
    etree.SubElement(details, "summary", {"class": "contents-title"}).text = title
    return nav, details


def _entry(captioned: Captioned) -> ContentsEntry:
    text = f"{captioned.label} {captioned.text}"
    return ContentsEntry(1, captioned.chapter, captioned.anchor, text, captioned.label, "caption")


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


def listed(parent: Any, entries: Sequence[ContentsEntry], folded: str = "") -> None:
    """Entries as nested lists; sections under their chapter in a `<details>` called `folded`, where that is said."""
    lists, levels = [etree.SubElement(parent, "ol")], [entries[0].level if entries else 1]
    chapter = replace(entries[0], kind="") if entries else None
    for entry in entries:
        while len(levels) > 1 and entry.level < levels[-1]:
            levels.pop()
            lists.pop()
        if entry.level > levels[-1] and len(lists[-1]):
            holder = lists[-1][-1]
            if folded and entry.kind == "section" and chapter is not None:
                holder = etree.SubElement(holder, "details")
                summary = etree.SubElement(holder, "summary")
                etree.SubElement(summary, "span").text = f"{folded}: {chapter.text}"
            lists.append(etree.SubElement(holder, "ol"))
            levels.append(entry.level)
        chapter = entry if entry.kind != "section" else chapter
        _line(lists[-1], entry)


def _line(parent: Any, entry: ContentsEntry) -> None:
    item = etree.SubElement(parent, "li", {} if entry.kind == "section" else {"class": entry.kind})
    link = etree.SubElement(item, "a", {"href": f"octavo:{entry.chapter}#{entry.anchor}"})
    text = entry.text.removeprefix(entry.number).lstrip()
    if entry.number:
        etree.SubElement(link, "span", {"class": "number"}).text = entry.number
        link[-1].tail = f" {text}"
    else:
        link.text = text
