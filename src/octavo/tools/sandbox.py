"""The sandbox: decides whether a file that a text refers to may be read, and reads it.

Nothing outside the publication's folder is ever opened. The class of a result says what the reference turned out to be.
"""

from __future__ import annotations

import os
import posixpath
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from octavo.tools.suggest import nearest


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file inside the folder; `path` is absolute, with symbolic links resolved."""

    path: Path


@dataclass(frozen=True, slots=True)
class RemoteAddress:
    """A URL, which octavo never opens."""

    url: str


@dataclass(frozen=True, slots=True)
class DataUrl:
    """A `data:` URL, which contains its own data."""

    url: str


@dataclass(frozen=True, slots=True)
class OutsideFile:
    """A path outside the publication's folder, whether or not the file exists."""

    path: str


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A path inside the folder where there is no file; `nearest` may be meant, as the text would write it."""

    path: str
    nearest: str | None = None


@dataclass(frozen=True, slots=True)
class NotAFile:
    """Something inside the folder that is not a regular file: a folder, a device, a pipe."""

    path: Path


@dataclass(frozen=True, slots=True)
class FileTooBig:
    """A file of more bytes than the limit."""

    path: Path
    size: int
    limit: int


Fetched = LocalFile | RemoteAddress | DataUrl | OutsideFile | MissingFile | NotAFile | FileTooBig

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SEARCHED = 2000
"""How many files are searched for one that was moved."""


def fetch(
    root: Path, reference: str, limit_bytes: int | None = None, base: str | None = None, suggest: bool = True
) -> Fetched:
    """Return what a reference in a text refers to; `root` is the publication's folder.

    In a book, the text is in the folder `base`, and a reference that begins with a slash starts from `root`. Without
    `suggest`, no similar file is searched for where one is missing: that takes time.
    """
    reference = reference.strip()
    address = _address(reference)
    if address is not None:
        return address
    found = _find(root.resolve(), reference, limit_bytes, base, suggest)
    for note in _recorders:
        note(FileRequest(reference, limit_bytes, base, suggest), found)
    return found


@dataclass(frozen=True, slots=True)
class FileRequest:
    """The arguments of `fetch`, without the folder."""

    reference: str
    limit_bytes: int | None
    base: str | None
    suggest: bool = True


Note = Callable[[FileRequest, Fetched], None]
_recorders: list[Note] = []


@contextmanager
def recording(note: Note) -> Iterator[None]:
    """Call `note` with everything that is fetched inside the context, before it can be read."""
    _recorders.append(note)
    try:
        yield
    finally:
        _recorders.remove(note)


def _find(root: Path, reference: str, limit_bytes: int | None, base: str | None, suggest: bool) -> Fetched:
    looks = []
    for spelling in _spellings(reference):
        for path in _paths(spelling, base):
            looks.append(_look(root, path, limit_bytes))
            if not isinstance(looks[-1], MissingFile | OutsideFile):
                return looks[-1]
    if any(isinstance(look, OutsideFile) for look in looks):
        return OutsideFile(reference)
    return MissingFile(reference, _suggestion(root, unquote(reference), base or ".") if suggest else None)


def read_bytes(path: Path, limit: int) -> bytes | FileTooBig:
    """Return the bytes of a regular file, or that it is too big. Raises `OSError` as `open` does."""
    # Without O_NONBLOCK, a pipe that has replaced the file since it was examined would hang the build.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(f"{path} is not a regular file")
        if status.st_size > limit:
            return FileTooBig(path, status.st_size, limit)
        data = stream.read(limit + 1)
    return data if len(data) <= limit else FileTooBig(path, len(data), limit)


def display_path(path: Path, cwd: Path) -> str:
    """Return a path as messages show it: relative if it is in the current folder, else absolute; with slashes."""
    absolute = Path(os.path.normpath(cwd.absolute() / path))
    for here in (cwd.absolute(), cwd.resolve()):
        if absolute.is_relative_to(here):
            return printable(absolute.relative_to(here).as_posix())
    return printable(absolute.as_posix())


def printable(name: str) -> str:
    """Return a file name that can be printed, with everything that is not UTF-8 replaced."""
    return _SURROGATE.sub("\ufffd", name)


def _address(reference: str) -> RemoteAddress | DataUrl | OutsideFile | None:
    """Return what the first characters alone say about a reference."""
    if reference.startswith("\\\\") or re.match(r"[A-Za-z]:", reference):
        return OutsideFile(reference)
    if reference.startswith("//"):
        return RemoteAddress(reference)
    scheme = _SCHEME.match(reference)
    if scheme is None:
        return None
    match scheme[1].lower():
        case "data":
            return DataUrl(reference)
        case "file":
            return OutsideFile(reference)
    return RemoteAddress(reference)


def _spellings(reference: str) -> Iterator[str]:
    """Yield the names that a reference may mean: as written, decoded, without query, with slashes for backslashes."""
    bare = re.split(r"[?#]", reference, maxsplit=1)[0]
    seen = set()
    for spelling in (reference, unquote(reference), bare, unquote(bare), unquote(reference).replace("\\", "/")):
        if spelling and spelling not in seen:
            seen.add(spelling)
            yield spelling


def _paths(spelling: str, base: str | None) -> Iterator[str]:
    """Yield the paths from the root that a name may mean: relative to the text or, with a slash first, to the root."""
    if base is None or (base == "." and not spelling.startswith("/")):
        yield spelling
    elif spelling.startswith("/"):
        yield from (spelling, spelling.lstrip("/"))
    else:
        yield posixpath.normpath(posixpath.join(base, spelling))


def _look(root: Path, spelling: str, limit: int | None) -> Fetched:
    try:
        path = _as_on_disk(root, spelling).resolve()
        if not path.is_relative_to(root):
            return OutsideFile(spelling)
        status = path.stat()
    except (OSError, ValueError, RuntimeError):  # no such file, a NUL in the name, a loop of symbolic links
        return MissingFile(spelling)
    if not stat.S_ISREG(status.st_mode):
        return NotAFile(path)
    if limit is not None and status.st_size > limit:
        return FileTooBig(path, status.st_size, limit)
    return LocalFile(path)


def _as_on_disk(root: Path, spelling: str) -> Path:
    """Return the path with each part in the Unicode normalisation form that it has on disk."""
    path = root / spelling
    if path.exists() or not path.is_relative_to(root) or ".." in path.parts:
        return path
    here = root
    for part in path.relative_to(root).parts:
        here = here / (part if (here / part).exists() else _composed_alike(here, part))
    return here


def _composed_alike(folder: Path, name: str) -> str:
    wanted = unicodedata.normalize("NFC", name)
    alike = (entry for entry in _entries(folder) if unicodedata.normalize("NFC", entry) == wanted)
    return next(alike, name)


def _entries(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except (OSError, ValueError):
        return []


def _suggestion(root: Path, reference: str, base: str) -> str | None:
    """Return a file of the same name in another folder, or with a similar name, relative to the text's folder."""
    wanted = PurePosixPath(reference.replace("\\", "/"))
    for path in _below(root):
        if wanted.name and path.name.casefold() == wanted.name.casefold():
            return printable(posixpath.relpath(path.relative_to(root).as_posix(), base))
    near = nearest(wanted.name, _files(root / base / wanted.parent))
    return printable((wanted.parent / near).as_posix()) if near else None


def _files(folder: Path) -> list[str]:
    return [name for name in _entries(folder) if not name.startswith(".") and (folder / name).is_file()]


def _below(root: Path) -> Iterator[Path]:
    count = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            count += 1
            if count > _SEARCHED:
                return
            yield Path(folder) / name
