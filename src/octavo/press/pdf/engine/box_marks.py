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
from octavo.press.pdf.engine.roles import role_of

SOFT_HYPHEN, NO_SPACE = "\u00ad", "\u200b"
"""What ends the `ActualText` of a line within a word: after a hyphen of the line break, or without one."""
BLOCK = "\x1e"
"""What is between two blocks in the source of a document: white space that no text has."""
_LISTS = frozenset({"ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup"})
"""Elements whose own text is white space between the blocks in them."""
_CLEAR = 2.0
"""How many pixels left of the end of a text the next one begins, at least, if it is surely on another line."""
_UNSURE = re.compile(
    "[\u00ad\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u200c-\u200f\u2060\u2e80-\u2fdf\ufb1d-\ufdff\ufe70-\ufefc"
    f"{''.join(proof.TWINS)}]"
)
"""Characters that share glyphs with others, so that the glyphs alone do not say what was written."""
_OF_THE_TEXT = ("", "first-letter", "first-line")
"""Pseudo-elements that show a part of the author's text."""
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
    joints = _Joints(marks, source)
    for number, page in enumerate(document.pages):
        joints.last = None
        for part in children(page._page_box):
            if kind(part) == "MarginBox":
                marks.artifacts.update(leaves(part))
            else:
                _mark_box(part, number, joints, heads, False)
    return marks


def _mark_box(box: Box, page: int, joints: _Joints, heads: dict[Element, int], is_silent: bool) -> None:
    """Mark a box and those in it. `heads` has the first page of what is repeated on later pages: heads of tables."""
    element, marks, source = box.element, joints.marks, joints.source
    if element is not None and not is_silent:
        is_silent = "address" in classes(element) or "artifact" in classes(element)
        if element.tag in ("thead", "tfoot") or box.style["position"] == "fixed":
            is_silent = is_silent or heads.setdefault(element, page) != page
    if is_text(box):
        if (
            is_silent
            or (pseudo_element(box) in ("before", "after") and "toc-link" not in classes(box.element))
            or _is_no_text(box)
        ):
            marks.artifacts.add(box)
        else:
            source.advance(box)
            _mark_text(box, marks)
            joints.meet(box)
        return
    if is_replaced(box):
        if is_silent or element is None or not element.get("alt"):
            marks.artifacts.add(box)
        return
    for child in children(box):
        _mark_box(child, page, joints, heads, is_silent)
    last = _last_text(box) if kind(box) == "LineBox" and not is_silent else None
    if last is None or last in marks.artifacts or last in marks.reversed:
        return
    if said := source.text_of_broken(last):
        meant = last.element.get("data-actual") if last.element is not None else None
        marks.actual[last] = meant + said[-1] if meant else said


def _is_no_text(box: Box) -> bool:
    """Return whether a text is not the author's: generated, the mark of no item, or space between items."""
    match pseudo_element(box):
        case "before" | "after":
            return "toc-link" not in classes(box.element)
        case "marker":
            return role_of(box.element) != "LI"
    return box.element is not None and box.element.tag in _LISTS and not box.text.strip()


def _mark_text(box: Box, marks: BoxMarks) -> None:
    element = box.element
    if element is not None and (actual := element.get("data-actual")):
        marks.actual[box] = actual
    elif box.text and not box.text.strip():
        marks.actual[box] = " "  # WeasyPrint draws nothing for a space that is alone
    elif box.style["direction"] == "rtl" and _is_reversed(box.text):
        marks.reversed.add(box)
    elif box.style["direction"] == "rtl" and box.text != box.text.strip():
        marks.actual[box] = _plain(box.text)  # the space at its end is drawn first
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
        if is_text(leaf) and leaf.text.strip() and pseudo_element(leaf) in _OF_THE_TEXT:
            found = leaf
    return found


@dataclass
class _Joints:
    """Where one text meets the next: whether a word continues there is said where their places do not show it.

    Readers of a PDF take a text further left than the end of the last one for the next line. In columns, next to
    floats, or where an author's sheet moves something, it need not be.
    """

    marks: BoxMarks
    source: _SourceText
    last: Box | None = None
    """The text before, if it is on the same page, and in reach of what comes next."""

    def meet(self, box: Box) -> None:
        """Meet the next text; mark the one before where that is needed."""
        if pseudo_element(box) not in _OF_THE_TEXT:
            return
        last, self.last = self.last, box
        if not box.text.strip():
            self.last = None  # a space by itself is read as what it is
        elif last is not None and not {last, box} & self.marks.reversed:
            self._mark(last, box)

    def _mark(self, last: Box, box: Box) -> None:
        between = self.source.between(last, box)
        if between is None or BLOCK in between:
            return
        shift = box.position_x - last.position_x - last.width
        is_unsure = last.style["letter_spacing"] not in (0, "normal") or _is_to_the_left(box, last)
        said = self.marks.actual.get(last, _plain(last.text))
        if between.strip(SOFT_HYPHEN):
            if (is_unsure or shift > -_CLEAR) and not (said[-1:].isspace() or box.text[:1].isspace()):
                self.marks.actual[last] = said + " "
        elif (is_unsure or shift < -_CLEAR / 2) and not said.endswith((SOFT_HYPHEN, NO_SPACE)):
            self.marks.actual[last] = said + NO_SPACE


def _is_to_the_left(box: Box, last: Box) -> bool:
    """Return whether a text is on the line of another, but before it."""
    is_level = abs(box.position_y - last.position_y) < _CLEAR
    return is_level and bool(box.position_x + box.width < last.position_x + _CLEAR)


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
        self._spans: dict[Box, tuple[int, int]] = {}
        """For each box, where in the text its first visible character is, and where its last one ends."""
        self._end = 0
        self._notes: list[Element] = []
        self._gather(root)
        while self._notes:  # what is around a note goes on behind its number
            self._gather(self._notes.pop(0))
        self._text.append(BLOCK)

    def _gather(self, element: Element) -> None:
        inline = element.tag in INLINE and "footnote" not in classes(element)
        if not inline:
            self._text.append(BLOCK)
        self._add(element, element.text)
        for child in element:
            if isinstance(child.tag, str):
                if "footnote" in classes(child):
                    self._notes.append(child)
                else:
                    self._gather(child)
            self._add(element, child.tail)
        if not inline:
            self._text.append(BLOCK)

    def _add(self, element: Element, text: str | None) -> None:
        own, start = self._own.setdefault(element, []), len(self._text)
        for run in _SHOWN.finditer(text or ""):
            own.extend(range(start + run.start(), start + run.end()))
        self._text.extend(text or "")

    def advance(self, box: Box) -> None:
        """Move on in the text of the element of a box, by what the box shows."""
        if pseudo_element(box) not in _OF_THE_TEXT or box.element is None:
            return
        own = self._own.get(box.element, [])
        start = self._shown.get(box.element, 0)
        shown = sum(len(run) for run in _SHOWN.findall(box.text))
        if box.style["text_transform"] == "uppercase" and shown:
            shown = self._written(own[start:], shown)
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
            if start < end:
                self._spans[box] = own[start], self._end

    def _written(self, own: list[int], shown: int) -> int:
        """Return how many characters were written where so many are shown in capitals: a sharp s has two."""
        for count, at in enumerate(own):
            if shown <= 0:
                return count
            shown -= len(self._text[at].upper())
        return len(own) + max(0, shown)

    def between(self, last: Box, box: Box) -> str | None:
        """Return what is between two texts in the source; None where the second does not follow the first."""
        if last not in self._spans or box not in self._spans:
            return None
        end, start = self._spans[last][1], self._spans[box][0]
        return "".join(self._text[end:start]) if end <= start else None

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
