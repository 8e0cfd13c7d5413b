"""Pairs the words of two sequences in order: by runs that occur once in both, then by what is left between those."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Sequence

_SIZES = (6, 3, 2, 1)
"""How long the runs are that are looked for, one size after the other."""
_GAP = 250_000
"""How large a gap may be, in words of the one times words of the other, to be compared word for word."""


def align(ours: Sequence[str], theirs: Sequence[str]) -> list[int]:
    """Return for each of our words the number of the one of theirs that it is paired with, or -1; numbers rise.

    The method is that of the patience diff.
    """
    pairs = [-1] * len(ours)
    stack = [(0, len(ours), 0, len(theirs), 0)]
    while stack:
        start, end, begin, stop, size = stack.pop()
        while start < end and begin < stop and ours[start] == theirs[begin]:
            pairs[start] = begin
            start, begin = start + 1, begin + 1
        while start < end and begin < stop and ours[end - 1] == theirs[stop - 1]:
            end, stop = end - 1, stop - 1
            pairs[end] = stop
        if start == end or begin == stop:
            continue
        anchors, size = _anchors(ours, theirs, (start, end, begin, stop), size)
        if anchors:
            stack += _pair_around(ours, theirs, pairs, (start, end, begin, stop), anchors, size)
        elif (end - start) * (stop - begin) <= _GAP:
            matcher = difflib.SequenceMatcher(None, ours[start:end], theirs[begin:stop], autojunk=False)
            for block in matcher.get_matching_blocks():
                for step in range(block.size):
                    pairs[start + block.a + step] = begin + block.b + step
    return pairs


Gap = tuple[int, int, int, int]


def _anchors(ours: Sequence[str], theirs: Sequence[str], gap: Gap, size: int) -> tuple[list[tuple[int, int]], int]:
    """Return the starts of runs that occur once on both sides, in rising order, and the row of their size."""
    start, end, begin, stop = gap
    for row in range(size, len(_SIZES)):
        mine, other = _unique(ours, start, end, _SIZES[row]), _unique(theirs, begin, stop, _SIZES[row])
        if found := [(at, other[run]) for run, at in mine.items() if run in other]:
            return _longest_rise(sorted(found)), row
    return [], len(_SIZES)


def _unique(words: Sequence[str], start: int, end: int, size: int) -> dict[object, int]:
    """Return the runs of a size that occur once, each with its start."""
    seen: dict[object, int] = {}
    for at in range(start, end - size + 1):
        run = tuple(words[at : at + size]) if size > 1 else words[at]
        seen[run] = -1 if run in seen else at
    return {run: at for run, at in seen.items() if at >= 0}


def _longest_rise(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of pairs, sorted by their first members, in which the second members rise too."""
    ends: list[int] = []
    rows: list[int] = []
    before = [-1] * len(pairs)
    for row, (_, second) in enumerate(pairs):
        at = bisect_left(ends, second)
        ends[at : at + 1] = [second]
        rows[at : at + 1] = [row]
        before[row] = rows[at - 1] if at else -1
    rise, row = [], rows[-1] if rows else -1
    while row >= 0:
        rise.append(pairs[row])
        row = before[row]
    return rise[::-1]


def _pair_around(
    ours: Sequence[str], theirs: Sequence[str], pairs: list[int], gap: Gap, anchors: list[tuple[int, int]], size: int
) -> list[tuple[int, int, int, int, int]]:
    """Pair what is equal on both sides of each anchor; return the gaps between."""
    start, end, begin, stop = gap
    gaps = []
    for at, other in anchors:
        if at < start or other < begin:
            continue
        back = 0
        while at - back > start and other - back > begin and ours[at - back - 1] == theirs[other - back - 1]:
            back += 1
        length = 0
        while at + length < end and other + length < stop and ours[at + length] == theirs[other + length]:
            length += 1
        for step in range(-back, length):
            pairs[at + step] = other + step
        if at - back > start and other - back > begin:
            gaps.append((start, at - back, begin, other - back, size))
        start, begin = at + length, other + length
    if start < end and begin < stop:
        gaps.append((start, end, begin, stop, size))
    return gaps
