"""The headings of a Markdown text, as far as a layout needs them before Pandoc reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.tools import markdown_mask
from octavo.tools.markdown_scan import code_blocks

_HEADING = re.compile(
    r"""^[ ]{0,3}\#{1,6}[ \t]+(?P<atx>\S[^\n]*?)(?:[ \t]+\#+)?[ \t]*$
    |^[ ]{0,3}(?P<setext>(?![*+][ \t]|[>-])(?=[^\n]*[^\W_])\S[^\n]*?)[ \t]*\n(?:=+|-{2,})[ \t]*$""",
    re.MULTILINE | re.VERBOSE,
)
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}\n]*\}$")


def first_heading(text: str) -> str | None:
    """Return the first heading of a text, in Markdown, without its attributes."""
    found = _HEADING.search(markdown_mask.without_code(text))
    if found is None:
        return None
    start, end = found.span("atx" if found["atx"] else "setext")
    return _ATTRIBUTES.sub("", text[start:end]) or None


_UNSEEN = re.compile(r"<[^>]*>|!\[[^\]]*\]\([^)]*\)|^[ ]{0,3}\[[^\]]+\]:.*$", re.MULTILINE)
"""What may precede a title: tags, pictures, link definitions."""
_DIV = re.compile(r"^[ ]{0,3}(:{3,})[ \t]*(\S?)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SourceHeading:
    """A heading of the highest level; `attributes` is the text in its braces."""

    line: int
    title: str
    attributes: str

    @property
    def is_unnumbered(self) -> bool:
        """Whether its author wants no number for it."""
        return bool({"-", ".unnumbered"} & set(self.attributes.split()))


_TOP = re.compile(r" {0,3}#[ \t]+(?P<title>.*?)[ \t]*#*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*$")
_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:[ \t]+\S")


def top_headings(text: str) -> list[SourceHeading]:
    """Return the headings of the highest level in order, other than those in blocks of code."""
    lines = text.split("\n")
    code = {row for block in code_blocks(lines) for row in block.rows}
    found = ((row, _TOP.match(line)) for row, line in enumerate(lines) if "#" in line and row not in code)
    return [
        SourceHeading(row + 1, heading["title"].strip(), heading["attributes"] or "")
        for row, heading in found
        if heading is not None
    ]


def section_lines(text: str, number: int, is_below: bool = False) -> tuple[int, int] | None:
    """Return the first and last line of a section of a text, each of which a heading of the highest level begins.

    The first is 1, and includes what precedes its heading; 0 has no lines. `is_below` leaves out the heading itself.
    None where the text has fewer sections.
    """
    if number == 0:
        return 0, 0
    found = top_headings(text)
    if number > len(found):
        return None
    start = found[number - 1].line + 1 if is_below else found[number - 1].line if number > 1 else 1
    return start, found[number].line - 1 if number < len(found) else text.count("\n") + 1


def select_lines(text: str, first: int, last: int) -> str:
    """Return some lines of a text, with the link definitions from others; every line keeps its number."""
    lines = text.split("\n")
    selected = [line if first <= row <= last else "" for row, line in enumerate(lines, 1)]
    elsewhere = [line for row, line in enumerate(lines, 1) if not first <= row <= last and _DEFINITION.match(line)]
    return "\n".join([*selected[:last], *(["", *elsewhere] if elsewhere else [])])


def has_title(text: str) -> bool:
    """Return whether the first heading of a text can be its title.

    It can if no other heading is as high, or if it is of level 1 and begins the text. Headings in divs do not
    count.
    """
    bare = markdown_mask.without_code(text)
    divs = sorted((found.start(), 1 if found[2] else -1) for found in _DIV.finditer(bare))
    levels: list[int] = []
    opens = False
    for found in _HEADING.finditer(bare):
        if sum(step for start, step in divs if start < found.start()) <= 0:
            opens = opens if levels else not _UNSEEN.sub("", bare[: found.start()]).strip()
            mark = found[0].lstrip()
            setext = 1 if mark.rstrip().endswith("=") else 2
            levels.append(len(mark) - len(mark.lstrip("#")) if found["atx"] else setext)
    if not levels or levels[0] > min(levels):
        return False
    return levels.count(levels[0]) == 1 or (levels[0] == 1 and opens)
