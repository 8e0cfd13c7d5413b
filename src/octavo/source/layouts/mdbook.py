"""An mdBook: a folder with book.toml, or with SUMMARY.md in its source folder."""

from __future__ import annotations

from octavo.source.layouts.layout import Layout, Signs, read_by

LAYOUT = Layout(
    "mdbook",
    "mdBook",
    read_by("octavo.source.layout_readers.mdbook"),
    rank=40,
    signs=Signs(("book.toml", "src/SUMMARY.md")),
    dialect="mdbook",
    own_texts=("SUMMARY.md", "404.md"),
)
