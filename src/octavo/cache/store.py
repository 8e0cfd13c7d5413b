"""The cache of a folder: records, as JSON under a key, and blobs. Two builds can use it at once, and be killed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from octavo.cache.blobs import BlobStore
from octavo.tools import atomic, cache_dir, own_folder


class Store:
    """A folder of records, each in a file whose name is made of a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def at(cls, cwd: Path) -> Store:
        """Return the cache of a folder, or the one that `OCTAVO_CACHE` names."""
        return cls(cache_dir.folder(cwd))

    def begin(self) -> None:
        """Make octavo's folder in the author's, unless it exists or the cache is elsewhere."""
        if self.folder.parent.name == cache_dir.OWN:
            own_folder.make(self.folder.parent)

    @property
    def blobs(self) -> BlobStore:
        """What else is kept next to the records: results of jobs."""
        return BlobStore(self.folder / "pieces")

    def get(self, *key: str) -> Any:
        """Return the record under a key, or None if it is missing or cannot be read."""
        try:
            return json.loads(self._file(key).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, record: Any, *key: str) -> None:
        """Keep a record. If it cannot be written, things are built again later, and nothing is said."""
        try:
            atomic.write({self._file(key): json.dumps(record).encode()})
        except Exception:
            return

    def clear(self) -> bool:
        """Remove the whole cache; return whether there was one."""
        existed = self.folder.is_dir()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.parent.name == cache_dir.OWN:
            own_folder.remove_empty(self.folder.parent)
            with contextlib.suppress(OSError):  # it holds something else
                self.folder.parent.rmdir()
        return existed

    def _file(self, key: tuple[str, ...]) -> Path:
        digest = hashlib.sha256("\0".join(key).encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest[2:32]}.json"
