"""Quotation marks, apostrophes and dashes that did not come out as meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.prose import GAP, Passage
from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model.diagnostic import Place, Severity

_TURNED = re.compile(
    r"(?<![\w’])‘(?=\d\ds\b|(?:tis|twas|twere|em|til)\b|(?:\d\d|twill|cause|bout|nuff|round|n)\b(?![^‘’]*’(?!\w)))"
)
_STRAIGHT = re.compile(r"(?<!\d)[\"']")
_HYPHENS = re.compile(r"(?<![-\w])(?<!\d )--?(?![-\w>]| \d)|(?<=\w)--(?=\w)")
_SPACED_DASH, _CLOSED_DASH = re.compile(r"(?<=\w) – (?=\w)"), re.compile(r"(?<=\w)—(?=\w)")
_PRIME = re.compile(r"(?:\d+[.,])?\d+[’”](?![\w,.])")


def _place(chapter: SetChapter, passage: Passage, at: int) -> Place:
    """Return the place of the words from an offset on, or of those before it if there are too few."""
    begin = passage.text.rfind(" ", 0, at) + 1
    for piece in (passage.text[begin:], passage.text[:at][::-1].partition(GAP)[0][::-1], *passage.text.split(GAP)):
        place = chapter.find.words(" ".join(piece.partition(GAP)[0].split()[:10]))
        if place.column:
            return place
    return chapter.find.words("")


def _found(chapter: SetChapter, pattern: re.Pattern[str], what: str) -> Iterator[Flaw]:
    for passage in chapter.passages:
        for found in pattern.finditer(passage.text):
            around = passage.text[max(0, found.start() - 12) : found.end() + 12].replace(GAP, "…")
            yield Flaw(what.format(found[0].strip(), around.strip()), _place(chapter, passage, found.start()))


def _turned(chapter: SetChapter) -> Iterator[Flaw]:
    if chapter.language == "en":
        yield from _found(chapter, _TURNED, "an apostrophe became an opening quotation mark: '{1}'")


def _straight(chapter: SetChapter) -> Iterator[Flaw]:
    yield from _found(chapter, _STRAIGHT, "there is a straight quotation mark: …{1}…")


def _primes(chapter: SetChapter) -> Iterator[Flaw]:
    for passage in chapter.passages:
        for found in _PRIME.finditer(passage.text):
            before = passage.text[: found.start()]
            if before.count("“") + before.count("‘") <= before.count("”") + before.count("’"):
                sign = found[0]
                yield Flaw(
                    f"'{sign}' ends with a quotation mark instead of a prime", _place(chapter, passage, found.start())
                )


def _hyphens(chapter: SetChapter) -> Iterator[Flaw]:
    for passage in chapter.passages:
        if passage.tag not in ("td", "th"):
            for found in _HYPHENS.finditer(passage.text):
                around = passage.text[max(0, found.start() - 12) : found.end() + 12].replace(GAP, "…").strip()
                yield Flaw(f"'{found[0]}' is used as a dash: …{around}…", _place(chapter, passage, found.start()))


def _mixed(chapter: SetChapter) -> Iterator[Flaw]:
    kinds: dict[bool, list[tuple[Passage, int]]] = {True: [], False: []}
    for passage in chapter.passages:
        for spaced, pattern in ((True, _SPACED_DASH), (False, _CLOSED_DASH)):
            kinds[spaced] += [(passage, found.start()) for found in pattern.finditer(passage.text)]
    if kinds[True] and kinds[False]:
        fewer = len(kinds[True]) < len(kinds[False])
        signs = ("' – '", "'—'") if fewer else ("'—'", "' – '")
        place = _place(chapter, *kinds[fewer][0])
        yield Flaw(f"this chapter mixes dashes: {signs[0]} here, {signs[1]} elsewhere", place)


RULES = (
    Rule(
        id="text.turned-apostrophe",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason=(
            "An apostrophe at the beginning of a word is taken for an opening quotation mark, and so "
            "faces the wrong way."
        ),
        fix="write the apostrophe itself: ’",
        wrong="Rock 'n roll of the '80s is for the bees' hives.\n",
        right="Rock ’n roll of the ’80s is for the bees' hives.\n",
        examine=_turned,
    ),
    Rule(
        id="text.straight-quote",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=("Among typographic quotation marks, a straight one looks like a mistake; most were pasted or escaped."),
        fix="write the mark you mean, or remove the `\\` before it",
        wrong='Bees \\"dance\\" in the hive.\n',
        right='Bees "dance" in the hive.\n',
        examine=_straight,
    ),
    Rule(
        id="text.prime",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=(
            "Feet, inches and minutes of arc take primes, and a quotation mark after a number looks "
            "like the end of a quotation."
        ),
        fix="write ′ or ″, or the unit as a word",
        wrong='A frame is 17" wide here.\n',
        right="A frame is 17″ wide here.\n",
        examine=_primes,
        on=False,
    ),
    Rule(
        id="text.hyphen-for-dash",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="A hyphen joins words; a break in a sentence needs a dash, which is longer.",
        fix="write `--` for a short dash or `---` for a long one",
        wrong="Bees dance - others follow.\n",
        right="Bees dance -- others follow.\n",
        examine=_hyphens,
        on=False,
    ),
    Rule(
        id="text.mixed-dashes",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=(
            "A short dash between spaces and a long one without are two conventions, and a book should keep to one."
        ),
        fix="choose one of them, and use it everywhere",
        wrong="Bees dance -- others follow. All fly---and feed.\n",
        right="Bees dance -- others follow. All fly -- and feed.\n",
        examine=_mixed,
        on=False,
    ),
)
