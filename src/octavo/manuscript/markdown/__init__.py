"""Markdown made such that Pandoc reads it as the author meant: what it would lose or misread is written otherwise.

Texts are rewritten within their lines, so that every line keeps its number. What is reported has its place in the
author's file.
"""

from __future__ import annotations

import re

from octavo.manuscript import drawings
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.markdown import (
    block_tags,
    fences,
    glued,
    headings,
    list_markers,
    math_brackets,
    note_marks,
    quotes,
    tables,
)
from octavo.manuscript.markdown.lines import PANDOC, MarkdownLines
from octavo.tools.markdown_mask import without_code_spans


def make_readable(context: ChapterContext, reader: str) -> tuple[str, MarkdownLines]:
    """Return the text of a chapter for a reader of Pandoc, and its lines; report what has no meaning in it."""
    drawn, context.drawings = drawings.take_out(context.chapter.text)
    if context.chapter.dialect is None:
        drawn = math_brackets.write_dollars(drawn)
    marked = quotes.mark_quotes(note_marks.mark_notes(drawn, reader.startswith(PANDOC)), reader, context.lang)
    text = MarkdownLines.of(marked, reader)
    if context.chapter.dialect is None:  # the dialects of other tools have rewritten theirs
        fences.report_unclosed(text, context)
        fences.rewrite_fences(text)
    _report_foreign_marks(text, context)
    headings.keep_signs(text)
    tables.keep_cells(text, context)
    if text.is_pandoc:
        block_tags.keep_in_text(text)
    readable = "\n".join(text.lines)
    return list_markers.escape_stray_markers(readable) if text.is_pandoc else readable, text


_FOREIGN = re.compile(r"<!\[CDATA\[|<\?\w+|<!DOCTYPE\b", re.IGNORECASE)


def _report_foreign_marks(text: MarkdownLines, context: ChapterContext) -> None:
    """Report the marks of XML that HTML does not have: `raw_html` keeps them as text."""
    for row, line in enumerate(text.prose):
        for found in _FOREIGN.finditer(without_code_spans(line)) if "<" in line else ():
            place = context.finder.line(row + 1, found.start() + 1)
            context.inform("html.unknown", f"'{found[0]}' is not HTML, and is shown as text", place)


report_glued = glued.report_glued
