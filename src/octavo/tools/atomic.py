"""Files and whole folders written whole or not at all: aside first, synced, then renamed, all of them together.

What a process that was killed has left aside is removed by the next that writes the same.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from octavo.model.errors import MachineError

MARKER = ".octavo-site"
"""The file that says of a folder that octavo made it, and may replace it."""
_MARK = b"Made by octavo. The folder is replaced as a whole whenever it is made again.\n"
_TRIES = 20
"""How often a folder is swapped in anew where another build was there in the same moment."""

Files = Mapping[str, bytes]
"""The files of a folder, by their paths in it, with forward slashes."""


def write(files: Mapping[Path, bytes], folders: Mapping[Path, Files] | None = None) -> None:
    """Put files and folders in their places, every one or none. Raises `MachineError` where that cannot be.

    A folder takes the place of one that octavo made before, never of another.
    """
    folders = folders or {}
    for folder in folders:
        _spare(folder)
    aside: dict[Path, Path] = {}
    former: dict[Path, Path] = {}
    held = ExitStack()
    try:
        held.enter_context(_at_work([*folders, *files]))
        for folder, inside in folders.items():
            aside[folder] = _set_folder_aside(folder, inside)
        for path, data in files.items():
            aside[path] = _set_aside(path, data)
        for folder in folders:
            _swap_in(aside[folder], folder, former)
        for path in files:
            aside[path].replace(path)
    except BaseException as failure:
        _put_back(former, aside)
        if isinstance(failure, OSError):
            raise _plainly(failure, next(iter([*files, *folders])).parent) from failure
        raise
    else:
        for out in former.values():
            _discard(out)
    finally:
        for waiting in aside.values():
            _discard(waiting)
        held.close()


def is_ours(folder: Path) -> bool:
    """Whether octavo made a folder."""
    return not folder.is_symlink() and (folder / MARKER).is_file()


@contextmanager
def _at_work(paths: Iterable[Path]) -> Iterator[None]:
    """While this lasts, nobody takes what waits for its place for something left behind. That is removed before.

    The lock is the system's, and goes with the process that has it. Where there are none, nothing is removed.
    """
    with ExitStack() as held:
        for folder in {path.parent for path in paths}:
            folder.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError, ImportError):
                import fcntl  # not on Windows

                lock = os.open(folder, os.O_RDONLY)
                held.callback(os.close, lock)
                with contextlib.suppress(BlockingIOError):  # somebody else is at work
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _sweep(folder, [path.name for path in paths])
                fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def _sweep(folder: Path, names: Iterable[str]) -> None:
    """Remove what waits in a folder to get one of these names."""
    begins = "|".join(re.escape(_prefix(name)) for name in names)
    left = re.compile(rf"(?:{begins})[a-z0-9_]{{8}}\.(?:part|old)")
    for entry in folder.iterdir():
        if left.fullmatch(entry.name):
            _discard(entry)


def _prefix(name: str) -> str:
    """How the name begins of what waits to get this one."""
    return f".{name[:60]}."


def _spare(folder: Path) -> None:
    if os.path.lexists(folder) and not is_ours(folder):
        raise MachineError(
            f"{folder} is there already, and octavo did not make it: it is not replaced",
            "move it away, or name another folder with --output",
        )


def _set_aside(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=_prefix(path.name), suffix=".part", dir=path.parent)
    waiting = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.chmod(0o666 & ~_umask())
    except BaseException:
        waiting.unlink(missing_ok=True)
        raise
    return waiting


def _set_folder_aside(folder: Path, files: Files) -> Path:
    waiting = Path(tempfile.mkdtemp(prefix=_prefix(folder.name), suffix=".part", dir=folder.parent))
    try:
        written = [_put(waiting / name, data) for name, data in {**files, MARKER: _MARK}.items()]
        for file in written:  # after the last is written, so that the disk takes them all in one go
            _sync(file)
        waiting.chmod(0o777 & ~_umask())
    except BaseException:
        _discard(waiting)
        raise
    return waiting


def _put(file: Path, data: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def _sync(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())


def _swap_in(waiting: Path, folder: Path, former: dict[Path, Path]) -> None:
    """Put a folder in its place. Where one stood before, `former` says where that is now."""
    for _ in range(_TRIES):
        out = waiting.with_suffix(".old")
        with contextlib.suppress(FileNotFoundError):
            former[folder] = out
            folder.rename(out)
        try:
            waiting.rename(folder)
        except OSError as refused:
            if refused.errno not in (errno.ENOTEMPTY, errno.EEXIST):
                raise
            _discard(out)  # another build has put its own there since
        else:
            return
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _put_back(former: Mapping[Path, Path], aside: Mapping[Path, Path]) -> None:
    """Have again what stood there before, in place of what has been swapped in."""
    for folder, out in former.items():
        if not aside[folder].exists():
            _discard(folder)
        if out.is_dir():
            out.rename(folder)


def _discard(waiting: Path) -> None:
    """Remove what has no place: a file or a folder that waited."""
    if waiting.is_dir():
        shutil.rmtree(waiting, ignore_errors=True)
    else:
        waiting.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _plainly(refused: OSError, folder: Path) -> MachineError:
    if refused.errno in (errno.ENOSPC, errno.EDQUOT):
        return MachineError(
            f"the disk is full: the editions do not fit into {folder}", "make room; the last good ones are still there"
        )
    if refused.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return MachineError(
            f"nothing can be written into {folder}", "change the folder's rights, or name another with --output"
        )
    if refused.errno in (errno.EEXIST, errno.ENOTDIR):
        return MachineError(f"{folder} is not a folder", "name another with --output")
    return MachineError(
        f"the editions cannot be written into {folder}: {refused.strerror}", "name another folder with --output"
    )
