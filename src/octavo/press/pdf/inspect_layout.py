"""What is to be seen on laid-out pages that their author may not have wanted: facts, for rules to judge.

| kind | what | amount |
|---|---|---|
| `over` | text or a picture that stands out of its box or cell, or over the margin | millimetres that it stands out |
| `picture` | a picture | its printed width in millimetres |
| `wrapped` | a line of code that goes on in the next one | |
| `stretched` | a line whose words stand far apart | ems between two of them |
| `orphan`, `widow` | a line of a paragraph alone at the foot, or at the head, of a page | |
| `stranded` | a heading at the foot of a page, its text on the next | |
| `end` | the last page of several | the part of its height that is filled |
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from octavo.model.edition import LayoutFact
from octavo.model.html_elements import HEADINGS

_MM = 25.4 / 96
"""Millimetres in a pixel of CSS."""
_SLACK = 1.5
"""Pixels that text may stand out unseen: side bearings, hanging punctuation."""
_STRETCHED = 0.45
"""Ems added between words, from which on a line is told of."""
_SIGN = " ▸"
"""What a line of code ends in that goes on; `styles/print.css` says so."""
_SAID = 60
"""Characters of a text that are told."""
_PARTED = ("p", "li", "dd", "blockquote", "div")
"""Elements whose lines may be parted by a page."""
_SIGNED = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "pre", "td", "th", "dt", "dd", "figcaption", "caption")


@dataclass(slots=True)
class _PageWalk:
    """What a walk over a page has come by."""

    right: float
    lines: list[tuple[Any, str, Any]] = field(default_factory=list)
    """Element, its name and the box of each line of the text, in order; notes and what floats are no part of it."""
    lowest: float = 0.0
    found: list[LayoutFact] = field(default_factory=list)
    goes_on: bool = False
    """Whether the last line of code goes on in the next one."""


@dataclass(frozen=True, slots=True)
class _Container:
    """What a box stands in: the innermost element that an author would name, and how far text may reach."""

    element: Any
    tag: str
    right: float
    in_flow: bool = True


def look(document: Any) -> tuple[LayoutFact, ...]:
    """Look at all pages of a document that WeasyPrint has laid out."""
    pages = [_walked(page, index) for index, page in enumerate(document.pages)]
    found = [seen for page in pages for seen in page.found]
    for index, (page, following) in enumerate(pairwise(pages)):
        found += _parted(page, following, index)
    if len(pages) > 1 and (pages[-1].lines or pages[-1].lowest):
        box = document.pages[-1]._page_box
        filled = max(0.0, pages[-1].lowest - box.content_box_y()) / box.height
        found.append(
            LayoutFact("end", len(pages) - 1, "", filled, _line(pages[-1].lines[0][2]) if pages[-1].lines else "")
        )
    return tuple(sorted(found, key=lambda seen: seen.page))


def _walked(page: Any, index: int) -> _PageWalk:
    box = page._page_box
    result = _PageWalk(box.content_box_x() + box.width)
    for child in box.children:
        if type(child).__name__ != "MarginBox":
            in_flow = type(child).__name__ != "FootnoteAreaBox"
            _walk(child, _Container(None, "", result.right, in_flow), result, index)
    return result


def _walk(box: Any, around: _Container, page: _PageWalk, index: int) -> None:
    box = getattr(box, "_box", box)  # what is placed absolutely, or floats, is held by a placeholder
    kind = type(box).__name__
    if kind == "LineBox":
        _look_at_line(box, around, page, index)
        return
    if kind.endswith("ReplacedBox"):
        _look_at_picture(box, around, page, index)
        return
    tag = box.element_tag or ""
    if tag in _SIGNED or kind == "TableCellBox":
        around = _Container(box.element, tag, around.right, around.in_flow)
    if kind == "TableCellBox" or tag == "pre":
        right = box.border_box_x() + box.border_width()
        if tag != "pre" or box.margin_right >= 0:  # a block of code may be let out into the margin
            right = min(around.right, right)
        around = _Container(around.element, around.tag, right, around.in_flow)
    if tag == "table" and around.tag != "table" and box.margin_right < 0:  # and so may a table
        around = _Container(around.element, "table", around.right - box.margin_right, around.in_flow)
    if not box.is_in_normal_flow() and kind != "FootnoteAreaBox":
        around = _Container(around.element, around.tag, around.right, False)
    for child in getattr(box, "children", ()):
        _walk(child, around, page, index)


def _look_at_line(line: Any, around: _Container, page: _PageWalk, index: int) -> None:
    if around.in_flow:
        page.lines.append((around.element, around.tag, line))
        page.lowest = max(page.lowest, line.position_y + line.height)
    over = stretch = 0.0
    for box in _within(line):
        kind = type(box).__name__
        if kind == "TextBox":
            if box.text.strip():
                over = max(over, box.position_x + box.width - _hung(box) - around.right)
            stretch = max(stretch, box.justification_spacing / (box.style["font_size"] or 1.0))
        elif kind.endswith("ReplacedBox"):
            _look_at_picture(box, around, page, index)
        elif kind == "InlineBlockBox":
            _walk_children(box, around, page, index)
    if over > _SLACK:
        page.found.append(LayoutFact("over", index, around.tag, round(over * _MM, 1), _line(line)))
    if around.tag == "pre":
        went_on, page.goes_on = page.goes_on, _goes_on(line)
        if page.goes_on and not went_on:
            page.found.append(LayoutFact("wrapped", index, "pre", words=_line(line).rstrip(_SIGN)))
    if stretch > _STRETCHED:
        page.found.append(LayoutFact("stretched", index, around.tag, round(stretch, 2), _line(line)))


def _goes_on(line: Any) -> bool:
    """Whether a line ends in the sign that says so."""
    texts = [box for box in _within(line) if type(box).__name__ == "TextBox"]
    return bool(texts) and texts[-1].text.endswith(_SIGN[-1])


def _walk_children(box: Any, around: _Container, page: _PageWalk, index: int) -> None:
    inner = _Container(around.element, around.tag, around.right, False)
    for child in box.children:
        _walk(child, inner, page, index)


def _hung(box: Any) -> float:
    """What of a text's width is the space at its end, which may hang over."""
    trailing = len(box.text) - len(box.text.rstrip())
    return float(trailing * box.style["font_size"] * 0.3)


def _look_at_picture(box: Any, around: _Container, page: _PageWalk, index: int) -> None:
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


def _within(line: Any) -> Iterator[Any]:
    """What stands on a line, down to its texts."""
    for child in line.children:
        box = getattr(child, "_box", child)
        if type(box).__name__ in ("InlineBox", "LineBox"):
            yield from _within(box)
        else:
            yield box


def _line(line: Any) -> str:
    """The text of a line."""
    return " ".join(_plain("".join(getattr(box, "text", "") for box in _within(line))).split())[:_SAID]


def _plain(text: str) -> str:
    """A text without the marks that say where it may be parted."""
    return text.translate({0xAD: None, 0x200B: None, 0x2060: None, 0xA0: " "})


def _parted(page: _PageWalk, following: _PageWalk, index: int) -> Iterator[LayoutFact]:
    """What is wrong where one page ends and the next begins."""
    if not page.lines or not following.lines:
        return
    element, tag, line = page.lines[-1]
    if tag in HEADINGS:
        yield LayoutFact("stranded", index, tag, words=_line(line))
    elif element is not None and element is following.lines[0][0] and tag in _PARTED:
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
