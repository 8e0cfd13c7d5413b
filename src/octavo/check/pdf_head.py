"""The head of a bound PDF: what a PDF has only one of, extracted without opening the whole file.

Opening a book of 5,000 pages takes 170 MB, most of it for the offsets of half a million objects, of which few are
needed here. ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams), as octavo writes them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n$")
_HEAD = re.compile(rb"(\d+) 0 obj\n<<(.*?)>>\nstream\n", re.DOTALL)
_NUMBERS = re.compile(rb"\d+")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_KIDS = re.compile(rb"/Kids \[(\d+ 0 R)[^\]]*\]")
_STREAM = b"\nstream\n"
_ROW = 7
"""Bytes of an entry of the cross-reference stream: one of a type, four of an offset or a number, two of an index."""


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """How many pages a PDF says it has, and a small PDF of what it has only one of, and of its first page without
    content."""

    pages: int
    data: bytes


def extract(data: bytes) -> DocumentHead:
    """Return the head of a PDF that octavo has bound. Raises `ValueError` for any other."""
    file = _File(data)
    objects: dict[int, bytes] = {}

    def take(number: int, *keys: bytes) -> list[int]:
        """Take an object, and return the numbers of the objects that it refers to under some keys."""
        objects[number] = file.body(number)
        lists = [re.search(rb"/%s (\[[^\]]*\]|\d+ 0 R)" % key, objects[number]) for key in keys]
        return [int(each) for found in lists if found for each in _REFERENCE.findall(found[1])]

    waiting = [number for tree in take(file.root, b"StructTreeRoot") for number in take(tree, b"K")]
    waiting += take(file.root, b"Metadata", b"OutputIntents")
    for number in waiting:
        take(number)
    (node,) = take(file.root, b"Pages")
    count = re.search(rb"/Count (\d+)", file.body(node))
    while kids := take(node, b"Kids"):
        objects[node] = _KIDS.sub(rb"/Kids [\1]", objects[node])
        node = kids[0]
    (resources,) = take(node, b"Resources") or (node,)  # they are an object of their own, or in that of the page
    waiting = take(resources, b"Font")
    while waiting:
        number = waiting.pop()
        if number not in objects:
            objects[number] = file.body(number)
            waiting += map(int, _REFERENCE.findall(objects[number].partition(_STREAM)[0]))
    return DocumentHead(int(count[1]) if count else 0, _write(data[:8], objects, file.root))


def _write(version: bytes, objects: dict[int, bytes], root: int) -> bytes:
    """Return objects as a file, renumbered from 1: readers reject high numbers in a small file."""
    numbers = {old: new for new, old in enumerate(objects, 1)}

    def renumber(found: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % numbers[int(found[1])] if int(found[1]) in numbers else b"null"

    parts, table, length = [version + b"\n"], [b"0000000000 65535 f \n"], len(version) + 1
    for new, body in enumerate(objects.values(), 1):
        entries, stream, content = body.partition(_STREAM)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (new, _REFERENCE.sub(renumber, entries) + stream + content))
        table.append(b"%010d 00000 n \n" % length)
        length += len(parts[-1])
    size = len(table)
    end = b"trailer\n<</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, numbers[root], length)
    return b"".join([*parts, b"xref\n0 %d\n" % size, *table, end])


@dataclass(slots=True)
class _File:
    """A PDF whose objects are read one by one."""

    data: bytes
    root: int = 0
    runs: list[tuple[int, int]] = field(default_factory=list)
    """The first number and the length of each run of objects."""
    rows: bytes = b""
    streams: dict[int, dict[int, bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        start = _START.search(self.data[-64:])
        if start is None:
            raise ValueError("the end is not that of a PDF that octavo writes")
        entries, packed = self._stream(int(start[1]))
        entry = {key: re.search(rb"/%s (\d+|\[[^\]]*\])" % key, entries) for key in (b"Root", b"Index")}
        (self.root,), index = (
            [int(each) for each in _NUMBERS.findall(found[1])] if found else [0] for found in entry.values()
        )
        self.runs = [*zip(index[::2], index[1::2], strict=True)]
        self.rows = zlib.decompress(packed)

    def body(self, number: int) -> bytes:
        """Return the source of an object; of a stream, its dictionary and its content."""
        kind, at, _ = self._place(number)
        if kind == 1:
            entries, content = self._stream(at)
            return b"<<%s>>%s%s\nendstream" % (entries, _STREAM, content)
        if at not in self.streams:
            self.streams[at] = dict(self._objects(at))
        return self.streams[at][number]

    def _objects(self, number: int) -> Iterator[tuple[int, bytes]]:
        """Yield all objects in an object stream."""
        _, at, _ = self._place(number)
        entries, packed = self._stream(at)
        first = int(_search(rb"/First (\d+)", entries))
        text = zlib.decompress(packed)
        heads = [int(each) for each in text[:first].split()]
        ends = [*heads[3::2], len(text) - first]
        for each, start, end in zip(heads[::2], heads[1::2], ends, strict=True):
            yield each, text[first + start : first + end].rstrip()

    def _stream(self, at: int) -> tuple[bytes, bytes]:
        head = _HEAD.match(self.data, at)
        if head is None:
            raise ValueError(f"there is no stream at {at}")
        length = int(_search(rb"/Length (\d+)$", head[2]))
        return head[2], self.data[head.end() : head.end() + length]

    def _place(self, number: int) -> tuple[int, int, int]:
        before = 0
        for first, count in self.runs:
            if first <= number < first + count:
                row = self.rows[(before + number - first) * _ROW :][:_ROW]
                return row[0], int.from_bytes(row[1:5], "big"), int.from_bytes(row[5:], "big")
            before += count
        raise ValueError(f"there is no object {number}")


def _search(pattern: bytes, text: bytes) -> bytes:
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"{pattern!r} does not occur")
    return found[1]
