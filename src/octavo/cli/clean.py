"""`octavo clean`: remove the cache and what was built."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from octavo.cache.store import Store
from octavo.model.formats import FORMATS
from octavo.model.settings import RunOptions
from octavo.source.discover import discover
from octavo.tools import atomic, own_folder
from octavo.tools.sandbox import display_path


def clean(sources: list[Path], output: Path) -> None:
    """Remove the cache, and the editions of some publications. Nothing else in the output folder is touched."""
    cwd = Path.cwd()
    removed = [store.folder] if (store := Store.at(cwd)).clear() else []
    found, _ = discover(sources, cwd, trusted=True)
    for each in found:
        for format in FORMATS:
            edition = cwd / output / f"{each.name}{format.suffix}"
            if not format.is_folder and edition.is_file():
                edition.unlink()
                removed.append(edition)
            elif format.is_folder and atomic.is_ours(edition.parent):
                shutil.rmtree(edition.parent)
                removed.append(edition.parent)
    if output == RunOptions().output:
        own_folder.remove_empty(cwd / output)
    for path in removed:
        print(f"removed {display_path(path, cwd)}", file=sys.stderr)
    if not removed:
        print("nothing to remove", file=sys.stderr)
