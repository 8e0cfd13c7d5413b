"""The publications under the paths of a command. Their layouts read them.

Without a path, that is the book in the current folder if it keeps its chapters in `source/`, else what `source/` has,
else what the current folder has.

Which publications a folder has:
- With book.yaml, or with the files of another tool (`detect`), it is one book.
- `source/`, a folder with octavo.yaml, and one with a book in it are folders of publications. Their own Markdown files
  are articles, and each folder in them that has Markdown somewhere is a book of the layout `folder`, unless it belongs
  to an article of the same name.
- Any other folder that the command names is the book of another tool that is one level down, if there is one. Otherwise
  it is a book of the layout `folder` if its texts look like chapters: a README or index next to other texts, folders
  with texts, or numbered names (`01-…`).
- Any other folder is a folder of articles.
"""

from __future__ import annotations

import os
import re
import shlex
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Place, error, info
from octavo.model.errors import UsageError
from octavo.source import detect, layouts, texts, unread
from octavo.source.texts import FIRST, SUFFIXES, TextFolder, is_set_aside, natural
from octavo.tools import cache_dir
from octavo.tools.sandbox import display_path, printable
from octavo.tools.suggest import find_typo, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from octavo.source.layouts.layout import Layout

BOOK = "book.yaml"
_USUAL = Path("source")
_NUMBERED = re.compile(r"\d{1,3}[\s._-]")
_NEW = "start one: octavo new article {}"


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A publication not yet read: `name` is that of its editions, `kind` its layout, `path` is absolute."""

    name: str
    kind: str
    path: Path
    is_piped: bool = False
    """Whether it is a text from standard input, which `path` is a copy of."""
    at: Path | None = None
    """The folder that its references start from, where that is not the one it is in."""

    @property
    def folder(self) -> Path:
        """The folder that it is in."""
        return self.at or self.path.parent


def discover(
    paths: Sequence[Path], cwd: Path, layout: str | None = None, trusted: bool = False
) -> tuple[list[FoundSource], list[Diagnostic]]:
    """Return the publications of the paths, in their order; without paths, those of `source/` or of the current folder.

    Folders are read by `layout`, if one is given. Raises `UsageError` if it does not exist.
    """
    table = layouts.table(trusted)
    names = [name for name in table if name != "article"]
    layout = "honkit" if layout == "gitbook" else layout  # HonKit is what became of it
    if layout is not None and layout not in names:
        typo = find_typo(layout, names)
        hint = f"did you mean '{typo}'?" if typo else f"there are {', '.join(names)}"
        raise UsageError(f"there is no layout '{layout}'", hint)
    search = _Search(cwd, table.values(), layout)
    for path in paths:
        search.add_path(Path(os.path.normpath(cwd / path)))
    if not paths:
        search.add_usual()
    return search.found, search.diagnostics


class _Search:
    def __init__(self, cwd: Path, layouts: Iterable[Layout], layout: str | None) -> None:
        self.cwd, self.layouts, self.layout = cwd, list(layouts), layout
        self.found: list[FoundSource] = []
        self.diagnostics: list[Diagnostic] = []

    def add_usual(self) -> None:
        """Add what is meant where the command names nothing."""
        here, usual = Path(os.path.normpath(self.cwd)), Path(os.path.normpath(self.cwd / _USUAL))
        if not usual.is_dir():
            self.add_folder(here)
        elif (book := self.book_with_chapters_in(usual)) is not None:
            self.found.append(book)
        else:
            self.add_folder(usual)
            if not self.found and [each.rule for each in self.diagnostics] == ["source.none"]:
                others = _Search(self.cwd, self.layouts, self.layout)
                others.add_folder(here)
                if others.found:
                    self.found, self.diagnostics = others.found, others.diagnostics
        if not self.found and [each.rule for each in self.diagnostics] == ["source.none"]:
            self.diagnostics.clear()
            self.report("source.none", f"there is no article and no book here{self.nor_in(usual)}", here, _first(here))

    def nor_in(self, usual: Path) -> str:
        return f", nor in '{display_path(usual, self.cwd)}'" if usual.is_dir() else ""

    def book_with_chapters_in(self, folder: Path) -> FoundSource | None:
        """Return the book in the current folder if chapters of it are in `folder`, which is then no shelf."""
        here = _Search(self.cwd, self.layouts, self.layout)
        path = Path(os.path.normpath(self.cwd))
        if (path / BOOK).is_file():
            here.add(path, "book")
        elif not here.add_foreign(path, path):
            return None
        publication, _ = layouts.read(here.found[0], self.cwd)
        chapters = publication.chapters if publication else ()
        return here.found[0] if any(each.file.is_relative_to(folder) for each in chapters) else None

    def add_path(self, path: Path) -> None:
        if path.is_dir():
            self.add_folder(path)
        elif path.name == BOOK and path.is_file():
            self.add(path.parent, "book")
        elif foreign := detect.layout_of_file(path, self.layouts):
            self.add(path.parent, foreign.kind)
        elif path.is_file() and path.parent == cache_dir.piped(self.cwd):
            self.found.append(FoundSource(path.stem, "article", path, is_piped=True, at=self.cwd))
        elif path.is_file() and path.suffix.lower() in SUFFIXES:
            self.add(path, "article")
        elif path.exists():
            self.report(
                "source.unsupported", "this is not a Markdown file", path, "octavo reads .md, .markdown and .txt"
            )
        else:
            shown = display_path(path, self.cwd)
            self.report("source.missing", f"there is no file or folder called '{shown}'", path, self.suggest(path))

    def add_folder(self, path: Path) -> None:
        """Add a folder that is a book, or else the publications directly in it."""
        try:
            if self.add_if_book(path) or self.refuse_unread(path):
                return
            there = texts.read_folder(path)
            books = self.find_books(path)
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            self.report("source.unreadable", f"this folder cannot be read: {reason}", Path(problem.filename or path))
            return
        if not books and not self.is_folder_of_publications(path) and _looks_like_chapters(there):
            self.add(path, "folder")
        elif not there.inside and not books:
            self.report_empty(path)
        else:
            self.add_publications(there, books)

    def add_if_book(self, path: Path) -> bool:
        """Add a folder that is a book, or the book in it, and return whether it is or has one."""
        if self.layout is not None:
            return self.add_by_layout(path, self.layout)
        if (path / BOOK).is_file():
            self.add(path, "book")
            return True
        if self.add_foreign(path, path):
            return True
        if self.is_folder_of_publications(path) or any((entry / BOOK).is_file() for entry in path.iterdir()):
            return False
        return self.add_inner_book(path)

    def refuse_unread(self, path: Path) -> bool:
        """Report a project of a tool that octavo does not read, and return whether the folder is one."""
        if (path / "octavo.yaml").is_file():
            return False
        found = unread.find_tool(path, is_repository=not self.is_folder_of_publications(path))
        if found is not None:
            self.diagnostics.append(unread.refuse(*found, path, self.cwd))
        return found is not None

    def add_foreign(self, path: Path, given: Path) -> bool:
        """Add the book of another tool in `path`, by the name of the folder `given`; return whether there is one."""
        found = detect.layouts_of(path, self.layouts)
        if not found:
            return False
        layout, file = found[0]
        if len(found) > 1:
            others = " and ".join(f"{other.label} ({other_file.name})" for other, other_file in found[1:])
            message = f"this book is read as one for {layout.label}, but it could also be one for {others}"
            hint = f"to choose the other, add --layout {found[1][0].kind}"
            self.diagnostics.append(info("layout.several", message, Place(display_path(file, self.cwd), 1, 1), hint))
        self.add(path, layout.kind, given)
        return True

    def add_inner_book(self, path: Path) -> bool:
        """Add the book of another tool that is one level down in a folder, and return whether there is one."""
        inner = detect.inner_books(path, self.layouts)
        if not inner:
            return False
        shown = [display_path(each, self.cwd) for each in inner]
        if inner[0].parent == path and inner[0].name not in detect.PLACES and len(inner) > 1:
            return False  # as many publications, none of which is the folder's own
        if len(inner) > 1 and inner[0].name not in detect.PLACES:
            message = f"this folder contains {len(inner)} books"
            self.report("layout.choice", message, path, f"name one of them: {', '.join(shown[:20])}")
        else:
            if len(inner) > 1:
                message = f"of the books in this folder, {shown[0]} is read"
                hint = f"to read another, name it: {', '.join(shown[1:])}"
                place = Place(display_path(path, self.cwd))
                self.diagnostics.append(info("layout.several", message, place, hint))
            self.add_foreign(inner[0], path)
        return True

    def add_by_layout(self, path: Path, layout: str) -> bool:
        """Add a folder by the layout that the command names, or the book of that layout in it; return True."""
        chosen = next(each for each in self.layouts if each.kind == layout)
        if chosen.signs is None:
            if layout == "book" and not (path / BOOK).is_file():
                self.report("source.none", "there is no book.yaml in this folder", path, "leave out --layout")
            else:
                self.add(path, layout)
            return True
        for each in (path, *detect.inner_books(path, self.layouts)):
            if chosen.signs.find(each):
                self.add(each, layout, path)
                return True
        files = chosen.signs.files
        self.report(
            "source.none", f"this is not a {layout} book: it has no {' or '.join(files)}", path, "leave out --layout"
        )
        return True

    def is_folder_of_publications(self, path: Path) -> bool:
        """Return whether a folder is one of publications, whatever is in it."""
        return path == Path(os.path.normpath(self.cwd / _USUAL)) or (path / "octavo.yaml").is_file()

    def find_books(self, path: Path) -> list[Path]:
        """Return the folders in a folder whose files show that they are books."""
        entries = [entry for entry in path.iterdir() if not is_set_aside(entry.name) and entry.is_dir()]
        return [entry for entry in entries if (entry / BOOK).is_file() or detect.layouts_of(entry, self.layouts)]

    def add_publications(self, there: TextFolder, books: list[Path]) -> None:
        """Add everything in a folder but its own README."""
        folders = {each.folder for each in there.inside if isinstance(each, TextFolder)}
        files = {each for each in there.inside if isinstance(each, Path) and each.name.casefold() != "readme.md"}
        articles = {file.stem for file in files}
        entries = sorted({*books, *folders, *files}, key=lambda path: (natural(path.name), path.name))
        for path in entries:
            if path in files:
                self.add_path(path)
            elif path in books:
                self.add_folder(path)
            elif path.name not in articles and not self.add_inner_book(path) and not self.refuse_unread(path):
                self.add(path, "folder")
        if not books:
            others = [each for each in sorted(there.folder.iterdir()) if unread.looks_like_text(each)]
            self.diagnostics += unread.report_others(others, there.folder, self.cwd)
        if not entries:
            self.report_empty(there.folder)

    def add(self, path: Path, kind: str, given: Path | None = None) -> None:
        """Add a publication, by the name of the folder `given` if that is not its own."""
        own_name = path.stem if kind == "article" else (given or path).name
        name = printable(unicodedata.normalize("NFC", own_name))
        for other in self.found:
            if other.path.samefile(path):
                return
            if other.name.casefold() == name.casefold():
                first = display_path(other.path, self.cwd)
                message = f"two publications are called '{name}': this one and {first}"
                self.report(
                    "output.clash", message, path, "rename one of them, or build it into another folder with --output"
                )
                return
        self.found.append(FoundSource(name, kind, path))

    def report_empty(self, path: Path) -> None:
        shown = display_path(path, self.cwd)
        start = _NEW.format((Path(shown) / "my-article.md").as_posix())
        self.report("source.none", f"there is no publication in '{shown}'", path, start)

    def suggest(self, path: Path) -> str:
        """Return a hint with the file or folder of a similar name."""
        try:
            siblings = {entry.name: entry for entry in path.parent.iterdir() if not entry.name.startswith(".")}
        except OSError:
            return _NEW.format(display_path(path, self.cwd)) if path.suffix.lower() == ".md" else ""
        near = f"{path.name}.md" if f"{path.name}.md" in siblings else nearest(path.name, siblings)
        return f"did you mean '{display_path(siblings[near], self.cwd)}'?" if near else ""

    def report(self, rule: str, message: str, path: Path, hint: str = "") -> None:
        self.diagnostics.append(error(rule, message, Place(display_path(path, self.cwd)), hint))


def _first(folder: Path) -> str:
    """Return the hint for a folder with nothing to build: a text in it that can be named, or how to start one."""
    named = sorted(each.name for each in folder.iterdir() if each.suffix.lower() in SUFFIXES and each.is_file())
    if named:
        return f"name what you want to build: octavo build {shlex.quote(named[0])}"
    return "name one, as in 'octavo build my-book', or start one: octavo new article my-article.md"


def _looks_like_chapters(there: TextFolder) -> bool:
    """Return whether the texts of a folder look like the chapters of one book."""
    files = [each for each in there.inside if isinstance(each, Path)]
    others = [each for each in files if each.name.casefold() not in FIRST]
    numbered = sum(bool(_NUMBERED.match(each.name)) for each in others)
    has_folders, has_first = len(files) < len(there.inside), len(others) < len(files)
    return has_folders or (has_first and bool(others)) or numbered >= max(2, len(others) - 2)
