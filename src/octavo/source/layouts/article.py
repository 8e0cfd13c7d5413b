"""An article: one Markdown file with a YAML header."""

from __future__ import annotations

from octavo.source.layouts.layout import Layout, read_by

LAYOUT = Layout("article", "article", read_by("octavo.source.layout_readers.article"), rank=0)
