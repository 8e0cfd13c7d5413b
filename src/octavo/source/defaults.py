"""octavo.yaml in the folder of publications: the values of keys that a publication does not give itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.source import layouts
from octavo.source.decode import decode
from octavo.source.header import NOTHING, HeaderValues, merge, read_keys
from octavo.tools.sandbox import display_path

if TYPE_CHECKING:
    from pathlib import Path

    from octavo.source.discover import FoundSource

NAME = "octavo.yaml"


def of(found: FoundSource, cwd: Path) -> tuple[HeaderValues, list[Diagnostic]]:
    """Return the defaults of a publication; a book of another tool can also have some in its own folder, which win."""
    said, wrong = read(found.folder, cwd)
    if not layouts.is_foreign(found.kind):
        return said, wrong
    own, more = read(found.path, cwd)
    return HeaderValues(merge(said.values, own.values), own.tree), wrong + more


def read(folder: Path, cwd: Path) -> tuple[HeaderValues, list[Diagnostic]]:
    """Return the defaults of a folder of publications; nothing if it has no octavo.yaml."""
    path = folder / NAME
    if not path.is_file():
        return NOTHING, []
    name = display_path(path, cwd)
    text, found = decode(path, name)
    if text is None:
        return NOTHING, found
    said, wrong = read_keys(text, name)
    if said is None and not wrong:
        wrong = [error("header.type", "octavo.yaml must be keys with values", Place(name, 1, 1))]
    return said or NOTHING, found + wrong
