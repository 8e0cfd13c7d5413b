"""The words that a reader meets in a galley, in their order; read from its XHTML, as an edition would show it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from lxml import etree

from octavo.check.source_agreement.words import words_in
from octavo.model import galley_classes as classes

_BLOCK_NAMES = (
    "address article aside blockquote body br caption center colgroup dd details div dl dt figcaption figure footer h1 "
    "h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset(["nav", "script", "style", "svg", "template"])
_CODE = frozenset(["code", "pre", "kbd", "samp"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_MADE = frozenset(
    {
        classes.NUMBER, classes.LABEL, classes.NOTE_REF, classes.NOTE_BACK, classes.CODE_NOTE, classes.ABSENT,
        classes.TASK, "accessibility", "apparatus", "statement",
    }
)  # fmt: skip
"""What octavo writes itself."""
_PERHAPS_MADE = frozenset(
    {
        classes.CSL_ENTRY, classes.CITATION, classes.XREF, classes.RULE, classes.BOX_TITLE, classes.MISSING_IMAGE,
        classes.TITLE_BLOCK, classes.OPENING, classes.CODE_TITLE, classes.REFERENCES, classes.COPYRIGHT,
        classes.EQUATION_NUMBER,
    }
)  # fmt: skip
"""What may be the author's words or octavo's: they answer words of the source, and none of them is ever too much."""


class Share(IntEnum):
    """Whose words these are."""

    TEXT = 0
    CODE = 1
    FORMULA = 2
    PERHAPS = 3
    """Perhaps not the author's."""


@dataclass(frozen=True, slots=True)
class GalleyWords:
    """The words of a galley, by their number: what each is, whose, in which block, and whether in a note."""

    words: tuple[str, ...]
    shares: bytes
    blocks: tuple[int, ...]
    noted: bytes
    captioned: bytes
    """Which of them are in the captions of tables."""
    elements: Mapping[str, int]
    """How many headings, items, tables, links, pictures and notes there are."""


def galley_words(xhtml: bytes) -> GalleyWords:
    """Return the words of a galley. Raises `lxml.etree.XMLSyntaxError` if it is not well-formed."""
    reader = _Reader()
    reader.meet(etree.fromstring(xhtml, etree.XMLParser(huge_tree=True)), Share.TEXT)
    words, blocks = [], []
    shares, noted, captioned = bytearray(), bytearray(), bytearray()
    starts = [part[0] for part in reader.parts]
    for at, word in words_in("".join(reader.texts)):
        _, share, block, is_noted, is_captioned = reader.parts[bisect_right(starts, at) - 1]
        words.append(word)
        shares.append(share)
        blocks.append(block)
        noted.append(is_noted)
        captioned.append(is_captioned)
    return GalleyWords(
        tuple(words), bytes(shares), tuple(blocks), bytes(noted), bytes(captioned), dict(reader.elements)
    )


@dataclass
class _Reader:
    texts: list[str] = field(default_factory=list)
    parts: list[tuple[int, Share, int, bool, bool]] = field(default_factory=list)
    """For each text: where it begins, whose it is, its block, whether it is in a note or in a table's caption."""
    elements: Counter[str] = field(default_factory=Counter)
    size: int = 0
    block: int = 0
    in_note: bool = False
    in_caption: bool = False

    def put(self, text: str | None, share: Share) -> None:
        if text:
            self.texts.append(text)
            self.parts.append((self.size, share, self.block, self.in_note, self.in_caption))
            self.size += len(text)

    def meet(self, element: etree._Element, share: Share) -> None:
        """Read an element, without the text behind it."""
        name = str(element.tag).rpartition("}")[2]
        if isinstance(element, etree._Comment) or name in _UNSEEN:
            return
        if element.get("hidden") is not None:  # by the author, in one edition or another
            share = Share.PERHAPS
        marks = frozenset((element.get("class") or "").split())
        if not _MADE.isdisjoint(marks):
            self.put(" ", share)
            return
        self._count(element, name, marks)
        if name == "math":
            # MathML of the author's has no TeX.
            formula = element.get("alttext") or " ".join(map(str, element.itertext()))
            self.put(f" {formula} ", Share.FORMULA)
        elif name == "img":
            self.put(f" {element.get('alt') or ''} {element.get('title') or ''} ", Share.PERHAPS)
        elif name == "li" and classes.NOTE in marks:
            self.in_note = True
            self._inside(element, name, marks, share)
            self.in_note = False
        elif name == "caption":
            self.in_caption = True
            self._inside(element, name, marks, share)
            self.in_caption = False
        else:
            self._inside(element, name, marks, share)

    def _inside(self, element: etree._Element, name: str, marks: frozenset[str], share: Share) -> None:
        inner = share
        if not _PERHAPS_MADE.isdisjoint(marks):
            inner = Share.PERHAPS
        elif name in _CODE and share is not Share.PERHAPS:
            inner = Share.FORMULA if classes.TEX in marks else Share.CODE
        is_block = name in _BLOCKS
        is_apart = is_block or inner is Share.PERHAPS is not share
        self.block += is_block
        if is_apart:
            self.put(" ", share)
        if name == "ol":
            self._letters(element)
        self.put(element.text, inner)
        for child in element:
            self.meet(child, inner)
            self.put(child.tail, inner)
        self.block += is_block
        if is_apart:
            self.put(" ", share)

    def _letters(self, element: etree._Element) -> None:
        """Put the letters or Roman numbers of a list, which an author may have meant as words."""
        how = element.get("type") or ""
        if how not in "aAiI" or not how:
            return
        first = int(element.get("start") or 1)
        items = [child for child in element if child.tag == "li"]
        for number in range(first, first + len(items)):
            self.put(f" {_roman(number) if how in 'iI' else _letter(number)} ", Share.PERHAPS)

    def _count(self, element: etree._Element, name: str, marks: frozenset[str]) -> None:
        if name in _HEADINGS or classes.BOX_TITLE in marks:
            self.elements["headings"] += 1
        elif name == "li":
            self.elements["notes" if classes.NOTE in marks else "items"] += 1
        elif name == "table":
            self.elements["tables"] += 1
        elif name == "a" and element.get("href") is not None:
            self.elements["links"] += 1
        elif name == "img" or classes.MISSING_IMAGE in marks:
            self.elements["pictures"] += 1


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26)


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        numeral += letters * (number // value)
        number %= value
    return numeral
