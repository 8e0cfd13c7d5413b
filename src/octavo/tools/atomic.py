"""Atomic writing of files and folders: all are written under temporary names, synced, and then renamed together.

What a killed process leaves under temporary names is removed by the next one that writes the same files.
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
"""The file that marks a folder as made by octavo, which may then replace it."""
_MARK = b"Made by octavo. The folder is replaced as a whole whenever it is made again.\n"
_TRIES = 20
"""How often to try again to swap a folder in, while other builds swap in theirs."""

Files = Mapping[str, bytes]
"""The files of a folder, by their paths in it, with forward slashes."""


def write(files: Mapping[Path, bytes], folders: Mapping[Path, Files] | None = None) -> None:
    """Write files and folders, all or none. Raises `MachineError` where that is not possible.

    A folder replaces one that octavo made before, and never another.
    """
    folders = folders or {}
    for folder in folders:
        _require_ours(folder)
    aside: dict[Path, Path] = {}
    former: dict[Path, Path] = {}
    held = ExitStack()
    try:
        held.enter_context(_locked([*folders, *files]))
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
            raise _explain(failure, next(iter([*files, *folders])).parent) from failure
        raise
    else:
        for out in former.values():
            _discard(out)
    finally:
        for waiting in aside.values():
            _discard(waiting)
        held.close()


def is_ours(folder: Path) -> bool:
    """Return whether octavo made a folder."""
    return not folder.is_symlink() and (folder / MARKER).is_file()


@contextmanager
def _locked(paths: Iterable[Path]) -> Iterator[None]:
    """Remove what killed processes have left for these paths, and keep others from removing what is being written.

    The system releases the lock when its process ends. Where the system has no locks, nothing is removed.
    """
    with ExitStack() as held:
        for folder in {path.parent for path in paths}:
            folder.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError, ImportError):
                import fcntl  # not on Windows

                lock = os.open(folder, os.O_RDONLY)
                held.callback(os.close, lock)
                with contextlib.suppress(BlockingIOError):  # another process is writing
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _sweep(folder, [path.name for path in paths])
                fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def _sweep(folder: Path, names: Iterable[str]) -> None:
    """Remove temporary files and folders that were to get one of these names."""
    begins = "|".join(re.escape(_prefix(name)) for name in names)
    left = re.compile(rf"(?:{begins})[a-z0-9_]{{8}}\.(?:part|old)")
    for entry in folder.iterdir():
        if left.fullmatch(entry.name):
            _discard(entry)


def _prefix(name: str) -> str:
    """Return how the temporary name for a name begins."""
    return f".{name[:60]}."


def _require_ours(folder: Path) -> None:
    if os.path.lexists(folder) and not is_ours(folder):
        raise MachineError(
            f"{folder} already exists and was not made by octavo, so it is not replaced",
            "move it, or choose another folder with --output",
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
        for file in written:  # after writing all of them, so that the disk can write all at once
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
    """Rename a folder to its final name. `former` gets the place where the one it replaces is now."""
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
            _discard(out)  # another build has written its own meanwhile
        else:
            return
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _put_back(former: Mapping[Path, Path], aside: Mapping[Path, Path]) -> None:
    """Restore the former folders in place of those that were swapped in."""
    for folder, out in former.items():
        if not aside[folder].exists():
            _discard(folder)
        if out.is_dir():
            out.rename(folder)


def _discard(waiting: Path) -> None:
    """Remove a temporary file or folder."""
    if waiting.is_dir():
        shutil.rmtree(waiting, ignore_errors=True)
    else:
        waiting.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _explain(refused: OSError, folder: Path) -> MachineError:
    if refused.errno in (errno.ENOSPC, errno.EDQUOT):
        return MachineError(
            f"the disk is full: the editions do not fit into {folder}",
            "free some space; the last good editions are still there",
        )
    if refused.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return MachineError(
            f"cannot write into {folder}", "change its permissions, or choose another folder with --output"
        )
    if refused.errno in (errno.EEXIST, errno.ENOTDIR):
        return MachineError(f"{folder} is not a folder", "choose another with --output")
    return MachineError(
        f"cannot write the editions into {folder}: {refused.strerror}", "choose another folder with --output"
    )
