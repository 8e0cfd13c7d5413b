"""The scanner: one pass over an author's file, which says of each character what kind of thing it belongs to.

It is tolerant: it knows the marks of all the tools that octavo reads at once, and takes for text whatever is not closed
or not known. A false alarm is noticed, a loss that is wrongly accounted for is not.

Longer than 400 lines because all kinds of blocks share the state of one pass.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from octavo.check.source_agreement.finding import ForwardSearch
from octavo.check.source_agreement.inline import InlineScanner, is_left_out
from octavo.check.source_agreement.kinds import CODES, KINDS, Kind
from octavo.model.dialect import SourceHints

_NO_HINTS = SourceHints()
_ITEM = re.compile(
    r"(?:[-*+•]|\(?(?:\d{1,9}|#|[A-Za-z]|[ivxlcdmIVXLCDM]{2,6})[.)]|\(?@[\w-]*\)|[:~](?=[ ]{1,3}\S))(?=[ \t]|$)"
)
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}$")
_TASK = re.compile(r"\[[ xX]\](?=[ \t])")
_FENCE = re.compile(r"(`{3,}|~{3,})([^\n]*)")
_CELL = re.compile(
    r"\{\s*(?:r|python|julia|bash|sql|ojs|stan|Rcpp|mermaid|dot|cat|js|css|embed|targets|webr|pyodide|verbatim|block2?"
    r"|theorem|asis)\b",
    re.IGNORECASE,
)
_CELL_OPTION = ("#|", "//|", "%%|", "--|")
_CODE_DIRECTIVE = re.compile(r"\{\{\s*#\w+[^}]*\}\}|--8<--|\{%[^%]*%\}|<<<\s*@|\{[!*]>?[ ].*[!*]\}$")
_ANCHOR = re.compile(r"ANCHOR(?:_END)?:\s*[\w-]+|-8<-+\s*\[")
_IMPORT = re.compile(
    r"\[(?:import|include)(?:[:, ][^\]\n]*)?\]\([^)\n]*\)[ \t]*$|\[{1,2}_?toc_?\]{1,2}[ \t]*$", re.IGNORECASE
)
_RULE_NAME = re.compile(r"r\[[\w.-]+\][ \t]*$")
_BUILDER = re.compile(r"\^code[ ]|\{\{\w(?:(?!\}\}).)*$")
_BUILDER_ENDS = re.compile(r"\w+\}\}[ \t]*$")
_BOX_OPTION = re.compile(r"[ ]{4,}[\w-]+:(?:[ ].*)?$|[ ]{6,}\S")
_TEMPLATE = re.compile(r"\{%-?\s*(?:if\b[^%]*|(endif)\s*-?)%\}|\{\{if\s[^}\n]*\n|\n(if)\}\}")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_BOX = re.compile(r"(?:!!!|\?\?\?\+?|/{3,})[ \t]*[\w][\w \t-]*|===[!+]?(?=[ \t]+\")")
_ALERT = re.compile(r"\[![A-Za-z][\w-]*\][+-]?")
_NOTE = re.compile(r"\[\^[^\]\s]{1,300}+\]:")
_AFTER_NOTE = ("[^", "#", "```", "~~~", ":::")
_DEFINITION = re.compile(
    r"\[(?!\^)(?:\\.|[^\]\\\n])+\]:[ \t]*(?:\n[ \t]*)?(?:<[^>\n]*>|[^\s<]\S*)"
    r"((?:[ \t]+|[ \t]*\n[ \t]*)(?:\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*(?:\{[^}\n]*\})?[ \t]*(?=\n|\Z)"
)
_ABBREVIATION = re.compile(r"\*\[[^\]\n]+\]:[^\n]*")
_DIV = re.compile(r":{3,}[^\n]*")
_SNIPPET = re.compile(r"-{1,3}8<-{1,3}")
_HEADING = re.compile(r"#{1,6}(?=[ \t\w])")
_PART = re.compile(r"#+[ ]+\((?:PART|APPENDIX)(?:\\?\*)?\)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:[|+][ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_FENCE_IN_CELL = re.compile(r"(?<=\| )(?:`{3,}|~{3,})[ ]*([\w.{=}+-]+)")
_BLOCKS = (
    r"(?:div|table|thead|tbody|tr|td|th|details|section|figure|ul|ol|li|dl|center|picture|aside|article|header|footer|p"
    r"|form|svg)"
)
_OPENED = re.compile(rf"<{_BLOCKS}\b", re.IGNORECASE)
_CLOSED = re.compile(rf"</{_BLOCKS}\s*>", re.IGNORECASE)
_RUNS_ON = re.compile(r"<(?:script|style|pre|svg|math|textarea|template)\b", re.IGNORECASE)
_HEADER = re.compile(r"(?:[ \t]*\n)*(---|\+\+\+)[ \t]*\n(?![ \t]*\n)")
_HEADER_ENDS = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE),
}
_HEADER_KEY = re.compile(r"^[\w.\"'-]+[ \t]*:", re.MULTILINE)
_MARKS = re.compile(r"[&<\\\\`$\[{]")
_HEADER_TITLE = re.compile(r"^((?:sub)?title)[ \t]*[:=][ \t]*(.*?)(?:(?<!\S)#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner found in a text. Places are offsets in the text."""

    text: str
    kinds: bytes
    """The kind of each character, as in `CODES`."""
    starts: tuple[int, ...]
    """Where each line begins."""
    notes: tuple[tuple[int, int], ...]
    """Where notes begin and end, those within the text and those at its end."""
    captions: tuple[tuple[int, int], ...]
    """Where paragraphs begin and end that may be the captions of tables."""
    headings: tuple[int, ...]
    items: tuple[int, ...]
    tables: tuple[int, ...]
    links: tuple[int, ...]
    pictures: tuple[int, ...]

    def spans(self) -> Iterator[tuple[int, int, Kind]]:
        """Yield stretches of one kind, in order: where each begins and ends."""
        at = 0
        for found in _STRETCH.finditer(self.kinds):
            yield at, found.end(), KINDS[self.kinds[at]]
            at = found.end()

    def kind_at(self, offset: int) -> Kind:
        """Return the kind of a character."""
        return KINDS[self.kinds[offset]]

    def place_of(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a character, both from 1."""
        row = bisect_right(self.starts, offset) - 1
        return row + 1, offset - self.starts[row] + 1


_STRETCH = re.compile(rb"(.)\1*", re.DOTALL)


def scan(text: str, hints: SourceHints = _NO_HINTS) -> Scan:
    """Scan a Markdown text. Nothing raises an error; the time grows with the length of the text."""
    return _BlockScanner(text, hints).run()


@dataclass(slots=True)
class _Line:
    """A line, without its quotation marks and indent: `body` begins at `here`, in `column` within its quotation."""

    row: int
    start: int
    end: int
    here: int
    column: int
    quoted: bool
    body: str

    def shortened(self, width: int) -> None:
        """Take so many characters off the beginning of the body."""
        self.here += width
        self.column += width
        self.body = self.body[width:]


@dataclass(slots=True)
class _BlockScanner:
    text: str
    hints: SourceHints
    kinds: bytearray = field(init=False)
    starts: list[int] = field(init=False)
    inline: InlineScanner = field(init=False)
    search: ForwardSearch = field(init=False)
    indents: list[int] = field(default_factory=list)
    """The columns at which the text of open list items begins."""
    paragraph: int = -1
    """Where the open paragraph begins, or -1."""
    paragraph_end: int = 0
    is_after_blank: bool = True
    caption: int = -1
    """Where a paragraph begins that may be the caption of a table, or -1."""
    lettered: int = -9
    """The row of the last item with a letter."""
    depth: int = 0
    """How many blocks of HTML are open."""
    condition: int = -1
    """Where text for other formats begins, or -1; and how many divs are open within it."""
    divs: int = 0
    boxes: list[str] = field(default_factory=list)
    """The fences of boxes that are open."""
    left_out: list[tuple[int, int]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    items: list[int] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    notes: list[tuple[int, int]] = field(default_factory=list)
    captions: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kinds = bytearray(len(self.text))
        self.starts = [0, *(found.end() for found in re.finditer("\n", self.text))]
        self.search = ForwardSearch(self.text)
        self.inline = InlineScanner(self.text, self.kinds, self.hints, self.search)

    def run(self) -> Scan:
        row = self._header()
        while row < len(self.starts):
            row = self._line(row)
        self._close_paragraph()
        self._templates()
        for start, end in self.left_out:
            self.inline.mark(start, end, Kind.CONDITION)
        return Scan(
            self.text,
            bytes(self.kinds),
            tuple(self.starts),
            tuple(sorted([*self.notes, *self.inline.notes])),
            tuple(self.captions),
            tuple(self.headings),
            tuple(self.items),
            tuple(self.tables),
            tuple(self.inline.links),
            tuple(self.inline.pictures),
        )

    def _templates(self) -> None:
        """Note what is in a condition of a template."""
        opened: list[int] = []
        for found in _TEMPLATE.finditer(self.text) if self.hints.has_templates else ():
            if not (found[1] or found[2]):
                opened.append(found.end())
            elif opened:
                self.left_out.append((opened.pop(), found.start()))

    # Lines

    def _end(self, row: int) -> int:
        return self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)

    def _row_after(self, offset: int, row: int) -> int:
        """Return the first row that begins at or after a place, but one after `row`."""
        at = bisect_right(self.starts, offset) - 1
        return max(row + 1, at if self.starts[at] == offset and offset < len(self.text) else at + 1)

    def _close_paragraph(self) -> int:
        """Scan the paragraph that is open; return where that ended, or 0."""
        if self.paragraph < 0:
            return 0
        start, self.paragraph = self.paragraph, -1
        if self.caption >= 0:
            self.captions.append((self.caption, self.paragraph_end))
            self.caption = -1
        return self.inline.scan(start, self.paragraph_end)

    def _line(self, row: int) -> int:
        """Scan what begins on a row; return the row after it."""
        start, end = self.starts[row], self._end(row)
        raw = self.text[start:end]
        if not raw.strip("> \t\n\r"):
            reached = self._close_paragraph()
            self.is_after_blank = True
            self.inline.in_grid = False
            return self._go_on(reached, row) if reached > end else row + 1
        line = self._measured(row, start, end, raw)
        if self._is_indented_code(line):
            return self._indented_code(line)
        self._markers(line)
        for begins in _BLOCK_SIGNS.get(line.body[:1], ()):
            after = begins(self, line)
            if after is not None:
                return after
        if line.body.endswith("}}") and self.paragraph < 0 and _BUILDER_ENDS.match(line.body):
            return self._directive(line, line.end)
        return self._prose(line)

    def _measured(self, row: int, start: int, end: int, raw: str) -> _Line:
        at = column = outside = 0
        quoted = False
        while at < len(raw) and raw[at] in " \t>":
            if raw[at] == ">":
                outside = outside or column
                quoted, column = True, 0
                at += raw[at + 1 : at + 2] == " "
            else:
                column += 4 - column % 4 if raw[at] == "\t" else 1
            at += 1
        if self.is_after_blank or self.paragraph < 0:
            while self.indents and max(column, outside) < self.indents[-1]:
                self.indents.pop()
        return _Line(row, start, end, start + at, column, quoted, raw[at:].rstrip("\n"))

    def _go_on(self, reached: int, row: int) -> int:
        """Go on at a place within a line, after something that ran over blank lines."""
        after = self._row_after(reached, row)
        if self.starts[after - 1] < reached < self._end(after - 1):
            self.paragraph, self.paragraph_end = reached, self._end(after - 1)
        return after

    # Blocks: each method returns the row after the block, or None if it does not begin here.

    def _is_indented_code(self, line: _Line) -> bool:
        base = self.indents[-1] if self.indents else 0
        if not self.is_after_blank or line.column < base + 4:
            return False
        return (not _ITEM.match(line.body) and not self.depth) or not self.indents

    def _indented_code(self, line: _Line) -> int:
        self._close_paragraph()
        base = self.indents[-1] if self.indents else 0
        row = line.row
        while row < len(self.starts):
            start, end = self.starts[row], self._end(row)
            raw = self.text[start:end].expandtabs(4)
            if raw.strip("> \t\n") and _indent(raw, line.quoted) < base + 4:
                break
            self.inline.mark(start, end, _kind_of_code_line(raw.strip(), Kind.CODE, ""))
            self.inline.values(start, end)
            row += 1
        self.is_after_blank = True
        return row

    def _markers(self, line: _Line) -> None:
        """Note the marks of items at the beginning of a line; there may be several."""
        while (found := _ITEM.match(line.body)) and not _RULE.match(line.body) and self._is_item(line, found):
            if self._close_paragraph() > line.here:
                return
            while self.indents and line.column < self.indents[-1]:
                self.indents.pop()
            self.inline.mark(line.here, line.here + found.end(), Kind.MARKER)
            if found[0][0] == ":":
                self.caption = line.here
            if found[0][0] not in ":~":
                self.items.append(line.here)
            rest = line.body[found.end() :]
            gap = len(rest) - len(rest.lstrip(" \t"))
            width = found.end() + (gap if 0 < gap < 5 or found[0][0] in ":~" else 1)
            self.indents.append(line.column + width)
            line.shortened(found.end() + gap)
            line.column = self.indents[-1]
            self.is_after_blank = True
            if _TASK.match(line.body):
                self.inline.mark(line.here, line.here + 3, Kind.MARKER)

    def _is_item(self, line: _Line, found: re.Match[str]) -> bool:
        """Return whether a mark begins an item; in a paragraph, most signs do not."""
        sign = found[0]
        in_paragraph = self.paragraph >= 0 and not self.is_after_blank
        if in_paragraph and sign[0] not in "-*+:~" and not re.match(r"\(?1[.)]", sign) and not self.indents:
            return False
        if re.match(r"\(?[A-Za-z]", sign):
            is_nested = bool(self.indents) and line.column >= self.indents[-1]
            if not (self.is_after_blank or self.lettered == line.row - 1 or is_nested):
                return False
            self.lettered = line.row
        return not re.match(r"[A-Z]\.", sign) or line.body.startswith("  ", found.end())

    def _fence(self, line: _Line) -> int | None:
        found = _FENCE.match(line.body)
        if found is None or (found[1][0] == "`" and "`" in found[2] and not _CELL.match(found[2].strip())):
            return None
        self._close_paragraph()
        info = found[2].strip()
        if info.startswith("admonish") or (not info and found[1] in self.boxes):
            return self._boxed(line, found[1], info)
        self.inline.mark(line.here, line.here + found.end(), Kind.INFO)
        for quoted in _QUOTED.finditer(found[2]):
            start = line.here + found.start(2)
            self.inline.mark(start + quoted.start(), start + quoted.end(), Kind.ATTRIBUTE)
        row = self._fenced(line, found[1], info)
        self.is_after_blank = True
        return row

    def _long_cell(self, line: _Line) -> int | None:
        """Code that is run, over several lines, perhaps with blank ones."""
        if not (self.hints.runs_cells and line.body.startswith("`r ")) or line.body.count("`") > 1:
            return None
        close = self.search.plain("`", line.here + 1)
        if close < 0:
            return None
        self._close_paragraph()
        self.inline.mark(line.here, close + 1, Kind.CELL)
        return self._go_on(close + 1, line.row)

    def _boxed(self, line: _Line, fence: str, info: str) -> int:
        """Note the fence of a box, which contains Markdown."""
        self.inline.mark(line.here, line.end, Kind.INFO)
        if info:
            self.boxes.append(fence)
        else:
            self.boxes.remove(fence)
        self.is_after_blank = True
        return line.row + 1

    def _fenced(self, line: _Line, fence: str, info: str) -> int:
        """Note the lines of a block of code; return the row after its closing fence."""
        kind, hidden = _kind_of_code(info, self.hints.runs_cells), self._hidden_prefix(info)
        has_tags = self.text.rfind('"termy"', max(0, line.start - 60), line.start) >= 0
        limit = self.indents[-1] if self.indents else 0
        closing = re.compile(rf"[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*\n?\Z")
        row = line.row + 1
        while row < len(self.starts):
            start, end = self.starts[row], self._end(row)
            raw = self.text[start:end]
            indent = _indent(raw.expandtabs(4), False)
            if closing.match(raw) and (line.quoted or indent < max(limit, line.column) + 4):
                self.inline.mark(start, end, Kind.INFO)
                return row + 1
            if raw.strip() and self._is_left(line, raw, indent, limit):
                return row
            self.inline.mark(start, end, _kind_of_code_line(raw.strip("> \t\n" if line.quoted else None), kind, hidden))
            self.inline.inline_cells(start, end)
            self.inline.values(start, end)
            if has_tags:
                self.inline.tags(start, end)
            row += 1
        return row

    @staticmethod
    def _is_left(line: _Line, raw: str, indent: int, limit: int) -> bool:
        """Return whether a line is outside the quotation or the item that a block of code is in."""
        if line.quoted:
            return not raw.lstrip().startswith(">")
        return bool(limit) and indent < min(limit, line.column) - 3

    def _hidden_prefix(self, info: str) -> str:
        language = re.split(r"[,\s{}.]", info.lstrip("{. "))[0].lower()
        return dict(self.hints.hidden).get(language, "")

    def _box(self, line: _Line) -> int | None:
        found = _BOX.match(line.body)
        if found is None:
            return None
        self._close_paragraph()
        self.inline.mark(line.here, line.here + found.end(), Kind.DIRECTIVE)
        if not line.body.startswith("///"):
            self.indents.append(line.column + 4)
        self.inline.scan(line.here + found.end(), line.end)
        self.is_after_blank = True
        return self._options(line.row + 1) if line.body.startswith("///") else line.row + 1

    def _alert(self, line: _Line) -> int | None:
        found = _ALERT.match(line.body)
        if found is None or not line.quoted:
            return None
        self._close_paragraph()
        self.inline.mark(line.here, line.here + found.end(), Kind.DIRECTIVE)
        self.paragraph, self.paragraph_end = line.here + found.end(), line.end
        return line.row + 1

    def _note(self, line: _Line) -> int | None:
        found = _NOTE.match(line.body)
        if found is None:
            return None
        self._close_paragraph()
        self.inline.mark(line.here, line.here + found.end(), Kind.LABEL)
        self.notes.append((line.here, self._end_of_note(line.row)))
        self.indents = [*(each for each in self.indents if each <= line.column), line.column + 4]
        line.shortened(found.end())
        gap = len(line.body) - len(line.body.lstrip())
        line.shortened(gap)
        self.is_after_blank = True
        self._markers(line)
        self.paragraph, self.paragraph_end = line.here, line.end
        self.is_after_blank = False
        return line.row + 1

    def _end_of_note(self, row: int) -> int:
        """Return where a note ends: before a line that is not indented, after a blank one."""
        is_after_blank = False
        for after in range(row + 1, len(self.starts)):
            raw = self.text[self.starts[after] : self._end(after)]
            bare = raw.lstrip("> ") if raw.startswith(">") else raw
            if not bare.strip():
                is_after_blank = True
            elif bare.startswith(("[^", "#", "```", "~~~", ":::")) or (
                is_after_blank and not bare.startswith(("  ", "\t"))
            ):
                return self.starts[after]
            else:
                is_after_blank = False
        return len(self.text)

    def _definition(self, line: _Line) -> int | None:
        found = _DEFINITION.match(self.text, line.here)
        if found is None:
            return None
        self._close_paragraph()
        self.inline.mark(line.here, found.end(), Kind.DEFINITION)
        self.is_after_blank = True
        return self._row_after(found.end(), line.row)

    def _abbreviation(self, line: _Line) -> int | None:
        found = _ABBREVIATION.match(line.body)
        if found is None:
            return None
        self._close_paragraph()
        self.inline.mark(line.here, line.here + found.end(), Kind.DEFINITION)
        self.is_after_blank = True
        return line.row + 1

    def _div(self, line: _Line) -> int | None:
        found = _DIV.match(line.body)
        if found is None:
            return None
        self._close_paragraph()
        self.inline.mark(line.here, line.here + found.end(), Kind.DIV)
        if self.condition >= 0:
            self.divs += 1 if re.search(r"[\w{]", line.body) else -1
            if self.divs == 0:
                self.left_out.append((self.condition, line.here))
                self.condition = -1
        elif is_left_out(line.body, self.hints):
            self.condition, self.divs = line.end, 1
        for quoted in _QUOTED.finditer(line.body):
            self.inline.mark(line.here + quoted.start(), line.here + quoted.end(), Kind.ATTRIBUTE)
        self.is_after_blank = True
        return self._options(line.row + 1)

    def _snippet(self, line: _Line) -> int | None:
        if not _SNIPPET.match(line.body):
            return None
        if line.body.strip() == "--8<--" and (close := self.search.plain("--8<--", line.end)) >= 0:
            return self._directive(line, self._end(self._row_after(close, line.row) - 1))
        return self._directive(line, line.end)

    def _directive(self, line: _Line, end: int) -> int:
        """Note whole lines that another tool replaces."""
        self._close_paragraph()
        self.inline.mark(line.here, end, Kind.DIRECTIVE)
        self.is_after_blank = True
        return self._row_after(end, line.row)

    def _import(self, line: _Line) -> int | None:
        return self._directive(line, line.end) if _IMPORT.match(line.body) else None

    def _builder(self, line: _Line) -> int | None:
        """A line of the builder of one book: `^code name`, `{{quote`."""
        return self._directive(line, line.end) if _BUILDER.match(line.body) else None

    def _rule_name(self, line: _Line) -> int | None:
        """The name of a rule, as the Rust Reference writes it: `r[items.fn]`."""
        if not _RULE_NAME.match(line.body):
            return None
        self._close_paragraph()
        self.inline.mark(line.here, line.here + 2, Kind.MARK)
        self.is_after_blank = True
        return line.row + 1

    def _options(self, row: int) -> int:
        """Note the options of a box or div in the lines below its first; return the row after them."""
        while row < len(self.starts) and _BOX_OPTION.match(self.text[self.starts[row] : self._end(row)].rstrip()):
            self.inline.mark(self.starts[row], self._end(row), Kind.OPTION)
            row += 1
        return row

    def _grid(self, line: _Line) -> int | None:
        """A row of a grid table, in whose cells blocks of code may begin and end."""
        if line.body.startswith(("+-", "+=")) and self.paragraph < 0:
            self.tables.append(line.here)
            self.inline.in_grid = True
        if self.inline.in_grid:
            for found in _FENCE_IN_CELL.finditer(line.body):
                self.inline.mark(line.here + found.start(1), line.here + found.end(1), Kind.INFO)
        return None

    def _heading(self, line: _Line) -> int | None:
        found = _HEADING.match(line.body)
        if found is None:
            return None
        self._close_paragraph()
        self.is_after_blank = True
        self.headings.append(line.here)
        if _PART.match(line.body):
            self.inline.mark(line.here, line.end, Kind.DIRECTIVE)
            return line.row + 1
        reached = self.inline.scan(line.here + found.end(), line.end)
        return self._go_on(reached, line.row)

    def _underline(self, line: _Line) -> int | None:
        """The line below a heading or below the head of a table: text continues."""
        if self.paragraph >= 0 and not self.is_after_blank:
            if _UNDERLINE.match(line.body):
                self.headings.append(self.paragraph)
            elif "|" in line.body and _TABLE_RULE.match(line.body):
                self.tables.append(self.paragraph)
        return None

    def _display(self, line: _Line) -> int | None:
        """A formula over several lines, perhaps with a blank one."""
        if not line.body.startswith("$$") or line.body.count("$$") != 1:
            return None
        close = self.search.plain("$$", line.here + 2)
        if not 0 < close < line.here + 6000 or self.text.count("\n\n", line.here, close) > 1:
            return None
        self._close_paragraph()
        self.inline.formula(line.here, close + 2)
        return self._go_on(close + 2, line.row)

    def _table_caption(self, line: _Line) -> None:
        """The word before the caption of a table, in Pandoc's long form."""
        if self.is_after_blank and line.body.startswith("Table:"):
            self.inline.mark(line.here, line.here + 6, Kind.MARKER)
            self.caption = line.here

    def _prose(self, line: _Line) -> int:
        """A line of a paragraph, which may contain what runs over blank lines."""
        body = line.body
        if "<" in body:
            self.depth = max(0, self.depth + len(_OPENED.findall(body)) - len(_CLOSED.findall(body)))
        if self.paragraph < 0:
            self.paragraph = line.here
        self.paragraph_end = line.end
        self.is_after_blank = False
        runs_on = ("<!--" in body and "-->" not in body) or ("<" in body and _RUNS_ON.search(body))
        if runs_on or "\\begin{" in body:
            reached = self._close_paragraph()
            return self._go_on(reached, line.row) if reached > line.end else line.row + 1
        return line.row + 1

    def _header(self) -> int:
        """Note the header of the file; return the row after it."""
        found = _HEADER.match(self.text)
        close = _HEADER_ENDS[found[1]].search(self.text, found.end()) if found else None
        if found is None or close is None:
            return 0
        if found[1] == "---" and not _HEADER_KEY.search(self.text, found.end(), close.start()):
            return 0
        self.inline.mark(found.start(1), close.end(), Kind.HEADER)
        titles = reversed(list(_HEADER_TITLE.finditer(self.text, found.end(), close.start())))
        for title in {title[1]: title for title in titles}.values():  # the first of each
            if not _MARKS.search(title[2]):  # what YAML and Markdown make of it is not known here
                self.inline.mark(*title.span(2), Kind.TITLE)
        return self._row_after(close.end(), 0)


def _indent(raw: str, quoted: bool) -> int:
    return len(raw) - len(raw.lstrip(" >" if quoted else " "))


def _kind_of_code(info: str, runs_cells: bool) -> Kind:
    if runs_cells and _CELL.match(info):
        return Kind.CELL
    if info.startswith("grammar,"):
        return Kind.DIRECTIVE
    if re.match(r"\{=\w+\}", info):
        return Kind.RAW
    return Kind.FORMULA if info == "math" or info.startswith("{math") else Kind.CODE


def _kind_of_code_line(body: str, kind: Kind, hidden: str) -> Kind:
    if kind is Kind.CELL and body.startswith(_CELL_OPTION):
        return Kind.OPTION
    if hidden and (body.startswith(hidden) or body == hidden.rstrip()):
        return Kind.HIDDEN
    if kind is Kind.CODE and (_CODE_DIRECTIVE.match(body) or _ANCHOR.search(body)):
        return Kind.DIRECTIVE
    return kind


_Block = Callable[[_BlockScanner, _Line], int | None]
_BLOCK_SIGNS: dict[str, tuple[_Block, ...]] = {
    "`": (_BlockScanner._long_cell, _BlockScanner._fence),
    "~": (_BlockScanner._fence,),
    "!": (_BlockScanner._box,),
    "?": (_BlockScanner._box,),
    "/": (_BlockScanner._box,),
    "=": (_BlockScanner._box, _BlockScanner._underline),
    "-": (_BlockScanner._snippet, _BlockScanner._underline),
    "[": (_BlockScanner._import, _BlockScanner._alert, _BlockScanner._note, _BlockScanner._definition),
    "*": (_BlockScanner._abbreviation,),
    ":": (_BlockScanner._div, _BlockScanner._underline),
    "+": (_BlockScanner._grid,),
    "|": (_BlockScanner._grid, _BlockScanner._underline),
    "#": (_BlockScanner._heading,),
    "$": (_BlockScanner._display,),
    "^": (_BlockScanner._builder,),
    "{": (_BlockScanner._builder,),
    "r": (_BlockScanner._rule_name,),
    "T": (_BlockScanner._table_caption,),
}
"""What may begin at a sign, in the order in which it is tried."""
assert len(CODES) < 256
