"""What octavo adds to a printed book: half title, contents, lists, and the pages of the index.

These are galleys, dressed and laid out like the author's; as apparatus they are not counted as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from lxml import etree

from octavo.model.galley import Captioned, ContentsEntry, Counts, Galley, Locator, Manuscript, Reading, Term
from octavo.model.html_elements import Element
from octavo.model.publication import Publication
from octavo.model.words import word

HALF_TITLE, CONTENTS, LISTS = "*half-title", "*contents", "*lists"
"""Names that no chapter can have."""
_LISTED = {"figures": "figure", "tables": "table", "listings": "listing"}

Page = Callable[[str, str], int | None]
"""Returns the page of an anchor, by chapter and id, counted from 0; None while it is not known."""
Label = Callable[[int | None], str]
"""Returns the label of a page."""


def half_title(manuscript: Manuscript) -> Galley:
    """Return the half title: the book's title on a page of its own."""
    article = _article("half-title")
    etree.SubElement(article, "p", {"class": "half-title"}).text = manuscript.title
    return _galley(HALF_TITLE, "half-title", article, manuscript.title)


def contents(publication: Publication, manuscript: Manuscript, page: Page, label: Label) -> Galley:
    """Return the contents: parts, chapters and sections down to `toc-depth`, each with its page."""
    title = word("contents", publication.metadata.lang)
    article = _article_with_title("contents", title)
    nav = etree.SubElement(article, "nav", {"class": "contents"})
    _list(nav, _shown(publication, manuscript.contents), page, label)
    return _galley(CONTENTS, "contents", article, title)


def _shown(publication: Publication, entries: Iterable[ContentsEntry]) -> list[ContentsEntry]:
    """Return the entries down to the wanted depth, counted from each chapter, without the title page."""
    shown, chapter = [], 1
    for entry in entries:
        if entry.kind != "section":
            chapter = entry.level + (entry.kind == "part")
        if entry.kind not in ("title", "copyright") and entry.level - chapter < publication.settings.toc_depth:
            shown.append(entry)
    return shown


def lists(publication: Publication, manuscript: Manuscript, page: Page, label: Label) -> Galley | None:
    """Return the lists of figures, tables and listings that the settings ask for; None where all would be empty."""
    article = _article("lists")
    titles = []
    for wanted in publication.settings.lists:
        listed = [each for each in manuscript.captioned if each.kind == _LISTED[wanted]]
        if listed:
            titles.append(word(f"list-of-{wanted}", publication.metadata.lang))
            _add_title(article, titles[-1])
            nav = etree.SubElement(article, "nav", {"class": "contents captions"})
            _list(nav, [_entry(each) for each in listed], page, label)
    return _galley(LISTS, "lists", article, titles[0]) if titles else None


def _entry(captioned: Captioned) -> ContentsEntry:
    text = f"{captioned.label} {captioned.text}"
    return ContentsEntry(1, captioned.chapter, captioned.anchor, text, captioned.label, "caption")


def _list(nav: Element, entries: Sequence[ContentsEntry], page: Page, label: Label) -> None:
    lists, levels = [etree.SubElement(nav, "ol", {"class": "toc"})], [entries[0].level if entries else 1]
    for entry in entries:
        while len(levels) > 1 and entry.level < levels[-1]:
            levels.pop()
            lists.pop()
        if entry.level > levels[-1] and len(lists[-1]):
            lists.append(etree.SubElement(lists[-1][-1], "ol", {"class": "toc"}))
            levels.append(entry.level)
        item = etree.SubElement(lists[-1], "li", {"class": f"toc {entry.kind}"})
        link = etree.SubElement(item, "a", {"href": f"octavo:{entry.chapter}#{entry.anchor}"})
        if entry.number:
            etree.SubElement(link, "span", {"class": "toc-number"}).text = entry.number
            link[-1].tail = " "
        text = etree.SubElement(link, "span", {"class": "toc-text"})
        text.text = entry.text.removeprefix(entry.number).strip()
        etree.SubElement(link, "span", {"class": "toc-leader"}).tail = " "
        shown = etree.SubElement(link, "span", {"class": "toc-page"})
        shown.text = label(page(entry.chapter, entry.anchor))


# The index


def index(galley: Galley, terms: Sequence[Term], lang: str, page: Page, label: Label) -> Galley:
    """Return the galley of the index with its terms, under their initials, each with its pages."""
    article: Element = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    block = next(each for each in article.iter("div") if "index" in (each.get("class") or "").split())
    writer = _IndexWriter(lang, page, label)
    for initial in dict.fromkeys(term.initial for term in terms):
        group = etree.SubElement(block, "div", {"class": "index-group"})
        if initial:
            etree.SubElement(group, "p", {"class": "index-letter"}).text = initial
        writer.write(group, [term for term in terms if term.initial == initial])
    return replace(galley, html=etree.tostring(article, encoding="utf-8"))


class _IndexWriter:
    def __init__(self, lang: str, page: Page, label: Label) -> None:
        self.lang, self.page, self.label = lang, page, label

    def write(self, parent: Element, terms: Sequence[Term]) -> None:
        """Write a list of terms, with the terms under each in a list of their own."""
        entries = etree.SubElement(parent, "ul", {"class": "index"})
        for term in terms:
            item = etree.SubElement(entries, "li")
            line = etree.SubElement(item, "p")
            line.text = term.text
            self._add_locators(line, term.locators)
            for key, others in (("see", term.see), ("see-also", term.see_also)):
                if others:
                    _add_text(line, "; " if term.locators else ", ")
                    before, _, after = word(key, self.lang).partition("{}")
                    etree.SubElement(line, "em").text = before.rstrip()
                    _add_text(line, before[len(before.rstrip()) :] + "; ".join(others) + after)
            if term.below:
                self.write(item, term.below)

    def _add_locators(self, line: Element, locators: Sequence[Locator]) -> None:
        for first, last, locator in self._ranges(locators):
            _add_text(line, ", ")
            link = etree.SubElement(line, "a", {"href": f"octavo:{locator.chapter}#{locator.anchor}"})
            link.text = self.label(first) if first == last else f"{self.label(first)}–{self.label(last)}"

    def _ranges(self, locators: Sequence[Locator]) -> list[tuple[int | None, int | None, Locator]]:
        """Return ranges of pages in order; those that overlap or follow each other are joined."""
        found = []
        for each in locators:
            first = self.page(each.chapter, each.anchor)
            last = self.page(each.until_chapter, each.until) if each.until else first
            found.append((first, last, each))
        joined: list[tuple[int | None, int | None, Locator]] = []
        for first, last, each in sorted(found, key=lambda range_: range_[0] or 0):
            before = joined[-1] if joined else None
            if before and None not in (before[1], first, last) and first <= before[1] + 1:  # type: ignore[operator]
                joined[-1] = (before[0], max(before[1], last), before[2])  # type: ignore[type-var]
            else:
                joined.append((first, last, each))
        return joined


def _add_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


# Galleys


def _article(kind: str) -> Element:
    return etree.Element("article", {"class": "galley apparatus", "data-kind": kind})


def _article_with_title(kind: str, title: str) -> Element:
    article = _article(kind)
    _add_title(article, title)
    return article


def _add_title(article: Element, title: str) -> None:
    header = etree.SubElement(article, "header", {"class": "opening"})
    etree.SubElement(header, "h1").text = title


def _galley(name: str, kind: str, article: Element, title: str) -> Galley:
    html = etree.tostring(article, encoding="utf-8")
    return Galley(name, html, title, "", "", (), (), Reading(Counts(), ""), kind=kind, matter="front")
