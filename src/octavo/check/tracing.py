"""From a place in a finished edition back to the author's line, by the words at that place.

An edition knows which chapter each piece of its text is from, but nothing of lines. So the element that a validator
means is found in the edition, then the words of the chapter from there on are sought in the author's text.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import cssselect2
from lxml import etree, html

from octavo.check.validators.finding import EditionPlace, Finding
from octavo.model import reading
from octavo.model.diagnostic import Place
from octavo.model.galley_classes import CITATION, CODE_NOTE, GALLEY
from octavo.model.html_elements import Element
from octavo.model.publication import Chapter
from octavo.tools.locate import Finder

if TYPE_CHECKING:
    from octavo.check.pdf_file import PdfFile

_NOT_BY_THE_AUTHOR = reading.GENERATED | {CODE_NOTE, CITATION}
_SIGN = re.compile("\ue000(\\d+)\ue001")
"""A sign in a text: a wanted element begins here. It has the number of the finding, between characters of no text."""
_ENOUGH_WORDS = 4
"""How many words in a row are no coincidence."""
_MOST_WORDS = 14
"""How many words are sought at once."""
_TRIES = 6
"""How many of the first words may be octavo's, not the author's."""


def trace(findings: Sequence[Finding], find_chapter: Callable[[str], Chapter | None]) -> list[Place | None]:
    """Return the author's line of each finding about the editions of one publication.

    `find_chapter` returns a chapter by its id; the id of an article is empty. The place is line 1 of a chapter where
    nothing but that is known, and None where not even the chapter is.
    """
    pages: dict[tuple[Path, str], dict[int, EditionPlace]] = {}
    for row, finding in enumerate(findings):
        if finding.spot is not None and not finding.spot.is_in_pdf:
            pages.setdefault((finding.path, finding.spot.file), {})[row] = finding.spot
    articles: dict[Element, _Article] = {}
    for (path, file), spots in pages.items():
        for row, element in _elements(path, file, spots):
            around = [element, *element.iterancestors()]
            article = next((each for each in around if GALLEY in reading.classes(each)), None)
            if article is not None:
                articles.setdefault(article, _Article(article)).wanted[row] = element
    finder = cache(Finder.of)
    pdfs = _Pdfs(find_chapter, finder)
    places = [
        pdfs.place(each.path, each.spot) if each.spot is not None and each.spot.is_in_pdf else None for each in findings
    ]
    for each in articles.values():
        chapter = find_chapter(each.root.get("data-chapter", ""))
        if chapter is not None and not chapter.made:
            for row, (before, after) in each.words_around().items():
                places[row] = _find_words(finder(chapter), before, after)
    return places


class _Pdfs:
    """The PDFs that findings are about, each read once."""

    def __init__(self, find_chapter: Callable[[str], Chapter | None], finder: Callable[[Chapter], Finder]) -> None:
        self._find_chapter, self._finder, self._open = find_chapter, finder, cache(_open_pdf)

    def place(self, path: Path, spot: EditionPlace) -> Place | None:
        """Return the author's line of an element, or of what a page begins with."""
        file = self._open(path)
        context = file.context(spot.number, spot.page) if file is not None else None
        chapter = self._find_chapter(context.chapter) if context is not None else None
        if context is None or chapter is None or chapter.made:
            return None
        before, after = context.before[-2 * _ENOUGH_WORDS :], context.after[: 2 * _MOST_WORDS]
        return _find_words(self._finder(chapter), before, after)


def _open_pdf(path: Path) -> PdfFile | None:
    from octavo.check.pdf_file import PdfFile

    try:
        return PdfFile(path.read_bytes())
    except Exception:  # a file that a validator reports may be too broken to be read
        return None


@dataclass(eq=False, slots=True)
class _Article:
    """A chapter in an edition, or a part of one, and the elements in it that are wanted, by the rows of findings."""

    root: Element
    wanted: dict[int, Element] = field(default_factory=dict)

    def words_around(self) -> dict[int, tuple[list[str], list[str]]]:
        """Return the author's last words before each element, and the first from its beginning on."""
        signs: dict[Element, str] = {}
        for row, element in self.wanted.items():
            signs[element] = f"{signs.get(element, '')} \ue000{row}\ue001 "
        walk = _SignWalk(signs)
        walk.visit(self.root)
        first, *parts = _SIGN.split("".join(walk.pieces))
        words, begins = [*reading.words(first)], {}
        for number, text in zip(parts[::2], parts[1::2], strict=True):
            begins[int(number)] = len(words)
            words += reading.words(text)
        return {
            row: (words[max(0, at - 2 * _ENOUGH_WORDS) : at], words[at : at + 2 * _MOST_WORDS])
            for row, at in begins.items()
        }


class _SignWalk(reading.Walk):
    """The walk that keeps the author's text, with notes in their place, and with signs where elements begin."""

    def __init__(self, signs: Mapping[Element, str]) -> None:
        self.pieces: list[str] = []
        self._signs = signs

    def enter(self, element: Element, is_block: bool, /) -> None:
        if not _NOT_BY_THE_AUTHOR.isdisjoint(reading.classes(element)):
            self.skip(element)
            return
        self.pieces.append(self._signs.get(element, ""))
        super().enter(element, is_block)

    def text(self, text: str, _element: Element, _is_tail: bool, /) -> None:
        self.pieces.append(text)

    def gap(self) -> None:
        self.pieces.append(" ")

    def skip(self, element: Element, /) -> None:
        self.pieces += [self._signs[each] for each in element.iter() if each in self._signs]

    def note(self, element: Element, /) -> None:
        self.enter(element, True)

    def formula(self, element: Element, /) -> None:
        self.skip(element)

    def image(self, element: Element, /) -> None:
        self.pieces += [self._signs.get(element, ""), f" {element.get('alt') or ''} "]


def _find_words(finder: Finder, before: Sequence[str], after: Sequence[str]) -> Place:
    for words in (*(after[start : start + _MOST_WORDS] for start in range(_TRIES)), before):
        place = finder.words(" ".join(words), _ENOUGH_WORDS)
        if place.column or place.line > 1:
            return place
    return Place(finder.file, 1)


def _elements(path: Path, file: str, spots: Mapping[int, EditionPlace]) -> Iterator[tuple[int, Element]]:
    """Yield the elements at some places of one page; in an EPUB, of one of its files."""
    try:
        text = _read(path, file).decode("utf-8")
        lines = [0, *(match.end() for match in re.finditer("\n", text))]
        tags = {row: _end_of_tag_name(text, lines, spot) for row, spot in spots.items() if not spot.selector}
        for row, end in sorted(tags.items(), key=lambda each: -each[1]):
            if end:
                text = f'{text[:end]} {_attribute(row)}=""{text[end:]}'
        root = _parse(text, is_xml=bool(file))
    except (OSError, ValueError, StopIteration, KeyError, zipfile.BadZipFile, etree.LxmlError):
        return  # an edition that a validator reports may be too broken to be read
    wrapper = cssselect2.ElementWrapper
    tree = wrapper.from_xml_root(root) if file else wrapper.from_html_root(root)
    for row, spot in spots.items():
        element = _select(tree, spot.selector) if spot.selector else root.find(f".//*[@{_attribute(row)}]")
        if element is not None:
            yield row, element


def _attribute(row: int) -> str:
    """Return the attribute that marks the element of a finding, which is known by its place in the file only."""
    return f"data-octavo-spot-{row}"


def _read(path: Path, file: str) -> bytes:
    """Return a page. In an EPUB, the name of a file may be that in the package document."""
    if not file:
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        wanted = file.lstrip("/")
        return book.read(next(name for name in book.namelist() if f"/{name}".endswith(f"/{wanted}")))


def _parse(text: str, *, is_xml: bool) -> Element:
    if is_xml:
        return etree.fromstring(text.encode(), etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False))
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True))


def _end_of_tag_name(text: str, lines: Sequence[int], spot: EditionPlace) -> int:
    """Return where the name of the last start tag before a place ends, or 0 without one."""
    at = min(lines[min(spot.line, len(lines)) - 1] + spot.column, len(text))
    start = text.rfind("<", 0, at)
    while start > 0 and not text[start + 1 : start + 2].isalpha():
        start = text.rfind("<", 0, start)
    name = re.compile(r"<[A-Za-z][^\s/>]*").match(text, max(start, 0))
    return name.end() if name else 0


def _select(tree: cssselect2.ElementWrapper, selector: str) -> Element | None:
    try:
        found = tree.query(selector)
    except cssselect2.SelectorError:
        return None
    element: Element | None = found.etree_element if found is not None else None
    return element
