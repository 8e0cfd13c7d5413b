"""Marks within lines of prose: found outside code and mathematics, and rewritten for Pandoc."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import SourceLine

Rewrite = Callable[[re.Match[str], SourceLine, DialectContext], str]


@dataclass(frozen=True)
class InlineRule:
    """A mark in a line. `sign` is a part of every such mark, `pattern` matches it, `rewrite` returns its replacement.

    Groups in the pattern must be named.
    """

    sign: str
    pattern: str
    rewrite: Rewrite


CODE = r"(?P<code_>(?P<ticks_>`+)(?!`)(?:.+?)(?<!`)(?P=ticks_)(?!`))"
"""Code in a line."""


class InlineRules:
    """All marks of a dialect; those `within_code` are spans of code themselves."""

    def __init__(self, marks: Iterable[InlineRule], within_code: Iterable[InlineRule] = ()) -> None:
        self._marks, self._within = tuple(marks), tuple(within_code)
        self._patterns: dict[tuple[int, ...], re.Pattern[str]] = {}

    def apply(self, line: SourceLine, context: DialectContext) -> SourceLine:
        """Rewrite every mark in a line."""
        text = line.text
        here = tuple(row for row, mark in enumerate(self._marks) if mark.sign in text)
        inside = [mark for mark in self._within if mark.sign in text]
        if not here and not inside:
            return line
        if here not in self._patterns:
            parts = [CODE, *(f"(?P<m{row}_>{_without_group_names(self._marks[row].pattern)})" for row in here)]
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


def _without_group_names(pattern: str) -> str:
    """Return a pattern whose groups have no names, as two marks may use the same ones."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def remove(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Remove a mark that is for a screen or for the tool itself."""
    return ""


def template(pattern: str) -> Rewrite:
    """Return a rewrite that fills a template with the groups of the mark."""
    return lambda found, line, context: pattern.format(**found.groupdict())


def drop(what: str, hint: str = "") -> Rewrite:
    """Return a rewrite that removes the mark and reports it."""

    def rewrite(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
        context.report_dropped(what, line, hint)
        return ""

    return rewrite


def escape(text: str) -> str:
    """Escape a plain text for Markdown."""
    return re.sub(r"([\\`*_<>\[\]{}$~^#@|!])", r"\\\1", text)


_TEMPLATE = re.compile(rf"{CODE}|\{{(?=[{{%])\{{?")


def escape_templates(text: str) -> str:
    """Escape the signs of templates in a line, which its author has asked to be shown."""
    return _TEMPLATE.sub(lambda found: found["code_"] or found[0].replace("{", r"\{"), text)


_STRONG = re.compile(r"(?<![*\\])(\*{1,3})(?![*\s])(.+?)(?<![\s\\*])\1(?!\*)")
_PUNCTUATION = re.compile(r"[^\w\s]")


_UNDERSCORES = re.compile(r"(?<![A-Za-z0-9_\\])(_{1,2})(?![\s_])([^_]+?)(?<![\s\\])\1(?![A-Za-z0-9_])")
_ADDRESS = re.compile(rf"{CODE}|\]\([^)]*\)|<[^>]*>|\w+://\S+")


def _star_emphasis(text: str) -> str:
    """Write `字_word_字` with asterisks: in CommonMark, underscores between letters are no emphasis."""
    spans = [found.span() for found in _ADDRESS.finditer(text)]

    def star(found: re.Match[str]) -> str:
        around = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
        if not any(each.isalnum() for each in around) or any(start <= found.start() < end for start, end in spans):
            return found[0]
        stars = "*" * len(found[1])
        return f"{stars}{found[2]}{stars}"

    return _UNDERSCORES.sub(star, text)


def fix_flanking(line: SourceLine) -> SourceLine:
    """Return a line in which `字**「字」**字` is strong: CommonMark's flanking rule assumes spaces between words.

    A letter in the form of a numeric character reference counts as punctuation.
    """
    text = line.text
    if "_" in text and not text.isascii():
        text = _star_emphasis(text)
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
