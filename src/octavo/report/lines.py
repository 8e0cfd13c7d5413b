"""The author's own lines, for findings to show: read from inside the publications' folders, and from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place
from octavo.tools import sandbox

_MOST = 20_000_000
"""Bytes of a file from which on nobody wrote it by hand."""
_DEFAULTS = "octavo.yaml"
"""The one file that may lie beside a publication."""
_OPENING = "[!<(@{#`\"'"
_CLOSING = ")]}>`\"'"


class SourceLines:
    """The lines of the files that findings name. What is missing, binary or not a publication's has none."""

    def __init__(self, sources: Iterable[str], cwd: Path) -> None:
        self._sources, self.cwd = tuple(sources), cwd
        self._files: dict[str, list[str]] = {}

    @cached_property
    def _roots(self) -> tuple[Path, ...]:
        paths = [(self.cwd / each).resolve() for each in self._sources]
        return tuple(path if path.is_dir() else path.parent for path in paths)

    def at(self, place: Place) -> str | None:
        """The line of a place, without its end; None where there is none to be had, or where it says nothing."""
        if not place.line or (place.line == 1 and not place.column):  # the first stands for those not found
            return None
        if place.file not in self._files:
            self._files[place.file] = self._read(place.file)
        lines = self._files[place.file]
        line = lines[place.line - 1] if place.line <= len(lines) else ""
        return line if line.strip() not in ("", "---") else None

    def _read(self, name: str) -> list[str]:
        try:
            file = (self.cwd / name).resolve()
            data = sandbox.read_bytes(file, _MOST) if self._is_the_authors(file) else b""
        except (OSError, ValueError):
            return []
        if not isinstance(data, bytes) or b"\0" in data:
            return []
        text = data.decode("utf-8", "replace").removeprefix("\ufeff")
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def _is_the_authors(self, file: Path) -> bool:
        if file.name == _DEFAULTS:
            return any(file.parent in (root, root.parent) for root in self._roots)
        return any(file.is_relative_to(root) for root in self._roots)


def span(found: Diagnostic, line: str | None) -> tuple[int, int] | None:
    """The part of its line that a finding is about, from and up to which character, from 0.

    Its beginning is known; it ends with what the message quotes, where that stands there, else with the word. None
    where the line is not there, or has changed since and is too short.
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
