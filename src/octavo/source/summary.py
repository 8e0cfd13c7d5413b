"""SUMMARY.md: the list of chapters that mdBook, GitBook and HonKit share, as the lines that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.source.tree import Spot
from octavo.tools.markdown_mask import brackets


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """What a line of it says.

    `kind` is `heading`, `rule`, `item` (of a list) or `link` (a line of its own); `level` that of the heading, or the
    depth of the item, from 1; `href` is None for what is no link, and empty for a chapter that is yet to be written.
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
    """Every line that means something, in order; comments are passed over."""
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
    """Whether there are entries under the one in a row."""
    following = lines[row + 1] if row + 1 < len(lines) else None
    return following is not None and following.kind == "item" and following.level > lines[row].level


def unwritten(lines: Sequence[SummaryLine]) -> list[Spot]:
    """Where chapters are listed that have no file, and nothing under them."""
    rows = [row for row, line in enumerate(lines) if line.kind in ("item", "link") and not line.href]
    return [lines[row].spot for row in rows if not holds(lines, row)]


def _entry(kind: str, said: str, level: int, spot: Spot) -> SummaryLine:
    if said.startswith("["):
        for start, end, _ in brackets(said):
            target = _TARGET.match(said, end)
            if start == 0 and target:
                href = target[1] if target[1] is not None else target[2]
                return SummaryLine(kind, said[1 : end - 1].strip(), href.strip(), level, spot)
    return SummaryLine(kind if kind == "item" else "text", said.strip(), None, level, spot)


def _plain(heading: str) -> str:
    return re.sub(r"[ \t]*\{[^{}]*\}$", "", heading)
