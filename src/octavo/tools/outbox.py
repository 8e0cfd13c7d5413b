"""Files written whole or not at all: aside first, synced, then renamed, all of them together."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from octavo.model.errors import MachineError


def write(files: Mapping[Path, bytes]) -> None:
    """Put files in their places, every one or none. Raises `MachineError` where the machine will not have it."""
    aside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            aside[path] = _set_aside(path, data)
        for path, waiting in aside.items():
            waiting.replace(path)
    except OSError as refused:
        raise _plainly(refused, next(iter(files)).parent) from refused
    finally:
        for waiting in aside.values():
            waiting.unlink(missing_ok=True)


def _set_aside(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".part", dir=path.parent)
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
