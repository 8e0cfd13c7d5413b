"""What a reader meets in a text: its words, and what is counted, read in one way from every tree.

Works on trees of the ElementTree interface (lxml's too), with or without the XHTML namespace.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from octavo.model.galley import Counts, Reading
from octavo.model.html_elements import HEADINGS, SILENT, WORD_BREAKS
from octavo.model.writing import IDEOGRAPHS, KANA

_WORD = re.compile(rf"[^\W_{IDEOGRAPHS}{KANA}]+|[{IDEOGRAPHS}{KANA}]")
_INVISIBLE = dict.fromkeys([
    *map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"),
    # points and vowel signs of Hebrew and Arabic, and the stroke that makes an Arabic word longer
    *range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7, *range(0x0610, 0x061B), 0x0640,
    *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD), *range(0x06DF, 0x06E5), 0x06E7, 0x06E8,
])  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    """The words of a text: runs of letters and digits, without regard to case and to compatibility forms.

    Hyphens, apostrophes and dashes part words, so that a line broken behind one reads the same. Chinese and Japanese
    are written without spaces, and counted by characters: each is a word.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).casefold()
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", plain)))


def plain_text(element: Any) -> str:
    """The text of an element with white space folded, notes references, notes and mathematics left out."""
    return " ".join(_TreeReader().run(element).split())


def read(root: Any) -> Reading:
    """Read a whole tree."""
    reader = _TreeReader()
    text = reader.run(root)
    notes = tuple(" ".join(words(_TreeReader().inside(note))) for note in reader.notes)
    inner = [_count(note) for note in reader.notes]
    found = words(text)
    counts = Counts(
        words=len(found) + sum(len(note.split()) for note in notes),
        headings=reader.headings + sum(c.headings for c in inner),
        figures=reader.figures + sum(c.figures for c in inner),
        tables=reader.tables + sum(c.tables for c in inner),
        notes=len(notes),
        equations=reader.equations + sum(c.equations for c in inner),
        links=reader.links + sum(c.links for c in inner),
    )
    return Reading(counts, " ".join(found), notes)


def page_breaks(root: Any) -> tuple[list[tuple[str, int]], int]:
    """The labels of the printed pages that begin in a tree, each with how many words stand before it; and all words."""
    parts = re.split("\ue000(.*?)\ue001", _PageReader().run(root))
    found, count = [], 0
    for at in range(0, len(parts), 2):
        count += len(words(parts[at]))
        if at + 1 < len(parts):
            found.append((parts[at + 1], count))
    return found, count


def local(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(1000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def classes(element: Any) -> list[str]:
    """An element's classes."""
    return str(element.get("class") or "").split()


def _count(note: Any) -> Counts:
    reader = _TreeReader()
    reader.inside(note)
    return Counts(0, reader.headings, reader.figures, reader.tables, 0, reader.equations, reader.links)


class _TreeReader:
    """One walk over a tree: gives its text, gathers its notes, counts the rest."""

    def __init__(self) -> None:
        self.notes: list[Any] = []
        self.headings = self.figures = self.tables = self.equations = self.links = 0
        self._text: list[str] = []

    def run(self, element: Any) -> str:
        """The text of an element."""
        self._meet(element)
        return "".join(self._text)

    def inside(self, element: Any) -> str:
        """The text in an element, whatever it is itself."""
        self._enter(element, local(element))
        return "".join(self._text)

    def _meet(self, element: Any) -> None:
        name, marks = local(element), element.get("class")
        if not name or name in SILENT or element.get("hidden") is not None:
            return
        if marks is not None and not self._is_met(element, name, marks.split()):
            return
        if name == "math":
            self.equations += 1
            self._text.append(" ")
            return
        if name == "img":
            if marks is None:
                self.figures += bool(element.get("alt"))
            return
        self.headings += name in HEADINGS
        self.tables += name == "table"
        self.links += name == "a" and element.get("href") is not None
        self._enter(element, name)

    def _is_met(self, element: Any, name: str, marks: list[str]) -> bool:
        """Whether a reader of the text meets an element with some classes; what those say of it is counted."""
        if "apparatus" in marks or "note-ref" in marks or "note-back" in marks:
            return False
        if "note" in marks and name in ("li", "aside"):
            self.notes.append(element)
            return False
        if name != "math" and (name == "img" or "missing-image" in marks):
            self.figures += bool(element.get("alt")) and "math" not in marks
            self.equations += "math" in marks
            if "math" in marks:
                self._text.append(" ")
        return name == "math" or name == "img" or "task" not in marks

    def _enter(self, element: Any, name: str) -> None:
        gap = " " if name in WORD_BREAKS else ""
        text = self._text
        if gap:
            text.append(gap)
        if inner := element.text:
            text.append(inner)
        for child in element:
            self._meet(child)
            if tail := child.tail:
                text.append(tail)
        if gap:
            text.append(gap)


class _PageReader(_TreeReader):
    """A reader that says where printed pages begin, between two characters that no text has."""

    def _meet(self, element: Any) -> None:
        if element.get("role") == "doc-pagebreak" and local(element):
            self._text.append(f"\ue000{element.get('aria-label') or element.get('title') or ''}\ue001")
        else:
            super()._meet(element)
