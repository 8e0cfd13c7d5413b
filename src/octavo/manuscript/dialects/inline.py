"""What stands within lines of prose: found outside code and mathematics, and put as Pandoc reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import SourceLine

Rewrite = Callable[[re.Match[str], SourceLine, DialectContext], str]


@dataclass(frozen=True)
class InlineRule:
    """Something in a line: `sign` must be in it, `pattern` says what it looks like, and `become` what it becomes.

    Groups in the pattern are named, if at all.
    """

    sign: str
    pattern: str
    rewrite: Rewrite


CODE = r"(?P<code_>(?P<ticks_>`+)(?!`)(?:.+?)(?<!`)(?P=ticks_)(?!`))"
"""Code within a line."""


class InlineRules:
    """All marks of a dialect; those `within_code` are themselves code in a line."""

    def __init__(self, marks: Iterable[InlineRule], within_code: Iterable[InlineRule] = ()) -> None:
        self._marks, self._within = tuple(marks), tuple(within_code)
        self._patterns: dict[tuple[int, ...], re.Pattern[str]] = {}

    def apply(self, line: SourceLine, context: DialectContext) -> SourceLine:
        """The line with every mark of it become what it becomes."""
        text = line.text
        here = tuple(row for row, mark in enumerate(self._marks) if mark.sign in text)
        inside = [mark for mark in self._within if mark.sign in text]
        if not here and not inside:
            return line
        if here not in self._patterns:
            parts = [CODE, *(f"(?P<m{row}_>{_nameless(self._marks[row].pattern)})" for row in here)]
            self._patterns[here] = re.compile("|".join(parts))

        def rewrite(found: re.Match[str]) -> str:
            if found["code_"] is not None:
                for mark in inside:
                    if same := re.fullmatch(mark.pattern, found["code_"]):
                        return mark.rewrite(same, line, context)
                return found["code_"]
            mark = self._marks[next(row for row in here if found[f"m{row}_"] is not None)]
            same = re.compile(mark.pattern).match(text, found.start())
            assert same is not None
            return mark.rewrite(same, line, context)

        return line.with_text(self._patterns[here].sub(rewrite, text))


def _nameless(pattern: str) -> str:
    """A pattern with groups that have no names: two marks may call theirs alike."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def remove(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Nothing: what is for a screen, or for the tool itself."""
    return ""


def template(pattern: str) -> Rewrite:
    """What the groups of the mark are put into, by their names."""
    return lambda found, line, context: pattern.format(**found.groupdict())


def drop(what: str, hint: str = "") -> Rewrite:
    """Nothing, and say so."""

    def rewrite(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        context.report_dropped(what, line, hint)
        return ""

    return rewrite


def escape(text: str) -> str:
    """A plain text as Markdown."""
    return re.sub(r"([\\`*_<>\[\]{}$~^#@|!])", r"\\\1", text)


_STRONG = re.compile(r"(?<![*\\])(\*{1,3})(?![*\s])(.+?)(?<![\s\\*])\1(?!\*)")
_PUNCTUATION = re.compile(r"[^\w\s]")


_UNDERSCORES = re.compile(r"(?<![A-Za-z0-9_\\])(_{1,2})(?![\s_])([^_]+?)(?<![\s\\])\1(?![A-Za-z0-9_])")
_ADDRESS = re.compile(rf"{CODE}|\]\([^)]*\)|<[^>]*>|\w+://\S+")


def _starred(text: str) -> str:
    """`字_word_字` with stars: an underscore between letters is none of CommonMark's emphasis, whatever the letters."""
    spans = [found.span() for found in _ADDRESS.finditer(text)]

    def star(found: re.Match[str]) -> str:
        around = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
        if not any(each.isalnum() for each in around) or any(start <= found.start() < end for start, end in spans):
            return found[0]
        stars = "*" * len(found[1])
        return f"{stars}{found[2]}{stars}"

    return _UNDERSCORES.sub(star, text)


def fix_flanking(line: SourceLine) -> SourceLine:
    """`字**「字」**字`: CommonMark's rule of flanking is for languages with spaces between words.

    A letter that is written as a number counts as punctuation, and reads the same.
    """
    text = line.text
    if "_" in text and not text.isascii():
        text = _starred(text)
    if "*" not in text or text.isascii():
        return line.with_text(text)
    spans = [found.span() for found in re.finditer(CODE, text)]
    for found in reversed(list(_STRONG.finditer(text))):
        if any(start < found.start() < end or start < found.end() < end for start, end in spans):
            continue
        inside = found[2]
        before, after = text[: found.start()], text[found.end() :]
        if after[:1].isalnum() and _PUNCTUATION.match(inside[-1]):
            text = before + found[0] + f"&#{ord(after[0])};" + after[1:]
        if before[-1:].isalnum() and _PUNCTUATION.match(inside[0]):
            text = before[:-1] + f"&#{ord(before[-1])};" + text[len(before) :]
    return line.with_text(text)
