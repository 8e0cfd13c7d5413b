"""Parts of included files: lines, the anchors of mdBook, the sections of MkDocs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import SourceLine

_ANCHOR = re.compile(r"ANCHOR(?:_END)?:\s*[\w-]+")
_SECTION = re.compile(r"-{1,}8<-{1,}\s*\[\s*(start|end)\s*:\s*([\w-]+)\s*\]")
DEEPEST = 12
"""How deep includes can be nested."""


def mdbook_part(lines: Sequence[SourceLine], which: str, line: SourceLine, context: DialectContext) -> list[SourceLine]:
    """Return the part that mdBook's `:…` after a path names: lines, an anchor, or everything."""
    if not which:
        return strip_anchors(lines)
    if re.fullmatch(r"\d*(?::\d*)?", which):
        first, colon, last = which.partition(":")
        start = int(first or 1)
        end = int(last) if last else (len(lines) if colon else start)
        return strip_anchors(lines[max(0, start - 1) : end])
    inside = between_anchors(lines, which, r"ANCHOR:\s*{}(?![\w-])", r"ANCHOR_END:\s*{}(?![\w-])")
    if inside is None:
        context.report("include.part", f"'{lines[0].file if lines else ''}' has no part '{which}'", line)
        return []
    return strip_anchors(inside)


def snippet_section(
    lines: Sequence[SourceLine], which: str, line: SourceLine, context: DialectContext
) -> list[SourceLine]:
    """Return the part that `:…` in a snippet names: ranges of lines, a section, or everything."""
    if not which:
        return _strip_sections(lines)
    if re.fullmatch(r"[\d:,\s]+", which):
        return _strip_sections(line_ranges(lines, which, ":"))
    inside = between_anchors(lines, which, r"8<-+\s*\[\s*start\s*:\s*{}\s*\]", r"8<-+\s*\[\s*end\s*:\s*{}\s*\]")
    if inside is None:
        context.report("include.part", f"'{lines[0].file if lines else ''}' has no part '{which}'", line)
        return []
    return dedent(_strip_sections(inside))


def line_ranges(lines: Sequence[SourceLine], which: str, to: str = "-") -> list[SourceLine]:
    """Return lines by their numbers: `1-3,5`."""
    result: list[SourceLine] = []
    for each in which.split(","):
        first, dash, last = each.strip().partition(to)
        start = max(1, int(first)) if first.strip().isdigit() else 1
        end = int(last) if last.strip().isdigit() else (len(lines) if dash else start)
        result += lines[start - 1 : end]
    return result


def between_anchors(lines: Sequence[SourceLine], name: str, begins: str, ends: str) -> list[SourceLine] | None:
    """Return the lines between two marks with a name; None without the first mark."""
    begin, end = (re.compile(each.format(re.escape(name))) for each in (begins, ends))
    start = next((row for row, line in enumerate(lines) if begin.search(line.text)), None)
    if start is None:
        return None
    last = next((row for row in range(start + 1, len(lines)) if end.search(lines[row].text)), len(lines))
    return list(lines[start + 1 : last])


def strip_anchors(lines: Iterable[SourceLine]) -> list[SourceLine]:
    """Return the lines without mdBook's anchors."""
    return [line for line in lines if "ANCHOR" not in line.text or not _ANCHOR.search(line.text)]


def _strip_sections(lines: Iterable[SourceLine]) -> list[SourceLine]:
    return [line for line in lines if "8<" not in line.text or not _SECTION.search(line.text)]


def dedent(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the lines without the indent that all have in common."""
    widths = [len(line.text) - len(line.text.lstrip(" ")) for line in lines if line.text.strip()]
    least = min(widths, default=0)
    return [line.without_indent(least) for line in lines] if least else list(lines)
