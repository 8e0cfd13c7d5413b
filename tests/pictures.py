"""Pictures drawn by hand, byte by byte, so that even a huge one takes no time."""

from __future__ import annotations

import struct
import zlib


def png(width: int, height: int, data: bytes | None = None) -> bytes:
    """A striped picture of one bit a pixel."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = data if data is not None else (b"\0" + b"\x55" * ((width + 7) // 8)) * height
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


SMALL = png(24, 16)
