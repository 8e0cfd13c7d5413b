"""HonKit's and GitBook's Markdown, and that of folders without a tool: GitHub's, and what they add."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.manuscript.dialects import mdbook
from octavo.manuscript.dialects.editor import Editor
from octavo.manuscript.dialects.lines import Line


def ready(editor: Editor, lines: list[Line]) -> Sequence[Line]:
    """A text made ready."""
    return mdbook.walk(editor).text(lines)
