"""Where the cache is."""

from __future__ import annotations

import os
from pathlib import Path

OWN = ".octavo"
"""The folder for all that octavo keeps for itself."""


def piped(cwd: Path) -> Path:
    """Return the folder for the last text from standard input."""
    return Path(os.path.normpath(folder(cwd) / "piped"))


def folder(cwd: Path | None = None) -> Path:
    """Return the folder that `OCTAVO_CACHE` names, else `.octavo/cache` in the current folder. It need not exist."""
    base = cwd or Path.cwd()
    named = os.environ.get("OCTAVO_CACHE")
    return base / named if named else base / OWN / "cache"
