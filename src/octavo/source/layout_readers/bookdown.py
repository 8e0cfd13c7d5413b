"""A book of bookdown: its .Rmd files in the order of _bookdown.yml or of their names; index.Rmd has its metadata.

Each heading of the highest level begins a chapter, so a file can contain several, and also a part, or the mark that
begins the appendices.
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
from octavo.source import config
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.discover import FoundSource
from octavo.source.foreign import USUAL, Book, identifiers, is_inside, repository, web_url, without_empty
from octavo.source.header import NOTHING, HeaderValues, split
from octavo.source.headings import SourceHeading, top_headings
from octavo.source.layout_readers.quarto import authors_of, citation_keys, day
from octavo.source.texts import is_set_aside, title_from_name
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
    """Return the book as a publication, or why it cannot be read."""
    file, others = _listing(found.path, cwd)
    manifest = config.read(file, cwd)
    if manifest.found and manifest.tree.data is None:
        return None, list(manifest.found)
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
    files = list(_files(manifest, found.path))
    if not files:
        hint = "list them under rmd_files in _bookdown.yml"
        return None, [error("book.empty", "there are no .Rmd files in this folder", manifest.place(), hint)]
    main = manifest if manifest.name else replace(index, path=found.path / name)
    listing = file if manifest.name else found.path
    book = Book(found, cwd, main, found.path, listing, usual=_settings(output, index, manifest))
    book.entries = list(_Chapters(found.path, manifest).all(files))
    book.files += [each for each in (found.path, output.path) if each]
    book.values = _about(index)
    language = "lang" if index.text("lang") else "language"
    book.language(index.text(language), index.place(language))
    book.dialect = _dialect(manifest, index, book)
    if others:
        message = f"this book has several lists of chapters; {file.name}, the longest, is read"
        hint = f"to read {' or '.join(each.name for each in others)} instead, rename it to _bookdown.yml"
        book.diagnostics.append(info("layout.several", message, Place(manifest.name, 1, 1), hint))
    for key in ("before_chapter_script", "after_chapter_script"):
        for each in manifest.texts(key):
            book.report_not_run("script", each, manifest.place(key))
    return book.publication(defaults)


def _listing(folder: Path, cwd: Path) -> tuple[Path, list[Path]]:
    """Return the configuration of the book, and others next to it where it has several and none has the usual name."""
    usual = folder / "_bookdown.yml"
    named = [] if usual.is_file() else sorted(folder.glob("_bookdown*.yml"))
    manifest = {each: config.read(each, cwd) for each in named if is_inside(each, folder)}
    many = {each: len(list(_files(one, folder))) for each, one in manifest.items() if one.get("rmd_files")}
    if not many:
        return usual, []
    chosen = max(many, key=lambda each: many[each])
    return chosen, [each for each in many if each != chosen]


def _files(manifest: Config, folder: Path) -> Iterator[str]:
    """Yield the files in order: as listed (for HTML where there are several lists), otherwise by name, index first."""
    listed = manifest.get("rmd_files")
    if isinstance(listed, dict):
        listed = next((listed[key] for key in ("html", "epub", "latex") if key in listed), None)
    rows = listed if isinstance(listed, list) else [listed] if listed else []
    if rows:
        yield from (config.text(each) for each in rows if config.text(each))
        return
    suffixes = (".rmd", ".md") if manifest.flag("include_md") else (".rmd",)
    subfolders = manifest.texts("rmd_subdir") if manifest.flag("rmd_subdir") is None else ["."]
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
    """Walks over the files, and remembers where in the book it is."""

    folder: Path
    manifest: Config
    part: bool = False
    appendix: bool = False
    begun: bool = False
    """Whether there was a part, or a chapter with a number."""

    def all(self, files: list[str]) -> Iterator[ListedChapter]:
        """Yield the chapters of all files; those without a number at the end are back matter."""
        rows = [row for name in files for row in self.file(name)]
        for at in range(len(rows) - 1, 0, -1):
            each = rows[at]
            if each.numbered is not False or each.kind == "part" or each.matter == FRONT:
                break
            rows[at] = replace(each, matter=BACK, level=1)
        yield from rows

    def file(self, name: str) -> Iterator[ListedChapter]:
        """Yield the chapters of one file."""
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
        """Return the chapter of a file without a heading, often one whose references are generated."""
        return self.chapter(listed, SourceHeading(1, title_from_name(Path(listed.file or "").stem), ""), body)

    def marked(
        self, mark: re.Match[str], name: str, lines: tuple[int, int] | None, spot: tuple[int, int]
    ) -> Iterator[ListedChapter]:
        """Yield a part, or note that the appendices begin."""
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
            # Octavo itself makes what the code there would, or what it says the place of.
            return replace(listed, kind="bibliography", matter=BACK, numbered=False, title=head.title, lines=(0, 0))
        if not self.begun:
            return replace(listed, matter=FRONT, numbered=False)
        if unnumbered:
            return replace(listed, kind="chapter", numbered=False, level=level, matter=BACK if self.appendix else BODY)
        if self.appendix:
            return replace(listed, kind="appendix", matter=BACK)
        return replace(listed, kind="chapter", level=level)

    def spot(self, name: str) -> tuple[int, int]:
        """Return where a file is listed."""
        return next(
            (spot for path, spot in self.manifest.tree.values.items()
             if path[:1] == ("rmd_files",) and config.text(self.manifest.get(*path)) == name),
            (0, 0),
        )  # fmt: skip


def _has_words(text: str) -> bool:
    """Return whether a text says anything outside its cells and its markup."""
    lines = text.split("\n")
    cells = {row for block in code_blocks(lines) if block.opening.is_cell for row in block.rows}
    return bool(
        re.search(r"\w", _MARKUP.sub("", "\n".join(line for row, line in enumerate(lines) if row not in cells)))
    )


def _settings(output: Config, index: Config, manifest: Config) -> Settings:
    flags = [output.flag(each, "number_sections") for each in _OUTPUTS]
    numbered = next((flag for flag in (*flags, index.flag("number_sections")) if flag is not None), True)
    html = ("bookdown::gitbook", "bookdown::bs4_book", "bookdown::html_book")
    found = [path for each in html for path in ((each,), (each, "config"))]
    edit = next((text for text in (manifest.text("edit"), *(output.text(*path, "edit") for path in found),
                                   *(output.text(*path, "edit", "link") for path in found)) if text), "")  # fmt: skip
    by_file = any(output.text(*path, "split_by") == "rmd" for path in found)
    return replace(
        USUAL,
        number_sections=numbered,
        addresses="files" if by_file else "headings",
        favicon=next((text for source in (output, index) for text in
                      (source.text("favicon"), *(source.text(*path, "favicon") for path in found)) if text), None),
        repository=web_url(manifest.text("repo") or output.text("bookdown::bs4_book", "repo", "base")),
        edit_url=web_url(edit.replace("%s", "{path}")),
    )  # fmt: skip


def _about(index: Config) -> dict[str, object]:
    return without_empty({
        "title": re.sub(r"`r [^`]*`", "", index.text("title")).strip(),
        "subtitle": index.text("subtitle"),
        "author": authors_of(index.get("author")),
        "date": day(index.text("date")),
        "description": index.text("description"),
        "url": index.text("url").replace("\\:", ":"),
        "identifier": identifiers(index.text("isbn")),
        "cover_image": index.text("cover-image") or index.text("cover_image"),
        "bibliography": index.texts("bibliography"),
        "csl": index.text("csl"),
        **citation_keys(index),
    })  # fmt: skip


def _dialect(manifest: Config, index: Config, book: Book) -> Dialect:
    labels = [(key, manifest.text("language", "label", key)) for key in manifest.keys("language", "label")]
    return Dialect(
        tool="bookdown",
        math=("dollars",),
        bases=(book.inner(book.start),),
        home=book.inner(book.start),
        labels=tuple((key, text) for key, text in labels if text),
        scripts=tuple(manifest.texts("before_chapter_script")),
        outputs=tuple(dict.fromkeys(each for each in (manifest.text("output_dir"), "_book", "docs") if each)),
        site=book.values.get("url", ""),
        config=manifest.name or index.name,
    )
