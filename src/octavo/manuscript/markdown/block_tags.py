"""Tags of blocks where Pandoc reads a line of text: it leaves out everything from such a tag to the end of that text.

Those places are cells, links, spans, the descriptions of pictures, notes in a line, terms of a definition list, and the
lines of a line block. Written as raw HTML in a line, the tag is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from octavo.manuscript.markdown.lines import MarkdownLines
from octavo.model.html_elements import PHRASING
from octavo.tools.markdown_mask import without_code_spans

_CODE = r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
_HTML = re.compile(rf"\\.|{_CODE}|</?(?P<tag>[A-Za-z][\w-]*)(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ENVIRONMENT = re.compile(r"(?<!\\)\\(?=(?:begin|end)\{)")
_PARTS = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
"""Tags that would end a cell."""
_IN_BRACKETS = re.compile(r"(?P<mark>[!^])?\[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*\](?(mark)|(?=[(\[{]))")
_LINE_OF_BLOCK = re.compile(r"[ \t>]*\|[ ]")
_DEFINITION = re.compile(r" {0,3}[:~][ \t]+\S")


def keep_in_text(text: MarkdownLines) -> None:
    """Write the tags in brackets, terms and line blocks such that Pandoc keeps them."""
    for row, prose in enumerate(text.prose):
        if "<" in prose and (_is_line_of_block(prose) or _is_term(text.prose, row)):
            text.lines[row] = keep_in_line(text.lines[row])
    for has_words, run in groupby(range(len(text.lines)), lambda row: bool(text.prose[row].strip())):
        rows = [*run] if has_words else []
        if any("<" in text.prose[row] for row in rows) and any("[" in text.prose[row] for row in rows):
            kept = _keep_in_brackets("\n".join(text.lines[row] for row in rows))
            text.lines[rows[0] : rows[-1] + 1] = kept.split("\n")


def _is_line_of_block(prose: str) -> bool:
    return bool(_LINE_OF_BLOCK.match(prose)) and prose.count("|") == 1


def _is_term(prose: Sequence[str], row: int) -> bool:
    """Return whether a definition is below a line, with a blank line between them or none."""
    below = [*prose[row + 1 : row + 3], "", ""]
    is_first = row == 0 or not prose[row - 1].strip()
    starts = is_first and not prose[row].startswith((" ", "\t", "<"))
    return starts and bool(_DEFINITION.match(below[0] if below[0].strip() else below[1]))


def _keep_in_brackets(paragraph: str) -> str:
    """Return a paragraph whose brackets have their tags of blocks written such that Pandoc keeps them."""
    pieces, at = [], 0
    for found in _IN_BRACKETS.finditer(without_code_spans(paragraph)):
        pieces += [paragraph[at : found.start()], keep_in_line(paragraph[found.start() : found.end()])]
        at = found.end()
    return "".join([*pieces, paragraph[at:]])


def keep_in_line(line: str) -> str:
    """Return a line of text with its tags of blocks written such that Pandoc keeps them."""
    if "\\" in line:
        line = _ENVIRONMENT.sub(r"\\\\", line)
    if "<" not in line:
        return line

    def keep(found: re.Match[str]) -> str:
        tag = (found["tag"] or "").lower()
        if tag in _PARTS and "<table" not in line.lower():
            return f"\\{found[0]}"
        return found[0] if not tag or tag in PHRASING else f"`{found[0]}`{{=html}}"

    return _HTML.sub(keep, line)
