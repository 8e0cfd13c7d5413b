"""Parts of other files: by lines, by the anchors of mdBook, by the sections of MkDocs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import SourceLine

_ANCHOR = re.compile(r"ANCHOR(?:_END)?:\s*[\w-]+")
_SECTION = re.compile(r"-{1,}8<-{1,}\s*\[\s*(start|end)\s*:\s*([\w-]+)\s*\]")
DEEPEST = 12
"""How deep one text may take in another."""


def mdbook_part(lines: Sequence[SourceLine], which: str, line: SourceLine, context: DialectContext) -> list[SourceLine]:
    """The part that mdBook's `:…` behind a path names: lines, an anchor, or all of it."""
    if not which:
        return strip_anchors(lines)
    if re.fullmatch(r"\d*(?::\d*)?", which):
        first, colon, last = which.partition(":")
        start = int(first or 1)
        end = int(last) if last else (len(lines) if colon else start)
        return strip_anchors(lines[max(0, start - 1) : end])
    inside = between_anchors(lines, which, r"ANCHOR:\s*{}(?![\w-])", r"ANCHOR_END:\s*{}(?![\w-])")
    if inside is None:
        context.report("include.part", f"there is no part '{which}' in '{lines[0].file if lines else ''}'", line)
        return []
    return strip_anchors(inside)


def snippet_section(
    lines: Sequence[SourceLine], which: str, line: SourceLine, context: DialectContext
) -> list[SourceLine]:
    """The part that a snippet's `:…` names: ranges of lines, a section, or all of it."""
    if not which:
        return _without_sections(lines)
    if re.fullmatch(r"[\d:,\s]+", which):
        return _without_sections(line_ranges(lines, which, ":"))
    inside = between_anchors(lines, which, r"8<-+\s*\[\s*start\s*:\s*{}\s*\]", r"8<-+\s*\[\s*end\s*:\s*{}\s*\]")
    if inside is None:
        context.report("include.part", f"there is no part '{which}' in '{lines[0].file if lines else ''}'", line)
        return []
    return dedent(_without_sections(inside))


def line_ranges(lines: Sequence[SourceLine], which: str, to: str = "-") -> list[SourceLine]:
    """Lines by their numbers: `1-3,5`."""
    chosen: list[SourceLine] = []
    for each in which.split(","):
        first, dash, last = each.strip().partition(to)
        start = max(1, int(first)) if first.strip().isdigit() else 1
        end = int(last) if last.strip().isdigit() else (len(lines) if dash else start)
        chosen += lines[start - 1 : end]
    return chosen


def between_anchors(lines: Sequence[SourceLine], name: str, begins: str, ends: str) -> list[SourceLine] | None:
    """What stands between two marks of a name."""
    begin, end = (re.compile(each.format(re.escape(name))) for each in (begins, ends))
    start = next((row for row, line in enumerate(lines) if begin.search(line.text)), None)
    if start is None:
        return None
    last = next((row for row in range(start + 1, len(lines)) if end.search(lines[row].text)), len(lines))
    return list(lines[start + 1 : last])


def strip_anchors(lines: Iterable[SourceLine]) -> list[SourceLine]:
    """The lines but for mdBook's anchors."""
    return [line for line in lines if "ANCHOR" not in line.text or not _ANCHOR.search(line.text)]


def _without_sections(lines: Iterable[SourceLine]) -> list[SourceLine]:
    return [line for line in lines if "8<" not in line.text or not _SECTION.search(line.text)]


def dedent(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines with the white space that all begin with taken off."""
    widths = [len(line.text) - len(line.text.lstrip(" ")) for line in lines if line.text.strip()]
    least = min(widths, default=0)
    return [line.without_indent(least) for line in lines] if least else list(lines)
