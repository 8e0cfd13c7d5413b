"""A book: a folder with book.yaml, which has its metadata and lists its chapters."""

from __future__ import annotations

from octavo.source.layouts.layout import Layout, read_by

LAYOUT = Layout("book", "book, with a book.yaml", read_by("octavo.source.layout_readers.book"), rank=10)
