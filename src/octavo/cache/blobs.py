"""Results of jobs, kept as bytes under the digests of the jobs.

Safe under two builds at once and under kill: a piece appears whole, with a digest of its own before it.
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
"""Bytes of digest before each piece."""
_MEGABYTES = 2000
"""How much is kept where `OCTAVO_CACHE_MB` says nothing."""
_UNDONE = 3600.0
"""Seconds after which a piece that is not whole belongs to nobody any more: its process was killed."""


@dataclass(frozen=True, slots=True)
class BlobStore:
    """A folder of pieces."""

    folder: Path

    def read(self, key: str) -> bytes | None:
        """The bytes under the digest of a job, or None where there are none that are whole."""
        file = self._file(key)
        try:
            data = file.read_bytes()
            os.utime(file)  # the least recently used go first
        except OSError:
            return None
        head, body = data[:_HEAD], data[_HEAD:]
        return body if hashlib.blake2b(body, digest_size=_HEAD).digest() == head else None

    def write(self, key: str, data: bytes) -> None:
        """Keep bytes. Where they cannot be written that costs time later and nothing else.

        They are not synced to the disk: what a power cut leaves half is noticed by its digest.
        """
        file = self._file(key)
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(suffix=".part", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as opened:
                    opened.write(hashlib.blake2b(data, digest_size=_HEAD).digest())
                    opened.write(data)
                Path(aside).replace(file)
            except BaseException:
                Path(aside).unlink(missing_ok=True)
                raise

    def prune(self) -> None:
        """Remove what was not used for longest, until the rest is within the limit; and what was never finished."""
        pieces = []
        for folder in self.folder.glob("*"):
            with contextlib.suppress(OSError):
                pieces += [(entry.stat(), entry.path) for entry in os.scandir(folder)]
        for status, path in pieces:
            if path.endswith(".part") and time.time() - status.st_mtime > _UNDONE:
                Path(path).unlink(missing_ok=True)
        excess = sum(status.st_size for status, _ in pieces) - self._limit()
        for status, path in sorted(pieces, key=lambda piece: piece[0].st_mtime_ns):
            if excess <= 0:
                break
            Path(path).unlink(missing_ok=True)
            excess -= status.st_size

    @staticmethod
    def _limit() -> int:
        """Bytes: `OCTAVO_CACHE_MB` megabytes, else two thousand."""
        named = os.environ.get("OCTAVO_CACHE_MB", "")
        return int(named if named.isdigit() else _MEGABYTES) * 1_000_000

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]
