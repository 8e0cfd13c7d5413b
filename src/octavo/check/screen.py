"""Editions for the screen, opened: every page of an EPUB, a site or an HTML read once, for all that is asked."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree, html

from octavo.check import screen_rules
from octavo.model import reading
from octavo.model.edition import Edition
from octavo.model.galley import Reading
from octavo.model.jobs import MapJobs, serial, step

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}ncx"
_TYPE = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True, slots=True)
class ScreenPage:
    """What was read in one page. Chapters come in parts where they go on over several pages."""

    parts: tuple[tuple[str, Reading], ...]
    """The chapter and what a reader meets of it here."""
    turns: tuple[tuple[str, tuple[tuple[str, int], ...], int], ...]
    """The chapter, the printed pages that begin in it with how many of its words stand before, and all its words."""
    ids: frozenset[str]
    targets: tuple[str, ...]
    """Everything that it refers to."""
    listed: tuple[str, ...] = ()
    """The labels in its list of printed pages."""
    faults: tuple[screen_rules.Fault, ...] = ()
    """What is wrong with it by itself."""


@dataclass(frozen=True, slots=True)
class OpenedEdition:
    """An edition for the screen: the names of all its files, its pages by name, and those of its text in order."""

    format: str
    names: frozenset[str]
    pages: Mapping[str, ScreenPage]
    order: tuple[str, ...]
    sheets: tuple[screen_rules.Fault, ...] = ()
    """What is wrong with its style sheets."""


@dataclass(frozen=True, slots=True)
class PageSource:
    """A page to be read: its bytes, and whether they are XML."""

    data: bytes
    strict: bool


def opened(edition: Edition, spread: MapJobs = serial) -> OpenedEdition:
    """Open an edition and read all its pages."""
    strict = edition.format == "epub"
    if strict:
        with zipfile.ZipFile(io.BytesIO(edition.data)) as book:
            files: Mapping[str, bytes] = {name: book.read(name) for name in book.namelist()}
        order = tuple(_spine(files))
        names = [name for name in files if name.endswith((".xhtml", ".ncx"))]
    else:
        files = {"": edition.data} if edition.files is None else edition.files
        names = [name for name in sorted(files) if not name or name.endswith(".html")]
        order = tuple(names)
    pages = spread(read, [PageSource(files[name], strict) for name in names])
    sheets = tuple(screen_rules.sheets(files))
    return OpenedEdition(edition.format, frozenset(files), dict(zip(names, pages, strict=True)), order, sheets)


@step("screen page")
def read(sheet: PageSource) -> ScreenPage:
    """Read one page; runs in any process."""
    root: Any
    if sheet.strict:
        root = etree.fromstring(sheet.data, etree.XMLParser(huge_tree=True))
        body, listed = root.find(f"{_XHTML}body"), tuple(_listed(root))
        turns = tuple(
            (article.get("data-chapter", ""), tuple(breaks), words)
            for article in root.iter(f"{_XHTML}article")
            for breaks, words in [reading.page_breaks(article)]
        )
    else:
        root = html.document_fromstring(sheet.data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
        body, listed, turns = root.find("body"), (), ()
    targets = (element.get(key) for element in root.iter() for key in ("href", "src"))
    return ScreenPage(
        tuple((chapter, reading.read(article)) for chapter, article in _articles(body)),
        turns,
        frozenset(element.get("id") for element in root.iter() if element.get("id") is not None),
        tuple(dict.fromkeys(target for target in targets if target is not None)),
        listed,
        screen_rules.faults(root, sheet.strict) if root.tag != _NCX else (),
    )


def _spine(files: Mapping[str, bytes]) -> Iterator[str]:
    container: Any = etree.fromstring(files["META-INF/container.xml"])
    package = container.find(".//{*}rootfile").get("full-path")
    root: Any = etree.fromstring(files[package])
    items = {item.get("id"): unquote(item.get("href")) for item in root.iterfind(".//{*}manifest/{*}item")}
    for part in root.iterfind(".//{*}spine/{*}itemref"):
        yield posixpath.join(posixpath.dirname(package), items[part.get("idref")])


def _articles(body: Any) -> Iterator[tuple[str, Any]]:
    """The galleys of a page by their chapters; what stands outside them is apparatus.

    One without a heading is no article on a page for the screen.
    """
    for element in body.iter() if body is not None else ():
        if reading.local(element) in ("article", "div") and "galley" in reading.classes(element):
            yield element.get("data-chapter", ""), element


def _listed(root: Any) -> Iterator[str]:
    for nav in root.iter(f"{_XHTML}nav"):
        if nav.get(_TYPE) == "page-list":
            yield from ("".join(link.itertext()).strip() for link in nav.iter(f"{_XHTML}a"))
