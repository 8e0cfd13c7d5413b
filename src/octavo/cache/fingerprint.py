"""Fingerprints: SHA-256 of files, of editions, and of everything that makes editions and is not the author's."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from octavo.model.edition import Edition
from octavo.tools import atomic, distributions, libraries


def of_file(path: Path) -> str | None:
    """Return the digest of a file, or of the names in a folder without hidden ones; None if there is neither."""
    try:
        if path.is_dir():
            names = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
            return hashlib.sha256("\0".join(names).encode(errors="surrogateescape")).hexdigest()
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def of_edition(path: Path) -> str | None:
    """Return the digest of a published edition: of its file or, if that is the first page of a site, of its folder."""
    if path.name != "index.html" or not atomic.is_ours(path.parent):
        return of_file(path)
    try:
        files = {name: file.read_bytes() for name, file in _files_in(path.parent) if name != atomic.MARKER}
    except OSError:
        return None
    return hashlib.sha256(Edition("", b"", files=files).whole).hexdigest()


def _files_in(folder: Path, name: str = "") -> Iterator[tuple[str, Path]]:
    """Yield each file in a folder and its subfolders with its path from there, in a certain order. Raises OSError."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            yield from _files_in(Path(entry.path), f"{name}{entry.name}/")
        elif entry.is_file():
            yield f"{name}{entry.name}", Path(entry.path)


def of_files(paths: Iterable[Path]) -> dict[str, str | None]:
    """Return the digest of each file, by its path."""
    return {str(path): of_file(path) for path in sorted(set(paths))}


@cache
def of_octavo(styles: Path) -> str:
    """Return the digest of everything that makes the bytes of an edition and is not the author's.

    That is octavo's own code and styles, the versions of all distributions that it depends on (Pandoc, the fonts and
    WeasyPrint among them) and of the system's libraries for text, Python, the machine, and `SOURCE_DATE_EPOCH`.
    """
    whole = hashlib.sha256()
    for folder in (Path(__file__).parent.parent, styles):
        for name, file in _files_in(folder):
            if not name.endswith(".pyc"):
                whole.update(f"{name}\0{of_file(file)}\n".encode())
    whole.update(json.dumps(distributions.versions(), sort_keys=True).encode())
    whole.update(json.dumps(libraries.versions()).encode())
    whole.update(f"{sys.version_info[:2]} {sys.platform} {platform.machine()} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    whole.update(os.environ.get("SOURCE_DATE_EPOCH", "").encode())
    return whole.hexdigest()


def same(files: Mapping[str, str | None]) -> bool:
    """Return whether files are unchanged, by their digests."""
    return all(of_file(Path(path)) == digest for path, digest in files.items())
