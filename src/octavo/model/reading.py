"""How octavo reads a text: its words, what is counted in it, and the one walk through a tree that finds both.

Works on trees of the ElementTree interface (lxml's too), with or without the XHTML namespace.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from octavo.model import galley_classes
from octavo.model.counts import Counts
from octavo.model.formula import plain_formula
from octavo.model.galley import Reading
from octavo.model.html_elements import HEADINGS, SILENT, WORD_BREAKS, Element
from octavo.model.writing import IDEOGRAPHS, KANA

if TYPE_CHECKING:
    from xml.etree import ElementTree

UNREAD = frozenset({galley_classes.APPARATUS, galley_classes.NOTE_REF, galley_classes.NOTE_BACK, galley_classes.TASK})
"""Classes of what is not part of the text."""
GENERATED = frozenset({galley_classes.NUMBER, galley_classes.LABEL, galley_classes.EQUATION_NUMBER})
"""Classes of what is part of the text, and which octavo has written, not the author."""

_WORD = re.compile(rf"[^\W_{IDEOGRAPHS}{KANA}]+|[{IDEOGRAPHS}{KANA}]")
_INVISIBLE = dict.fromkeys([
    *map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"),
    # points and vowel signs of Hebrew and Arabic, and the stroke that makes an Arabic word longer
    *range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, *range(0x0610, 0x061B), 0x0640,
    *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E5), 0x06E7, 0x06E8,
])  # fmt: skip
_BREAK = re.compile("\ue000(.*?)\ue001")
"""The label of a page break, between two characters that no text has."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text: runs of letters and digits, ignoring case and compatibility forms.

    Hyphens, apostrophes and dashes divide words, so that a line broken behind one reads the same. Chinese and Japanese
    are written without spaces: each character counts as a word.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", plain)))


class Walk:
    """One walk through a tree in reading order, which decides what is read, and where a word cannot continue.

    Everything that reads a text is a subclass, and does what it needs to where the walk calls it.
    """

    def visit(self, element: Element) -> None:
        """Read an element, if it is read at all."""
        name, is_silent, is_block, is_counted = _kind(element.tag)
        marks = element.get("class") if name else None
        if is_silent or element.get("hidden") is not None or (marks and not UNREAD.isdisjoint(marks.split())):
            if name:
                self.skip(element)
        elif marks and name in ("li", "aside") and galley_classes.NOTE in marks.split():
            self.note(element)
        elif name == "math" or (name == "img" and marks and "math" in marks.split()):
            self.formula(element)
            self.gap()
        elif name == "img":
            self.image(element)
        else:
            if is_counted:
                self.count(element, name)
            self.enter(element, is_block)

    def enter(self, element: Element, is_block: bool, /) -> None:
        """Read what is in an element."""
        if is_block:
            self.gap()
        if text := element.text:
            self.text(text, element, False)
        for child in element:
            self.visit(child)
            if text := child.tail:
                self.text(text, child, True)
        if is_block:
            self.gap()

    def text(self, text: str, element: Element, is_tail: bool, /) -> None:
        """Meet a piece of text, in an element or behind it."""

    def gap(self) -> None:
        """Meet what no word continues across: the beginning and the end of a block, a line break, a formula."""

    def skip(self, element: Element, /) -> None:
        """Meet what is not read."""

    def note(self, element: Element, /) -> None:
        """Meet a note, which is read by itself: the walk does not enter it."""

    def formula(self, element: Element, /) -> None:
        """Meet a formula, or the picture of one."""

    def image(self, element: Element, /) -> None:
        """Meet another picture."""

    def count(self, element: Element, name: str, /) -> None:
        """Meet a heading, a table or a link, before it is read."""


@lru_cache(1000)
def _kind(tag: Any) -> tuple[str, bool, bool, bool]:
    """Return an element's name, and whether it is silent, a block, and counted. Comments have no name."""
    name = tag.rpartition("}")[2] if isinstance(tag, str) else ""
    return name, not name or name in SILENT, name in WORD_BREAKS, name in HEADINGS or name in ("table", "a")


class _Reader(Walk):
    """The walk that keeps the text, and counts the rest."""

    def __init__(self) -> None:
        self.notes: list[Element] = []
        self.found: Counter[str] = Counter()
        self._pieces: list[str] = []

    def read(self, element: Element) -> str:
        """Return the text of an element."""
        self.visit(element)
        return "".join(self._pieces)

    def read_inside(self, element: Element) -> str:
        """Return the text in an element, whatever the element itself is."""
        self.enter(element, _kind(element.tag)[2])
        return "".join(self._pieces)

    def text(self, text: str, _element: Element, _is_tail: bool, /) -> None:
        self._pieces.append(text)

    def gap(self) -> None:
        self._pieces.append(" ")

    def note(self, element: Element, /) -> None:
        self.notes.append(element)

    def formula(self, _element: Element, /) -> None:
        self.found["equations"] += 1

    def image(self, element: Element, /) -> None:
        self.found["figures"] += bool(element.get("alt"))

    def count(self, element: Element, name: str, /) -> None:
        if name in HEADINGS:
            self.found["headings"] += 1
        elif name == "table":
            self.found["tables"] += 1
        else:
            self.found["links"] += element.get("href") is not None


class _PageReader(_Reader):
    """A reader that marks in the text where printed pages begin."""

    def skip(self, element: Element, /) -> None:
        if element.get("role") == "doc-pagebreak":
            self._pieces.append(f"\ue000{element.get('aria-label') or element.get('title') or ''}\ue001")


_END = "\ue002"
"""A character that no text has, between blocks."""


class _PlainReader(_Reader):
    """A reader that writes formulas as plain text."""

    def __init__(self) -> None:
        super().__init__()
        self._is_joined = False
        """Whether what comes next is right behind a formula."""

    def formula(self, element: Element, /) -> None:
        self._pieces.append(plain_formula(element) or element.get("alt") or "")
        self._is_joined = True

    def gap(self) -> None:
        if not self._is_joined:
            super().gap()
        self._is_joined = False


class _LineReader(_PlainReader):
    """A reader that marks where blocks begin and end."""

    def enter(self, element: Element, is_block: bool, /) -> None:
        self._pieces += [_END] * is_block
        super().enter(element, is_block)
        self._pieces += [_END] * is_block


def plain_text(element: Element) -> str:
    """Return the text of an element with white space folded, without note references and notes.

    Formulas are written as `plain_formula` writes them.
    """
    return " ".join(_PlainReader().read(element).split())


def text_without_formulas(element: Element) -> str:
    """Return the same without formulas: what a search in the author's text can find."""
    return " ".join(_Reader().read(element).split())


def plain_lines(element: Element) -> str:
    """Return the text of an element as `plain_text` does, but with each block on a line of its own."""
    reader = _LineReader()
    lines = (" ".join(line.split()) for line in reader.read(element).split(_END))
    return "\n".join(line for line in lines if line)


def read(root: Element) -> Reading:
    """Read a whole tree."""
    reader = _Reader()
    text = reader.read(root)
    found, notes = reader.found, []
    for note in reader.notes:
        inner = _Reader()
        notes.append(inner.read_inside(note))
        found += inner.found
    return reading_of(text, notes, found)


def reading_of(text: str, notes: Sequence[str], found: Counter[str]) -> Reading:
    """Return what was read: the words of a text and of its notes; `found` counts everything else, by the names of
    `Counts`.
    """
    body, inner = words(text), [words(note) for note in notes]
    counts = Counts(words=len(body) + sum(map(len, inner)), notes=len(notes), **found)
    return Reading(counts, " ".join(body), tuple(map(" ".join, inner)))


def page_breaks(root: Element) -> tuple[list[tuple[str, int]], int]:
    """Return the labels of the printed pages that begin in a tree, each with how many words come before; and all words.

    EPUB Accessibility 1.1, section 4.
    """
    pieces = _BREAK.split(_PageReader().read(root))
    breaks, count = [], len(words(pieces[0]))
    for label, text in zip(pieces[1::2], pieces[2::2], strict=True):
        breaks.append((label, count))
        count += len(words(text))
    return breaks, count


def local(element: Element) -> str:
    """Return an element's name without its namespace; empty for comments and the like."""
    return _kind(element.tag)[0]


def classes(element: Element | ElementTree.Element) -> list[str]:
    """Return an element's classes."""
    return str(element.get("class") or "").split()
