"""A book of MkDocs: a folder with mkdocs.yml."""

from __future__ import annotations

from octavo.source.layouts.layout import Layout, Signs, read_by

NAMES = ("mkdocs.yml", "mkdocs.yaml")

LAYOUT = Layout(
    "mkdocs",
    "MkDocs",
    read_by("octavo.source.layout_readers.mkdocs"),
    rank=50,
    signs=Signs(NAMES),
    dialect="mkdocs",
    own_texts=("404.md", "SUMMARY.md"),
    header_titles_are_labels=True,
)
