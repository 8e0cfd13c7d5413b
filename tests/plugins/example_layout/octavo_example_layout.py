"""A layout for octavo in another package: a book is a folder with a file `pages.txt`, which lists the texts.

Its Markdown has one mark of its own: a line `!! text` is a paragraph in bold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.definition import DialectDefinition
from octavo.manuscript.dialects.lines import SourceLine
from octavo.model.diagnostic import Diagnostic
from octavo.model.dialect import Dialect
from octavo.model.publication import Publication
from octavo.source import config
from octavo.source.chapter_list import ListedChapter
from octavo.source.discover import FoundSource
from octavo.source.foreign import Book
from octavo.source.header import HeaderValues
from octavo.source.layouts import Layout, Signs

LIST = "pages.txt"


def read(found: FoundSource, cwd: Path, defaults: HeaderValues) -> tuple[Publication | None, list[Diagnostic]]:
    listing = found.path / LIST
    book = Book(found, cwd, config.NOTHING, found.path, listing)
    lines = listing.read_text(encoding="utf-8").splitlines()
    book.entries = [
        ListedChapter(line, (row, 1), kind="chapter", title=line.removesuffix(".md").title())
        for row, line in enumerate(lines, 1)
    ]
    book.values = {"title": "Pages", "lang": "en"}
    book.dialect = Dialect("pages", home=book.inner(book.start))
    return book.publication(defaults)


def prepare(context: DialectContext, lines: list[SourceLine]) -> Sequence[SourceLine]:
    return [
        line.with_text(f"**{line.text.removeprefix('!! ')}**") if line.text.startswith("!! ") else line
        for line in lines
    ]


LAYOUT = Layout("pages", "Pages", read, signs=Signs((LIST,)), dialect="pages")
DIALECT = replace(DialectDefinition("pages", prepare), reader="gfm")
