"""The words of an author's file: those that must be shown, in their order, and those of every other kind."""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from octavo.check.source_agreement.kinds import JOINING, SHOWN, Kind
from octavo.check.source_agreement.scan import Scan
from octavo.check.source_agreement.words import words_in


@dataclass(frozen=True, slots=True)
class SourceWords:
    """The words that must be shown, by their number: what each is, where it is in the text, and whether in a note."""

    words: tuple[str, ...]
    places: tuple[int, ...]
    noted: bytes
    captions: tuple[tuple[int, int], ...]
    """The words that may be the captions of tables: the first of each, and the one after the last."""
    shown: Mapping[Kind, int]
    """How many words of each kind must be shown."""
    others: Mapping[Kind, Counter[str]]
    """The words that need not be shown, by kind."""
    besides: tuple[tuple[int, str], ...]
    """The words that need not be shown, in order, each with its place in the text."""


def source_words(scanned: Scan, shown: frozenset[Kind] = SHOWN) -> SourceWords:
    """Return the words of a text; those of the kinds `shown` must be shown."""
    parts: list[str] = []
    starts, offsets, kinds = [], [], []
    size = 0
    others: dict[Kind, Counter[str]] = {}
    besides: list[tuple[int, str]] = []
    text = scanned.text
    for start, end, kind in scanned.spans():
        part = text[start:end]
        if kind not in shown and kind not in (Kind.MARK, Kind.ESCAPE):
            found = [(start + at, word) for at, word in words_in(part)]
            others.setdefault(kind, Counter()).update(word for _, word in found)
            besides += found
        if kind is Kind.ESCAPE:
            part = part[1:]
        elif kind is Kind.ENTITY:
            part = html.unescape(part)
        elif kind not in shown:
            part = "" if kind in JOINING else " "
        elif kind is Kind.FORMULA:
            part = f" {part[1:-1]} "  # without its dollars or backslashes
        if part:
            parts.append(part)
            starts.append(size)
            offsets.append(end - 1 if kind is Kind.ESCAPE else start)
            kinds.append(kind)
            size += len(part)
    words, places = [], []
    counts: Counter[Kind] = Counter()
    for at, word in words_in("".join(parts)):
        row = bisect_right(starts, at) - 1
        words.append(word)
        places.append(offsets[row] + at - starts[row] if kinds[row] is not Kind.ENTITY else offsets[row])
        counts[kinds[row] if kinds[row] in SHOWN and kinds[row] is not Kind.ENTITY else Kind.PROSE] += 1
    captions = tuple((bisect_left(places, start), bisect_left(places, end)) for start, end in scanned.captions)
    noted = _within(places, scanned.notes)
    return SourceWords(tuple(words), tuple(places), noted, captions, dict(counts), others, tuple(besides))


def _within(places: Iterable[int], notes: tuple[tuple[int, int], ...]) -> bytes:
    """Return for each place whether it is in a note."""
    inside, row, until = bytearray(), 0, -1
    for place in places:
        while row < len(notes) and notes[row][0] <= place:
            until = max(until, notes[row][1])
            row += 1
        inside.append(place < until)
    return bytes(inside)
