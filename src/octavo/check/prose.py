"""The prose of a set text, as rules about language look at it: block by block, without code and formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from octavo.model import reading
from octavo.model.html_elements import HEADINGS, MONOSPACE, WORD_BREAKS

_BLOCKS = frozenset(
    {"p", "li", "dd", "dt", "td", "th", "caption", "figcaption", "div", "blockquote", "summary", *HEADINGS}
)
_NOT_PROSE = MONOSPACE | {"var", "math", "svg", "img"}
_MADE = (
    "references",
    "apparatus",
    "note-ref",
    "note-back",
    "number",
    "label",
    "equation-number",
    "index-mark",
    "copyright",
)
GAP = "\ufffc"
"""What stands where something was that is no prose: a piece of code, a formula, a passage in another language."""
_END = re.compile(r"(?<=[.!?…])[\"”’»“)\]]*\s+(?=[\"“„«‘(\[]*[^\W\d_a-zß-ÿ])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of prose: the element that it stands in, and its text with white space folded."""

    element: Any
    text: str

    @property
    def tag(self) -> str:
        """The name of its element."""
        return str(self.element.tag)

    @property
    def sentences(self) -> list[str]:
        """Its sentences, as far as signs and capital letters tell."""
        return [each for each in _END.split(self.text) if each.strip()]


def passages(article: Any, lang: str) -> Iterator[Passage]:
    """All blocks of prose in a language, in the order of the text; what octavo made itself is left out."""
    yield from _within(article, lang, lang)


def _within(element: Any, lang: str, own: str) -> Iterator[Passage]:
    if not isinstance(element.tag, str) or _is_made(element) or element.tag in ("header", "pre"):
        return
    own = element.get("lang") or own
    if element.tag in _BLOCKS and _same(own, lang):
        text = " ".join("".join(_text(element, lang)).split())
        if text.strip(GAP + " "):
            yield Passage(element, text)
    for child in element:
        yield from _within(child, lang, own)


def _text(element: Any, lang: str) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if not isinstance(child.tag, str) or _is_made(child):
            pass
        elif child.tag in WORD_BREAKS:
            yield " "
        elif child.tag in _NOT_PROSE or "tex" in reading.classes(child) or not _same(child.get("lang") or lang, lang):
            yield GAP
        else:
            yield from _text(child, lang)
        yield child.tail or ""


def _same(one: str, other: str) -> bool:
    return one.partition("-")[0].lower() == other.partition("-")[0].lower()


def _is_made(element: Any) -> bool:
    return any(each in _MADE for each in reading.classes(element))
