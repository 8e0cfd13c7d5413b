"""The verdict on each word of the source and of the galley: found in order, or otherwise, or not at all."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from octavo.check.source_agreement.align import align
from octavo.check.source_agreement.galley_words import GalleyWords, Share
from octavo.check.source_agreement.source_words import SourceWords

_MOVED = 4
"""How many words in the same order make a run that counts as moved."""
_NEAR = 30
"""How far from its neighbours a single word may be found."""
_NEAR_OTHERS = 8
"""The same, among words that are perhaps not the author's."""
_FAR = 30
"""How far from its neighbours a rest may be found, for each of its words."""
_LONG_GAP = 400
_ALIKE = 0.6
"""The share of the words of a caption that must be in that of a table."""


class Verdict(IntEnum):
    """How a word was found."""

    NOT = 0
    IN_ORDER = 1
    JOINED = 2
    """The same letters, divided into words in another way."""
    MOVED = 3
    """In a run of words that has another place, or is all that is left of a block."""
    NEAR = 4
    """By itself, near its neighbours."""
    BESIDES = 5
    """It answers a word of the source that need not be shown, at the same place: code that is run, an attribute."""


@dataclass
class Judgement:
    """The verdict on each word of the source and of the galley."""

    source: SourceWords
    galley: GalleyWords
    ours: bytearray = field(init=False)
    theirs: bytearray = field(init=False)
    places: list[int] = field(init=False)
    """For each word of the source, the number of the word in the galley that it was found at, or -1."""

    def __post_init__(self) -> None:
        self.ours = bytearray(len(self.source.words))
        self.theirs = bytearray(len(self.galley.words))
        self.places = [-1] * len(self.source.words)

    def is_shown_besides(self, at: int) -> bool:
        """Tell whether a word of the galley answers none of the source yet, and is text or code."""
        return not self.theirs[at] and self.galley.shares[at] in (Share.TEXT, Share.CODE)

    def reach(self, at: int) -> int:
        """Return how far from its neighbours a word of the galley may be found by itself."""
        return _NEAR if self.galley.shares[at] != Share.PERHAPS else _NEAR_OTHERS


def judge(source: SourceWords, galley: GalleyWords) -> Judgement:
    """Compare the words of a source with those of its galley; notes are compared with notes, captions with captions.

    An author may write notes and the captions of tables before or behind what they belong to.
    """
    judgement = Judgement(source, galley)
    _captions(judgement)
    for noted in (0, 1):
        mine = [row for row, each in enumerate(source.noted) if each == noted and not judgement.ours[row]]
        other = [row for row, each in enumerate(galley.noted) if each == noted and not judgement.theirs[row]]
        pairs = align([source.words[row] for row in mine], [galley.words[row] for row in other])
        for row, at in zip(mine, pairs, strict=True):
            if at >= 0:
                _find(judgement, row, other[at], Verdict.IN_ORDER)
    if judgement.ours.count(Verdict.NOT):
        in_order = list(judgement.places)
        _joined(judgement, in_order)
        _moved(judgement)
        _besides(judgement)
        _rest_of_blocks(judgement)
        _near(judgement)
        _parts_of_words(judgement, in_order)
    return judgement


def _captions(judgement: Judgement) -> None:
    """Pair paragraphs that may be the captions of tables with captions that have mostly the same words."""
    source, galley = judgement.source, judgement.galley
    left: list[tuple[int, int]] = []
    for begin, stop in runs(len(galley.words), lambda at: bool(galley.captioned[at])):
        cuts = [at for at in range(begin + 1, stop) if galley.blocks[at] != galley.blocks[at - 1]]
        left += zip([begin, *cuts], [*cuts, stop], strict=True)
    for start, end in source.captions:
        mine = Counter(source.words[start:end])
        alike = ((mine & Counter(galley.words[begin:stop])).total() for begin, stop in left)
        best, row = max(((count, -row) for row, count in enumerate(alike)), default=(0, 0))
        if best and best >= _ALIKE * (end - start):
            begin, stop = left.pop(-row)
            for step, at in enumerate(align(source.words[start:end], galley.words[begin:stop])):
                if at >= 0:
                    _find(judgement, start + step, begin + at, Verdict.IN_ORDER)


def _find(judgement: Judgement, row: int, at: int, verdict: Verdict) -> None:
    judgement.ours[row] = judgement.theirs[at] = verdict
    judgement.places[row] = at


def runs(size: int, holds: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of numbers below `size` for which something holds: the first, and the one after the last."""
    start = None
    for at in range(size + 1):
        if at < size and holds(at):
            start = at if start is None else start
        elif start is not None:
            yield start, at
            start = None


def _joined(judgement: Judgement, in_order: list[int]) -> None:
    """Find words that are divided in another way: both sides have the same letters between the same neighbours."""
    mine, theirs = judgement.source.words, judgement.galley.words
    for start, end in list(runs(len(mine), lambda row: in_order[row] < 0)):
        begin = in_order[start - 1] + 1 if start else 0
        stop = in_order[end] if end < len(mine) else len(theirs)
        if not 0 < stop - begin < _LONG_GAP or end - start > _LONG_GAP:
            continue
        row, at = start, begin
        while row < end and at < stop:
            after, past = _equal_letters(mine, theirs, (row, end), (at, stop))
            if after:
                for each in range(row, after):
                    judgement.ours[each] = Verdict.JOINED
                    judgement.places[each] = at
                for each in range(at, past):
                    judgement.theirs[each] = Verdict.JOINED
                row, at = after, past
            elif stop - at > end - row:
                at += 1
            else:
                row += 1


def _equal_letters(
    mine: tuple[str, ...], theirs: tuple[str, ...], ours: tuple[int, int], others: tuple[int, int]
) -> tuple[int, int]:
    """Return how far words on both sides have to be joined to be equal, or (0, 0)."""
    (row, end), (at, stop) = ours, others
    left, right, after, past = mine[row], theirs[at], row + 1, at + 1
    while left != right:
        if len(left) < len(right) and right.startswith(left) and after < end:
            left, after = left + mine[after], after + 1
        elif len(right) < len(left) and left.startswith(right) and past < stop:
            right, past = right + theirs[past], past + 1
        else:
            return 0, 0
    return after, past


def _moved(judgement: Judgement) -> None:
    """Find runs of words that are left on both sides, the longest of each place first."""
    mine, theirs = judgement.source.words, judgement.galley.words
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for begin, stop in runs(len(theirs), lambda at: not judgement.theirs[at]):
        for at in range(begin, stop - _MOVED + 1):
            starts[theirs[at : at + _MOVED]].append(at)
    row = 0
    while row + _MOVED <= len(mine):
        length, best = 0, -1
        if not judgement.ours[row]:
            for at in starts.get(mine[row : row + _MOVED], ())[:20]:
                size = _length_of_run(judgement, row, at)
                if size > length:
                    length, best = size, at
        if length >= _MOVED:
            for step in range(length):
                _find(judgement, row + step, best + step, Verdict.MOVED)
        row += max(1, length)


def _length_of_run(judgement: Judgement, row: int, at: int) -> int:
    mine, theirs, size = judgement.source.words, judgement.galley.words, 0
    while (
        row + size < len(mine)
        and at + size < len(theirs)
        and mine[row + size] == theirs[at + size]
        and not judgement.ours[row + size]
        and not judgement.theirs[at + size]
    ):
        size += 1
    return size


def _besides(judgement: Judgement) -> None:
    """Note what in the galley answers words that need not be shown, at the same place: no other word is found there."""
    source, theirs = judgement.source, judgement.galley.words
    shown = {at: source.places[row] for row, at in enumerate(judgement.places) if at >= 0}
    known = sorted(shown)
    for begin, stop in runs(len(theirs), judgement.is_shown_besides):
        after = bisect_left(known, begin)
        start = shown[known[after - 1]] if after else -1
        end = shown[known[after]] if after < len(known) else len(source.besides) and source.besides[-1][0] + 1
        first, last = bisect_left(source.besides, (start,)), bisect_left(source.besides, (end,))
        if first < last:
            pairs = align(theirs[begin:stop], [word for _, word in source.besides[first:last]])
            for step, pair in enumerate(pairs):
                if pair >= 0:
                    judgement.theirs[begin + step] = Verdict.BESIDES


def _rest_of_blocks(judgement: Judgement) -> None:
    """Find runs, however short, that are all that is left at a place on both sides: captions, cells of grid tables."""
    mine, theirs, blocks = judgement.source.words, judgement.galley.words, judgement.galley.blocks
    places = judgement.places
    left: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for begin, stop in runs(len(theirs), lambda at: not judgement.theirs[at]):
        start = begin
        for at in range(begin + 1, stop + 1):
            if at == stop or blocks[at] != blocks[start]:
                left[theirs[start:at]].append(start)
                start = at
    for start, end in list(runs(len(mine), lambda row: not judgement.ours[row])):
        if found := left.get(mine[start:end]):
            expected = next((places[row] for row in range(start, -1, -1) if places[row] >= 0), 0)
            at = min(found, key=lambda at: abs(at - expected))
            if abs(at - expected) > _FAR * (end - start):
                continue
            found.remove(at)
            for step in range(end - start):
                _find(judgement, start + step, at + step, Verdict.MOVED)


def _near(judgement: Judgement) -> None:
    """Find single words near the places where their neighbours were found."""
    mine, theirs = judgement.source.words, judgement.galley.words
    where: dict[str, list[int]] = defaultdict(list)
    for at, word in enumerate(theirs):
        if not judgement.theirs[at]:
            where[word].append(at)
    if not where:
        return
    known = [row for row, at in enumerate(judgement.places) if at >= 0]
    last = -1
    for row in range(len(mine)):
        if judgement.ours[row]:
            last = judgement.places[row]
        elif found := where.get(mine[row]):
            after = bisect_left(known, row)
            following = judgement.places[known[after]] if after < len(known) else last
            fits = [at for at in found if min(abs(at - last), abs(at - following)) < judgement.reach(at)]
            if fits:
                at = min(fits, key=lambda at: min(abs(at - last), abs(at - following)))
                found.remove(at)
                _find(judgement, row, at, Verdict.NEAR)


def _parts_of_words(judgement: Judgement, in_order: list[int]) -> None:
    """Find words that one of the galley begins or ends with, where the rest of it is not the author's."""
    theirs, last = judgement.galley.words, -1
    for row, word in enumerate(judgement.source.words):
        if in_order[row] >= 0:
            last = in_order[row]
        elif not judgement.ours[row]:
            for at in range(last + 1, min(len(theirs), last + 6)):
                if judgement.theirs[at] == Verdict.IN_ORDER:
                    break
                other = theirs[at]
                is_open = judgement.theirs[at] in (Verdict.NOT, Verdict.JOINED) and other != word
                if is_open and (other.startswith(word) or other.endswith(word)):
                    _find(judgement, row, at, Verdict.JOINED)
                    break
