"""An mdBook: book.toml has its metadata, SUMMARY.md in its source folder lists the chapters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.dialect import Dialect
from octavo.model.publication import BACK, FRONT, Publication
from octavo.model.settings import Settings
from octavo.source import config, summary
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.discover import FoundSource
from octavo.source.foreign import USUAL, Book, people, site_path, start_of, web_url, without_empty
from octavo.source.header import NOTHING, HeaderValues
from octavo.source.summary import SummaryLine
from octavo.tools.sandbox import display_path

_HANDLED = {
    "links", "index", "katex", "typst-math", "mathjax", "admonish", "alerts", "callouts", "gh-alerts",
    "trpl-listing", "trpl-note", "trpl-figure", "trpl-heading", "spec", "footnote", "embedify", "pagetoc", "toc",
    "gettext", "last-changed", "mermaid", "svgbob", "svgbob2", "plantuml", "graphviz", "d2", "pikchr",
    "kroki-preprocessor", "emojicodes", "langtabs", "external-links", "open-on-gh", "fix-cjk-spacing", "pangu",
    "sitemap-generator", "section-validator", "reading-time", "private", "inline-highlighting",
}  # fmt: skip
"""Preprocessors whose marks octavo knows or reports where they are, and those without marks."""
_MATHS = ("katex", "typst-math", "mathjax", "math", "mathpunc", "latex")


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Return the book as a publication, or why it cannot be read."""
    manifest = config.read(found.path / "book.toml", cwd)
    if manifest.found and manifest.tree.data is None:
        return None, list(manifest.found)
    start, outside = start_of(found, manifest.text("book", "src") or "src", manifest.place("book", "src"))
    if outside:
        return None, outside
    listing = start / "SUMMARY.md"
    text, wrong = decode(listing, display_path(listing, cwd)) if listing.is_file() else (None, [])
    if text is None:
        hint = "write mdBook's list of chapters there"
        missing = [error("source.missing", f"'{display_path(listing, cwd)}' does not exist", manifest.place(), hint)]
        return None, wrong or missing
    book = Book(found, cwd, manifest, start, listing, usual=_settings(manifest, found.path))
    lines = list(summary.read(text))
    book.entries = list(_listed(lines))
    name = display_path(listing, cwd)
    book.report_drafts([Place(name, *spot) for spot in summary.unwritten(lines)])
    book.values = without_empty({
        "title": manifest.text("book", "title"),
        "description": manifest.text("book", "description"),
        "author": people(manifest.texts("book", "authors") or manifest.texts("book", "author")),
    })  # fmt: skip
    book.language(manifest.text("book", "language"), manifest.place("book", "language"))
    book.dialect = _dialect(manifest, book)
    for each in manifest.keys("preprocessor"):
        if each not in _HANDLED:
            book.report_not_run(
                "preprocessor",
                each,
                manifest.place("preprocessor", each),
                "what it would replace is printed as you wrote it",
            )
    return book.publication(defaults)


def _dialect(manifest: Config, book: Book) -> Dialect:
    used = manifest.keys("preprocessor")
    html = ("output", "html")
    math = [
        *(["brackets"] if manifest.flag(*html, "mathjax-support") else []),
        *(["dollars"] if any(each in used for each in _MATHS) or "katex" in manifest.keys("output") else []),
    ]
    smart = manifest.flag(*html, "smart-punctuation")
    site = manifest.text(*html, "site-url")
    if site.startswith("/") and (host := manifest.text(*html, "cname")):
        site = f"https://{host}{site}"
    return Dialect(
        tool="mdbook",
        math=tuple(math),
        smart=smart is not False,
        extensions=tuple(used),
        home=book.inner(book.start),
        hidden=tuple(
            (lang, manifest.text(*html, "code", "hidelines", lang))
            for lang in manifest.keys(*html, "code", "hidelines")
        ),
        macros=_path(
            book, manifest.text("preprocessor", "katex", "macros") or manifest.text("output", "katex", "macros")
        ),
        site=site if site.startswith(("http:", "https:")) else "",
        config=manifest.name,
    )


def _settings(manifest: Config, folder: Path) -> Settings:
    """Return the settings, with what the book says of its site."""
    html = ("output", "html")
    theme = manifest.text(*html, "theme") or "theme"
    icons = (f"{theme}/favicon.svg", f"{theme}/favicon.png")
    edit, src = manifest.text(*html, "edit-url-template"), (manifest.text("book", "src") or "src").strip("/")
    return replace(
        USUAL,
        number_headings=False,
        addresses="files",
        favicon=next((each for each in icons if (folder / each).is_file()), None),
        repository=web_url(manifest.text(*html, "git-repository-url")),
        edit_url=web_url(edit.replace("{path}", f"{src}/{{path}}")),
        redirects=tuple(
            (old, site_path(old, manifest.text(*html, "redirect", old))) for old in manifest.keys(*html, "redirect")
        ),
    )


def _path(book: Book, name: str) -> str:
    return book.inner(book.found.path / name) if name else ""


def _listed(lines: list[SummaryLine]) -> Iterator[ListedChapter]:
    """Yield the chapters: links before the list are front matter, those after it back matter."""
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
