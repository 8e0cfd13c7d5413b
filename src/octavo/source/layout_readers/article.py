"""An article: one Markdown file with a YAML header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.publication import Chapter, Publication
from octavo.model.settings import Settings
from octavo.source.decode import decode
from octavo.source.header import NOTHING, Header, HeaderValues
from octavo.source.header import read as read_header
from octavo.tools.sandbox import display_path

if TYPE_CHECKING:
    from pathlib import Path

    from octavo.source.discover import FoundSource

_GITHUB = (
    "markdown-blank_before_header-blank_before_blockquote+lists_without_preceding_blankline+autolink_bare_uris+alerts"
    "-yaml_metadata_block"
)
"""Pandoc's Markdown, in which headings, lists and quotations need no empty line before them, and URLs are links."""


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Return the article as a publication of one chapter, or why it cannot be read."""
    name = "-" if found.is_piped else display_path(found.path, cwd)
    text, diagnostics = decode(found.path, name)
    if text is None:
        return None, diagnostics
    if not text.strip("\ufeff \t\n"):
        return None, [error("source.empty", "this file is empty", Place(name, 1, 1), "write the text of the article")]
    header, diagnostics = read_header(text, name, defaults)
    if header is None:
        return None, diagnostics
    if not header.body.strip():
        place = Place(name, header.body_line, 1)
        return None, [
            *diagnostics,
            error("source.empty", "there is no text after the header", place, "write some text"),
        ]
    return _publication(found, name, header), diagnostics


def _publication(found: FoundSource, name: str, header: Header) -> Publication:
    # The lines of the header stay, empty, so that the lines of the text have the numbers of the file.
    text = "\n" * (header.body_line - 1) + header.body
    # A text without a header was most likely written for GitHub.
    reader = _GITHUB if header.body_line == 1 and header.settings.reader == Settings().reader else None
    chapter = Chapter(id=found.name, file=found.path, name=name, text=text, reader=reader)
    root = found.folder.resolve()
    return Publication(
        found.name, "article", name, root, header.metadata, header.settings, (chapter,), header.key_lines, name
    )
