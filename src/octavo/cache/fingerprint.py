"""The one list of what makes the bytes of an edition, and the hash of it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

from octavo.model.edition import Edition
from octavo.model.settings import Settings
from octavo.tools import atomic, libraries

TOOLS = (
    "brotli", "ebooklib", "fontpkg-inter", "fontpkg-jetbrains-mono", "fontpkg-source-serif-4", "fonttools", "lxml",
    "pagefind_bin", "pikepdf", "pillow", "pydyf", "pypandoc_binary", "pyphen", "resvg-py", "tinycss2", "uharfbuzz",
    "weasyprint", "ziamath", "babel", "justmytype-intl-cjk", "fontpkg-amiri",
    "fontpkg-ibm-plex-sans-arabic", "pylopdf-fonts-he", "pylopdf-fonts-jp", "manimgx-fonts",
    "pylopdf-fonts-ko", "pylopdf-fonts-zh-cn", "pylopdf-fonts-zh-tw",
)  # fmt: skip


def of_file(path: Path) -> str | None:
    """SHA-256 of a file, or of the names in a folder but for hidden ones; None where there is neither."""
    try:
        if path.is_dir():
            names = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
            return hashlib.sha256("\0".join(names).encode(errors="surrogateescape")).hexdigest()
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def of_edition(path: Path) -> str | None:
    """SHA-256 of an edition as it lies on the disk, by its file; where that opens a site, of the whole folder."""
    if path.name != "index.html" or not atomic.is_ours(path.parent):
        return of_file(path)
    try:
        files = {
            file.relative_to(path.parent).as_posix(): file.read_bytes()
            for file in path.parent.rglob("*")
            if file.is_file() and file != path.parent / atomic.MARKER
        }
    except OSError:
        return None
    return hashlib.sha256(Edition("", b"", files=files).whole).hexdigest()


def of_files(paths: Iterable[Path]) -> dict[str, str | None]:
    """SHA-256 of each file, by its path."""
    return {str(path): of_file(path) for path in sorted(set(paths))}


@cache
def of_octavo(styles: Path) -> str:
    """Everything that is not the author's: our own code and styles, the versions of the tools, the moment asked for."""
    whole = hashlib.sha256()
    package = Path(__file__).parent.parent
    for folder in (package, styles):
        for file in sorted(folder.rglob("*")):
            if file.suffix in (".py", ".css", ".lua", ".html", ".conf", ".json", ".toml", ".js", ".java", ".txt"):
                whole.update(f"{file.relative_to(folder).as_posix()}\0{of_file(file)}\n".encode())
    whole.update(_versions().encode())
    whole.update(json.dumps(libraries.versions()).encode())
    whole.update(f"{sys.version_info[:2]} {sys.platform} {platform.machine()} {zlib.ZLIB_RUNTIME_VERSION}".encode())
    whole.update(os.environ.get("SOURCE_DATE_EPOCH", "").encode())
    return whole.hexdigest()


def _versions() -> str:
    """Each tool's version, from the names of the folders that installers leave: reading them all would take longer."""
    names = {name.replace("-", "_").lower() for name in TOOLS}
    found = []
    for entry in _site():
        name, _, version = entry.removesuffix(".dist-info").rpartition("-")
        if entry.endswith(".dist-info") and name.replace("-", "_").lower() in names:
            found.append(f"{name}={version}")
    return ",".join(sorted(found))


def _site() -> list[str]:
    folder = Path(str(metadata.distribution("lxml").locate_file("")))
    return [entry.name for entry in folder.iterdir()]


def of_settings(settings: Settings, formats: Iterable[str]) -> str:
    """The settings and formats of a run, as text that is the same for the same ones."""
    return json.dumps([repr(settings), sorted(formats)])


def same(files: Mapping[str, str | None]) -> bool:
    """Whether files are still what they were."""
    return all(of_file(Path(path)) == digest for path, digest in files.items())
