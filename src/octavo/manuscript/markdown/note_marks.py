"""Marks for notes of which Pandoc would keep nothing, or which it would print more than once.

Pandoc copies a note for each of its references, reads no note in a note, and makes the label of a note in a heading
part of the heading's id. So a repeated note gets a mark at the end of its first line, by which its copies are known. A
reference in a note or a heading becomes a mark, and its note is called in a paragraph at the end of the text.
`notes.py` undoes all this.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from octavo.tools.markdown_mask import brackets, without_code, without_code_spans

WAITING = "\ufdd4"
"""What the paragraph at the end begins with. No text may have this character (Unicode 17, section 23.7), and no id."""
_SAME, _PLACE, _END = "\ufdd0", "\ufdd2", "\ufdd1"
MARKED = _END
"""What every mark has."""
_ZERO = 0xFDE0
_DIGITS = f"[{chr(_ZERO)}-{chr(_ZERO + 15)}]+"
SAME_MARK = re.compile(f" ?{_SAME}({_DIGITS}){_END}")
"""What copies of one note have in common."""
PLACE_MARK = re.compile(f"{_PLACE}({_DIGITS}){_END}")
"""The place of a reference that is moved to the end."""

_DEFINITION = re.compile(r"^[ \t>]{0,12}\[\^(?P<label>[^\]\s]+)\]:[ \t]*", re.MULTILINE)
_REFERENCE = re.compile(r"(?<![\\\]])\[\^(?P<label>[^\]\s]+)\](?!:)")
_HEADING = re.compile(r"^[ \t>]*#{1,6}[ \t].*$|^(?![ \t>]*$).*(?=\n {0,3}(?:=+|-+)[ \t]*$)", re.MULTILINE)
_ABBREVIATIONS = re.compile(r"\n[^\n]*octavo-abbreviations[^\n]*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Definition:
    """The text of a note, from its label to its end."""

    label: str
    start: int
    first: int
    end: int


def mark_notes(text: str, has_inline: bool) -> str:
    """Return a text with marks for the notes that need one; its lines keep their numbers.

    `has_inline` says whether the reader of the text knows notes in a line, `^[…]`.
    """
    if text.count("[^") < 2 and not (has_inline and text.count("^[") >= 2):
        return text
    masked = without_code_spans(without_code(text))
    definitions = list(_find_definitions(masked))
    known = {each.label: row for row, each in enumerate(definitions)}
    pairs = brackets(masked) if has_inline and "^[" in masked else ()
    inline = [(start - 1, end) for start, end, _ in pairs if start and masked[start - 1] == "^"]
    references = [each for each in _REFERENCE.finditer(masked) if each["label"] in known]
    headings = [each.span() for each in _HEADING.finditer(masked)] if references else []
    counts: Counter[str] = Counter()
    moved: list[tuple[int, int]] = []
    notes = [(each.first, each.end) for each in definitions]
    places = _merge([*notes, *inline, *headings])
    starts = [each.start for each in definitions]
    for found in references:
        row = bisect_right(starts, found.start()) - 1
        own = definitions[row].label if row >= 0 and found.start() < definitions[row].end else ""
        if found["label"] == own:
            continue
        counts[found["label"]] += 1
        if _is_within(found.start(), places):
            moved.append(found.span())
    in_notes, last = _merge(notes), 0
    for start, end in sorted(inline):
        if start < last or _is_within(start, in_notes):
            moved.append((start, end))
        last = max(last, end)
    ends = {_end_of_line(text, masked, each): known[each.label] for each in definitions if counts[each.label] > 1}
    return _rewrite(text, sorted(moved), {at: number for at, number in ends.items() if at})


def _merge(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _is_within(at: int, spans: list[tuple[int, int]]) -> bool:
    row = bisect_right(spans, at, key=lambda span: span[0]) - 1
    return row >= 0 and at < spans[row][1]


def _find_definitions(masked: str) -> Iterator[_Definition]:
    for found in _DEFINITION.finditer(masked):
        end = masked.find("\n", found.end())
        after_blank = False
        while end >= 0:
            stop = masked.find("\n", end + 1)
            line = masked[end + 1 : stop] if stop >= 0 else masked[end + 1 :]
            is_blank = not line.strip(" \t>")
            if _DEFINITION.match(line) or (after_blank and not is_blank and not line.startswith(("    ", "\t", ">"))):
                break
            after_blank, end = is_blank, stop
        yield _Definition(found["label"], found.start(), found.end(), end if end >= 0 else len(masked))


def _end_of_line(text: str, masked: str, note: _Definition) -> int:
    """Return where a line of a note ends to which a mark can be added, or 0 if no line can have one."""
    at = note.first
    while at < note.end:
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        line = text[at:stop].rstrip()
        typed = line.strip()
        is_prose = bool(masked[at:stop].strip()) and not typed.startswith(("|", "```", "~~~", "<", "#", "$$", ":::"))
        if is_prose and not typed.endswith(("\\", "|", "$$", ">")):
            return at + len(line)
        at = stop + 1
    return 0


def _rewrite(text: str, moved: list[tuple[int, int]], same: dict[int, int]) -> str:
    if not moved and not same:
        return text
    waiting: list[str] = []

    def render(start: int, end: int) -> str:
        pieces, at = [], start
        for span in moved[bisect_left(moved, (start, 0)) :]:
            if span[0] >= end:
                break
            if span[0] < at or span[1] > end or span == (start, end):
                continue
            pieces += [text[at : span[0]], _mark(_PLACE, wait(span)), "\n" * text.count("\n", *span)]
            at = span[1]
        return "".join([*pieces, text[at:end]])

    def wait(span: tuple[int, int]) -> int:
        waiting.append("")
        number = len(waiting) - 1
        waiting[number] = " ".join(render(*span).split("\n"))
        return number

    pieces, at = [], 0
    for stop in (*sorted(same), len(text)):
        pieces.append(render(at, stop))
        if stop in same:
            pieces.append(" " + _mark(_SAME, same[stop]))
        at = stop
    readable = "".join(pieces)
    if not waiting:
        return readable
    calls = "".join(note + _mark(_PLACE, number) for number, note in enumerate(waiting))
    last = next(reversed(list(_ABBREVIATIONS.finditer(readable))), None)
    before, after = (readable[: last.start()], readable[last.start() :]) if last else (readable, "")
    return f"{before}\n\n{WAITING}{calls}\n{after}"


def _mark(kind: str, number: int) -> str:
    return kind + "".join(chr(_ZERO + int(digit, 16)) for digit in f"{number:x}") + _END


def read_number(digits: str) -> int:
    """Return the number in a mark."""
    return int("".join(f"{ord(each) - _ZERO:x}" for each in digits), 16)
