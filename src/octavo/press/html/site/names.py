"""What the page of each chapter is called, and where links lead then."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote

from octavo.model.galley import Galley
from octavo.model.html_elements import Element

HOME = "index.html"
NOT_FOUND = "404.html"
TEXT, CONTENTS = "page--text", "page--contents"
"""Ids of what a page has beside its galley, which no heading gets of its words: one may well be `Contents`."""
_TAKEN = frozenset({"index", "404", "assets", "sitemap", "con", "prn", "aux", "nul"})
"""Names that are given already, or that some file system will not have."""
_LONGEST = 80


def of_galleys(galleys: Sequence[Galley]) -> dict[str, str]:
    """The file of each galley by its chapter: the first opens the site; no two differ in their case alone."""
    names = {galleys[0].chapter: HOME}
    used: set[str] = set()
    for galley in galleys[1:]:
        names[galley.chapter] = f"{_fresh(_plain(galley.chapter), used)}.html"
    return names


def of_list(kind: str, names: Mapping[str, str]) -> str:
    """The file of a list of figures, tables or listings."""
    return f"{_fresh(f'list-of-{kind}', {name.removesuffix('.html').casefold() for name in names.values()})}.html"


def _plain(chapter: str) -> str:
    return unicodedata.normalize("NFC", chapter).strip(".")[:_LONGEST] or "page"


def _fresh(name: str, used: set[str]) -> str:
    name = f"{name}-page" if name.casefold() in _TAKEN else name
    fresh, number = name, 1
    while fresh.casefold() in used:
        number += 1
        fresh = f"{name}-{number}"
    used.add(fresh.casefold())
    return fresh


class PageNames:
    """Where links lead: from `octavo:CHAPTER#ID` to the page of the chapter."""

    def __init__(self, galleys: Sequence[Galley]) -> None:
        self.pages = of_galleys(galleys)
        self._tops = {galley.chapter: galley.top for galley in galleys}

    def to(self, chapter: str, anchor: str = "") -> str:
        """The address of a place; of a chapter's beginning it is the page alone."""
        page = quote(self.pages[chapter])
        return f"{page}#{anchor}" if anchor and anchor != self._tops[chapter] else page

    def lead(self, root: Element, chapter: str) -> None:
        """Turn the links of a tree that stands on the page of a chapter into addresses."""
        for link in root.iter("a"):
            target = link.get("href", "")
            if target.startswith("octavo:"):
                other, _, anchor = target.removeprefix("octavo:").partition("#")
                other = other if other in self.pages else unquote(other)
                same = other == chapter and anchor
                link.set("href", f"#{anchor}" if same else self.to(other, anchor))
