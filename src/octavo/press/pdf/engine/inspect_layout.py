"""What is noticeable on laid-out pages and may be unwanted: facts, for rules to judge.

| kind | what | amount |
|---|---|---|
| `over` | text or a picture that overflows its box or cell, or into the margin | by how many millimetres |
| `picture` | a picture | its printed width in millimetres |
| `wrapped` | a line of code that continues in the next one | |
| `stretched` | a line whose words are far apart | ems between two of them |
| `orphan`, `widow` | a line of a paragraph alone at the foot, or at the head, of a page | |
| `stranded` | a heading at the foot of a page, its text on the next | |
| `end` | the last page of several | the filled part of its height |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from octavo.model.edition import LayoutFact
from octavo.model.html_elements import HEADINGS
from octavo.press.pdf.engine.boxes import Box, Document, behind_placeholder, kind

_MM = 25.4 / 96
"""Millimetres in a pixel of CSS."""
_SLACK = 1.5
"""Pixels that text may overflow unnoticed: side bearings, hanging punctuation."""
_STRETCHED = 0.45
"""Ems added between words, above which a line counts as stretched."""
_SIGN = " ▸"
"""The end of a line of code that continues; `styles/print.css` adds it."""
_LONGEST = 60
"""The most characters of a text that a fact has."""
_SPLIT = ("p", "li", "dd", "blockquote", "div")
"""Elements whose lines may be on two pages."""
_NAMED = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "pre", "td", "th", "dt", "dd", "figcaption", "caption")


@dataclass(slots=True)
class _PageWalk:
    """What a walk over a page has found."""

    right: float
    lines: list[tuple[Any, str, Any]] = field(default_factory=list)
    """Element, its name and the box of each line of the text, in order, without notes and floats."""
    lowest: float = 0.0
    found: list[LayoutFact] = field(default_factory=list)
    continues: bool = False
    """Whether the last line of code continues in the next one."""


@dataclass(frozen=True, slots=True)
class _Container:
    """What a box is in: the innermost element that an author would name, and how far text may reach."""

    element: Any
    tag: str
    right: float
    in_flow: bool = True


def inspect(document: Document) -> tuple[LayoutFact, ...]:
    """Return what is noticeable on the pages of a document that has been laid out."""
    pages = [_walk_page(page, index) for index, page in enumerate(document.pages)]
    found = [fact for page in pages for fact in page.found]
    for index, (page, following) in enumerate(pairwise(pages)):
        found += _facts_between(page, following, index)
    if len(pages) > 1 and (pages[-1].lines or pages[-1].lowest):
        box = document.pages[-1]._page_box
        filled = max(0.0, pages[-1].lowest - box.content_box_y()) / box.height
        found.append(
            LayoutFact("end", len(pages) - 1, "", filled, _line(pages[-1].lines[0][2]) if pages[-1].lines else "")
        )
    return tuple(sorted(found, key=lambda fact: fact.page))


def _walk_page(page: Box, index: int) -> _PageWalk:
    box = page._page_box
    result = _PageWalk(box.content_box_x() + box.width)
    for child in box.children:
        if kind(child) != "MarginBox":
            in_flow = kind(child) != "FootnoteAreaBox"
            _walk(child, _Container(None, "", result.right, in_flow), result, index)
    return result


def _walk(box: Box, around: _Container, page: _PageWalk, index: int) -> None:
    box = behind_placeholder(box)
    class_name = kind(box)
    if class_name == "LineBox":
        _inspect_line(box, around, page, index)
        return
    if class_name.endswith("ReplacedBox"):
        _inspect_picture(box, around, page, index)
        return
    tag = box.element_tag or ""
    if tag in _NAMED or class_name == "TableCellBox":
        around = _Container(box.element, tag, around.right, around.in_flow)
    if class_name == "TableCellBox" or tag == "pre":
        right = box.border_box_x() + box.border_width()
        if tag != "pre" or box.margin_right >= 0:  # a block of code may be extended into the margin
            right = min(around.right, right)
        around = _Container(around.element, around.tag, right, around.in_flow)
    if tag == "table" and around.tag != "table" and box.margin_right < 0:  # and so may a table
        around = _Container(around.element, "table", around.right - box.margin_right, around.in_flow)
    if not box.is_in_normal_flow() and class_name != "FootnoteAreaBox":
        around = _Container(around.element, around.tag, around.right, False)
    for child in getattr(box, "children", ()):
        _walk(child, around, page, index)


def _inspect_line(line: Box, around: _Container, page: _PageWalk, index: int) -> None:
    if around.in_flow:
        page.lines.append((around.element, around.tag, line))
        page.lowest = max(page.lowest, line.position_y + line.height)
    over = stretch = 0.0
    for box in _within(line):
        class_name = kind(box)
        if class_name == "TextBox":
            if box.text.strip():
                over = max(over, box.position_x + box.width - _hung(box) - around.right)
            stretch = max(stretch, box.justification_spacing / (box.style["font_size"] or 1.0))
        elif class_name.endswith("ReplacedBox"):
            _inspect_picture(box, around, page, index)
        elif class_name == "InlineBlockBox":
            _walk_children(box, around, page, index)
    if over > _SLACK:
        page.found.append(LayoutFact("over", index, around.tag, round(over * _MM, 1), _line(line)))
    if around.tag == "pre":
        continued, page.continues = page.continues, _continues(line)
        if page.continues and not continued:
            page.found.append(LayoutFact("wrapped", index, "pre", words=_line(line).rstrip(_SIGN)))
    if stretch > _STRETCHED:
        page.found.append(LayoutFact("stretched", index, around.tag, round(stretch, 2), _line(line)))


def _continues(line: Box) -> bool:
    """Return whether a line ends in the sign for a line that continues."""
    texts = [box for box in _within(line) if kind(box) == "TextBox"]
    return bool(texts) and texts[-1].text.endswith(_SIGN[-1])


def _walk_children(box: Box, around: _Container, page: _PageWalk, index: int) -> None:
    inner = _Container(around.element, around.tag, around.right, False)
    for child in box.children:
        _walk(child, inner, page, index)


def _hung(box: Box) -> float:
    """Return the width of the space at the end of a text, which may hang over."""
    trailing = len(box.text) - len(box.text.rstrip())
    return float(trailing * box.style["font_size"] * 0.3)


def _inspect_picture(box: Box, around: _Container, page: _PageWalk, index: int) -> None:
    if around.in_flow:
        page.lowest = max(page.lowest, box.position_y + box.margin_height())
    source = box.element.get("src", "") if box.element is not None and box.element.tag == "img" else ""
    if not source.startswith("res:") or "math" in (box.element.get("class") or "").split():
        return
    name = source.removeprefix("res:")
    width = box.width * _MM
    page.found.append(LayoutFact("picture", index, "img", round(width, 2), resource=name))
    over = box.content_box_x() + box.width - around.right
    if over > _SLACK:
        page.found.append(LayoutFact("over", index, "img", round(over * _MM, 1), resource=name))


def _within(line: Box) -> Iterator[Any]:
    """Yield the boxes on a line, down to its texts."""
    for child in line.children:
        box = behind_placeholder(child)
        if kind(box) in ("InlineBox", "LineBox"):
            yield from _within(box)
        else:
            yield box


def _line(line: Box) -> str:
    """Return the text of a line."""
    return " ".join(_plain("".join(getattr(box, "text", "") for box in _within(line))).split())[:_LONGEST]


def _plain(text: str) -> str:
    """Return a text without the marks that say where it may break."""
    return text.translate({0xAD: None, 0x200B: None, 0x2060: None, 0xA0: " "})


def _facts_between(page: _PageWalk, following: _PageWalk, index: int) -> Iterator[LayoutFact]:
    """Yield what is wrong where one page ends and the next begins."""
    if not page.lines or not following.lines:
        return
    element, tag, line = page.lines[-1]
    if tag in HEADINGS:
        yield LayoutFact("stranded", index, tag, words=_line(line))
    elif element is not None and element is following.lines[0][0] and tag in _SPLIT:
        here, there = _lines_of(element, reversed(page.lines)), _lines_of(element, following.lines)
        if here == 1 and not any(element is each[0] for each in page.lines[:-1]):
            yield LayoutFact("orphan", index, tag, words=_line(line))
        if there == 1:
            yield LayoutFact("widow", index + 1, tag, words=_line(following.lines[0][2]))


def _lines_of(element: Any, lines: Iterator[tuple[Any, str, Any]] | Sequence[tuple[Any, str, Any]]) -> int:
    count = 0
    for each, _, _ in lines:
        if each is not element:
            break
        count += 1
    return count
