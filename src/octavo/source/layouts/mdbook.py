"""An mdBook: book.toml says what the book is, SUMMARY.md in its source folder lists the chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.dialect import Dialect
from octavo.model.publication import BACK, FRONT, Publication
from octavo.source import config, summary
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.discover import FoundSource
from octavo.source.foreign import USUAL, Book, people, start_of, without_nothing
from octavo.source.header import NOTHING, HeaderValues
from octavo.source.layouts.layout import Layout, Signs
from octavo.source.summary import SummaryLine
from octavo.tools.sandbox import display_path

_HANDLED = {
    "links", "index", "katex", "typst-math", "mathjax", "admonish", "alerts", "callouts", "gh-alerts",
    "trpl-listing", "trpl-note", "trpl-figure", "trpl-heading", "spec", "footnote", "embedify", "pagetoc", "toc",
    "gettext", "last-changed", "mermaid",
}  # fmt: skip
"""Preprocessors whose constructs octavo knows itself, or that make only what every edition has anyway."""
_MATHS = ("katex", "typst-math", "mathjax", "math", "mathpunc", "latex")


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """The book as a publication, or why there is none."""
    said = config.read(found.path / "book.toml", cwd)
    if said.found and said.tree.data is None:
        return None, list(said.found)
    start, outside = start_of(found, said.text("book", "src") or "src", said.place("book", "src"))
    if outside:
        return None, outside
    listing = start / "SUMMARY.md"
    text, wrong = decode(listing, display_path(listing, cwd)) if listing.is_file() else (None, [])
    if text is None:
        hint = "mdBook's list of chapters stands there"
        lacking = [error("source.missing", f"there is no '{display_path(listing, cwd)}'", said.place(), hint)]
        return None, wrong or lacking
    book = Book(found, cwd, said, start, listing, usual=replace(USUAL, number_headings=False))
    lines = list(summary.read(text))
    book.listed = list(_listed(lines))
    name = display_path(listing, cwd)
    book.drafts([Place(name, *spot) for spot in summary.unwritten(lines)])
    book.values = without_nothing({
        "title": said.text("book", "title"),
        "description": said.text("book", "description"),
        "author": people(said.texts("book", "authors") or said.texts("book", "author")),
    })  # fmt: skip
    book.language(said.text("book", "language"), said.place("book", "language"))
    book.dialect = _dialect(said, book)
    for each in said.keys("preprocessor"):
        if each not in _HANDLED:
            book.not_run("preprocessor", each, said.place("preprocessor", each), "its marks stay as they are written")
    return book.publication(defaults)


def _dialect(said: Config, book: Book) -> Dialect:
    used = said.keys("preprocessor")
    html = ("output", "html")
    math = [
        *(["brackets"] if said.flag(*html, "mathjax-support") else []),
        *(["dollars"] if any(each in used for each in _MATHS) or "katex" in said.keys("output") else []),
    ]
    smart = said.flag(*html, "smart-punctuation")
    site = said.text(*html, "site-url")
    if site.startswith("/") and (host := said.text(*html, "cname")):
        site = f"https://{host}{site}"
    return Dialect(
        tool="mdbook",
        math=tuple(math),
        smart=smart is not False,
        extensions=tuple(used),
        home=book.inner(book.start),
        hidden=tuple(
            (lang, said.text(*html, "code", "hidelines", lang)) for lang in said.keys(*html, "code", "hidelines")
        ),
        macros=_path(book, said.text("preprocessor", "katex", "macros") or said.text("output", "katex", "macros")),
        site=site if site.startswith(("http:", "https:")) else "",
        config=said.name,
    )


def _path(book: Book, written: str) -> str:
    return book.inner(book.found.path / written) if written else ""


def _listed(lines: list[SummaryLine]) -> Iterator[ListedChapter]:
    """The chapters: links before the first list are front matter, those behind the last one back matter."""
    items = [row for row, line in enumerate(lines) if line.kind == "item"]
    first, last = (items[0], items[-1]) if items else (len(lines), len(lines))
    titled = next((row for row, line in enumerate(lines) if line.kind != "rule"), -1)
    part = False
    for row, line in enumerate(lines):
        if line.kind == "heading" and line.level == 1 and row != titled:
            part = True
            yield ListedChapter(spot=line.spot, kind="part", title=line.title, numbered=False, holds=True)
        elif line.kind == "link" and line.href:
            matter = FRONT if row < first else BACK if row > last else None
            if matter:
                yield replace(_chapter(line), matter=matter, numbered=False, kind=None)
            else:
                yield replace(_chapter(line), numbered=False, level=1 + part)
        elif line.kind == "item" and line.href is not None:
            holds = summary.holds(lines, row)
            yield replace(_chapter(line), level=line.level + part, depth=line.level, holds=holds)


def _chapter(line: SummaryLine) -> ListedChapter:
    path, mark, _ = (line.href or "").partition("#")
    return ListedChapter(path or None, line.spot, kind="chapter", label=line.title, again=bool(mark))


LAYOUT = Layout("mdbook", "mdBook", read, rank=40, signs=Signs(("book.toml", "src/SUMMARY.md")), dialect="mdbook")
