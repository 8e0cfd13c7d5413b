"""A book of bookdown: its .Rmd files in the order of _bookdown.yml or of their names; index.Rmd says what it is.

Each heading of the highest level opens a chapter, wherever it stands: a file may hold several, a part before them, or
the beginning of the appendices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error, info
from octavo.model.dialect import Dialect
from octavo.model.publication import BACK, BODY, FRONT, Publication
from octavo.model.settings import Settings
from octavo.source import config, detect
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.discover import FoundSource
from octavo.source.foreign import USUAL, Book, is_inside, repository, without_nothing
from octavo.source.header import NOTHING, HeaderValues, split
from octavo.source.layouts.layout import Layout, Signs
from octavo.source.layouts.quarto import authors_of, day
from octavo.source.texts import SourceHeading, is_set_aside, tidied, top_headings
from octavo.tools.markdown_scan import code_blocks
from octavo.tools.sandbox import display_path

_MARK = re.compile(r"\((PART|APPENDIX)(\\?\*)?\)\s*(.*)")
_REFERENCES = re.compile(
    r"references|bibliography|literatur(?:verzeichnis)?|références?|bibliographie|referencias|参考文献", re.IGNORECASE
)
_OUTPUTS = tuple(f"bookdown::{each}" for each in ("pdf_book", "gitbook", "bs4_book", "epub_book", "html_book"))
_MARKUP = re.compile(r"`r[ ][^`]*`|<[^>]*>|\\[A-Za-z]+(?:\{[^{}]*\})?|^:::.*$", re.MULTILINE)


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """The book as a publication, or why there is none."""
    file, others = _listing(found.path, cwd)
    said = config.read(file, cwd)
    if said.found and said.tree.data is None:
        return None, list(said.found)
    output = config.read(found.path / "_output.yml", cwd)
    index, name = (
        config.NOTHING,
        next((each for each in ("index.Rmd", "index.rmd") if (found.path / each).is_file()), ""),
    )
    if name:
        text, wrong = decode(found.path / name, display_path(found.path / name, cwd))
        if text is None:
            return None, wrong
        yaml, _, first, _ = split(text)
        index = config.of_header(yaml or "", display_path(found.path / name, cwd), first)
    files = list(_files(said, found.path))
    if not files:
        hint = "list them under rmd_files in _bookdown.yml"
        return None, [error("book.empty", "there are no .Rmd files in this folder", said.place(), hint)]
    main = said if said.name else replace(index, path=found.path / name)
    listing = file if said.name else found.path
    book = Book(found, cwd, main, found.path, listing, usual=_settings(output, index), has_cells=True)
    book.listed = list(_Chapters(found.path, said).all(files))
    book.files += [each for each in (found.path, output.path) if each]
    book.values = _about(index)
    language = "lang" if index.text("lang") else "language"
    book.language(index.text(language), index.place(language))
    book.dialect = _dialect(said, index, book)
    if others:
        message = f"of the lists of chapters that this book has, {file.name} is read: none is longer"
        hint = f"{' and '.join(each.name for each in others)} would be read under the name _bookdown.yml"
        book.diagnostics.append(info("layout.several", message, Place(said.name, 1, 1), hint))
    for key in ("before_chapter_script", "after_chapter_script"):
        for each in said.texts(key):
            book.not_run("script", each, said.place(key))
    return book.publication(defaults)


def _listing(folder: Path, cwd: Path) -> tuple[Path, list[Path]]:
    """The book's configuration, and those beside it where it has several, none of which has the usual name."""
    usual = folder / "_bookdown.yml"
    named = [] if usual.is_file() else sorted(folder.glob("_bookdown*.yml"))
    said = {each: config.read(each, cwd) for each in named if is_inside(each, folder)}
    many = {each: len(list(_files(one, folder))) for each, one in said.items() if one.get("rmd_files")}
    if not many:
        return usual, []
    chosen = max(many, key=lambda each: many[each])
    return chosen, [each for each in many if each != chosen]


def _files(said: Config, folder: Path) -> Iterator[str]:
    """The files in their order: as listed, those for HTML where there are several lists; else by name, index first."""
    given = said.get("rmd_files")
    if isinstance(given, dict):
        given = next((given[key] for key in ("html", "epub", "latex") if key in given), None)
    rows = given if isinstance(given, list) else [given] if given else []
    if rows:
        yield from (config.text(each) for each in rows if config.text(each))
        return
    suffixes = (".rmd", ".md") if said.flag("include_md") else (".rmd",)
    subfolders = said.texts("rmd_subdir") if said.flag("rmd_subdir") is None else ["."]
    found = list(folder.glob("*"))
    for each in subfolders:
        found += (folder / each).rglob("*") if is_inside(folder / each, folder) else ()
    inner = {
        each.relative_to(folder).as_posix()
        for each in found
        if each.suffix.lower() in suffixes and not any(map(is_set_aside, each.relative_to(folder).parts))
    }
    yield from sorted(inner, key=lambda name: (name.lower() != "index.rmd", name))


@dataclass
class _Chapters:
    """Goes through the files, and knows how far the book has come."""

    folder: Path
    said: Config
    part: bool = False
    appendix: bool = False
    begun: bool = False
    """Whether there was a chapter with a number, or a part."""

    def all(self, files: list[str]) -> Iterator[ListedChapter]:
        """The chapters of all files; at the end, those without a number are back matter."""
        rows = [row for name in files for row in self.file(name)]
        for at in range(len(rows) - 1, 0, -1):
            each = rows[at]
            if each.numbered is not False or each.kind == "part" or each.matter == FRONT:
                break
            rows[at] = replace(each, matter=BACK, level=1)
        yield from rows

    def file(self, name: str) -> Iterator[ListedChapter]:
        """The chapters of one file."""
        spot = self.spot(name)
        file = self.folder / name
        there = file.is_file() and is_inside(file, repository(self.folder))
        text, _ = decode(file, name) if there else (None, [])
        if text is None:
            yield ListedChapter(name, spot)
            return
        yaml, body, _, first = split(text)
        blanked = "\n" * (first - 1) + body
        found = top_headings(blanked)
        last = len(blanked.split("\n"))
        lines = blanked.split("\n")
        if not found:
            yield self.untitled(ListedChapter(name, spot), body)
        for row, head in enumerate(found):
            end = found[row + 1].line - 1 if row + 1 < len(found) else last
            mark = _MARK.match(head.title)
            start = head.line if row else 1
            if mark:
                text_behind = "\n".join(lines[head.line : end]).strip()
                yield from self.marked(mark, name, (head.line + 1, end) if text_behind else None, spot)
            else:
                whole = start == 1 and end == last
                # The title in a header is that of the book.
                title = head.title if yaml and re.search("^title:", yaml, re.MULTILINE) else None
                listed = ListedChapter(name, spot, title=title, lines=None if whole else (start, end))
                yield self.chapter(listed, head, "\n".join(lines[head.line : end]))

    def untitled(self, listed: ListedChapter, body: str) -> ListedChapter:
        """A file without a heading: of the references it is often made by code."""
        return self.chapter(listed, SourceHeading(1, tidied(Path(listed.file or "").stem), ""), body)

    def marked(
        self, mark: re.Match[str], name: str, lines: tuple[int, int] | None, spot: tuple[int, int]
    ) -> Iterator[ListedChapter]:
        """A part, or the mark behind which the appendices stand."""
        if mark[1] == "APPENDIX":
            self.appendix, self.part = True, False
            return
        self.part = self.begun = True
        file = name if lines else None
        yield ListedChapter(
            file, spot, kind="part", title=mark[3], numbered=False if mark[2] else None, holds=True, lines=lines
        )

    def chapter(self, listed: ListedChapter, head: SourceHeading, text: str) -> ListedChapter:
        unnumbered = head.is_unnumbered
        self.begun = self.begun or not unnumbered
        level = 2 if self.part and not self.appendix else 1
        if _REFERENCES.fullmatch(head.title) and not _has_words(text):
            # What is made by code there, or says where they go, octavo makes itself.
            return replace(listed, kind="bibliography", matter=BACK, numbered=False, title=head.title, lines=(0, 0))
        if not self.begun:
            return replace(listed, matter=FRONT, numbered=False)
        if unnumbered:
            return replace(listed, kind="chapter", numbered=False, level=level, matter=BACK if self.appendix else BODY)
        if self.appendix:
            return replace(listed, kind="appendix", matter=BACK)
        return replace(listed, kind="chapter", level=level)

    def spot(self, name: str) -> tuple[int, int]:
        """Where a file is listed, if it is."""
        return next(
            (spot for path, spot in self.said.tree.values.items()
             if path[:1] == ("rmd_files",) and config.text(self.said.get(*path)) == name),
            (0, 0),
        )  # fmt: skip


def _has_words(text: str) -> bool:
    """Return whether a text says anything outside its cells and its markup."""
    lines = text.split("\n")
    cells = {row for block in code_blocks(lines) if block.opening.is_cell for row in block.rows}
    return bool(
        re.search(r"\w", _MARKUP.sub("", "\n".join(line for row, line in enumerate(lines) if row not in cells)))
    )


def _settings(output: Config, index: Config) -> Settings:
    flags = [output.flag(each, "number_sections") for each in _OUTPUTS]
    numbered = next((flag for flag in (*flags, index.flag("number_sections")) if flag is not None), True)
    return replace(USUAL, number_sections=numbered)


def _about(index: Config) -> dict[str, object]:
    return without_nothing({
        "title": re.sub(r"`r [^`]*`", "", index.text("title")).strip(),
        "subtitle": index.text("subtitle"),
        "author": authors_of(index.get("author")),
        "date": day(index.text("date")),
        "description": index.text("description"),
        "url": index.text("url").replace("\\:", ":"),
        "identifier": index.text("isbn"),
        "cover_image": index.text("cover-image") or index.text("cover_image"),
        "bibliography": index.texts("bibliography"),
        "csl": index.text("csl"),
    })  # fmt: skip


def _dialect(said: Config, index: Config, book: Book) -> Dialect:
    labels = [(key, said.text("language", "label", key)) for key in said.keys("language", "label")]
    return Dialect(
        tool="bookdown",
        math=("dollars",),
        bases=(book.inner(book.start),),
        home=book.inner(book.start),
        labels=tuple((key, text) for key, text in labels if text),
        scripts=tuple(said.texts("before_chapter_script")),
        outputs=tuple(dict.fromkeys(each for each in (said.text("output_dir"), "_book", "docs") if each)),
        site=book.values.get("url", ""),
        config=said.name or index.name,
    )


def _is_book(file: Path) -> bool:
    return file.name != "index.Rmd" or bool(re.search(r"^site:.*bookdown_site", detect.beginning(file), re.MULTILINE))


LAYOUT = Layout(
    "bookdown", "bookdown", read, rank=30, signs=Signs(("_bookdown.yml", "index.Rmd"), _is_book), dialect="bookdown"
)
