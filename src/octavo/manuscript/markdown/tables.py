"""Pipe tables: cells beyond those of the head, and HTML in cells, which Pandoc leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.markdown import block_tags
from octavo.manuscript.markdown.lines import MarkdownLines

_LEAD = re.compile(r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*")
_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CODE = r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
_PLAIN_TOKEN = re.compile(r"\\.|(?P<bar>\|)")
_PANDOC_TOKEN = re.compile(rf"\\.|{_CODE}|\$(?=\S)[^$]*?\S\$(?!\d)|</?[A-Za-z][^<>]*>|(?P<bar>\|)")


def keep_cells(text: MarkdownLines, context: ChapterContext) -> None:
    """Complete the heads of tables that have longer rows, and write tags in cells such that Pandoc keeps them."""
    for head, end in _find_tables(text.prose):
        rows = [head, *range(head + 2, end)]
        counts = {row: _count_cells(text.prose[row], text.is_pandoc) for row in rows}
        most = max(counts.values())
        if most > counts[head]:
            for row in rows:
                if counts[row] > counts[head]:
                    message = f"this row has {counts[row]} cells, and the head of its table has {counts[head]}"
                    context.warn("table.extra-cells", message, context.finder.line(row + 1))
            missing = most - counts[head]
            text.lines[head] = _add_cells(text.lines[head], missing, "  |")
            text.lines[head + 1] = _add_cells(text.lines[head + 1], missing, "---|")
        if text.is_pandoc:
            for row in rows:
                text.lines[row] = block_tags.keep_in_line(text.lines[row])


def _find_tables(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the row of the head of each table, and the row after its last one."""
    row = 0
    while row + 1 < len(lines):
        below = lines[row + 1]
        if "|" not in lines[row] or "-" not in below or not _DELIMITERS.match(below, _lead_of(below)):
            row += 1
            continue
        head, row = row, row + 2
        while row < len(lines) and "|" in lines[row]:
            row += 1
        yield head, row


def _lead_of(line: str) -> int:
    found = _LEAD.match(line)
    return found.end() if found else 0


def _count_cells(line: str, is_pandoc: bool) -> int:
    cells = line[_lead_of(line) :].strip()
    bars = [found.start() for found in (_PANDOC_TOKEN if is_pandoc else _PLAIN_TOKEN).finditer(cells) if found["bar"]]
    outer = (0 in bars) + (len(cells) - 1 in bars and len(cells) > 1)
    return len(bars) + 1 - outer


def _add_cells(line: str, count: int, cell: str) -> str:
    at = _lead_of(line)
    cells = line[at:].strip()
    if not cells.startswith("|"):
        cells = "|" + cells
    if not cells.endswith("|") or cells.endswith("\\|"):
        cells += "|"
    return line[:at] + cells + cell * count
