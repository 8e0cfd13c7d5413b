"""Lines of text that know where they come from, and blocks of code among them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from octavo.model.publication import Origin
from octavo.tools.markdown_scan import (
    TAB,
    FenceOpening,
    IndentedCode,
    columns,
    open_comment,
    opening,
    without_comments,
    without_quotes,
)


class SourceLine(NamedTuple):
    """One line without its end. `number` is its line in `file`, the name of a file in messages.

    `shift` is the number of characters removed at its beginning; None where the line was rewritten and its columns
    are unknown.
    """

    text: str
    file: str
    number: int
    shift: int | None = 0

    def with_text(self, text: str) -> SourceLine:
        """Return the line with another text."""
        return self if text == self.text else SourceLine(text, self.file, self.number, None)

    def with_lead(self, lead: str) -> SourceLine:
        """Return the line with something before it."""
        text = lead + self.text if self.text else lead.rstrip()
        return SourceLine(text, self.file, self.number, None if self.shift is None else self.shift - len(lead))

    def without_indent(self, width: int) -> SourceLine:
        """Return the line without up to so many columns of white space at its beginning."""
        return self._shortened(without_indent(self.text, width)) if width else self

    def without_quotes(self, quotes: int) -> SourceLine:
        """Return the line without so many quotation marks at its beginning, which it must have."""
        return self._shortened(without_quotes(self.text, quotes) or "") if quotes else self

    def _shortened(self, text: str) -> SourceLine:
        shift = None if self.shift is None else self.shift + len(self.text) - len(text)
        return SourceLine(text, self.file, self.number, shift) if text != self.text else self


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code between fences. `lead` precedes the fence: white space, quotation marks, a bullet.

    The lines of `body` have no lead.
    """

    opening: SourceLine
    lead: str
    marks: str
    info: str
    body: tuple[SourceLine, ...]

    @property
    def continuation(self) -> str:
        """What precedes every line but the first."""
        return re.sub(r"[^>\s]", " ", self.lead)

    def without_indent(self, width: int) -> Fence:
        """Return the block without up to so many columns of white space at its beginning."""
        return replace(self, lead=without_indent(self.lead, width))


Item = SourceLine | Fence
Expand = Callable[[SourceLine, bool], Sequence[SourceLine] | None]
"""Returns the lines that a line includes, or None; the second argument says whether the line is code."""

_SHORTCODE = re.compile(
    r"(?P<marks>[ \t]*(?:#{1,6}[ \t]*)?)<!--\s*md:(?:option|setting)\s+(?P<name>[^`]*?)\s*-->"
    r"(?P<rest>[ \t]*(?:\{.*\})?[ \t]*)"
)
"""A heading or a term that consists of a comment, which the hooks of a well-known theme replace by a name."""


def split_lines(text: str, name: str, origins: Sequence[Origin] = ()) -> list[SourceLine]:
    """Split a text into lines; `origins` says where the lines of a generated text come from."""
    lines = [SourceLine(line, name, number) for number, line in enumerate(text.split("\n"), 1)]
    ends = [*(each[0] for each in origins[1:]), len(lines)]
    for (start, file, number, shift), end in zip(origins, ends, strict=False):
        lines[start:end] = [
            SourceLine(line.text, file, number + row, shift) for row, line in enumerate(lines[start:end])
        ]
    return lines


def scan(lines: Iterable[SourceLine], expand: Expand | None = None) -> list[Item]:
    """Return the lines of prose, without comments, and the blocks of code."""
    return _Scanner(lines, expand).run()


class _Scanner:
    def __init__(self, lines: Iterable[SourceLine], expand: Expand | None) -> None:
        # In reverse, as included lines are read next; with whether a line was included.
        self._waiting = [(line, False) for line in lines][::-1]
        self._expand = expand

    def run(self) -> list[Item]:
        found: list[Item] = []
        indented = IndentedCode()
        while self._waiting:
            line, is_new = self._waiting.pop()
            indented.has(line.text)
            fence = opening(line.text)
            if fence and not indented.shows(fence, (each.text for each, _ in reversed(self._waiting))):
                indented.end_block()
                found.append(self._fence(line, fence))
            elif self._expand and not is_new and (other := self._expand(line, False)) is not None:
                self._waiting += [(each, True) for each in reversed(other)]
            elif "<!--" in line.text:
                found.append(self._without_comments(line))
            else:
                found.append(line)
        return found

    def _fence(self, line: SourceLine, fence: FenceOpening) -> Fence:
        count, is_closed = fence.count_lines(each.text for each, _ in reversed(self._waiting))
        body: list[SourceLine] = []
        for _ in range(count):
            here, is_new = self._waiting.pop()
            inside = here.without_quotes(fence.quotes).without_indent(fence.indent)
            other = self._expand(inside, True) if self._expand and not is_new else None
            body += [inside] if other is None else other
        if is_closed:
            self._waiting.pop()
        return Fence(line, fence.lead, fence.marks, fence.info.strip(), tuple(body))

    def _without_comments(self, line: SourceLine) -> SourceLine:
        text = line.text
        start = open_comment(text)
        if start is None:
            if (named := _SHORTCODE.fullmatch(text)) is not None:
                rest = named["rest"] or (f" {{#{named['name']}}}" if "#" in named["marks"] else "")
                return line.with_text(f"{named['marks']}`{named['name']}`{rest}")
            return line.with_text(without_comments(text).rstrip())
        last = next((row for row in range(len(self._waiting) - 1, -1, -1) if "-->" in self._waiting[row][0].text), None)
        if last is None:
            return line
        closing, is_new = self._waiting[last]
        del self._waiting[last:]
        rest = closing.text.partition("-->")[2]
        if rest.strip():
            self._waiting.append((closing.with_text(rest), is_new))
        return line.with_text(without_comments(text[:start]).rstrip())


def indent(item: Item) -> int:
    """Return the indent of an item in columns."""
    text = item.lead if isinstance(item, Fence) else item.text
    return columns(text[: len(text) - len(text.lstrip(" \t"))])


def without_indent(text: str, width: int) -> str:
    """Return a text without up to so many columns of white space at its beginning."""
    source = 0
    for at, each in enumerate(text):
        if source >= width or each not in " \t":
            return " " * (source - width) + text[at:]
        source += TAB - source % TAB if each == "\t" else 1
    return " " * max(0, source - width)


def is_blank(item: Item) -> bool:
    """Return whether an item is an empty line."""
    return isinstance(item, SourceLine) and not item.text.strip()


def join_lines(lines: Sequence[SourceLine]) -> tuple[str, tuple[Origin, ...]]:
    """Return the lines as one text, and where they come from."""
    origins: list[Origin] = []
    before: tuple[str, int, int | None] | None = None
    for row, line in enumerate(lines):
        here = (line.file, line.number - row, line.shift)
        if here != before:
            before = here
            origins.append((row, line.file, line.number, line.shift))
    return "\n".join(line.text for line in lines), tuple(origins)
