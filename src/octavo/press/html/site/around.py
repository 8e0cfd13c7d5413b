"""The navigation on each page of a site: the contents next to the text, the breadcrumb, the previous and next page."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from octavo.model.galley import ContentsEntry
from octavo.model.html_elements import Element
from octavo.model.words import word
from octavo.press.apparatus import nest
from octavo.press.html.contents import add_list
from octavo.press.html.site.names import CONTENTS, HOME

_MOST = 120
"""Up to this many chapters, the contents on every page have all of them; with more, pages would grow with the book."""
_NEAR = 25
"""How many chapters before and after the present one are shown of more."""
_SECTIONS = 30
"""Up to this many sections, a chapter's sections of two levels are shown."""


def sidebar(contents: Sequence[ContentsEntry], chapter: str, lang: str) -> Element:
    """Return parts and chapters, with the sections of the present chapter; links are like the galleys'."""
    nav = etree.Element("nav", {"class": "sidebar", "id": CONTENTS, "aria-label": word("contents", lang)})
    title = etree.SubElement(nav, "p", {"class": "sidebar-title"})
    etree.SubElement(title, "a", {"href": HOME}).text = word("contents", lang)
    shown = _near(_with_sections(contents, chapter), chapter)
    if not shown:
        return nav
    add_list(nav, nest(shown))
    here = next((entry for entry in shown if entry.chapter == chapter and entry.kind != "section"), None)
    for entry, link in zip(shown, nav.iterfind(".//li/a"), strict=True):
        if entry is here:
            link.set("aria-current", "page")
        if entry.kind == "section":
            link.set("class", "section")
    return nav


def _with_sections(contents: Sequence[ContentsEntry], chapter: str) -> list[ContentsEntry]:
    own = [entry for entry in contents if entry.chapter == chapter and entry.kind == "section"]
    highest = min((entry.level for entry in own), default=1)
    deepest = highest + (len([entry for entry in own if entry.level <= highest + 1]) <= _SECTIONS)
    return [
        entry for entry in contents if entry.kind != "section" or (entry.chapter == chapter and entry.level <= deepest)
    ]


def _near(entries: list[ContentsEntry], chapter: str) -> list[ContentsEntry]:
    chapters = [entry for entry in entries if entry.kind != "section"]
    if len(chapters) <= _MOST:
        return entries
    at = next((at for at, entry in enumerate(chapters) if entry.chapter == chapter), 0)
    near = {id(entry) for entry in (*chapters[max(0, at - _NEAR) : at + _NEAR + 1], *above(chapters, chapter))}
    return [entry for entry in entries if entry.kind == "section" or id(entry) in near]


def above(contents: Sequence[ContentsEntry], chapter: str) -> list[ContentsEntry]:
    """Return the entries that a chapter is under, the highest first, and its own."""
    way: list[ContentsEntry] = []
    for entry in contents:
        if entry.kind != "section":
            way = [*(each for each in way if each.level < entry.level), entry]
            if entry.chapter == chapter:
                return way
    return []


def breadcrumb(contents: Sequence[ContentsEntry], chapter: str, title: str, lang: str) -> Element:
    """Return the path to a page from the home page."""
    nav = etree.Element("nav", {"class": "breadcrumb", "aria-label": word("breadcrumb", lang)})
    steps = etree.SubElement(nav, "ol")
    etree.SubElement(etree.SubElement(steps, "li"), "a", {"href": HOME}).text = word("home", lang)
    for entry in above(contents, chapter)[:-1]:
        link = etree.SubElement(etree.SubElement(steps, "li"), "a", {"href": f"octavo:{entry.chapter}#{entry.anchor}"})
        link.text = entry.text
    etree.SubElement(steps, "li", {"aria-current": "page"}).text = title
    return nav


def pager(before: tuple[str, str] | None, after: tuple[str, str] | None, lang: str) -> Element:
    """Return links to the previous and the next page, each given as a URL and a title."""
    nav = etree.Element("nav", {"class": "pager", "aria-label": f"{word('previous', lang)}, {word('next', lang)}"})
    for key, rel, other in (("previous", "prev", before), ("next", "next", after)):
        if other is not None:
            link = etree.SubElement(nav, "a", {"href": other[0], "rel": rel, "class": rel})
            etree.SubElement(link, "span", {"class": "way"}).text = word(key, lang)
            etree.SubElement(link, "span", {"class": "to"}).text = other[1]
    return nav


def edit_link(url: str, lang: str) -> Element:
    """Return the link to where the text of a page can be edited."""
    line = etree.Element("p", {"class": "edit apparatus"})
    etree.SubElement(line, "a", {"href": url, "rel": "nofollow"}).text = word("edit-page", lang)
    return line
