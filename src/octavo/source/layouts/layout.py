"""The record that describes a layout: what its files look like, and who reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octavo.model.diagnostic import Diagnostic
    from octavo.model.publication import Publication
    from octavo.source.discover import FoundSource
    from octavo.source.header import HeaderValues
    from octavo.tools.plugins import Plugin

Read = Callable[["FoundSource", Path, "HeaderValues"], tuple["Publication | None", "list[Diagnostic]"]]


def read_by(module: str) -> Read:
    """Return a function that calls the `read` of a module; the module is not imported before."""

    def read(found: FoundSource, cwd: Path, defaults: HeaderValues) -> tuple[Publication | None, list[Diagnostic]]:
        reader: Read = import_module(module).read
        return reader(found, cwd, defaults)

    return read


def _nowhere(folder: Path) -> Path | None:
    del folder
    return None


@dataclass(frozen=True, slots=True)
class Signs:
    """The files by which a folder is recognized as the book of a tool."""

    files: tuple[str, ...]
    """Their paths from the folder, of which one is enough."""
    is_valid: Callable[[Path], bool] = Path.is_file
    """Whether such a file, which exists, really belongs to a book."""
    elsewhere: Callable[[Path], Path | None] = _nowhere
    """A file outside the folder that makes a book of it, if there is one."""

    def find(self, folder: Path) -> Path | None:
        """Return the file that makes a folder a book."""
        inside = (folder / name for name in self.files)
        found = next((file for file in inside if file.is_file() and self.is_valid(file)), None)
        return found or self.elsewhere(folder)

    def match(self, file: Path) -> bool:
        """Return whether a file is one of these."""
        return file.name in self.files and self.is_valid(file)


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which the files of a publication can be arranged."""

    kind: str
    """The name that `--layout` takes; the module of the layout has the same."""
    label: str
    """What people call it: of another tool, the tool's name."""
    read: Read
    """Takes what was found, the current folder and the defaults. Returns no publication where it cannot be read."""
    rank: int = 70
    """Its place in the table: layouts of lower rank are tried first."""
    signs: Signs | None = None
    """How another tool's book is recognized. `discover` itself recognizes octavo's own layouts."""
    dialect: str = ""
    """The dialect of its texts, which has a module in `manuscript/dialects`; empty for Pandoc's Markdown."""
    own_texts: tuple[str, ...] = ()
    """The names of Markdown files that are for the tool itself, and are no chapters."""
    runs_cells: bool = False
    """Whether the tool would run cells of code in its texts."""
    header_titles_are_labels: bool = False
    """Whether a title in a chapter's header is only a name for lists, and leaves the heading of its text alone."""
    has_header_values: bool = False
    """Whether a text can use the keys of its own header by name (`{{< meta x >}}`)."""
    plugin: Plugin | None = None
    """The plug-in that adds it, set by the table; None for octavo's own."""

    @property
    def is_foreign(self) -> bool:
        """Whether it belongs to another tool."""
        return self.signs is not None

    @property
    def description(self) -> str:
        """What a publication with this layout is."""
        return f"book, made for {self.label}" if self.is_foreign else self.label
