"""From a place in a finished edition back to the author's line: by the words that stand there.

An edition knows of each piece of its text which chapter it is from, and nothing of lines. So the element is found that
a validator means, then the words of the chapter from there on, and those are sought in the author's text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import cssselect2
from lxml import etree, html

from octavo.check.validators.finding import Finding, Spot
from octavo.model import reading
from octavo.model.diagnostic import Place
from octavo.model.publication import Chapter
from octavo.tools.place import Finder

_MARK = "data-octavo-spot"
_MADE = frozenset({"apparatus", "number", "label", "note-ref", "note-back", "equation-number", "code-note", "citation"})
"""Classes of what the author has not written so."""
_SILENT = frozenset({"script", "style", "template", "math", "svg", "annotation"})
_INLINE = frozenset({
    "a", "abbr", "b", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup",
})  # fmt: skip
_SIGN = " \ue000 "
_ENOUGH = 4
"""So many words in a row are no accident."""
_MOST = 14
"""Words that are sought at once."""


class Tracer:
    """Traces what was found in the editions of one publication; `chapter` gives the source of one, by its id."""

    def __init__(self, chapter: Callable[[str], Chapter | None]) -> None:
        self._chapter = chapter
        self._finder = cache(Finder.of)
        self._files = cache(_bytes)
        self._parsed = cache(_parsed)

    def place(self, finding: Finding) -> Place | None:
        """The author's line that a finding is about; line 1 where only the chapter can be told, None where nothing."""
        if finding.spot is None:
            return None
        try:
            element = self._element(finding.path, finding.spot)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, etree.LxmlError):
            return None  # an edition that is broken enough to be complained of need not be readable
        if element is None:
            return None
        above = [element, *element.iterancestors()]
        article = next((each for each in above if each.get("data-chapter") is not None), None)
        chapter = self._chapter(article.get("data-chapter")) if article is not None else None
        if chapter is None or chapter.made:
            return None
        return self._by_words(element, article, chapter)

    def _element(self, path: Path, spot: Spot) -> Any:
        data = self._files(path, spot.file)
        if spot.selector:
            return _selected(self._parsed(data, bool(spot.file)), bool(spot.file), spot.selector)
        marked = _marked(data.decode("utf-8"), spot.line, spot.column)
        return next(_parsed(marked.encode(), bool(spot.file)).iterfind(f".//*[@{_MARK}]"), None)

    def _by_words(self, element: Any, article: Any, chapter: Chapter) -> Place:
        finder = self._finder(chapter)
        before, after = _around(article, element)
        # What stands there may begin with words that octavo has made.
        tries = [after[start : start + _MOST] for start in range(min(len(after), 6))]
        for words in [*tries, before[-2 * _ENOUGH :]]:
            found = finder.words(" ".join(words), _ENOUGH) if words else Place("")
            if found.column or found.line > 1:
                return found
        return Place(chapter.name, 1)


def _bytes(path: Path, inside: str) -> bytes:
    """A page; in an EPUB, by its name, or as the package document names it."""
    if not inside:
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        wanted = inside.lstrip("/")
        return book.read(next(name for name in [*book.namelist(), wanted] if f"/{name}".endswith(f"/{wanted}")))


def _parsed(data: bytes, strict: bool) -> Any:
    if strict:
        return etree.fromstring(data, etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False))
    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def _marked(text: str, line: int, column: int) -> str:
    """The page with a mark in the last start tag before a place."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    at = min(starts[min(line, len(starts)) - 1] + column, len(text))
    begun = text.rfind("<", 0, at)
    while begun > 0 and not text[begun + 1].isalpha():
        begun = text.rfind("<", 0, begun)
    name = re.compile(r"<[A-Za-z][^\s/>]*").match(text, begun)
    return f'{text[: name.end()]} {_MARK}=""{text[name.end() :]}' if name else text


def _selected(root: Any, strict: bool, selector: str) -> Any:
    wrapped = cssselect2.ElementWrapper
    whole = wrapped.from_xml_root(root) if strict else wrapped.from_html_root(root)
    try:
        found = whole.query(selector)
    except cssselect2.SelectorError:
        return None
    return found.etree_element if found is not None else None


def _around(article: Any, element: Any) -> tuple[list[str], list[str]]:
    """The author's words in an article before an element, and from it on."""
    before, _, after = "".join(_text(article, element)).partition(_SIGN)
    return [*reading.words(before)], [*reading.words(after)]


def _text(element: Any, wanted: Any) -> Iterator[str]:
    """The text of an element, with a sign in it where the wanted one begins."""
    name = reading.local(element)
    if not name or name in _SILENT or not _MADE.isdisjoint(reading.classes(element)):
        if any(each is wanted for each in element.iter()):
            yield _SIGN
        return
    if element is wanted:
        yield _SIGN
    gap = "" if name in _INLINE else " "
    yield gap + (element.get("alt") or "" if name == "img" else element.text or "")
    for child in element:
        yield from _text(child, wanted)
        yield child.tail or ""
    yield gap
