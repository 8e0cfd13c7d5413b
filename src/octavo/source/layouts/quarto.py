"""A book of Quarto: a folder with a _quarto.yml whose project is a book."""

from __future__ import annotations

import re
from pathlib import Path

from octavo.source import detect
from octavo.source.layouts.layout import Layout, Signs, read_by

NAMES = ("_quarto.yml", "_quarto.yaml")


def _is_book(file: Path) -> bool:
    from octavo.source import config

    text = detect.beginning(file)
    if "book" not in text:
        return False
    manifest = config.read(file, file.parent)
    if manifest.tree.data is not None:
        return manifest.text("project", "type") == "book"
    project = re.search(r"^project:[ \t]*(?:#.*)?\n((?:[ \t]+.*\n|[ \t]*(?:#.*)?\n)*)", f"{text}\n", re.MULTILINE)
    return bool(project and re.search(r"^[ \t]+type:[ \t]*[\"']?book\b", project[1], re.MULTILINE))


LAYOUT = Layout(
    "quarto",
    "Quarto",
    read_by("octavo.source.layout_readers.quarto"),
    rank=20,
    signs=Signs(NAMES, _is_book),
    dialect="quarto",
    runs_cells=True,
    has_header_values=True,
)
