"""A printed book as its reader meets it: text by page, links, bookmarks, labels and tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from octavo.check.pdf_file import PdfFile
from octavo.check.pdf_walk import TagNode
from workshop import poppler

_ENDS = re.compile("[\u00ad\u2010\u200b\u25b8-]+(?=\\s|$)")
"""What parts a word at the end of a line: octavo's tags say that it is none of the text's, and poppler listens."""


_LEADERS = re.compile(r"(?: \.){4,} ")
"""The dots before a page number: as many as there is room for, by what a space measures in the faces at hand."""


@dataclass(frozen=True)
class Read:
    """What a reader meets in a PDF, in small letters: small capitals share their glyphs. Pages count from 0."""

    texts: list[str]
    links: list[tuple[int, int | str]]
    bookmarks: list[tuple[str, int]]
    labels: list[str]


def read(file: Path) -> Read:
    # A hyphen and the one at the end of a line are one glyph, which means the one or the other.
    pages = poppler("pdftotext", "-layout", str(file), "-").replace("\u2010", "-").split("\f")[:-1]
    texts = [
        "\n".join(" ".join(_LEADERS.sub(" ", _ENDS.sub("", line)).split()) for line in page.casefold().splitlines())
        for page in pages
    ]
    with pikepdf.open(file) as opened:
        assert opened.check_pdf_syntax() == []
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        names = dict(named(opened))
        links: list[tuple[int, int | str]] = []
        for number, page in enumerate(opened.pages):
            for link in page.obj.get("/Annots", ()):
                if "/Dest" in link:
                    links.append((number, numbers[names[str(link.Dest)]]))
                elif "/A" in link:
                    links.append((number, str(link.A.URI)))
        with opened.open_outline() as outline:
            bookmarks = list(entries(outline.root, names, numbers))
        return Read(texts, links, bookmarks, [page.label for page in opened.pages])


def named(opened: pikepdf.Pdf) -> Iterator[tuple[str, tuple[int, int]]]:
    """The page of each named destination."""
    if "/Names" in opened.Root and "/Dests" in opened.Root.Names:
        for name, place in pikepdf.NameTree(opened.Root.Names.Dests).items():
            there = place.D if isinstance(place, pikepdf.Dictionary) else place  # in PDF 2.0 with its element
            yield str(name), there[0].objgen


def entries(items: Any, names: Any, numbers: Any) -> Iterator[tuple[str, int]]:
    """All of an outline in its order: how deep one stands is the list of chapters' to say, which a render lacks."""
    for item in items:
        place = item.destination if item.action is None else item.action.D
        page = names[str(place)] if isinstance(place, pikepdf.String) else place[0].objgen
        yield item.title, numbers[page]
        yield from entries(item.children, names, numbers)


def roles(data: bytes, skipped: int) -> list[tuple[str, str]]:
    """Every tag in reading order with its text, but those of the outermost levels.

    A chapter that stands in something else is tagged as a section: it is called what it is by itself.
    """
    level = [PdfFile(data).document]
    for _ in range(skipped):
        level = [kid for node in level for kid in node.kids if isinstance(kid, TagNode)]
    return [
        ("/Art" if node is top and node.role == "/Sect" else node.role, node.text().casefold())
        for top in level
        for node in walk(top)
    ]


def walk(node: TagNode) -> Iterator[TagNode]:
    yield node
    for kid in node.kids:
        if isinstance(kid, TagNode):
            yield from walk(kid)
