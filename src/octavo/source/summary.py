"""SUMMARY.md, the list of chapters of mdBook, GitBook and HonKit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.source.tree import Spot
from octavo.tools.markdown_mask import brackets


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A line of the list.

    `kind` is `heading`, `rule`, `item` (of a list) or `link` (on a line of its own). `level` is that of the
    heading, or the depth of the item, from 1. Without a link, `href` is None; it is empty for a chapter not yet
    written.
    """

    kind: str
    title: str = ""
    href: str | None = None
    level: int = 0
    spot: Spot = (0, 0)


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){1,}$")
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]+(.*)$")
_TARGET = re.compile(
    r"""\(\s*(?:<([^<>\n]*)>|((?:[^\s()]|\([^\s()]*\))*(?:[ ](?!["'])[^\s()"']+)*))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)"""
)


def read(text: str) -> Iterator[SummaryLine]:
    """Yield the lines of the list in order, without comments."""
    text = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    indents: list[int] = []
    for row, written in enumerate(text.split("\n"), 1):
        line = written.expandtabs(4)
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            indents = []
            yield SummaryLine("heading", _plain(heading[2]), level=len(heading[1]), spot=(row, heading.start(2) + 1))
        elif _RULE.match(line):
            indents = []
            yield SummaryLine("rule", spot=(row, 1))
        elif item:
            while indents and len(item[1]) < indents[-1] + 2:
                indents.pop()
            indents.append(len(item[1]))
            yield _entry("item", item[2], len(indents), (row, written.find(item[2][:1]) + 1))
        elif line.lstrip().startswith("["):
            yield _entry("link", line.strip(), 1, (row, len(written) - len(written.lstrip()) + 1))


def holds(lines: Sequence[SummaryLine], row: int) -> bool:
    """Return whether the entry in a row has entries below it."""
    following = lines[row + 1] if row + 1 < len(lines) else None
    return following is not None and following.kind == "item" and following.level > lines[row].level


def unwritten(lines: Sequence[SummaryLine]) -> list[Spot]:
    """Return where chapters are listed that have neither a file nor chapters below them."""
    rows = [row for row, line in enumerate(lines) if line.kind in ("item", "link") and not line.href]
    return [lines[row].spot for row in rows if not holds(lines, row)]


def _entry(kind: str, text: str, level: int, spot: Spot) -> SummaryLine:
    if text.startswith("["):
        for start, end, _ in brackets(text):
            target = _TARGET.match(text, end)
            if start == 0 and target:
                href = target[1] if target[1] is not None else target[2]
                return SummaryLine(kind, text[1 : end - 1].strip(), href.strip(), level, spot)
    return SummaryLine(kind if kind == "item" else "text", text.strip(), None, level, spot)


def _plain(heading: str) -> str:
    return re.sub(r"[ \t]*\{[^{}]*\}$", "", heading)
