"""Results of jobs as bytes: plain data of octavo's own classes, and nothing that could run code when it is read."""

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
    """A blob cannot be read."""


def pack(result: Any, root: Path) -> bytes:
    """Return a result as bytes. Paths under `root` are relative to it, for it may have moved the next time."""
    target = io.BytesIO()
    pickler = pickle.Pickler(target, 5)
    placed = {kind: lambda path: _placed(path, root) for kind in (type(root), type(PurePath()))}
    pickler.dispatch_table = {**copyreg.dispatch_table, **placed}
    pickler.dump(result)
    return target.getvalue()


def unpack(data: bytes, root: Path) -> Any:
    """Return what was packed. Raises `DamagedBlobError` if it cannot be read."""
    try:
        return _RestrictedUnpickler(data, root).load()
    except Exception as wrong:
        raise DamagedBlobError(str(wrong)) from wrong


def _placed(path: PurePath, root: Path) -> tuple[Any, tuple[bool, str]]:
    inside = path.is_relative_to(root)
    return _below, (inside, path.relative_to(root).as_posix() if inside else str(path))


def _below(inside: bool, path: str) -> Path:
    """Mark a path in packed data; the unpickler puts a function in its place that knows the root."""
    raise DamagedBlobError(path if inside else "")


class _RestrictedUnpickler(pickle.Unpickler):
    """Reads data of octavo's own classes. A cache may come from anywhere: nothing else that it names is called."""

    def __init__(self, data: bytes, root: Path) -> None:
        super().__init__(io.BytesIO(data))
        self._root = root

    def find_class(self, module: str, name: str) -> Any:
        """Return the class of that name, if it is one of plain data. Raises `DamagedBlobError` otherwise."""
        if (module, name) == _HERE:
            return lambda inside, path: self._root / path if inside else Path(path)
        if (module, name) in _PLAIN:
            return super().find_class(module, name)
        found = getattr(import_module(module), name, None) if module.startswith("octavo.") else None
        if not (isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum))):
            raise DamagedBlobError(f"{module}.{name} is not data")
        return found
