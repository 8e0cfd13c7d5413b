"""Which lines of a Markdown text are code between fences, or comments: octavo's only scanner of them.

The rules are those of CommonMark 0.31 (section 4.5), with three exceptions that books need. Marks that are indented too
far to close a block close it where nothing else does. The options of a cell may contain backticks. A cell is closed by
marks in the column in which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

TAB = 4
"""The columns of a tab stop."""

_FENCE = re.compile(r"(?P<lead>(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))*+)(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_CELL = re.compile(r"[ \t]*\{[A-Za-z][^}]*\}")
_QUOTED = re.compile(r"[ \t]*>[ ]?")
_COMMENT = re.compile(r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|<!--.*?(?:-->|$)")
_RUN = re.compile(r"`{3,}")
_DEEP = ("    ", "\t")
_QUOTES = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_CONTAINER = re.compile(
    r"[ ]{0,3}(?:(?:[-*+]|\(?(?:\d{1,9}|[A-Za-z#]|[ivxlcdm]{2,6}|[IVXLCDM]{2,6})[.)]|\(?@\w*\)|\[\^[^\]]+\]:|[:~])"
    r"(?:[ \t]|$)"
    r"|!!!|\?\?\?|===|///|:::|\{%|</?[A-Za-z!])"
)
"""What may hold indented blocks that are no code: an item, a note, a box of MkDocs, a tag."""


@dataclass(frozen=True, slots=True)
class FenceOpening:
    """The line that opens a block of code."""

    lead: str
    """What precedes the fence: white space, quotation marks, the bullet of a list item."""
    marks: str
    """The fence itself."""
    info: str
    """What follows it: the language, or the options of a cell."""

    @property
    def is_cell(self) -> bool:
        """Whether the block is a cell of knitr or Quarto, which those tools would run."""
        return _CELL.match(self.info) is not None

    @property
    def quotes(self) -> int:
        """How many block quotes the block is in."""
        return self.lead.count(">")

    @property
    def indent(self) -> int:
        """The column of the fence within the innermost block quote, from 0."""
        return columns(self.lead.rpartition(">")[2])

    def count_lines(self, following: Iterable[str]) -> tuple[int, bool]:
        """Return how many of the lines after this one are code, and whether a closing fence follows them."""
        closing = re.compile(rf"(?P<indent>[ \t]*){self.marks[0]}{{{len(self.marks)},}}[ \t]*$")
        quotes, farthest = self.quotes, self.indent + (0 if self.is_cell else TAB - 1)
        first_loose, total = -1, 0
        for count, line in enumerate(following):
            inside = without_quotes(line, quotes) if quotes else line
            if inside is None:
                return count, False
            found = closing.match(inside) if self.marks in inside else None
            if found is not None:
                if columns(found["indent"]) <= farthest:
                    return count, True
                first_loose = count if first_loose < 0 else first_loose
            total = count + 1
        if first_loose >= 0:
            return first_loose, True
        return total, False


def opening(line: str) -> FenceOpening | None:
    """Return the opening of a block of code, if a line is one."""
    if "```" not in line and "~~~" not in line:
        return None
    found = _FENCE.match(line)
    if found is None:
        return None
    # The caption in the options of a cell may hold code.
    is_inline = found["marks"][0] == "`" and "`" in found["info"]
    if is_inline and not re.fullmatch(r"\{.*\}\s*", found["info"]):
        return None
    return FenceOpening(found["lead"], found["marks"], found["info"])


class IndentedCode:
    """Says of the lines of a text, one after the other, which are code by their indent, where fences open nothing.

    The lines of a fenced block count by its first one alone.
    """

    def __init__(self) -> None:
        self._is_code, self._goes_on, self._in_container, self._after_blank = False, False, False, True
        self._quotes = ""

    def has(self, line: str) -> bool:
        """Return whether the next line is indented code, maybe in a quotation."""
        quotes = _QUOTES.match(line)
        line = line[quotes.end() :] if quotes else line
        if (marks := quotes[0].replace(" ", "") if quotes else "") != self._quotes and line.strip():
            self._quotes, self._is_code, self._in_container, self._after_blank = marks, False, False, True
        if not line.strip():
            self._after_blank = True
            return self._is_code
        is_deep = line.startswith(_DEEP)
        self._goes_on = self._is_code
        self._is_code = is_deep and (self._is_code or (self._after_blank and not self._in_container))
        if _CONTAINER.match(line):
            self._in_container = self._in_container or not self._is_code
        elif not line[0].isspace() and self._after_blank:
            self._in_container = False
        self._after_blank = False
        return self._is_code

    def shows(self, fence: FenceOpening, following: Iterable[str]) -> bool:
        """Return whether the fence in the last line is only shown, in indented code.

        It is not if its marks are closed outside that code, nor if it is a cell: knitr runs cells at any indent.
        """
        if not self._is_code or fence.is_cell:
            return False
        closing = re.compile(rf"[ \t]*{fence.marks[0]}{{{len(fence.marks)},}}[ \t]*$")
        bare = (_QUOTES.sub("", line, count=1) if self._quotes else line for line in following)
        last = None if self._goes_on else next((line for line in bare if closing.match(line)), None)
        return last is None or last.startswith(_DEEP)

    def end_block(self) -> None:
        """Note that a fenced block, whose first line was the last one, is over."""
        self._is_code, self._after_blank = False, True


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """A block of code: `first` is the row of its opening fence, from 0, and `count` the lines of its code."""

    first: int
    count: int
    is_closed: bool
    opening: FenceOpening

    @property
    def code(self) -> range:
        """The rows of the code, without the fences."""
        return range(self.first + 1, self.first + 1 + self.count)

    @property
    def rows(self) -> range:
        """The rows of the block, with its fences."""
        return range(self.first, self.first + 1 + self.count + self.is_closed)


def code_blocks(lines: Sequence[str]) -> Iterator[CodeBlock]:
    """Yield the blocks of code between fences in order, without those in comments."""
    row, indented = 0, IndentedCode()
    last_end = max((at for at, line in enumerate(lines) if "-->" in line), default=-1)
    while row < len(lines):
        line = lines[row]
        indented.has(line)
        following = (lines[at] for at in range(row + 1, len(lines)))
        if (opened := opening(line)) and not indented.shows(opened, following):
            indented.end_block()
            block = CodeBlock(row, *opened.count_lines(lines[at] for at in range(row + 1, len(lines))), opened)
            yield block
            row = block.rows.stop
        elif "<!--" in line and row < last_end and open_comment(line) is not None:
            row = next(at for at in range(row + 1, len(lines)) if "-->" in lines[at]) + 1
        else:
            row += 1


def open_comment(line: str) -> int | None:
    """Return where a comment begins that does not end on its line."""
    start = None
    for found in _COMMENT.finditer(line):
        if found["ticks"] is None and not found[0].endswith("-->"):
            start = found.start()
    return start


def without_comments(line: str) -> str:
    """Return a line without the comments in it; comments in code spans stay."""
    return _COMMENT.sub(lambda found: found[0] if found["ticks"] else "", line)


def fence_around(lines: Iterable[str], least: int = 3) -> str:
    """Return backticks that no line of a code can be taken for."""
    longest = max((len(run) for line in lines for run in _RUN.findall(line)), default=0)
    return "`" * max(least, longest + 1)


def without_quotes(line: str, quotes: int) -> str | None:
    """Return a line without so many quotation marks at its beginning; None where it has fewer."""
    for _ in range(quotes):
        found = _QUOTED.match(line)
        if found is None:
            return None
        line = line[found.end() :]
    return line


def columns(lead: str) -> int:
    """Return how many columns the beginning of a line takes up."""
    width = 0
    for each in lead:
        width += TAB - width % TAB if each == "\t" else 1
    return width
