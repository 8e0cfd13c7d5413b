"""Results of jobs as bytes, to be kept: plain data of ours, and nothing that could run when it is read back."""

from __future__ import annotations

import copyreg
import io
import pickle
from dataclasses import is_dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path, PurePath
from typing import Any

_PLAIN = {
    ("builtins", "set"), ("builtins", "frozenset"), ("datetime", "date"), ("datetime", "datetime"),
    ("datetime", "timezone"), ("datetime", "timedelta"), ("collections", "Counter"), ("collections", "deque"),
}  # fmt: skip
_HERE = (__name__, "_below")


class DamagedBlobError(Exception):
    """What was kept cannot be read."""


def pack(result: Any, root: Path) -> bytes:
    """A result as bytes; files under `root` are named from there, for it may lie elsewhere the next time."""
    target = io.BytesIO()
    pickler = pickle.Pickler(target, 5)
    placed = {kind: lambda path: _placed(path, root) for kind in (type(root), type(PurePath()))}
    pickler.dispatch_table = {**copyreg.dispatch_table, **placed}
    pickler.dump(result)
    return target.getvalue()


def unpack(data: bytes, root: Path) -> Any:
    """What was packed. Raises `DamagedError` where it is not that."""
    try:
        return _RestrictedUnpickler(data, root).load()
    except Exception as wrong:
        raise DamagedBlobError(str(wrong)) from wrong


def _placed(path: PurePath, root: Path) -> tuple[Any, tuple[bool, str]]:
    inside = path.is_relative_to(root)
    return _below, (inside, path.relative_to(root).as_posix() if inside else str(path))


def _below(inside: bool, path: str) -> Path:
    """Stands for a path in packed data; the reader has its own, which knows the root."""
    raise DamagedBlobError(path if inside else "")


class _RestrictedUnpickler(pickle.Unpickler):
    """Reads back data of our own classes. A cache may come from elsewhere: whatever else it names is not called."""

    def __init__(self, data: bytes, root: Path) -> None:
        super().__init__(io.BytesIO(data))
        self._root = root

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if it is one of data."""
        if (module, name) == _HERE:
            return lambda inside, path: self._root / path if inside else Path(path)
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = getattr(import_module(module), name, None) if module.startswith("octavo.") else None
        if not (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
            raise DamagedBlobError(f"{module}.{name} is no data")
        return found
