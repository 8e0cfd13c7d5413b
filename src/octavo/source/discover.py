"""The publications under the paths of a command; reading one is left to its layout."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Place, error, info
from octavo.tools.fetch import display_path, printable
from octavo.tools.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TEXTS = frozenset({".md", ".markdown", ".txt"})
_NEW = "start one: octavo new article {}"


@dataclass(frozen=True, slots=True)
class Found:
    """A publication not yet read: `name` names its editions, `kind` the layout that reads it, `path` is absolute."""

    name: str
    kind: str
    path: Path


def discover(paths: Sequence[Path], cwd: Path) -> tuple[list[Found], list[Diagnostic]]:
    """The publications of the paths, in their order; of `source/` where none are given."""
    search = _Search(cwd)
    for path in paths or (Path("source"),):
        search.look(cwd / path, given=bool(paths))
    return search.found, search.diagnostics


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that sorts names as people do: numbers by their value, letters without regard to case."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", unicodedata.normalize("NFC", name).casefold())
    return [(0, int(number), "") if number else (1, 0, other) for number, other in parts]


class _Search:
    def __init__(self, cwd: Path) -> None:
        self.cwd = cwd
        self.found: list[Found] = []
        self.diagnostics: list[Diagnostic] = []

    def look(self, path: Path, given: bool) -> None:
        if path.is_dir():
            self.folder(path, given)
        elif path.is_file() and path.suffix.lower() in _TEXTS:
            self.article(path)
        elif path.exists():
            self.say("source.unsupported", "this is not a Markdown file", path, "octavo reads .md, .markdown and .txt")
        elif given:
            shown = display_path(path, self.cwd)
            self.say("source.missing", f"there is no file or folder called '{shown}'", path, self.meant(path))
        else:
            self.none(path)

    def folder(self, path: Path, given: bool) -> None:
        """The publications directly in a folder; the folder itself where it is a book."""
        if (path / "book.yaml").is_file():
            self.book(path, given)
            return
        before, entries = len(self.found), [*self.entries(path)]
        for entry in entries:
            if entry.is_dir():
                self.book(entry)
            else:
                self.look(entry, given=True)
        if not entries or (len(self.found) == before and not self.failed()):
            self.none(path)

    def entries(self, folder: Path) -> Iterator[Path]:
        """Articles and books; not drafts and partials (`_name`), hidden files and the folder's own README."""
        try:
            inside = sorted(folder.iterdir(), key=lambda entry: (natural(entry.name), entry.name))
        except OSError as problem:
            self.say("source.unreadable", f"this folder cannot be read: {(problem.strerror or '').lower()}", folder)
            return
        for entry in inside:
            name = entry.name.casefold()
            article = name.endswith(".md") and name != "readme.md" and not entry.is_dir()
            if not name.startswith(("_", ".")) and (article or (entry / "book.yaml").is_file()):
                yield entry

    def article(self, path: Path) -> None:
        name = printable(unicodedata.normalize("NFC", path.stem))
        for other in self.found:
            if other.path.samefile(path):
                return
            if other.name.casefold() == name.casefold():
                first = display_path(other.path, self.cwd)
                message = f"'{name}' would be made twice: {first} has the same name"
                self.say("output.clash", message, path, "rename one of them")
                return
        self.found.append(Found(name, "article", path))

    def book(self, path: Path, given: bool = False) -> None:
        report = error if given else info
        place = Place(display_path(path, self.cwd))
        self.diagnostics.append(report("layout.unsupported", "books are not supported yet", place))

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

    def failed(self) -> bool:
        return any(one.severity == "error" for one in self.diagnostics)

    def say(self, rule: str, message: str, path: Path, hint: str = "") -> None:
        self.diagnostics.append(error(rule, message, Place(display_path(path, self.cwd)), hint))
