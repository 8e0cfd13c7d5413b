"""The bytes of a source file as text: UTF-8 in Unicode's form NFC, without byte-order mark, its lines ended by LF."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.tools.sandbox import FileTooBig, read_bytes

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 64_000_000
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
# A form feed divides pages in plain text, and is white space to Pandoc. No edition can hold the others (XML 1.0, Char).
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")


def decode(path: Path, name: str) -> tuple[str | None, list[Diagnostic]]:
    """Return the text of a file, or why it cannot be read; `name` is how messages name it."""
    try:
        data = read_bytes(path, _LARGEST)
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        return None, [error("source.unreadable", f"this file cannot be read: {reason}", Place(name))]
    if isinstance(data, FileTooBig):
        message = f"this file has {data.size / 1e6:.0f} MB; a text may have {data.limit / 1e6:.0f}"
        return None, [error("source.unreadable", message, Place(name))]
    text = _lines(data.removeprefix(codecs.BOM_UTF8))
    wrong = _wrong(data, text, name)
    # A letter and its accent may be two characters or one, which Pandoc, fonts and links take for different.
    return (None, [wrong]) if wrong else (unicodedata.normalize("NFC", text.replace("\f", " ")), [])


def _lines(data: bytes) -> str:
    """Return bytes as text with LF at line ends. Those that are not UTF-8 become lone surrogates, for `_wrong`."""
    return data.decode("utf-8", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")


def _wrong(data: bytes, text: str, name: str) -> Diagnostic | None:
    guess = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if guess or data[:200].count(0) * 3 > len(data[:200]):
        return _not_utf8(guess or "UTF-16", Place(name, 1, 1), "")
    bad = re.search("[\udc80-\udcff]", text)
    if bad:
        byte = f": the byte 0x{ord(bad[0]) - 0xDC00:02X}"
        return _not_utf8(_western(text), _place(name, text, bad.start()), byte)
    control = _UNPRINTABLE.search(text)
    if control:
        message = f"the character U+{ord(control[0]):04X} cannot be published"
        return error("source.encoding", message, _place(name, text, control.start()), "delete it")
    return None


def _not_utf8(guess: str | None, place: Place, detail: str) -> Diagnostic:
    message = f"the file is not UTF-8{detail}" + (f"; it is probably {guess}" if guess else "")
    hint = f"convert it: iconv -f {guess} -t UTF-8 OLD > NEW" if guess else "save it as UTF-8 in your editor"
    return error("source.encoding", message, place, hint)


def _western(text: str) -> str | None:
    """Return the encoding of Western text, which has few odd bytes; with many, or with UTF-8 among them, None."""
    strange = re.findall("[\x80-\U0010ffff]", text)
    bytes_ = [ord(one) - 0xDC00 for one in strange if 0xDC80 <= ord(one) <= 0xDCFF]
    if len(bytes_) < len(strange) or len(bytes_) * 5 > len(text):
        return None
    return "windows-1252" if any(0x80 <= byte < 0xA0 for byte in bytes_) else "ISO-8859-1"


def _place(name: str, text: str, index: int) -> Place:
    return Place(name, text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index))
