"""Folders that octavo makes in those of authors, and that git ignores by itself."""

from __future__ import annotations

import contextlib
from pathlib import Path

_IGNORE = ".gitignore"
_EVERYTHING = "# Made by octavo: nothing in this folder has to be kept.\n*\n"


def make(folder: Path) -> None:
    """Make a folder that git ignores. One that exists is left as it is; if it cannot be made, nothing is said."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True)
        (folder / _IGNORE).write_text(_EVERYTHING, encoding="utf-8")


def remove_empty(folder: Path) -> None:
    """Remove a folder that has nothing but what `make` put into it."""
    with contextlib.suppress(OSError):
        file = folder / _IGNORE
        if [each.name for each in folder.iterdir()] == [_IGNORE] and file.read_text(encoding="utf-8") == _EVERYTHING:
            file.unlink()
            folder.rmdir()
