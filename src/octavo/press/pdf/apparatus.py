"""What octavo adds to a printed book: half title, contents, lists, and the pages of the index.

These are galleys, dressed and laid out like the author's; as apparatus they are not counted as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from lxml import etree

from octavo.model.counts import Counts
from octavo.model.galley import ContentsEntry, Galley, Manuscript, Reading, Term
from octavo.model.galley_classes import INDEX
from octavo.model.html_elements import Element
from octavo.model.publication import Matter, Publication
from octavo.model.words import word
from octavo.press.apparatus import ContentsNode, IndexMarkup, PrintedPage, add_words, captions, nest, write_index

HALF_TITLE, CONTENTS, LISTS = "*half-title", "*contents", "*lists"
"""Names that no chapter can have."""

Page = Callable[[str, str], int | None]
"""Returns the page of an anchor, by chapter and id, counted from 0; None while it is not known."""
Label = Callable[[int | None], str]
"""Returns the label of a page."""


def half_title(manuscript: Manuscript) -> Galley:
    """Return the half title: the title of the book on a page of its own."""
    article = _article("half-title")
    etree.SubElement(article, "p", {"class": "half-title"}).text = manuscript.title
    return _galley(HALF_TITLE, "half-title", article, manuscript.title)


def contents(publication: Publication, manuscript: Manuscript, page: Page, label: Label) -> Galley:
    """Return the contents: parts, chapters and sections down to `toc-depth`, each with its page."""
    title = word("contents", publication.metadata.lang)
    article = _article_with_title("contents", title)
    nav = etree.SubElement(article, "nav", {"class": "contents"})
    _list(nav, nest(_shown(publication, manuscript.contents)), page, label)
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
        listed = captions(manuscript, wanted)
        if listed:
            titles.append(word(f"list-of-{wanted}", publication.metadata.lang))
            _add_title(article, titles[-1])
            nav = etree.SubElement(article, "nav", {"class": "contents captions"})
            _list(nav, nest(listed), page, label)
    return _galley(LISTS, "lists", article, titles[0]) if titles else None


def _list(parent: Element, nodes: Sequence[ContentsNode], page: Page, label: Label) -> None:
    entries = etree.SubElement(parent, "ol", {"class": "toc"})
    for node in nodes:
        entry = node.entry
        item = etree.SubElement(entries, "li", {"class": f"toc {entry.kind}"})
        link = etree.SubElement(item, "a", {"href": f"octavo:{entry.chapter}#{entry.anchor}"})
        if entry.number:
            etree.SubElement(link, "span", {"class": "toc-number"}).text = entry.number
            link[-1].tail = " "
        add_words(etree.SubElement(link, "span", {"class": "toc-text"}), entry)
        etree.SubElement(link, "span", {"class": "toc-leader"}).tail = " "
        shown = etree.SubElement(link, "span", {"class": "toc-page"})
        shown.text = label(page(entry.chapter, entry.anchor))
        if node.below:
            _list(item, node.below, page, label)


# The index


def index(galley: Galley, terms: Sequence[Term], lang: str, page: Page, label: Label) -> Galley:
    """Return the galley of the index with the terms under their initials, and the pages that they are on."""
    article = etree.fromstring(galley.html, etree.XMLParser(huge_tree=True))
    block = next(each for each in article.iter("div") if INDEX in (each.get("class") or "").split())

    def find(chapter: str, anchor: str) -> PrintedPage:
        position = page(chapter, anchor)
        return PrintedPage(label(position), position)

    write_index(block, terms, lang, find, _PrintedIndex())
    return replace(galley, html=etree.tostring(article, encoding="utf-8"))


class _PrintedIndex(IndexMarkup):
    def add_term(self, line: Element, text: str) -> None:
        line.text = text


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
    return Galley(name, html, title, "", "", (), (), Reading(Counts(), ""), kind=kind, matter=Matter.FRONT)
