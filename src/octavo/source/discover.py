"""The publications under the paths of a command; reading one is left to its layout.

A folder with book.yaml is a book, and so is one with the files of another tool (detect.py). A folder of publications is
`source/`, one with octavo.yaml in it, or one that holds a book: the articles directly in it are publications, and so is
each folder in it that has Markdown somewhere, as a book of the layout `folder`, but for one that lies beside an article
of its name and belongs to it. Any other folder that is named outright stands for the book of another tool that it keeps
one level down; or it is such a plain-folder book itself where its texts look like chapters: it has a README or index
beside other texts, folders with texts, or names that are numbered (`01-…`). Else it is a folder of articles.
"""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Place, error, info
from octavo.model.errors import UsageError
from octavo.source import detect, layouts, texts
from octavo.source.texts import FIRST, SUFFIXES, TextFolder, is_set_aside, natural
from octavo.tools.sandbox import display_path, printable
from octavo.tools.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from octavo.source.layouts.layout import Layout

BOOK = "book.yaml"
_USUAL = Path("source")
_NUMBERED = re.compile(r"\d{1,3}[\s._-]")
_NEW = "start one: octavo new article {}"


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A publication not yet read: `name` names its editions, `kind` the layout that reads it, `path` is absolute."""

    name: str
    kind: str
    path: Path


def discover(
    paths: Sequence[Path], cwd: Path, layout: str | None = None, trusted: bool = False
) -> tuple[list[FoundSource], list[Diagnostic]]:
    """The publications of the paths, in their order; of `source/` where none are given.

    Folders are read by `layout`, where one is given. Raises `UsageError` where there is none of that name.
    """
    table = layouts.table(trusted)
    names = [name for name in table if name != "article"]
    if layout is not None and layout not in names:
        hint = did_you_mean(layout, names, f"there are {', '.join(names)}")
        raise UsageError(f"there is no layout '{layout}'", hint)
    search = _Search(cwd, table.values(), layout)
    for path in paths or (_USUAL,):
        search.look(Path(os.path.normpath(cwd / path)), given=bool(paths))
    return search.found, search.diagnostics


class _Search:
    def __init__(self, cwd: Path, layouts: Iterable[Layout], layout: str | None) -> None:
        self.cwd, self.layouts, self.layout = cwd, list(layouts), layout
        self.found: list[FoundSource] = []
        self.diagnostics: list[Diagnostic] = []

    def look(self, path: Path, given: bool) -> None:
        if path.is_dir():
            self.folder(path)
        elif path.name == BOOK and path.is_file():
            self.take(path.parent, "book")
        elif foreign := detect.layout_of_file(path, self.layouts):
            self.take(path.parent, foreign.kind)
        elif path.is_file() and path.suffix.lower() in SUFFIXES:
            self.take(path, "article")
        elif path.exists():
            self.say("source.unsupported", "this is not a Markdown file", path, "octavo reads .md, .markdown and .txt")
        elif given:
            shown = display_path(path, self.cwd)
            self.say("source.missing", f"there is no file or folder called '{shown}'", path, self.meant(path))
        else:
            self.none(path)

    def folder(self, path: Path) -> None:
        """The publications directly in a folder; the folder itself where it is a book."""
        try:
            if self.book(path):
                return
            there = texts.read_folder(path)
            books = self.books(path)
        except OSError as problem:
            reason = (problem.strerror or str(problem)).lower()
            self.say("source.unreadable", f"this folder cannot be read: {reason}", Path(problem.filename or path))
            return
        if not books and not self.is_shelf(path) and _is_chapters(there):
            self.take(path, "folder")
        elif not there.inside and not books:
            self.none(path)
        else:
            self.publications(there, books)

    def book(self, path: Path) -> bool:
        """Take a folder that is a book, or that keeps one, and say so."""
        if self.layout is not None:
            return self.asked(path, self.layout)
        if (path / BOOK).is_file():
            self.take(path, "book")
            return True
        if self.foreign(path, path):
            return True
        if self.is_shelf(path) or any((entry / BOOK).is_file() for entry in path.iterdir()):
            return False
        return self.kept(path)

    def foreign(self, path: Path, given: Path) -> bool:
        """Take the book of another tool that lies in `path`, under the name of the folder that was `given`."""
        found = detect.layouts_of(path, self.layouts)
        if not found:
            return False
        layout, file = found[0]
        if len(found) > 1:
            others = " and ".join(f"{other.label} ({other_file.name})" for other, other_file in found[1:])
            message = f"this book is read as one for {layout.label}, and could be read as one for {others}"
            hint = f"choose another by --layout {found[1][0].kind}"
            self.diagnostics.append(info("layout.several", message, Place(display_path(file, self.cwd), 1, 1), hint))
        self.take(path, layout.kind, given)
        return True

    def kept(self, path: Path) -> bool:
        """Take the book of another tool that a folder keeps one level down."""
        inner = detect.inner_books(path, self.layouts)
        if not inner:
            return False
        shown = [display_path(each, self.cwd) for each in inner]
        if inner[0].parent == path and inner[0].name not in detect.PLACES and len(inner) > 1:
            return False  # as many publications, none of which is the folder's own
        if len(inner) > 1 and inner[0].name not in detect.PLACES:
            message = f"this folder keeps {len(inner)} books"
            self.say("layout.choice", message, path, f"name one of them: {', '.join(shown[:20])}")
        else:
            if len(inner) > 1:
                message = f"of the books that this folder keeps, {shown[0]} is read"
                hint = f"name another to have it: {', '.join(shown[1:])}"
                place = Place(display_path(path, self.cwd))
                self.diagnostics.append(info("layout.several", message, place, hint))
            self.foreign(inner[0], path)
        return True

    def asked(self, path: Path, layout: str) -> bool:
        """Take a folder by the layout that was asked for, or the book of that layout that it keeps."""
        chosen = next(each for each in self.layouts if each.kind == layout)
        if chosen.signs is None:
            if layout == "book" and not (path / BOOK).is_file():
                self.say("source.none", "there is no book.yaml in this folder", path, "leave out --layout")
            else:
                self.take(path, layout)
            return True
        for each in (path, *detect.inner_books(path, self.layouts)):
            if chosen.signs.find(each):
                self.take(each, layout, path)
                return True
        files = chosen.signs.files
        self.say("source.none", f"there is no {layout} book here: no {' or '.join(files)}", path, "leave out --layout")
        return True

    def is_shelf(self, path: Path) -> bool:
        """Whether a folder is one of publications, whatever is in it."""
        return path == Path(os.path.normpath(self.cwd / _USUAL)) or (path / "octavo.yaml").is_file()

    def books(self, path: Path) -> list[Path]:
        """The folders in a folder that are books by their files."""
        entries = [entry for entry in path.iterdir() if not is_set_aside(entry.name) and entry.is_dir()]
        return [entry for entry in entries if (entry / BOOK).is_file() or detect.layouts_of(entry, self.layouts)]

    def publications(self, there: TextFolder, books: list[Path]) -> None:
        """Everything in a folder but its own README."""
        folders = {each.folder for each in there.inside if isinstance(each, TextFolder)}
        files = {each for each in there.inside if isinstance(each, Path) and each.name.casefold() != "readme.md"}
        articles = {file.stem for file in files}
        entries = sorted({*books, *folders, *files}, key=lambda path: (natural(path.name), path.name))
        for path in entries:
            if path in files:
                self.look(path, given=True)
            elif path in books:
                self.folder(path)
            elif path.name not in articles and not self.kept(path):
                self.take(path, "folder")
        if not entries:
            self.none(there.folder)

    def take(self, path: Path, kind: str, given: Path | None = None) -> None:
        """Take a publication; `given` is the folder that was meant by it, whose name it has."""
        called = path.stem if kind == "article" else (given or path).name
        name = printable(unicodedata.normalize("NFC", called))
        for other in self.found:
            if other.path.samefile(path):
                return
            if other.name.casefold() == name.casefold():
                first = display_path(other.path, self.cwd)
                message = f"'{name}' would be made twice: {first} has the same name"
                self.say("output.clash", message, path, "rename one of them")
                return
        self.found.append(FoundSource(name, kind, path))

    def none(self, path: Path) -> None:
        shown = display_path(path, self.cwd)
        start = _NEW.format((Path(shown) / "my-article.md").as_posix())
        self.say("source.none", f"there is no publication in '{shown}'", path, start)

    def meant(self, path: Path) -> str:
        """A sibling with a name much like it."""
        try:
            siblings = {entry.name: entry for entry in path.parent.iterdir() if not entry.name.startswith(".")}
        except OSError:
            return _NEW.format(display_path(path, self.cwd)) if path.suffix.lower() == ".md" else ""
        near = f"{path.name}.md" if f"{path.name}.md" in siblings else nearest(path.name, siblings)
        return f"did you mean '{display_path(siblings[near], self.cwd)}'?" if near else ""

    def say(self, rule: str, message: str, path: Path, hint: str = "") -> None:
        self.diagnostics.append(error(rule, message, Place(display_path(path, self.cwd)), hint))


def _is_chapters(there: TextFolder) -> bool:
    """Whether the texts of a folder look like the chapters of one book."""
    files = [each for each in there.inside if isinstance(each, Path)]
    others = [each for each in files if each.name.casefold() not in FIRST]
    numbered = sum(bool(_NUMBERED.match(each.name)) for each in others)
    has_folders, has_first = len(files) < len(there.inside), len(others) < len(files)
    return has_folders or (has_first and bool(others)) or numbered >= max(2, len(others) - 2)
