"""A text as lines that know where they come from, and the one scanner that tells code from prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from octavo.model.publication import Origin

TAB = 4


class SourceLine(NamedTuple):
    """One line of prose, without its end: `number` is its line in `file`, as messages name it.

    `shift` is how many characters at its beginning were taken off; None where the line was rewritten, so that its
    columns are no longer those of the author's.
    """

    text: str
    file: str
    number: int
    shift: int | None = 0

    def now(self, text: str) -> SourceLine:
        """The line rewritten."""
        return self if text == self.text else SourceLine(text, self.file, self.number, None)

    def under(self, lead: str) -> SourceLine:
        """The line with something put before it."""
        text = lead + self.text if self.text else lead.rstrip()
        return SourceLine(text, self.file, self.number, None if self.shift is None else self.shift - len(lead))

    def cut(self, width: int) -> SourceLine:
        """The line with up to so many columns of white space at its beginning taken off."""
        text = without_indent(self.text, width)
        gone = len(self.text) - len(text)
        return (
            SourceLine(text, self.file, self.number, None if self.shift is None else self.shift + gone)
            if gone
            else self
        )


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code between fences. `lead` stands before its marks: white space, quotation marks, a bullet.

    The lines of `body` are without it.
    """

    opening: SourceLine
    lead: str
    marks: str
    info: str
    body: tuple[SourceLine, ...]

    @property
    def again(self) -> str:
        """What stands before every line but the first."""
        return re.sub(r"[^>\s]", " ", self.lead)

    def cut(self, width: int) -> Fence:
        """The block with so many columns of white space at the beginning of its lines taken off."""
        return replace(self, lead=without_indent(self.lead, width))


Item = SourceLine | Fence
Expand = Callable[[SourceLine, bool], Sequence[SourceLine] | None]
"""What stands in a line's place, where it asks for another text; it is told whether the line is code."""

_FENCE = re.compile(r"(?P<lead>(?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_CELL = re.compile(r"[ \t]*\{[A-Za-z]")
_QUOTED = re.compile(r"[ \t]*>[ ]?")
_COMMENT = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|<!--.*?(?:-->|$)")

_SHORTCODE = re.compile(
    r"(?P<marks>[ \t]*(?:#{1,6}[ \t]*)?)<!--\s*md:(?:option|setting)\s+(?P<name>[^`]*?)\s*-->"
    r"(?P<rest>[ \t]*(?:\{.*\})?[ \t]*)"
)
"""A heading or a term that is nothing but a comment, which the hooks of a well-known theme make a name of."""


def read(text: str, name: str, origins: Sequence[Origin] = ()) -> list[SourceLine]:
    """The lines of a file; of what was made of another, with where they come from."""
    lines = [SourceLine(line, name, number) for number, line in enumerate(text.split("\n"), 1)]
    ends = [*(each[0] for each in origins[1:]), len(lines)]
    for (start, file, number, shift), end in zip(origins, ends, strict=False):
        lines[start:end] = [
            SourceLine(line.text, file, number + row, shift) for row, line in enumerate(lines[start:end])
        ]
    return lines


def scan(lines: Iterable[SourceLine], expand: Expand | None = None) -> list[Item]:
    """Prose line by line, code block by block; comments are gone from the prose."""
    return _Scanner(lines, expand).run()


class _Scanner:
    def __init__(self, lines: Iterable[SourceLine], expand: Expand | None) -> None:
        # In reverse, as what is put in a line's place is read next; with whether it has been put there.
        self._waiting = [(line, False) for line in lines][::-1]
        self._expand = expand

    def run(self) -> list[Item]:
        found: list[Item] = []
        while self._waiting:
            line, is_new = self._waiting.pop()
            text = line.text
            if ("`" in text or "~" in text) and (opened := opens(text)):
                found.append(self._fence(line, opened))
            elif self._expand and not is_new and (other := self._expand(line, False)) is not None:
                self._waiting += [(each, True) for each in reversed(other)]
            elif "<!--" in text:
                found.append(self._without_comments(line))
            else:
                found.append(line)
        return found

    def _fence(self, line: SourceLine, opened: re.Match[str]) -> Fence:
        lead, marks = opened["lead"], opened["marks"]
        body: list[SourceLine] = []
        quotes, width = lead.count(">"), columns(lead.rpartition(">")[2])
        closes = re.compile(rf"(?P<indent>[ \t]*){marks[0]}{{{len(marks)},}}[ \t]*$")
        # Marks that stand too far in are code; only where nothing else closes the block are they its end. A cell of
        # knitr's ends where it begins.
        farthest = width if _CELL.match(opened["info"]) else width + TAB - 1
        loose: tuple[int, list[tuple[SourceLine, bool]]] | None = None
        while self._waiting:
            here, is_new = self._waiting[-1]
            inside = _unquoted(here, quotes) if quotes else here
            if inside is None:
                break
            self._waiting.pop()
            closing = closes.match(inside.text) if marks in inside.text else None
            if closing is not None:
                if columns(closing["indent"]) <= farthest:
                    break
                loose = loose or (len(body), list(self._waiting))
            inside = inside.cut(width) if width else inside
            other = self._expand(inside, True) if self._expand and not is_new else None
            body += [inside] if other is None else other
        else:
            if loose is not None:
                del body[loose[0] :]
                self._waiting = loose[1]
        return Fence(line, lead, marks, opened["info"].strip(), tuple(body))

    def _without_comments(self, line: SourceLine) -> SourceLine:
        text = line.text
        open_at = -1
        for found in _COMMENT.finditer(text):
            if found[1] is None and not found[0].endswith("-->"):
                open_at = found.start()
        if open_at < 0:
            if (named := _SHORTCODE.fullmatch(text)) is not None:
                rest = named["rest"] or (f" {{#{named['name']}}}" if "#" in named["marks"] else "")
                return line.now(f"{named['marks']}`{named['name']}`{rest}")
            return line.now(_COMMENT.sub(lambda found: found[0] if found[1] else "", text).rstrip())
        before = text[:open_at]
        last = next((row for row in range(len(self._waiting) - 1, -1, -1) if "-->" in self._waiting[row][0].text), None)
        if last is None:
            return line
        closing, is_new = self._waiting[last]
        del self._waiting[last:]
        rest = closing.text.partition("-->")[2]
        if rest.strip():
            self._waiting.append((closing.now(rest), is_new))
        return line.now(_COMMENT.sub(lambda found: found[0] if found[1] else "", before).rstrip())


def opens(text: str) -> re.Match[str] | None:
    """The opening of a block of code, where a line is one."""
    found = _FENCE.match(text)
    if found is None:
        return None
    # An R user's caption may hold code in the line, and yet it is a block.
    is_inline = found["marks"][0] == "`" and "`" in found["info"]
    return None if is_inline and not re.fullmatch(r"\{.*\}\s*", found["info"]) else found


def _unquoted(line: SourceLine, quotes: int) -> SourceLine | None:
    """The line without so many marks of quotation; None where it has not that many."""
    text = line.text
    for _ in range(quotes):
        found = _QUOTED.match(text)
        if found is None:
            return None
        text = text[found.end() :]
    gone = len(line.text) - len(text)
    return SourceLine(text, line.file, line.number, None if line.shift is None else line.shift + gone)


def columns(lead: str) -> int:
    """How many columns a line's beginning takes up."""
    width = 0
    for each in lead:
        width += TAB - width % TAB if each == "\t" else 1
    return width


def indent(item: Item) -> int:
    """How far an item is indented, in columns."""
    text = item.lead if isinstance(item, Fence) else item.text
    return columns(text[: len(text) - len(text.lstrip(" \t"))])


def without_indent(text: str, width: int) -> str:
    """A text with up to so many columns of white space at its beginning taken off."""
    taken = 0
    for at, each in enumerate(text):
        if taken >= width or each not in " \t":
            return " " * (taken - width) + text[at:]
        taken += TAB - taken % TAB if each == "\t" else 1
    return " " * max(0, taken - width)


def is_blank(item: Item) -> bool:
    """Whether an item is an empty line."""
    return isinstance(item, SourceLine) and not item.text.strip()


def written(lines: Sequence[SourceLine]) -> tuple[str, tuple[Origin, ...]]:
    """The lines as one text, and where they come from."""
    origins: list[Origin] = []
    before: tuple[str, int, int | None] | None = None
    for row, line in enumerate(lines):
        here = (line.file, line.number - row, line.shift)
        if here != before:
            before = here
            origins.append((row, line.file, line.number, line.shift))
    return "\n".join(line.text for line in lines), tuple(origins)
