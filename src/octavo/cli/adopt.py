"""`octavo adopt`: a book.yaml for a book that was made for another tool."""

from __future__ import annotations

import sys
from pathlib import Path

from octavo.cli import output
from octavo.cli.writing import write_new
from octavo.model.errors import PublicationError, UsageError
from octavo.report.lines import SourceLines
from octavo.source import adopt, layouts
from octavo.source.discover import BOOK, discover
from octavo.tools.sandbox import display_path


def adopt_book(folder: Path, layout: str | None) -> int:
    """Write book.yaml into a book of another tool, and return the exit status: 1 where the book cannot be read.

    Raises `UsageError` where there is a book.yaml, and where the folder holds no such book.
    """
    cwd = Path.cwd()
    if (folder / BOOK).exists():
        raise UsageError(f"'{folder / BOOK}' already exists", "the book does not need adopting; build it")
    found, diagnostics = discover([folder], cwd, layout)
    if not found:
        raise PublicationError(tuple(diagnostics))
    if len(found) > 1 or not layouts.is_foreign(found[0].kind):
        raise UsageError(f"'{folder}' is not a book made for another tool", "start a new one with 'octavo new book'")
    publication, wrong = layouts.read(found[0], cwd)
    if publication is None:
        output.print_findings(wrong, SourceLines([str(found[0].path)], cwd))
        return 1
    target = found[0].path / BOOK
    text, unsaid = adopt.write_book_yaml(publication, found[0].path)
    write_new(target, text)
    for note in unsaid:
        print(f"octavo: {note}", file=sys.stderr)
    shown = display_path(target, cwd)
    print(f"wrote {shown}; build the book with: octavo build {display_path(found[0].path, cwd)}", file=sys.stderr)
    return 0
