"""A gathering that has been laid out: its PDF objects, and what binding has to know about them.

The objects do not have their final numbers. Where a number depends on the other gatherings, a *mark* takes its place,
which `fill_marks` replaces. Marks are bytes that occur in no PDF string or name that octavo writes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from octavo.model.edition import LayoutFact

MarkValues = Mapping[bytes, Callable[[bytes], bytes]]
"""For each kind of mark, a function that returns what replaces it."""
_MARK = re.compile(rb"\x01([rmkxce])([^\x02]*)\x02")
_OTHER = re.compile(rb"\x01([mkxce])([^\x02]*)\x02")
"""Marks other than references."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def reference(number: int) -> bytes:
    """Return a mark for a reference to an object of the same proof."""
    return b"\x01r%d\x02" % number


def margin(page: int) -> bytes:
    """Return a mark for a reference to the margins of a page of the proof."""
    return b"\x01m%d\x02" % page


def key(number: int) -> bytes:
    """Return a mark for a key of the parent tree (ISO 32000-1, 14.7.4.4)."""
    return b"\x01k%d\x02" % number


def across(x: float, page: int) -> bytes:
    """Return a mark for a horizontal place in points on a page: the type areas of left and right pages differ."""
    return b"\x01x%d:%.3f\x02" % (page, x)


def content(number: int, page: int) -> bytes:
    """Return a mark for the content of a page: a stream of the same proof, moved with its type area."""
    return b"\x01c%d:%d\x02" % (page, number)


def element(name: str) -> bytes:
    """Return a mark for a list of one: the structure element at a destination, in any proof."""
    return b"\x01e%s\x02" % name.encode()


TWINS = {
    "\u02bb": "\u2018", "\u02bc": "\u2019", "\u02ee": "\u201d", "\u0269": "\u03b9", "\u2206": "\u0394",
    **{chr(0x2780 + number): chr(0x2460 + number) for number in range(10)},
    **{chr(0x278A + number): chr(0x2776 + number) for number in range(10)},
}  # fmt: skip
"""Characters that many fonts show by the glyph of another: the glyph means the other; `ActualText` says which it is."""


def public(text: str) -> str:
    """Return a text for reading software: characters for private use mean nothing to it.

    ISO 14289-2, 8.4.3 and 8.6.
    """
    return _PRIVATE.sub("\ufffd", text)


def fill_marks(text: bytes, values: MarkValues) -> bytes:
    """Return a text with every mark replaced, by the function for its kind: `r`, `m`, `k`, `x`, `c` or `e`."""
    return _fill(_MARK, text, values)


def _fill(marks: re.Pattern[bytes], text: bytes, values: MarkValues) -> bytes:
    return marks.sub(lambda found: values[found[1]](found[2]), text)


def destination(chapter: str, anchor: str) -> str:
    """Return the name of an anchor in the whole book: plain ASCII, so that those of one chapter sort together."""
    return f"{quote(chapter, safe='')}#{quote(anchor, safe='')}"


@dataclass(frozen=True, slots=True)
class Objects:
    """Dictionaries and arrays by their numbers in a proof, in one text: a page has a hundred.

    The text is compressed: it repeats itself a lot, and all proofs of a book are in memory at once. Nine tenths of its
    marks are references; their numbers are kept separately, and inserted all at once.
    """

    numbers: tuple[int, ...] = ()
    _packed: bytes = b""
    _references: bytes = b""

    @classmethod
    def of(cls, objects: Mapping[int, bytes]) -> Objects:
        """Return objects from the text of each by its number."""
        text = _BETWEEN.join(objects.values())
        references = b" ".join(_REFERENCE.findall(text))
        template = _REFERENCE.sub(_PLACE, text.replace(b"%", b"%%"))
        return cls(tuple(objects), zlib.compress(template, 1), zlib.compress(references, 1))

    def items(self) -> list[tuple[int, bytes]]:
        """Return each object by its number, with its marks."""
        return self._split(0, self._template() % self._references_from(0, {}))

    def numbered(self, base: int, alias: Mapping[int, int], values: MarkValues) -> list[tuple[int, bytes]]:
        """Return each object with its final number, which is `base` higher, and every mark replaced.

        References are numbered in the same way, except those to objects in `alias`, which get the number there.
        """
        template = self._template().replace(_PLACE, b"%d 0 R")
        return self._split(base, _fill(_OTHER, template % self._references_from(base, alias), values))

    def renumbered(self, base: int, alias: Mapping[int, int], values: MarkValues) -> list[tuple[int, bytes]]:
        """Return the same with references that are still marks."""
        return self._split(base, _fill(_OTHER, self._template() % self._references_from(base, alias), values))

    def _template(self) -> bytes:
        return zlib.decompress(self._packed) if self.numbers else b""

    def _references_from(self, base: int, alias: Mapping[int, int]) -> tuple[int, ...]:
        if not self.numbers:
            return ()
        own = map(int, zlib.decompress(self._references).split())
        return tuple([alias.get(number, base + number) for number in own] if alias else [base + each for each in own])

    def _split(self, base: int, text: bytes) -> list[tuple[int, bytes]]:
        texts = text.split(_BETWEEN) if self.numbers else []
        return [(base + number, text) for number, text in zip(self.numbers, texts, strict=True)]


_BETWEEN = b"\x03"
_REFERENCE = re.compile(rb"\x01r(\d+)\x02")
_PLACE = b"\x01r%d\x02"


@dataclass(frozen=True, slots=True)
class FontUse:
    """What a proof shows of one font."""

    hash: str
    """WeasyPrint's name for it in content streams: the same for the same font in every document."""
    name: bytes
    family: str
    flags: int
    ascent: int
    descent: int
    face: str
    """The name of its `Face`."""
    widths: dict[int, float] = field(default_factory=dict)
    to_unicode: dict[int, str] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)
    """Codes of characters that it lacks, and the glyph that is shown for each."""

    @property
    def glyphs(self) -> frozenset[int]:
        """The glyphs that are shown."""
        return frozenset(self.missing.get(code, code) for code in self.to_unicode)


@dataclass(frozen=True, slots=True)
class PageProof:
    """One page: the number of its object, how `@page` selectors see it, its strings for running heads."""

    number: int
    size: tuple[float, float]
    side: str
    blank: bool
    name: str
    strings: tuple[tuple[str, str], ...]
    bleed: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """In points: left, bottom, right, top."""
    marks: tuple[str, ...] = ()
    """Which marks for the printer are outside of it: `crop`, `cross`."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `level` is 1 for the highest of its gathering, `page` is counted from 0 within it."""

    level: int
    label: str
    page: int
    x: float
    y: float
    element: int = 0
    """The structure element that it leads to, in PDF 2.0; 0 is the whole document."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One gathering, laid out. Its objects are numbered from 1; `size` is the highest number."""

    name: str
    objects: Objects
    streams: tuple[tuple[int, bytes, bytes], ...]
    """Number, the entries of the dictionary except the length, and the data as written."""
    size: int
    keys: int
    """How many keys it needs in the parent tree."""
    pages: tuple[PageProof, ...]
    nodes: tuple[int, ...]
    """The objects that hold its pages."""
    tops: tuple[int, ...]
    """The structure elements directly in the document."""
    parents: tuple[int, ...]
    """The leaves of the parent tree."""
    ids: tuple[tuple[str, bytes], ...]
    """Its element identifiers in their order, and the element of each."""
    destinations: tuple[tuple[str, bytes], ...]
    """Its named destinations in their order, and the place of each."""
    anchors: dict[str, int]
    """The page of each anchor, from 0."""
    elements: dict[str, int]
    """The structure element at each destination, in PDF 2.0; 0 is the whole document."""
    needs: tuple[str, ...]
    """Names of destinations in other gatherings that its links lead to."""
    bookmarks: tuple[Bookmark, ...]
    fonts: tuple[FontUse, ...]
    messages: tuple[str, ...]
    """WeasyPrint's warnings."""
    is_cmyk: bool = False
    """Whether anything is drawn in the inks of a printer."""
    facts: tuple[LayoutFact, ...] = ()
    """What is noticeable on its pages."""


def as_part(proof: Proof, base: int, keys: int, pages: int, alias: Mapping[int, int]) -> Proof:
    """Return a proof as a part of a larger one, where so many objects, keys and pages come before it.

    `alias` maps objects of its own to those that replace them.
    """
    shift: MarkValues = {
        b"r": lambda number: reference(alias.get(int(number), base + int(number))),
        b"m": lambda page: margin(pages + int(page)),
        b"k": lambda number: key(keys + int(number)),
        b"x": lambda at: b"\x01x%d:%s\x02" % (pages + int(at.partition(b":")[0]), at.partition(b":")[2]),
        b"c": lambda at: content(base + int(at.partition(b":")[2]), pages + int(at.partition(b":")[0])),
        b"e": lambda name: b"\x01e%s\x02" % name,
    }

    def at(number: int) -> int:
        return alias.get(number, base + number) if number else 0

    return replace(
        proof,
        objects=Objects.of(dict(proof.objects.renumbered(base, alias, shift))),
        streams=tuple((base + number, fill_marks(entries, shift), data) for number, entries, data in proof.streams),
        pages=tuple(replace(page, number=base + page.number) for page in proof.pages),
        nodes=tuple(base + each for each in proof.nodes),
        tops=tuple(map(at, proof.tops)),
        parents=tuple(base + each for each in proof.parents),
        ids=tuple((name, fill_marks(text, shift)) for name, text in proof.ids),
        destinations=tuple((name, fill_marks(text, shift)) for name, text in proof.destinations),
        anchors={name: pages + page for name, page in proof.anchors.items()},
        elements={name: at(number) for name, number in proof.elements.items()},
        bookmarks=tuple(replace(each, page=pages + each.page, element=at(each.element)) for each in proof.bookmarks),
        facts=tuple(replace(each, page=pages + each.page) for each in proof.facts),
    )


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of the pages of a gathering: for each page the entries of a form, and its compressed data."""

    objects: Objects
    streams: tuple[tuple[int, bytes, bytes], ...]
    size: int
    forms: tuple[tuple[bytes, bytes], ...]
    fonts: tuple[FontUse, ...]
    messages: tuple[str, ...]
    is_cmyk: bool = False
