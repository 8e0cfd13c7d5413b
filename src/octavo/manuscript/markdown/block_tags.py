"""Tags of blocks where Pandoc reads a line of text: it leaves out everything from such a tag to the end of that text.

Those places are cells, links, the descriptions of pictures, notes in a line, and the lines of a line block. Written as
raw HTML in a line, the tag is kept.
"""

from __future__ import annotations

import re

from octavo.manuscript.markdown.lines import MarkdownLines
from octavo.model.html_elements import PHRASING

_CODE = r"(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)"
_HTML = re.compile(rf"\\.|{_CODE}|</?(?P<tag>[A-Za-z][\w-]*)(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ENVIRONMENT = re.compile(r"(?<!\\)\\(?=(?:begin|end)\{)")
_PARTS = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
"""Tags that would end a cell."""
_IN_BRACKETS = re.compile(r"(?P<mark>[!^])?\[(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*\](?(mark)|(?=[(\[]))")
_LINE_OF_BLOCK = re.compile(r"[ \t>]*\|[ ]")


def keep_in_text(text: MarkdownLines) -> None:
    """Write the tags in links, descriptions of pictures, notes in lines and line blocks such that Pandoc keeps them."""
    for row, prose in enumerate(text.prose):
        if "<" not in prose:
            continue
        if _LINE_OF_BLOCK.match(prose) and prose.count("|") == 1:
            text.lines[row] = keep_in_line(text.lines[row])
        elif "[" in prose:
            text.lines[row] = _IN_BRACKETS.sub(lambda found: keep_in_line(found[0]), text.lines[row])


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
