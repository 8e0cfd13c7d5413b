"""Numbers and letters at the beginning of a line that are words of an item, and no markers of a list in it.

Pandoc begins a list at any line of an item that looks like a marker, so that of `the\\n  CLI.` it makes the item 151.
As in CommonMark (0.31, section 5.3), only a marker with the first number can interrupt a paragraph.
"""

from __future__ import annotations

import re

from octavo.tools.markdown_scan import code_blocks

_MARKER = re.compile(
    r"(?P<lead>[ \t>]*)(?P<open>\(?)(?P<number>\d{1,9}|[ivxlcdm]{1,9}|[IVXLCDM]{1,9}|[A-Za-z])"
    r"(?P<close>[.)])(?=[ \t]|$)"
)
_ITEM = re.compile(r"[ \t>]*(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z]{1,9}|#|@[\w-]*)[.)])(?:[ \t]|$)")
_BLOCK = re.compile(r"[ \t>]*(?:#|:::|\||```|~~~|[-=+:| \t]+$|<)")
"""Lines that no paragraph goes on from."""
_FIRST = ("1", "0", "i", "I", "a", "A")
_FARTHEST = 400
"""How many lines away the other items of a list are looked for."""
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def escape_stray_markers(text: str) -> str:
    """Return the text with a backslash in what would wrongly begin a list within a paragraph of an item."""
    lines = text.split("\n")
    marked = ((row, _MARKER.match(line)) for row, line in enumerate(lines))
    rows = [row for row, found in marked if row and found and found["number"] not in _FIRST]
    code = {row for block in code_blocks(lines) for row in block.rows} if rows else set()
    for row in rows:
        found = _MARKER.match(lines[row])
        if found and row not in code and _is_stray(lines, row, found):
            end = found.start("close")
            lines[row] = f"{lines[row][:end]}\\{lines[row][end:]}"
    return "\n".join(lines)


def _is_stray(lines: list[str], row: int, marker: re.Match[str]) -> bool:
    """Return whether a marker is in a paragraph of an item, and neither goes on with a list nor is followed by one."""
    if _is_blank(lines[row - 1]) or _BLOCK.match(lines[row - 1]):
        return False
    values, in_item = _values(marker["number"]), False
    for line in reversed(lines[max(0, row - _FARTHEST) : row]):
        if _is_blank(line):
            if in_item:
                break
            continue
        if _is_next(line, marker, {each - 1 for each in values}):
            return False
        in_item = in_item or bool(_ITEM.match(line))
        if marker["lead"] and not line[0].isspace() and line[0] != ">":
            break
    for line in lines[row + 1 : row + _FARTHEST]:
        if _is_blank(line):
            break
        if _is_next(line, marker, {each + 1 for each in values}):
            return False
    return in_item


def _is_blank(line: str) -> bool:
    return not line.strip(" \t>")


def _is_next(line: str, marker: re.Match[str], wanted: set[int]) -> bool:
    """Return whether a line has a marker of the same form with one of these numbers."""
    other = _MARKER.match(line)
    return other is not None and other["close"] == marker["close"] and bool(_values(other["number"]) & wanted)


def _values(number: str) -> set[int]:
    """Return what a marker can stand for: `v` is five, and the letter after `u`."""
    if number.isdigit():
        return {int(number)}
    low = number.lower()
    found = {ord(low) - ord("a") + 1} if len(low) == 1 else set()
    if all(each in _ROMAN for each in low):
        digits = [_ROMAN[each] for each in low]
        found.add(sum(-each if each < max(digits[at:]) else each for at, each in enumerate(digits)))
    return found
