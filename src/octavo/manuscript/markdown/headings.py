"""Headings that Pandoc would shorten."""

from __future__ import annotations

import re

from octavo.manuscript.markdown.lines import MarkdownLines

_ENDS_IN_SIGN = re.compile(
    r"(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*#{1,6}[ \t]+.*?[^\s#\\](?P<signs>#+)[ \t]*(?:\{[^{}]*\})?[ \t]*$"
)


def keep_signs(text: MarkdownLines) -> None:
    """Escape the signs at the end of `# C#`: without a space before them they close nothing (CommonMark, 4.2)."""
    if not text.is_pandoc:
        return
    for row, prose in enumerate(text.prose):
        if "#" in prose and (found := _ENDS_IN_SIGN.match(prose)):
            line = text.lines[row]
            signs = found["signs"].replace("#", "\\#")
            text.lines[row] = line[: found.start("signs")] + signs + line[found.end("signs") :]
