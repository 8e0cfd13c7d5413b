"""Markdown made such that Pandoc reads it as the author meant: what it would lose or misread is written otherwise.

Texts are rewritten within their lines, so that every line keeps its number. What is reported has its place in the
author's file.
"""

from __future__ import annotations

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.markdown import fences, headings, tables
from octavo.manuscript.markdown.lines import MarkdownLines


def make_readable(context: ChapterContext, reader: str) -> str:
    """Return the text of a chapter for a reader of Pandoc; report what has no meaning in it."""
    text = MarkdownLines.of(context.chapter.text, reader)
    if context.chapter.dialect is None:  # the dialects of other tools have rewritten theirs
        fences.rewrite_fences(text)
    fences.report_unclosed(text, context)
    headings.keep_signs(text)
    tables.keep_cells(text, context)
    return "\n".join(text.lines)
