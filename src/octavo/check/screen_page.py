"""One page of an edition for the screen, read once for everything that is checked in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree, html

from octavo.check import screen_rules
from octavo.model import reading
from octavo.model.galley import Reading
from octavo.model.galley_classes import GALLEY
from octavo.model.html_elements import Element
from octavo.model.jobs import step

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}ncx"
_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page to be read: its bytes, and whether they are XML."""

    data: bytes
    is_xml: bool


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """What was read in one page. A chapter that continues over several pages is read in parts."""

    parts: tuple[tuple[str, Reading], ...]
    """Each chapter on the page, and what a reader meets of it there."""
    page_breaks: tuple[tuple[str, tuple[tuple[str, int], ...], int], ...]
    """In XML: the chapter, the printed pages that begin in it with the words before each, and the words in all."""
    ids: frozenset[str]
    targets: tuple[str, ...]
    """Everything that it refers to."""
    page_list: tuple[str, ...] = ()
    """The labels in its list of printed pages."""
    faults: tuple[screen_rules.Fault, ...] = ()
    """What is wrong with the page by itself."""


@dataclass(frozen=True, slots=True)
class OpenedEdition:
    """An edition for the screen, opened."""

    format: str
    names: frozenset[str]
    """The names of all its files."""
    pages: Mapping[str, ScreenPage]
    """Its pages by their names."""
    order: tuple[str, ...]
    """The names of the pages with its text, in reading order."""
    style_faults: tuple[screen_rules.Fault, ...] = ()
    """What is wrong with its style sheets."""


@step("screen page")
def read_page(source: PageSource) -> ScreenPage:
    """Read one page; runs in any process."""
    root: Element
    if source.is_xml:
        root = etree.fromstring(source.data, etree.XMLParser(huge_tree=True))
        body, page_list = root.find(f"{_XHTML}body"), tuple(_page_list(root))
        page_breaks = tuple(
            (article.get("data-chapter", ""), tuple(breaks), words)
            for article in root.iter(f"{_XHTML}article")
            for breaks, words in [reading.page_breaks(article)]
        )
    else:
        root = html.document_fromstring(source.data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        body, page_list, page_breaks = root.find("body"), (), ()
    targets = (element.get(key) for element in root.iter() for key in ("href", "src"))
    return ScreenPage(
        tuple((chapter, reading.read(article)) for chapter, article in _articles(body)),
        page_breaks,
        frozenset(name for element in root.iter() if (name := element.get("id")) is not None),
        tuple(dict.fromkeys(target for target in targets if target is not None)),
        page_list,
        screen_rules.examine_page(root, source.is_xml) if root.tag != _NCX else (),
    )


def _articles(body: Element | None) -> Iterator[tuple[str, Element]]:
    """Yield the galleys of a page with their chapters; what is outside them is apparatus.

    On a page for the screen, a chapter without a heading is a `div`, not an `article`.
    """
    for element in body.iter() if body is not None else ():
        if reading.local(element) in ("article", "div") and GALLEY in reading.classes(element):
            yield element.get("data-chapter", ""), element


def _page_list(root: Element) -> Iterator[str]:
    for nav in root.iter(f"{_XHTML}nav"):
        if nav.get(_TYPE) == "page-list":
            yield from ("".join(map(str, link.itertext())).strip() for link in nav.iter(f"{_XHTML}a"))
