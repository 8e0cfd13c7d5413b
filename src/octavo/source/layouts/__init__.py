"""The layouts that octavo reads: one line for each. A layout turns an author's files into a publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Publication
from octavo.source.discover import Found
from octavo.source.header import NOTHING, Said
from octavo.source.layouts import article, book, bookdown, folder, honkit, mdbook, mkdocs, quarto

Read = Callable[[Found, Path, Said], tuple[Publication | None, list[Diagnostic]]]


@dataclass(frozen=True, slots=True)
class Layout:
    """`read` takes what was found, the current folder and the defaults; no publication where it cannot go on."""

    kind: str
    read: Read


LAYOUTS = (
    Layout("article", article.read),
    Layout("book", book.read),
    Layout("quarto", quarto.read),
    Layout("bookdown", bookdown.read),
    Layout("mdbook", mdbook.read),
    Layout("mkdocs", mkdocs.read),
    Layout("honkit", honkit.read),
    Layout("folder", folder.read),
)


def read(found: Found, cwd: Path, defaults: Said = NOTHING) -> tuple[Publication | None, list[Diagnostic]]:
    """Read a publication by the layout that it was found to have."""
    layout = next(layout for layout in LAYOUTS if layout.kind == found.kind)
    return layout.read(found, cwd, defaults)
