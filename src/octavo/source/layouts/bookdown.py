"""A book of bookdown: a folder with _bookdown.yml, or with an index.Rmd whose header names bookdown's site."""

from __future__ import annotations

import re
from pathlib import Path

from octavo.source import detect
from octavo.source.layouts.layout import Layout, Signs, read_by


def _is_book(file: Path) -> bool:
    return file.name != "index.Rmd" or bool(re.search(r"^site:.*bookdown_site", detect.beginning(file), re.MULTILINE))


LAYOUT = Layout(
    "bookdown",
    "bookdown",
    read_by("octavo.source.layout_readers.bookdown"),
    rank=30,
    signs=Signs(("_bookdown.yml", "index.Rmd"), _is_book),
    dialect="bookdown",
    runs_cells=True,
)
