"""Whether a folder is the book of another tool, or holds such books."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from octavo.source.layouts.layout import Layout
from octavo.source.texts import is_set_aside, natural

PLACES = ("book", "docs", "guide", "manuscript", "doc", "inst/examples")
"""Folders in which repositories usually keep their book, in the order in which they are searched."""
IGNORED = {
    "node_modules",
    "output",
    "target",
    "test",
    "tests",
    "vendor",
    "_book",
    "site",
    "dist",
    "build",
    "_build",
    "_site",
    "venv",
    "env",
    "__pycache__",
    "public",
}
"""Folders in which no author writes."""
_LONGEST = 400_000


def layouts_of(folder: Path, layouts: Iterable[Layout]) -> list[tuple[Layout, Path]]:
    """Return each layout whose signs a folder has, in the order of `layouts`, with the file that is the sign."""
    found = ((layout, layout.signs.find(folder)) for layout in layouts if layout.signs)
    return [(layout, file) for layout, file in found if file is not None]


def layout_of_file(file: Path, layouts: Iterable[Layout]) -> Layout | None:
    """Return the layout whose sign a file is."""
    if not file.is_file():
        return None
    return next((layout for layout in layouts if layout.signs and layout.signs.match(file)), None)


def inner_books(folder: Path, layouts: Iterable[Layout]) -> list[Path]:
    """Return the books of other tools one level down: those in the usual places, or else any. Raises OSError."""
    layouts = list(layouts)
    usual = [inner for name in PLACES if layouts_of(inner := folder / name, layouts)]
    if usual:
        return usual
    inside = [entry for entry in _folders(folder) if layouts_of(entry, layouts)]
    if inside:
        return inside
    places = [folder / name for name in PLACES if (folder / name).is_dir()]
    return [entry for place in places for entry in _folders(place) if layouts_of(entry, layouts)]


def beginning(file: Path) -> str:
    """Return the text of a file, as far as a sign may be in it; empty where it cannot be read."""
    try:
        with file.open(encoding="utf-8-sig", errors="replace") as opened:
            return opened.read(_LONGEST)
    except OSError:
        return ""


def _folders(folder: Path) -> list[Path]:
    found = [
        entry
        for entry in folder.iterdir()
        if entry.name not in IGNORED and not is_set_aside(entry.name) and entry.is_dir() and not entry.is_symlink()
    ]
    return sorted(found, key=lambda entry: (natural(entry.name), entry.name))
