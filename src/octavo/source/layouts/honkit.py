"""A book of HonKit or GitBook: a folder with book.json or book.js, with SUMMARY.md, or with a list of languages."""

from __future__ import annotations

import re
from pathlib import Path

from octavo.source import detect
from octavo.source.layouts.layout import Layout, Signs, read_by

LANGUAGES = "LANGS.md"
"""The list of the languages of a book, each of which has a folder next to it."""


def _is_book(file: Path) -> bool:
    if file.name != "SUMMARY.md":
        return True
    return bool(re.search(r"^[ \t]*[-*+][ \t]+\[.*\]\(.*\)", detect.beginning(file), re.MULTILINE))


def _list_of_languages(folder: Path) -> Path | None:
    """Return the list of languages that names a folder as one of them."""
    listing = folder.parent / LANGUAGES
    name = re.escape(folder.name)
    is_listed = listing.is_file() and re.search(rf"\]\((?:\./)?{name}/?\)", detect.beginning(listing))
    return listing if is_listed else None


LAYOUT = Layout(
    "honkit",
    "HonKit or GitBook",
    read_by("octavo.source.layout_readers.honkit"),
    rank=60,
    signs=Signs(("book.json", "book.js", LANGUAGES, "SUMMARY.md"), _is_book, _list_of_languages),
    dialect="honkit",
    own_texts=("SUMMARY.md", "LANGS.md", "404.md"),
)
