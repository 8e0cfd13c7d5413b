"""The file name of each chapter's page, and the URLs of links to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote

from octavo.model.galley import Galley
from octavo.model.html_elements import Element

HOME = "index.html"
NOT_FOUND = "404.html"
TEXT, CONTENTS = "page--text", "page--contents"
"""Ids of what a page has besides its galley; a heading such as "Contents" never gets one of them."""
_RESERVED = frozenset({"index", "404", "assets", "sitemap", "con", "prn", "aux", "nul"})
"""Names that are in use already, or that some file systems do not allow."""
_LONGEST = 80


def galley_files(galleys: Sequence[Galley]) -> dict[str, str]:
    """Return the file of each galley by its chapter: the first opens the site; no two differ in case alone."""
    names = {galleys[0].chapter: HOME}
    used: set[str] = set()
    for galley in galleys[1:]:
        names[galley.chapter] = f"{_unused(_plain(galley.chapter), used)}.html"
    return names


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
    """The URLs of links: from `octavo:CHAPTER#ID` to the page of the chapter."""

    def __init__(self, galleys: Sequence[Galley]) -> None:
        self.pages = galley_files(galleys)
        self._tops = {galley.chapter: galley.top for galley in galleys}

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
