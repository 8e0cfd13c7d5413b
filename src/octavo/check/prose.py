"""The prose of a chapter, as rules about language read it: block by block, without code and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.model import reading
from octavo.model.galley_classes import COPYRIGHT, INDEX_MARK, REFERENCES, TEX
from octavo.model.html_elements import HEADINGS, MONOSPACE, Element

GAP = "\ufffc"
"""What a passage has in place of anything that is not prose: code, a formula, a picture, another language."""
_PASSAGES = frozenset(
    {"p", "li", "dd", "dt", "td", "th", "caption", "figcaption", "div", "blockquote", "summary", *HEADINGS}
)
_NOT_PROSE = MONOSPACE | {"var"}
_LEFT_OUT = frozenset({"header", "pre"})
_LEFT_OUT_CLASSES = reading.GENERATED | {REFERENCES, INDEX_MARK, COPYRIGHT}
_END = re.compile(r"(?<=[.!?…])[\"”’»“)\]]*\s+(?=[\"“„«‘(\[]*[^\W\d_a-zß-ÿ])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of prose: its element, and its text with white space folded."""

    element: Element
    text: str

    @property
    def tag(self) -> str:
        """The name of its element."""
        return str(self.element.tag)

    @property
    def sentences(self) -> list[str]:
        """Its sentences, as far as punctuation and capital letters show them."""
        return [each for each in _END.split(self.text) if each.strip()]


def passages(article: Element, lang: str) -> Iterator[Passage]:
    """Yield all blocks of prose in a language, in the order of the text, without what octavo has added."""
    walk = _ProseWalk(lang)
    walk.visit(article)
    for element, pieces in walk.found:
        text = " ".join("".join(pieces).split())
        if text.strip(GAP + " "):
            yield Passage(element, text)


class _ProseWalk(reading.Walk):
    """The walk that collects the text of each block by itself."""

    def __init__(self, lang: str) -> None:
        self.found: list[tuple[Element, list[str]]] = []
        self._lang = self._here = lang
        """The language that is wanted, and the language of what is being read."""
        self._pieces: list[str] = []
        """The text of the block that is being read; it is dropped where that is no passage."""

    def enter(self, element: Element, is_block: bool, /) -> None:
        name, marks = reading.local(element), reading.classes(element)
        if not _LEFT_OUT_CLASSES.isdisjoint(marks):
            return
        if is_block:
            self._pieces.append(" ")
        if name in _LEFT_OUT:
            return
        outer = self._here, self._pieces
        self._here = element.get("lang") or self._here
        is_wanted = _is_same_language(self._here, self._lang)
        if is_block:
            self._pieces = []
            if is_wanted and name in _PASSAGES:
                self.found.append((element, self._pieces))
        elif not is_wanted or name in _NOT_PROSE or TEX in marks:
            self._pieces.append(GAP)
            self._pieces = []
        super().enter(element, is_block)
        self._here, self._pieces = outer

    def text(self, text: str, _element: Element, _is_tail: bool, /) -> None:
        self._pieces.append(text)

    def note(self, element: Element, /) -> None:
        self.enter(element, True)

    def formula(self, _element: Element, /) -> None:
        self._pieces.append(GAP)

    def image(self, _element: Element, /) -> None:
        self._pieces.append(GAP)


def _is_same_language(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()
