"""Records of what was built: what is up to date is not built again. Safe under two builds at once and under kill."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from octavo.cache.blobs import BlobStore
from octavo.tools import atomic, cache_dir


class Store:
    """A folder of records, each in a file whose name is made of a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def at(cls, cwd: Path) -> Store:
        """Return the cache of a folder, or the one that `OCTAVO_CACHE` names."""
        return cls(cache_dir.folder(cwd))

    @property
    def blobs(self) -> BlobStore:
        """What else is kept next to the records: results of jobs."""
        return BlobStore(self.folder / "pieces")

    def get(self, *key: str) -> Any:
        """The record under a key, or None where there is none that can be read."""
        try:
            return json.loads(self._file(key).read_bytes())
        except (OSError, ValueError):
            return None

    def put(self, record: Any, *key: str) -> None:
        """Keep a record. A cache that cannot be written costs time later and nothing else."""
        try:
            atomic.write({self._file(key): json.dumps(record).encode()})
        except Exception:
            return

    def clear(self) -> bool:
        """Remove the whole cache; whether there was one."""
        there = self.folder.is_dir()
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder.parent.name == ".octavo":
            with contextlib.suppress(OSError):  # something else lies in it
                self.folder.parent.rmdir()
        return there

    def _file(self, key: tuple[str, ...]) -> Path:
        digest = hashlib.sha256("\0".join(key).encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest[2:32]}.json"
