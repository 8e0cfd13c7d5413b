"""The source lines that findings show: read from inside the publications' folders, and from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place
from octavo.tools import sandbox

_MOST = 20_000_000
"""Bytes beyond which a file was not written by hand."""
_DEFAULTS = "octavo.yaml"
"""The one file of a publication that may be next to it."""
_OPENING = "[!<(@{#`\"'"
_CLOSING = ")]}>`\"'"


class SourceLines:
    """The lines of files that findings name; none for files that are missing, binary or outside the publications."""

    def __init__(self, sources: Iterable[str], cwd: Path) -> None:
        self._sources, self.cwd = tuple(sources), cwd
        self._files: dict[str, list[str]] = {}

    @cached_property
    def _roots(self) -> tuple[Path, ...]:
        paths = [(self.cwd / each).resolve() for each in self._sources]
        return tuple(path if path.is_dir() else path.parent for path in paths)

    def at(self, place: Place) -> str | None:
        """Return the line of a place without its end, or None where there is no such line or it is blank."""
        if not place.line or (place.line == 1 and not place.column):  # the first line is also used for places not found
            return None
        if place.file not in self._files:
            self._files[place.file] = self._read(place.file)
        lines = self._files[place.file]
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        return line if line.strip() not in ("", "---") else None

    def _read(self, name: str) -> list[str]:
        try:
            file = (self.cwd / name).resolve()
            data = sandbox.read_bytes(file, _MOST) if self._is_source(file) else b""
        except (OSError, ValueError):
            return []
        if not isinstance(data, bytes) or b"\0" in data:
            return []
        text = data.decode("utf-8", "replace").removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def _is_source(self, file: Path) -> bool:
        if file.name == _DEFAULTS:
            return any(file.parent in (root, root.parent) for root in self._roots)
        return any(file.is_relative_to(root) for root in self._roots)


def span(found: Diagnostic, line: str | None) -> tuple[int, int] | None:
    """Return the part of its line that a finding is about, as a range of characters from 0.

    It begins at the column, and ends with the text that the message quotes, if the line has it there, else with the
    word. None where the line is missing, or has since become too short.
    """
    start = found.place.column - 1
    if line is None or not 0 <= start < len(line):
        return None
    for quoted in sorted(re.findall(r"'([^']+)'", found.message), key=len, reverse=True):
        there = re.compile(r"\s+".join(map(re.escape, quoted.split()))).search(line, start)
        if there and (there.start() == start or line[start] in _OPENING):
            end = there.end()
            while there.start() > start and end < len(line) and line[end] in _CLOSING:
                end += 1
            return start, end
    word = re.compile(r"\w+").match(line, start)
    return start, word.end() if word else start + 1
