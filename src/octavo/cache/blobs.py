"""A folder of blobs: results of jobs as bytes, each under a key.

Two builds can use it at once, and either can be killed: a blob appears whole, and begins with a digest of itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_HEAD = 16
"""Bytes of the digest at the beginning of each blob."""
_MEGABYTES = 2000
"""How much is kept, unless `OCTAVO_CACHE_MB` says otherwise."""
_ABANDONED = 3600.0
"""Seconds after which a half-written blob belongs to no one: its process was killed."""


@dataclass(frozen=True, slots=True)
class BlobStore:
    """Blobs in a folder, in subfolders by the beginnings of their keys."""

    folder: Path

    def read(self, key: str) -> bytes | None:
        """Return the bytes under a key, or None if there are none, or damaged ones."""
        file = self._file(key)
        try:
            data = file.read_bytes()
            os.utime(file)  # `prune` removes the least recently used first
        except OSError:
            return None
        head, body = data[:_HEAD], data[_HEAD:]
        return body if hashlib.blake2b(body, digest_size=_HEAD).digest() == head else None

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes. If they cannot be written, they are made again later, and nothing is said.

        They are not synced to the disk: the digest tells what a power cut has damaged.
        """
        file = self._file(key)
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, part = tempfile.mkstemp(suffix=".part", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as opened:
                    opened.write(hashlib.blake2b(data, digest_size=_HEAD).digest())
                    opened.write(data)
                Path(part).replace(file)
            except BaseException:
                Path(part).unlink(missing_ok=True)
                raise

    def prune(self) -> None:
        """Remove abandoned files, and the least recently used blobs until the rest is within the limit."""
        blobs = []
        for folder in self.folder.glob("*"):
            with contextlib.suppress(OSError):
                blobs += [(entry.stat(), entry.path) for entry in os.scandir(folder)]
        for status, path in blobs:
            if path.endswith(".part") and time.time() - status.st_mtime > _ABANDONED:
                Path(path).unlink(missing_ok=True)
        excess = sum(status.st_size for status, _ in blobs) - self._limit()
        for status, path in sorted(blobs, key=lambda blob: blob[0].st_mtime_ns):
            if excess <= 0:
                break
            Path(path).unlink(missing_ok=True)
            excess -= status.st_size

    @staticmethod
    def _limit() -> int:
        """Return the limit in bytes: `OCTAVO_CACHE_MB` megabytes, else 2000."""
        named = os.environ.get("OCTAVO_CACHE_MB", "")
        return int(named if named.isdigit() else _MEGABYTES) * 1_000_000

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]
