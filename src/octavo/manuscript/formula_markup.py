"""The words of a heading or a caption with the formulas among them, for contents and lists that can show MathML."""

from __future__ import annotations

from copy import deepcopy
from html import escape

from lxml import etree

from octavo.manuscript.elements import MATHML
from octavo.model import reading
from octavo.model.html_elements import Element


def words_and_formulas(element: Element) -> str:
    """Return the text of an element, without its number, as XHTML: a `<span>` with its formulas in MathML.

    Return nothing where it has no formulas: the plain text says the same.
    """
    if next(element.iter(f"{MATHML}math"), None) is None:
        return ""
    walk = _MarkupWalk()
    walk.visit(element)
    return f"<span>{' '.join(''.join(walk.pieces).split())}</span>"


class _MarkupWalk(reading.Walk):
    """The walk that keeps the author's text, and formulas as they are."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._is_joined = False
        """Whether what comes next is right behind a formula."""

    def enter(self, element: Element, is_block: bool, /) -> None:
        if reading.GENERATED.isdisjoint(reading.classes(element)):
            super().enter(element, is_block)

    def text(self, text: str, _element: Element, _is_tail: bool, /) -> None:
        self.pieces.append(escape(text))

    def gap(self) -> None:
        if not self._is_joined:
            self.pieces.append(" ")
        self._is_joined = False

    def formula(self, element: Element, /) -> None:
        copy = deepcopy(element)
        copy.tail = None
        self.pieces.append(etree.tostring(copy, encoding="unicode"))
        self._is_joined = True
