"""From a place in a finished edition back to the author's line: by the words that stand there.

An edition knows of each piece of its text which chapter it is from, and nothing of lines. So the element is found that
a validator means, then the words of the chapter from there on, and those are sought in the author's text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cssselect2
from lxml import etree, html

from octavo.check.validators.finding import EditionPlace, Finding
from octavo.model import reading
from octavo.model.diagnostic import Place
from octavo.model.html_elements import INLINE, SILENT
from octavo.model.publication import Chapter
from octavo.tools.locate import Finder

if TYPE_CHECKING:
    from octavo.check.pdf_file import PdfFile

_MADE = frozenset({"apparatus", "number", "label", "note-ref", "note-back", "equation-number", "code-note", "citation"})
"""Classes of what the author has not written so."""
_SILENT = SILENT | {"math"}
_SIGN = re.compile("\ue000(\\d+)\ue001")
_ENOUGH = 4
"""So many words in a row are no accident."""
_MOST = 14
"""Words that are sought at once."""


def trace(findings: Sequence[Finding], chapter: Callable[[str], Chapter | None]) -> list[Place | None]:
    """The author's line of each of some findings about the editions of one publication.

    `chapter` gives a chapter by its id, or that of an article by no name. Where only the chapter can be told, it is its
    line 1; None where not even that.
    """
    pages: dict[tuple[Path, str], dict[int, EditionPlace]] = {}
    for row, finding in enumerate(findings):
        if finding.spot is not None and not finding.spot.in_print:
            pages.setdefault((finding.path, finding.spot.file), {})[row] = finding.spot
    articles: dict[Any, _Article] = {}
    for (path, inside), spots in pages.items():
        for row, element in _elements(path, inside, spots):
            above = [element, *element.iterancestors()]
            article = next((each for each in above if "galley" in reading.classes(each)), None)
            if article is not None:
                articles.setdefault(article, _Article(article)).wanted[row] = element
    finder = cache(Finder.of)
    printed = _Print(chapter, finder)
    places = [
        printed.place(each.path, each.spot) if each.spot is not None and each.spot.in_print else None
        for each in findings
    ]
    for each in articles.values():
        source = chapter(each.root.get("data-chapter", ""))
        if source is not None and not source.made:
            for row, (before, after) in each.around().items():
                places[row] = _by_words(finder(source), before, after)
    return places


class _Print:
    """The PDFs that findings are about, each read once."""

    def __init__(self, chapter: Callable[[str], Chapter | None], finder: Callable[[Chapter], Finder]) -> None:
        self.chapter, self.finder, self.read = chapter, finder, cache(self._read)

    @staticmethod
    def _read(path: Path) -> PdfFile | None:
        from octavo.check.pdf_file import PdfFile

        try:
            return PdfFile(path.read_bytes())
        except Exception:  # a file that is broken enough to be complained of need not be readable
            return None

    def place(self, path: Path, spot: EditionPlace) -> Place | None:
        """The line of a spot: by the words of the element that it means, or those that its page begins with."""
        file = self.read(path)
        around = file.around(spot.number, spot.page) if file is not None else None
        source = self.chapter(around.chapter) if around is not None else None
        if around is None or source is None or source.made:
            return None
        return _by_words(self.finder(source), around.before[-2 * _ENOUGH :], around.after[: 2 * _MOST])


@dataclass(eq=False, slots=True)
class _Article:
    """A chapter in an edition, or a part of one, and the elements in it that are wanted, by the rows of findings."""

    root: Any
    wanted: dict[int, Any] = field(default_factory=dict)

    def around(self) -> dict[int, tuple[list[str], list[str]]]:
        """The author's last words before each, and the first from it on."""
        signs: dict[Any, str] = {}
        for row, element in self.wanted.items():
            signs[element] = f"{signs.get(element, '')} \ue000{row}\ue001 "
        first, *parts = _SIGN.split("".join(_text(self.root, signs)))
        words, begins = [*reading.words(first)], {}
        for number, text in zip(parts[::2], parts[1::2], strict=True):
            begins[int(number)] = len(words)
            words += reading.words(text)
        return {row: (words[max(0, at - 2 * _ENOUGH) : at], words[at : at + 2 * _MOST]) for row, at in begins.items()}


def _by_words(finder: Finder, before: Sequence[str], after: Sequence[str]) -> Place:
    # What stands there may begin with words that octavo has made.
    for words in (*(after[start : start + _MOST] for start in range(6)), before):
        found = finder.words(" ".join(words), _ENOUGH)
        if found.column or found.line > 1:
            return found
    return Place(finder.file, 1)


def _elements(path: Path, inside: str, spots: Mapping[int, EditionPlace]) -> Iterator[tuple[int, Any]]:
    """The elements of one page, in an EPUB of the file `inside`, that are at some spots."""
    try:
        text = _bytes(path, inside).decode("utf-8")
        starts = [0, *(match.end() for match in re.finditer("\n", text))]
        at = {row: _tag(text, starts, spot) for row, spot in spots.items() if not spot.selector}
        for row, end in sorted(at.items(), key=lambda each: -each[1]):
            if end:
                text = f'{text[:end]} {_mark(row)}=""{text[end:]}'
        root = _parsed(text, bool(inside))
    except (OSError, ValueError, StopIteration, KeyError, zipfile.BadZipFile, etree.LxmlError):
        return  # an edition that is broken enough to be complained of need not be readable
    wrapped = cssselect2.ElementWrapper
    whole = wrapped.from_xml_root(root) if inside else wrapped.from_html_root(root)
    for row, spot in spots.items():
        element = _selected(whole, spot.selector) if spot.selector else root.find(f".//*[@{_mark(row)}]")
        if element is not None:
            yield row, element


def _mark(row: int) -> str:
    return f"data-octavo-spot-{row}"


def _bytes(path: Path, inside: str) -> bytes:
    """A page; in an EPUB, by its name, or as the package document names it."""
    if not inside:
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        wanted = inside.lstrip("/")
        return book.read(next(name for name in book.namelist() if f"/{name}".endswith(f"/{wanted}")))


def _parsed(text: str, strict: bool) -> Any:
    if strict:
        return etree.fromstring(text.encode(), etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False))
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def _tag(text: str, starts: Sequence[int], spot: EditionPlace) -> int:
    """Where the name of the last start tag before a place ends; 0 where there is none."""
    at = min(starts[min(spot.line, len(starts)) - 1] + spot.column, len(text))
    begun = text.rfind("<", 0, at)
    while begun > 0 and not text[begun + 1 : begun + 2].isalpha():
        begun = text.rfind("<", 0, begun)
    name = re.compile(r"<[A-Za-z][^\s/>]*").match(text, max(begun, 0))
    return name.end() if name else 0


def _selected(whole: cssselect2.ElementWrapper, selector: str) -> Any:
    try:
        found = whole.query(selector)
    except cssselect2.SelectorError:
        return None
    return found.etree_element if found is not None else None


def _text(element: Any, signs: Mapping[Any, str]) -> Iterator[str]:
    """The author's text in an element, with the signs of elements where they begin."""
    name = reading.local(element)
    if not name or name in _SILENT or not _MADE.isdisjoint(reading.classes(element)):
        yield from (signs[each] for each in element.iter() if each in signs)
        return
    yield signs.get(element, "")
    gap = "" if name in INLINE else " "
    yield gap + ((element.get("alt") if name == "img" else element.text) or "")
    for child in element:
        yield from _text(child, signs)
        yield child.tail or ""
    yield gap
