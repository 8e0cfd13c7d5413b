"""Values as a PDF writes them (ISO 32000-1, 7.3)."""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE
from collections.abc import Iterable

_DELIMITER = re.compile(rb"[()\\]")


def string(text: str) -> bytes:
    """Return a text string: literal where it is plain ASCII, else hexadecimal UTF-16 (7.9.2.2)."""
    if text.isascii():
        return b"(%s)" % _DELIMITER.sub(rb"\\\g<0>", text.encode("ascii"))
    return b"<%s>" % (BOM_UTF16_BE + text.encode("utf-16-be")).hex().encode("ascii")


def number(value: float) -> bytes:
    """Return a number with at most six decimals."""
    whole = int(value)
    return b"%d" % whole if value == whole else (b"%f" % value).rstrip(b"0")


def array(values: Iterable[float]) -> bytes:
    """Return an array of numbers."""
    return b"[%s]" % b" ".join(map(number, values))
