"""The pages of the printed book in the text of the ebook, each at the very word that it begins with.

EPUB Accessibility 1.1, section 4; DPUB-ARIA 1.1, `doc-pagebreak`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from octavo.model.edition import PageBreak
from octavo.model.reading import HEADINGS, classes, local
from octavo.press.epub.markup import EPUB_TYPE, Element, make

_SILENT = frozenset({"head", "nav", "script", "style", "template", "title", "colgroup", "svg", "math"})
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})  # fmt: skip
_WORD = re.compile(r"[^\W_]+")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff")

Spot = tuple[Element, str, int]
"""Where in a tree: an element, whether in its `text` or its `tail`, and how many characters into that."""


def anchor(label: str) -> str:
    """The id of the place at which a page begins."""
    return "page-" + re.sub(r"[^\w.-]", "-", label)


def put(article: Element, breaks: Sequence[PageBreak]) -> None:
    """Put the beginnings of pages into a chapter."""
    if not breaks:
        return
    spots = list(_words(article))
    # From the end on, so that what is put in moves nothing that is still to be found.
    for each in reversed(breaks):
        if each.word < len(spots):
            _insert(spots[each.word], each.label)
        else:
            article.append(_mark(each.label))


def _mark(label: str) -> Element:
    return make("span", {
        "class": "apparatus", "role": "doc-pagebreak", EPUB_TYPE: "pagebreak", "id": anchor(label), "aria-label": label,
    }, "")  # fmt: skip


def _insert(spot: Spot, label: str) -> None:
    element, where, offset = spot
    mark = _mark(label)
    heading = element if where == "text" else element.getparent()
    while heading is not None and local(heading) not in HEADINGS:
        heading = heading.getparent() if local(heading) in _INLINE else None
    if heading is not None:  # a heading would be called after the page
        around = heading.getparent() if local(heading.getparent()) == "header" else heading
        around.addprevious(mark)
    elif where == "text":
        text = element.text or ""
        element.text, mark.tail = text[:offset], text[offset:]
        element.insert(0, mark)
    else:
        text = element.tail or ""
        element.tail, mark.tail = text[:offset], text[offset:]
        parent = element.getparent()
        parent.insert(parent.index(element) + 1, mark)


def _words(article: Element) -> Iterator[Spot]:
    """Where each word of a chapter begins, as `model.reading` reads it."""
    letters: list[str] = []
    places: list[tuple[int, Spot]] = []
    length = 0
    for text, element, where in _texts(article):
        for offset, piece in _normal(text):
            places.append((length, (element, where, offset)))
            letters.append(piece)
            length += len(piece)
    row = 0
    for found in _WORD.finditer("".join(letters)):
        while row + 1 < len(places) and places[row + 1][0] <= found.start():
            row += 1
        yield places[row][1]


def _normal(text: str) -> Iterator[tuple[int, str]]:
    """A text in compatibility forms, by its letters with the marks on them; what cannot be seen parts no word."""
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in _INVISIBLE):
            end += 1
        letter = "".join(each for each in text[start:end] if each not in _INVISIBLE)
        yield start, unicodedata.normalize("NFKC", letter) if not letter.isascii() else letter
        start = end


def _texts(element: Element) -> Iterator[tuple[str, Any, str]]:
    """The pieces of text in reading order; one of a space that parts blocks belongs to the element around it."""
    name, marks = local(element), classes(element)
    if not name or name in _SILENT or "apparatus" in marks or element.get("hidden") is not None:
        if name == "math":
            yield " ", element, "tail"
        return
    if {"note-ref", "note-back", "task"} & set(marks) or name == "img" or ("note" in marks and name in ("li", "aside")):
        return
    gap = "" if name in _INLINE else " "
    yield gap, element, "text"
    yield element.text or "", element, "text"
    for child in element:
        yield from _texts(child)
        yield child.tail or "", child, "tail"
    yield gap, element, "text"


def labels(articles: Iterable[tuple[str, Element]]) -> dict[tuple[str, str], str]:
    """The page on which each anchor stands, by chapter and id; articles come in reading order."""
    found: dict[tuple[str, str], str] = {}
    label = ""
    for chapter, article in articles:
        for element in article.iter():
            if not local(element):
                continue
            if element.get("role") == "doc-pagebreak":
                label = element.get("aria-label", "")
            elif element.get("id"):
                found.setdefault((chapter, element.get("id")), label)
    return found
