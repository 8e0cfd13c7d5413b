"""What is said about each box when it is drawn: artifact or not, and the text where its glyphs do not say it.

`ActualText` and `ReversedChars` follow ISO 32000-1, 14.9.4 and 14.8.2.3.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import bidirectional

from octavo.model.html_elements import INLINE, Element
from octavo.model.reading import classes
from octavo.model.writing import ARABIC, HEBREW
from octavo.press.pdf import proof
from octavo.press.pdf.engine.boxes import Box, Document, children, is_replaced, is_text, kind, leaves, pseudo_element

SOFT_HYPHEN, NO_SPACE = "\u00ad", "\u200b"
"""What ends the `ActualText` of a line within a word: after a hyphen of the line break, or without one."""
_UNSURE = re.compile(
    "[\u00ad\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u200c-\u200f\u2060\u2e80-\u2fdf\ufb1d-\ufdff\ufe70-\ufefc"
    f"{''.join(proof.TWINS)}]"
)
"""Characters that share glyphs with others, so that the glyphs alone do not say what was written."""
_SHOWN = re.compile(f"[^\\s{SOFT_HYPHEN}]+")
_RIGHT_TO_LEFT = re.compile(f"[{HEBREW}{ARABIC}]")


@dataclass
class BoxMarks:
    """The marks of the boxes of a document."""

    artifacts: set[Box] = field(default_factory=set)
    actual: dict[Box, str] = field(default_factory=dict)
    """The texts of boxes whose glyphs say something else."""
    reversed: set[Box] = field(default_factory=set)
    """Boxes whose glyphs are drawn from left to right, and read from right to left."""


def mark(document: Document) -> BoxMarks:
    """Return the marks of a document that has been laid out."""
    marks, source = BoxMarks(), _SourceText(document._html.etree_element)
    heads: dict[Element, int] = {}
    for number, page in enumerate(document.pages):
        for part in children(page._page_box):
            if kind(part) == "MarginBox":
                marks.artifacts.update(leaves(part))
            else:
                _mark_box(part, number, marks, source, heads, False)
    return marks


def _mark_box(
    box: Box, page: int, marks: BoxMarks, source: _SourceText, heads: dict[Element, int], is_silent: bool
) -> None:
    """Mark a box and those in it. `heads` has the first page of each table's head: on later pages it is repeated."""
    element = box.element
    if element is not None and not is_silent:
        is_silent = "address" in classes(element) or "artifact" in classes(element)
        if element.tag in ("thead", "tfoot"):
            is_silent = is_silent or heads.setdefault(element, page) != page
    if is_text(box):
        if is_silent or (pseudo_element(box) in ("before", "after") and "toc-link" not in classes(box.element)):
            marks.artifacts.add(box)
        else:
            source.advance(box)
            _mark_text(box, marks)
        return
    if is_replaced(box):
        if is_silent or element is None or not element.get("alt"):
            marks.artifacts.add(box)
        return
    for child in children(box):
        _mark_box(child, page, marks, source, heads, is_silent)
    last = _last_text(box) if kind(box) == "LineBox" and not is_silent else None
    if last is None or last in marks.artifacts or last in marks.reversed:
        return
    if said := source.text_of_broken(last):
        meant = last.element.get("data-actual") if last.element is not None else None
        marks.actual[last] = meant + said[-1] if meant else said


def _mark_text(box: Box, marks: BoxMarks) -> None:
    element = box.element
    if element is not None and (actual := element.get("data-actual")):
        marks.actual[box] = actual
    elif box.text and not box.text.strip():
        marks.actual[box] = " "  # WeasyPrint draws nothing for a space that is alone
    elif box.style["direction"] == "rtl" and _is_reversed(box.text):
        marks.reversed.add(box)
    elif _UNSURE.search(box.text):
        marks.actual[box] = _plain(box.text)


def _is_reversed(text: str) -> bool:
    """Return whether a text among right-to-left letters runs that way too: it has some, or nothing but signs."""
    return bool(_RIGHT_TO_LEFT.search(text)) or not any(bidirectional(each) in ("L", "EN", "AN") for each in text)


def _plain(text: str) -> str:
    """Return a text without what was put into it only for the layout."""
    return text.replace(SOFT_HYPHEN, "").replace("\u2060", "").replace("\u00a0", " ")


def _last_text(line: Box) -> Box | None:
    found = None
    for leaf in leaves(line):
        if is_text(leaf) and leaf.text.strip() and not pseudo_element(leaf):
            found = leaf
    return found


class _SourceText:
    """The text given to WeasyPrint: it shows whether a line broke at a space or within a word."""

    def __init__(self, root: Element) -> None:
        self._text: list[str] = []
        self._own: dict[Element, list[int]] = {}
        """For each element, where in the text its own visible characters are."""
        self._shown: dict[Element, int] = {}
        """For each element, how many of those the boxes so far have shown."""
        self._after: dict[Box, tuple[int, str]] = {}
        """For each box, where the text continues after it, and the hyphen that its line has added."""
        self._end = 0
        self._gather(root)
        self._text.append("\n")

    def _gather(self, element: Element) -> None:
        inline = element.tag in INLINE and "footnote" not in classes(element)
        if not inline:
            self._text.append("\n")
        self._add(element, element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._gather(child)
            self._add(element, child.tail)
        if not inline:
            self._text.append("\n")

    def _add(self, element: Element, text: str | None) -> None:
        own, start = self._own.setdefault(element, []), len(self._text)
        for run in _SHOWN.finditer(text or ""):
            own.extend(range(start + run.start(), start + run.end()))
        self._text.extend(text or "")

    def advance(self, box: Box) -> None:
        """Move on in the text of the element of a box, by what the box shows."""
        if pseudo_element(box) or box.element is None:
            return
        own = self._own.get(box.element, [])
        start = self._shown.get(box.element, 0)
        shown = sum(len(run) for run in _SHOWN.findall(box.text))
        hyphen = box.style["hyphenate_character"]
        added = 0
        if shown and hyphen and box.text.endswith(hyphen):
            at = start + shown - 1
            if at >= len(own) or self._text[own[at]] != hyphen[-1]:
                added = len(hyphen)
        end = start + shown - added
        self._shown[box.element] = end
        if end == start and (added or SOFT_HYPHEN in box.text):  # nothing else, behind an element that ends a line
            self._after[box] = (self._end, hyphen if added else "")
        elif 0 < end <= len(own):
            self._end = own[end - 1] + 1
            self._after[box] = (self._end, hyphen if added else "")

    def text_of_broken(self, box: Box) -> str | None:
        """Return what a line's last text really says, where the line ends within a word; None where it does not."""
        if box not in self._after:
            return None
        at, hyphen = self._after[box]
        while at < len(self._text) and self._text[at] == SOFT_HYPHEN:
            at += 1
        if at >= len(self._text) or self._text[at].isspace():
            return None
        kept: str = box.text[: len(box.text) - len(hyphen)] if hyphen else box.text
        return _plain(kept) + (SOFT_HYPHEN if hyphen else NO_SPACE)
