"""The file name of each chapter's page, and the URLs of links to it."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote

from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import Element
from octavo.model.publication import Publication

HOME = "index.html"
NOT_FOUND = "404.html"
TEXT, CONTENTS = "page--text", "page--contents"
"""Ids of what a page has besides its galley; a heading such as "Contents" never gets one of them."""
_RESERVED = frozenset({"index", "404", "assets", "sitemap", "con", "prn", "aux", "nul"})
"""Names that are in use already, or that some file systems do not allow."""
_LONGEST = 80
_INDEX = ("index", "readme")
"""Names of texts that open a folder."""


def galley_files(publication: Publication, manuscript: Manuscript) -> dict[str, str]:
    """Return the file of each galley by its chapter: the first opens the site; no two differ in case alone.

    The setting `addresses` decides what they are called after.
    """
    first, *others = manuscript.galleys
    sources = dict(source_files(publication))
    names = {first.chapter: HOME}
    used: set[str] = set()
    for galley in others:
        name = _address(galley, sources.get(galley.chapter, ""), publication.settings.addresses)
        names[galley.chapter] = f"{_unused(name, used)}.html"
    return names


def source_files(publication: Publication) -> Iterator[tuple[str, str]]:
    """Yield each chapter with the path of its file from the folder of the texts, if it has one there."""
    for chapter in publication.chapters:
        home = chapter.dialect.home if chapter.dialect else "."
        path = posixpath.normpath(posixpath.join(chapter.base, chapter.file.name))
        inner = posixpath.relpath(path, home)
        if not chapter.made and not inner.startswith("../"):
            yield chapter.id, inner


def page_of(path: str, addresses: str) -> str:
    """Return the page of a text at a path from the folder of the texts, without its suffix `.html`."""
    folder, name = posixpath.split(unicodedata.normalize("NFC", posixpath.splitext(path)[0]))
    if name.casefold() in _INDEX:
        return posixpath.join(folder, "index")
    return posixpath.join(folder, name, "index") if addresses == "folders" else posixpath.join(folder, name)


def _address(galley: Galley, source: str, addresses: str) -> str:
    """Return what the page of a galley is called, without a suffix."""
    if addresses == "headings" and source and galley.top:
        return _plain(galley.top)
    if addresses in ("files", "folders") and source:
        return page_of(source, addresses)
    return _plain(galley.chapter)


def list_file(kind: str, names: Mapping[str, str]) -> str:
    """Return the file of a list of figures, tables or listings."""
    return f"{_unused(f'list-of-{kind}', {name.removesuffix('.html').casefold() for name in names.values()})}.html"


def _plain(chapter: str) -> str:
    return unicodedata.normalize("NFC", chapter).strip(".")[:_LONGEST] or "page"


def _unused(name: str, used: set[str]) -> str:
    name = f"{name}-page" if name.casefold() in _RESERVED else name
    fresh, number = name, 1
    while fresh.casefold() in used:
        number += 1
        fresh = f"{name}-{number}"
    used.add(fresh.casefold())
    return fresh


class PageNames:
    """The URLs of links: from `octavo:CHAPTER#ID` to the page of the chapter, all from the folder of the site."""

    def __init__(self, publication: Publication, manuscript: Manuscript) -> None:
        self.pages = galley_files(publication, manuscript)
        self._tops = {galley.chapter: galley.top for galley in manuscript.galleys}

    def url(self, chapter: str, anchor: str = "") -> str:
        """Return the URL of a place; for the beginning of a chapter it is the page alone."""
        page = quote(self.pages[chapter])
        return f"{page}#{anchor}" if anchor and anchor != self._tops[chapter] else page

    def resolve_links(self, root: Element, chapter: str) -> None:
        """Turn the links of a tree that is on the page of a chapter into URLs."""
        for link in root.iter("a"):
            target = link.get("href", "")
            if target.startswith("octavo:"):
                other, _, anchor = target.removeprefix("octavo:").partition("#")
                other = other if other in self.pages else unquote(other)
                same = other == chapter and anchor
                link.set("href", f"#{anchor}" if same else self.url(other, anchor))


def relate(root: Element, page: str) -> None:
    """Turn the URLs of a tree, which start from the folder of the site, into those of a page in one of its folders."""
    folder = posixpath.dirname(page)
    if not folder:
        return
    for element in root.iter():
        for name in ("href", "src"):
            url = element.get(name)
            if url and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/#]", url):
                path, mark, rest = url.partition("#")
                element.set(name, posixpath.relpath(path, quote(folder)) + mark + rest)
