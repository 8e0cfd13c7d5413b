"""Blocks of code whose info string says more than the language, as in the Markdown of other tools."""

from __future__ import annotations

import re

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.dialects import code
from octavo.manuscript.markdown.lines import MarkdownLines

_WORD = re.compile(r"[ \t]*[\w+#.-]*[ \t]*$")
_VALUE = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'{}]+)"""
_ATTRIBUTE = rf"(?:\#[^\s{{}}]+|\.[^\s{{}}=,]+|[A-Za-z][\w:.-]*={_VALUE}|-)"
_ATTRIBUTES = re.compile(rf"[ \t]*[\w+#.-]*[ \t]*\{{[ \t]*(?:=[\w-]+|(?:{_ATTRIBUTE}[ \t]*)*)\}}[ \t]*$")
"""What Pandoc reads as a language and attributes."""
_NUMBERED = {"showlinenumbers", "linenos", "linenumbers", "numberlines", "line-numbers", "linenums"}
"""Words with which tools number the lines of code."""


def rewrite_fences(text: MarkdownLines) -> None:
    """Write info strings that Pandoc cannot read as one word that `marks.lua` reads, and close open blocks."""
    for block in text.blocks:
        if not block.is_closed and block.opening.quotes == 0 and block.rows.stop == len(text.lines):
            text.lines.append(" " * block.opening.indent + block.opening.marks)
            text.prose.append("")
        info = block.opening.info
        if _WORD.match(info) or (text.is_pandoc and _ATTRIBUTES.match(info)):
            continue
        word = _encode(code.parse_info(info))
        text.lines[block.first] = f"{block.opening.lead}{block.opening.marks}{word}"


def _encode(info: code.InfoString) -> str:
    """Return what an info string says as one word of lower-case letters and digits, which every reader keeps."""
    values = {key.lower(): value for key, value in info.values.items()}
    start = (
        values.get("startfrom") or values.get("start") or next((values[key] for key in _NUMBERED if key in values), "")
    )
    if start in ("false", "no") or (not start and not any(each.lower() in _NUMBERED for each in info.words)):
        start = ""
    elif not start.isdecimal():
        start = "1"
    title = info.title or values.get("caption", "")
    fields = (code.language(info.lang), code.as_title(title) if title else "", info.highlight, start, info.id)
    return "octavo-info-" + "\0".join(fields).encode().hex()


def report_unclosed(text: MarkdownLines, context: ChapterContext) -> None:
    """Report blocks of code that never end."""
    for block in text.blocks:
        if not block.is_closed and block.opening.quotes == 0:
            place = context.finder.line(block.first + 1, len(block.opening.lead) + 1)
            marks = block.opening.marks
            context.warn("code.unclosed", f"the block of code that '{marks}' opens is never closed", place)
