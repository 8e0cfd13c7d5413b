"""`octavo adopt`: a book.yaml for a book that was made for another tool."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from octavo.cli import output
from octavo.cli.writing import write_new
from octavo.model.diagnostic import Diagnostic
from octavo.model.errors import PublicationError, UsageError
from octavo.report.lines import SourceLines
from octavo.source import adopt, defaults, layouts
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
    said, wrong = defaults.of(found[0], cwd)
    publication, reported = layouts.read(found[0], cwd, said)
    if publication is None:
        output.print_findings([*wrong, *reported], SourceLines([str(found[0].path)], cwd))
        return 1
    book = replace(found[0], kind="book")
    said, _ = defaults.of(book, cwd)
    target = found[0].path / BOOK
    write_new(target, adopt.write_book_yaml(publication, found[0].path, said))
    again, found_again = layouts.read(book, cwd, said)
    left = [each for each in reported if each.rule in _FROM_CONFIGURATION and not _is_among(each, found_again)]
    if left:
        print(f"octavo: {BOOK} cannot express the following, and octavo no longer reports it:", file=sys.stderr)
        output.print_findings(left, SourceLines([str(found[0].path)], cwd))
    for note in adopt.differences(publication, again) if again else ():
        print(f"octavo: {note}", file=sys.stderr)
    shown = display_path(target, cwd)
    print(f"wrote {shown}; octavo now reads it instead of {publication.keys_name}", file=sys.stderr)
    print(f"build the book with: octavo build {display_path(found[0].path, cwd)}", file=sys.stderr)
    return 0


_FROM_CONFIGURATION = ("chapter.draft", "chapter.elsewhere", "layout.not-run", "config.missing")
"""Rules that report something in the configuration of another tool."""


def _is_among(finding: Diagnostic, others: Sequence[Diagnostic]) -> bool:
    return any((each.rule, each.message) == (finding.rule, finding.message) for each in others)
