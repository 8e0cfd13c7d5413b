"""Blocks that look like blocks to their author, and that Pandoc reads as something else.

The Markdown says where they may be, and what was made of it whether they are: no alarm where a reader sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text
from octavo.manuscript.markdown.lines import MarkdownLines
from octavo.model.html_elements import HEADINGS, Element
from octavo.tools.markdown_mask import without_markup

_HEADING = re.compile(r"[ \t>]*(?P<marks>#{1,6})[ \t]+(?P<text>\S.*)$")
_ITEM = re.compile(r"[ \t>]*(?P<marks>[-+]|\d{1,3}[.)])[ \t]+(?P<text>\S.*)$")
_RULE = re.compile(r" {0,3}-{3,}[ \t]*$")
_LETTERS = 12
"""How many letters of a block must be the same."""


def report_glued(source: MarkdownLines, text: Element, context: ChapterContext) -> None:
    """Report headings and lists that have become part of a paragraph, and text that has become a table."""
    glued = [*_find_headings(source.prose), *_find_lists(source.prose)]
    prose = _read_prose(text) if glued else ""
    for row, what, marks, words in glued:
        if not _is_in(prose, marks, words):
            continue
        message = (
            f"this heading is part of the paragraph before it: '{marks} {words[:40].strip()}'" if what == "heading" else
            f"this list is part of the paragraph before it: '{marks} {words[:40].strip()}'"
        )  # fmt: skip
        context.warn(f"{what}.glued", message, context.finder.line(row + 1, 1))
    for row, words in _find_between_rules(source) if text.find(".//table") is not None else ():
        if any(table.find("thead") is None and _letters(all_text(table)) == words for table in text.iter("table")):
            message = "the text between these two lines of hyphens is read as a table"
            context.warn("table.between-rules", message, context.finder.line(row + 1, 1))


def _find_headings(prose: list[str]) -> Iterator[tuple[int, str, str, str]]:
    for row in range(1, len(prose)):
        if "#" in prose[row] and prose[row - 1].strip() and (found := _HEADING.match(prose[row])):
            yield row, "heading", found["marks"], found["text"]


def _find_lists(prose: list[str]) -> Iterator[tuple[int, str, str, str]]:
    """Yield the first item of each list that begins right below a line which is no item."""
    first: tuple[int, str, str, str] | None = None
    is_list, is_reported = False, False
    for row, line in enumerate(prose):
        found = _ITEM.match(line)
        if not line.strip():
            first, is_list, is_reported = None, False, False
        elif found is None:
            continue
        elif first is None and not is_list:
            if row == 0 or not prose[row - 1].strip():
                is_list = True
            else:
                first = (row, "list", found["marks"], found["text"])
        elif first is not None and not is_reported:
            is_reported = True
            yield first


def _find_between_rules(source: MarkdownLines) -> Iterator[tuple[int, str]]:
    if not source.is_pandoc:
        return
    rows = [row for row, line in enumerate(source.prose) if "---" in line and _RULE.match(line)]
    for first, last in pairwise(rows):
        opens = first == 0 or not source.prose[first - 1].strip()
        if opens and last > first + 1 and source.prose[first + 1].strip():
            yield first, _letters(without_markup("\n".join(source.prose[first + 1 : last])))


def _read_prose(text: Element) -> str:
    """Return all text that is in no heading and no block of code."""
    pieces: list[str] = []
    silent: Element | None = None
    for event, element in etree.iterwalk(text, events=("start", "end")):
        if event == "start":
            if silent is None and element.tag in _UNREAD:
                silent = element
            pieces.append(element.text or "" if silent is None else "")
            continue
        if silent is element:
            silent = None
        pieces.append(element.tail or "" if silent is None and element is not text else "")
    return " ".join("".join(pieces).split())


_UNREAD = HEADINGS | {"pre"}


def _is_in(prose: str, marks: str, words: str) -> bool:
    wanted = _letters(without_markup(words))[:_LETTERS]
    begins = re.compile(rf"(?<!\S){re.escape(marks)} ")
    return bool(wanted) and any(
        _letters(prose[at.end() : at.end() + 200]).startswith(wanted) for at in begins.finditer(prose)
    )


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())
