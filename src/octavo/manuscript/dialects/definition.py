"""The record that describes a dialect: how its texts are prepared, and which of Pandoc's readers reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from octavo.model.dialect import Dialect, DialectTraits

if TYPE_CHECKING:
    from octavo.manuscript.dialects.context import DialectContext
    from octavo.manuscript.dialects.lines import SourceLine
    from octavo.model.publication import Chapter

PANDOC = "markdown-yaml_metadata_block-pandoc_title_block"
"""Pandoc's own Markdown, for tools that use Pandoc. It has smart punctuation and mathematics in dollars anyway."""
PLAIN = DialectTraits()
COMMONMARK = (
    "commonmark+pipe_tables+footnotes+strikeout+task_lists+definition_lists+gfm_auto_identifiers+attributes"
    "+fenced_divs+bracketed_spans+raw_html+emoji"
)


def commonmark_extensions(dialect: Dialect) -> Iterable[str]:
    """Return the extensions that a book in CommonMark switches on."""
    if dialect.smart:
        yield "smart"
    if "dollars" in dialect.math:
        yield "tex_math_dollars"
    yield "tex_math_gfm"
    if dialect.autolink:
        yield "autolink_bare_uris"


def pandoc_extensions(dialect: Dialect) -> Iterable[str]:
    """Return the extensions that a book in Pandoc's Markdown switches on."""
    if dialect.autolink:
        yield "autolink_bare_uris"


@dataclass(frozen=True, slots=True)
class DialectDefinition:
    """A dialect that octavo can prepare."""

    name: str
    """What `Dialect.tool` says; the module of the dialect has the same name."""
    prepare: Callable[[DialectContext, list[SourceLine]], Sequence[SourceLine]]
    """Rewrites the lines of a chapter for Pandoc's reader."""
    reader: str = COMMONMARK
    """Pandoc's reader, with the extensions that every book in this dialect needs."""
    extensions: Callable[[Dialect], Iterable[str]] = commonmark_extensions
    """The extensions that one book needs besides; those that begin with a hyphen are switched off."""
    link_chapters: Callable[[Sequence[Chapter]], Sequence[Chapter]] | None = None
    """Rewrites all chapters before each is prepared, where one depends on what is in the others."""
    traits: DialectTraits = PLAIN

    def reader_for(self, dialect: Dialect, lang: str) -> str:
        """Return the reader for the texts of one book in a language."""
        extensions = list(self.extensions(dialect))
        if lang.partition("-")[0].lower() in ("zh", "ja"):
            extensions.append("east_asian_line_breaks")
        return self.reader + "".join(each if each.startswith("-") else f"+{each}" for each in extensions)
