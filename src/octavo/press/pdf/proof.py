"""What a gathering comes to when it has been laid out, and what binding has to know of it.

That is PDF objects that are not yet numbered for good. Where a number depends on the other gatherings, a mark stands in
its place; `settled` puts the number there. Marks are bytes that no PDF string or name of ours contains.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from octavo.model.edition import LayoutFact

Replace = Mapping[bytes, Callable[[bytes], bytes]]
"""For each kind of mark, what stands in its place."""
_MARK = re.compile(rb"\x01([rmkxce])([^\x02]*)\x02")
_OTHER = re.compile(rb"\x01([mkxce])([^\x02]*)\x02")
"""Marks that are no references."""
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def reference(number: int) -> bytes:
    """A reference to an object of the same proof."""
    return b"\x01r%d\x02" % number


def margin(page: int) -> bytes:
    """A reference to what stands in the margins of a page of the proof."""
    return b"\x01m%d\x02" % page


def key(number: int) -> bytes:
    """A key of the parent tree (ISO 32000-1, 14.7.4.4)."""
    return b"\x01k%d\x02" % number


def across(x: float, page: int) -> bytes:
    """A horizontal place in points on a page of the proof: left and right pages have their type areas apart."""
    return b"\x01x%d:%.3f\x02" % (page, x)


def content(number: int, page: int) -> bytes:
    """What a page shows: a stream of the same proof, moved with its type area."""
    return b"\x01c%d:%d\x02" % (page, number)


def element(name: str) -> bytes:
    """A list of one: the structure element at a destination, in whatever proof it is."""
    return b"\x01e%s\x02" % name.encode()


TWINS = {
    "\u02bb": "\u2018", "\u02bc": "\u2019", "\u02ee": "\u201d", "\u0269": "\u03b9", "\u2206": "\u0394",
    **{chr(0x2780 + number): chr(0x2460 + number) for number in range(10)},
    **{chr(0x278A + number): chr(0x2776 + number) for number in range(10)},
}  # fmt: skip
"""Characters that many faces show by the glyph of another: the glyph means the other, and the text says which it is."""


def public(text: str) -> str:
    """A text that is said to readers: letters for private use mean nothing to them (ISO 14289-2, 8.4.3 and 8.6)."""
    return _PRIVATE.sub("\ufffd", text)


def settled(text: bytes, replace: Replace) -> bytes:
    """A text with every mark replaced, by the function for its kind: `r`, `m`, `k`, `x`, `c` or `e`."""
    return _settled(_MARK, text, replace)


def _settled(marks: re.Pattern[bytes], text: bytes, replace: Replace) -> bytes:
    return marks.sub(lambda found: replace[found[1]](found[2]), text)


def destination(chapter: str, anchor: str) -> str:
    """The name of an anchor in the whole book: plain ASCII, and those of one chapter sort together."""
    return f"{quote(chapter, safe='')}#{quote(anchor, safe='')}"


@dataclass(frozen=True, slots=True)
class Objects:
    """Dictionaries and arrays, by their numbers in a proof, in one text: there are a hundred on a page.

    The text is packed: it says the same again and again, and all proofs of a book are in memory at once. References are
    nine tenths of its marks. Their numbers stand apart from it, and are put back all at once.
    """

    numbers: tuple[int, ...] = ()
    _packed: bytes = b""
    _references: bytes = b""

    @classmethod
    def of(cls, objects: Mapping[int, bytes]) -> Objects:
        """From the text of each by its number."""
        text = _BETWEEN.join(objects.values())
        references = b" ".join(_REFERENCE.findall(text))
        template = _REFERENCE.sub(_PLACE, text.replace(b"%", b"%%"))
        return cls(tuple(objects), zlib.compress(template, 1), zlib.compress(references, 1))

    def each(self) -> list[tuple[int, bytes]]:
        """Each by its number, its marks in it."""
        return self._parted(0, self._template() % self._referred(0, {}))

    def settled(self, base: int, alias: Mapping[int, int], replace: Replace) -> list[tuple[int, bytes]]:
        """Each with its number for good, `base` added, and every mark replaced.

        References lead to the number for good too, but for those that `alias` has.
        """
        template = self._template().replace(_PLACE, b"%d 0 R")
        return self._parted(base, _settled(_OTHER, template % self._referred(base, alias), replace))

    def moved(self, base: int, alias: Mapping[int, int], replace: Replace) -> list[tuple[int, bytes]]:
        """The same, but references stay marks."""
        return self._parted(base, _settled(_OTHER, self._template() % self._referred(base, alias), replace))

    def _template(self) -> bytes:
        return zlib.decompress(self._packed) if self.numbers else b""

    def _referred(self, base: int, alias: Mapping[int, int]) -> tuple[int, ...]:
        if not self.numbers:
            return ()
        own = map(int, zlib.decompress(self._references).split())
        return tuple([alias.get(number, base + number) for number in own] if alias else [base + each for each in own])

    def _parted(self, base: int, text: bytes) -> list[tuple[int, bytes]]:
        texts = text.split(_BETWEEN) if self.numbers else []
        return [(base + number, text) for number, text in zip(self.numbers, texts, strict=True)]


_BETWEEN = b"\x03"
_REFERENCE = re.compile(rb"\x01r(\d+)\x02")
_PLACE = b"\x01r%d\x02"


@dataclass(frozen=True, slots=True)
class FontUse:
    """What a proof shows of one face."""

    hash: str
    """WeasyPrint's name for it in content streams: the same for the same face in every document."""
    name: bytes
    family: str
    flags: int
    ascent: int
    descent: int
    face: str
    """The name of its face."""
    widths: dict[int, float] = field(default_factory=dict)
    to_unicode: dict[int, str] = field(default_factory=dict)
    missing: dict[int, int] = field(default_factory=dict)
    """Codes of characters that it does not have, and the glyph that is shown for each."""

    @property
    def glyphs(self) -> frozenset[int]:
        """The glyphs that are shown."""
        return frozenset(self.missing.get(code, code) for code in self.to_unicode)


@dataclass(frozen=True, slots=True)
class PageProof:
    """One page: the number of its object, how `@page` selectors see it, what it gives to running heads."""

    number: int
    size: tuple[float, float]
    side: str
    blank: bool
    name: str
    strings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of the outline; `level` is 1 for the highest of its gathering, `page` counts from 0 within it."""

    level: int
    label: str
    page: int
    x: float
    y: float
    element: int = 0
    """The structure element that it leads to, in a PDF 2.0; 0 is the whole document."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One gathering, laid out. Numbers of objects count from 1 within it; `size` is the highest."""

    name: str
    objects: Objects
    streams: tuple[tuple[int, bytes, bytes], ...]
    """Number, the entries of its dictionary but for the length, and its data as they are written."""
    size: int
    keys: int
    """How many keys it takes in the parent tree."""
    pages: tuple[PageProof, ...]
    nodes: tuple[int, ...]
    """The objects that hold its pages."""
    tops: tuple[int, ...]
    """The structure elements that stand straight in the document."""
    parents: tuple[int, ...]
    """The leaves of the parent tree."""
    ids: tuple[tuple[str, bytes], ...]
    """Its element identifiers in their order, and what each stands for."""
    destinations: tuple[tuple[str, bytes], ...]
    """The same for its named destinations."""
    anchors: dict[str, int]
    """The page of each anchor, from 0."""
    elements: dict[str, int]
    """The structure element at each destination, in a PDF 2.0; 0 is the whole document."""
    needs: tuple[str, ...]
    """Names of destinations elsewhere that its links lead to."""
    bookmarks: tuple[Bookmark, ...]
    fonts: tuple[FontUse, ...]
    said: tuple[str, ...]
    """What WeasyPrint complained of."""
    is_cmyk: bool = False
    """Whether anything is drawn in the inks of a printer."""
    seen: tuple[LayoutFact, ...] = ()
    """What is to be seen on its pages."""


def moved(proof: Proof, base: int, keys: int, pages: int, alias: Mapping[int, int]) -> Proof:
    """A proof as a part of a larger one: how many objects, keys and pages stand before it there.

    `alias` has objects of its own whose place others take, by the numbers of both.
    """
    shift: Replace = {
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
        objects=Objects.of(dict(proof.objects.moved(base, alias, shift))),
        streams=tuple((base + number, settled(entries, shift), data) for number, entries, data in proof.streams),
        pages=tuple(replace(page, number=base + page.number) for page in proof.pages),
        nodes=tuple(base + each for each in proof.nodes),
        tops=tuple(map(at, proof.tops)),
        parents=tuple(base + each for each in proof.parents),
        ids=tuple((name, settled(text, shift)) for name, text in proof.ids),
        destinations=tuple((name, settled(text, shift)) for name, text in proof.destinations),
        anchors={name: pages + page for name, page in proof.anchors.items()},
        elements={name: at(number) for name, number in proof.elements.items()},
        bookmarks=tuple(replace(each, page=pages + each.page, element=at(each.element)) for each in proof.bookmarks),
        seen=tuple(replace(each, page=pages + each.page) for each in proof.seen),
    )


@dataclass(frozen=True, slots=True)
class Margins:
    """What stands in the margins of a gathering's pages: for each page the entries of a form and its data, packed."""

    objects: Objects
    streams: tuple[tuple[int, bytes, bytes], ...]
    size: int
    forms: tuple[tuple[bytes, bytes], ...]
    fonts: tuple[FontUse, ...]
    said: tuple[str, ...]
    is_cmyk: bool = False
