"""A plain folder of chapters in the natural order of their names, README or index first; its subfolders are parts."""

from __future__ import annotations

from octavo.source.layouts.layout import Layout, read_by

LAYOUT = Layout(
    "folder",
    "book, a plain folder of chapters",
    read_by("octavo.source.layout_readers.folder"),
    rank=90,
    dialect="plain",
)
