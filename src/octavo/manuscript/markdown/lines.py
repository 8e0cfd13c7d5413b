"""The lines of a Markdown text, and which of them are prose."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.tools.markdown_mask import without_code
from octavo.tools.markdown_scan import CodeBlock, code_blocks

PANDOC = "markdown"
"""How the names of Pandoc's readers of its own Markdown begin."""


@dataclass(slots=True)
class MarkdownLines:
    """A text while it is rewritten: `lines` change, the rest is as the author wrote it."""

    lines: list[str]
    prose: list[str]
    """The lines without code and comments, which are spaces: they have the same length."""
    blocks: tuple[CodeBlock, ...]
    is_pandoc: bool
    """Whether Pandoc reads the text as its own Markdown, else as CommonMark."""

    @classmethod
    def of(cls, text: str, reader: str) -> MarkdownLines:
        """Return the lines of a text for a reader of Pandoc."""
        lines = text.split("\n")
        prose = without_code(text).split("\n")
        return cls(lines, prose, tuple(code_blocks(lines)), reader.startswith(PANDOC))
