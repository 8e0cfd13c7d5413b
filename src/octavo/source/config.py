"""The configuration of another tool's book: YAML, TOML, JSON, or the literal values in a script.

All become one tree of plain data with the place of each key. Nothing is run, and unknown tags of YAML are ignored.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.source import tree
from octavo.source.decode import decode
from octavo.source.tree import LineOffsets, PlainScalar, Spot, Tree, Value
from octavo.tools.sandbox import display_path


@dataclass(frozen=True, slots=True)
class Config:
    """The data of such a file. Without a file, and for values of an unexpected type, everything is absent."""

    name: str = ""
    """The name of the file in messages."""
    path: Path | None = None
    tree: Tree = field(default_factory=Tree)
    found: tuple[Diagnostic, ...] = ()
    """Why the file could not be read."""

    def get(self, *path: str | int) -> Value:
        """Return the value at a path, or None."""
        value: Any = self.tree.data
        for part in path:
            if isinstance(value, dict) and isinstance(part, str):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value  # type: ignore[no-any-return]

    def text(self, *path: str | int) -> str:
        """Return a text, number or truth value as it appears in the file; otherwise an empty text."""
        return text(self.get(*path))

    def texts(self, *path: str | int) -> list[str]:
        """Return a list of texts; a single text is a list of one."""
        value = self.get(*path)
        return [source for each in (value if isinstance(value, list) else [value]) if (source := text(each))]

    def flag(self, *path: str | int) -> bool | None:
        """Return a truth value, or None."""
        value = self.get(*path)
        if isinstance(value, PlainScalar) and value.kind == "truth value":
            return value.text.lower() in ("true", "yes", "on")
        return None

    def keys(self, *path: str | int) -> list[str]:
        """Return the keys of a mapping, or the names in a list of names and of mappings with one key."""
        value = self.get(*path)
        if isinstance(value, dict):
            return list(value)
        rows = value if isinstance(value, list) else [value] if isinstance(value, str) else []
        return [key for row in rows for key in (row if isinstance(row, dict) else [text(row)]) if key]

    def place(self, *path: str | int) -> Place:
        """Return the place of a key, or of the nearest key around it."""
        return Place(self.name, *self.tree.key(path)) if self.name else Place("")

    def at(self, key: str, *path: str | int) -> Place:
        """Return the place of one of the `keys` under a path."""
        for row, value in enumerate(rows if isinstance(rows := self.get(*path), list) else []):
            if isinstance(value, dict) and key in value:
                return self.place(*path, row, key)
            if text(value) == key:
                return Place(self.name, *self.tree.value((*path, row)))
        return self.place(*path, key)


def text(value: Any) -> str:
    """Return a text, number or truth value as it appears in the file; otherwise an empty text."""
    if isinstance(value, PlainScalar):
        return value.text
    return value.strip() if isinstance(value, str) else ""


NOTHING = Config()


def read(path: Path, cwd: Path) -> Config:
    """Parse a file by its suffix; where it cannot be read, the tree is empty and `found` says why."""
    name = display_path(path, cwd)
    if not path.is_file():
        return NOTHING
    source, found = decode(path, name)
    if source is None:
        return Config(name, path, found=tuple(found))
    parse = {".toml": _toml, ".json": _literal, ".js": _literal}.get(path.suffix.lower(), tree.parse)
    parsed, found = parse(source, name)
    return Config(name, path, parsed or Tree(), tuple(found))


def of_header(yaml: str, name: str, first_line: int) -> Config:
    """Parse the YAML header of a text."""
    parsed, found = tree.parse(yaml, name, first_line)
    return Config(name, None, parsed or Tree(), tuple(found))


_TOML_LINE = re.compile(r"""^[ \t]*(?:\[\[?[ \t]*(?P<table>[^\]#\n]+?)[ \t]*\]|(?P<key>[\w.'" -]+?)[ \t]*=)""")


def _toml(source: str, name: str) -> tuple[Tree | None, list[Diagnostic]]:
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as problem:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(problem))
        place = Place(name, int(where[1]), int(where[2])) if where else Place(name, source.count("\n") + 1)
        message = re.sub(r" \(at .*\)$", "", str(problem))
        return None, [error("toml.syntax", f"this is not TOML: {message[:1].lower()}{message[1:]}", place)]
    return Tree(_plain(data), dict(_toml_keys(source))), []


def _toml_keys(source: str) -> Iterator[tuple[tree.Path, Spot]]:
    """Yield the place of each key, found by line, as tomllib does not report it; of duplicate keys the last counts."""
    table: tuple[str, ...] = ()
    for row, line in enumerate(source.split("\n"), 1):
        found = _TOML_LINE.match(line)
        if found is None:
            continue
        if found["table"]:
            table = _dotted(found["table"])
            path, column = table, found.start("table")
        else:
            path, column = (*table, *_dotted(found["key"])), found.start("key")
        for depth in range(1, len(path)):
            yield path[:depth], (row, column + 1)
        yield path, (row, column + 1)


def _dotted(key: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in key.split("."))


def _plain(value: Any) -> Value:
    """Convert data of TOML or JSON to that of a tree."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, bool):
        return PlainScalar(str(value).lower(), "truth value")
    if isinstance(value, int | float):
        return PlainScalar(str(value), "number")
    return value if isinstance(value, str) or value is None else str(value)


_TOKEN = re.compile(
    r"""(?P<skip>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')
    |(?P<template>`(?:\\.|[^`\\])*`)
    |(?P<mark>[{}\[\]:,])
    |(?P<word>[^\s{}\[\]:,"'`/]+|/)""",
    re.VERBOSE | re.DOTALL,
)
_MOST = 20_000
_DEEPEST = 40


def _literal(source: str, name: str) -> tuple[Tree | None, list[Diagnostic]]:
    """Parse JSON with the liberties of JavaScript, or the exported object of a script."""
    try:
        json.loads(source)
        start = 0
    except ValueError as problem:
        if name.endswith(".json") and not source.lstrip().startswith(("{", "/")):
            place = Place(name, getattr(problem, "lineno", 1), getattr(problem, "colno", 1))
            return None, [error("json.syntax", "this is not JSON", place)]
        exported = re.search(r"(?:module\.exports|export\s+default)\s*=?\s*(?=\{)", source)
        start = exported.end() if exported else max(source.find("{"), 0)
    reader = _Literal(source, start)
    try:
        data = reader.value(())
    except _BrokenError as broken:
        lines = LineOffsets(source)
        return None, [
            error("json.syntax", "this object cannot be read from here on", Place(name, *lines.spot(broken.at)))
        ]
    return Tree(data, reader.keys, reader.values), []


class _BrokenError(Exception):
    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at


class _Literal:
    """Reads one value. What is not literal (a call, a variable) is skipped, and its key has no value."""

    def __init__(self, source: str, start: int) -> None:
        self.source, self.at, self.lines = source, start, LineOffsets(source)
        self.keys: dict[tree.Path, Spot] = {}
        self.values: dict[tree.Path, Spot] = {}

    def peek(self) -> tuple[str, str, int]:
        while True:
            found = _TOKEN.match(self.source, self.at)
            if found is None or len(self.values) > _MOST:
                raise _BrokenError(self.at)
            if found.lastgroup != "skip":
                return str(found.lastgroup), found[0], found.end()
            self.at = found.end()

    def value(self, path: tree.Path) -> Value:
        kind, token, end = self.peek()
        if len(path) > _DEEPEST:
            raise _BrokenError(self.at)
        self.values[path] = self.lines.spot(self.at)
        value: Value = None
        if token == "{":
            value = self.mapping(path)
        elif token == "[":
            value = self.list(path)
        elif kind == "mark":
            raise _BrokenError(self.at)
        else:
            self.at = end
            value = _scalar(kind, token)
        return value if self.ends() else None

    def ends(self) -> bool:
        """Return whether a value ends here; otherwise skip the expression that it begins."""
        if self.at >= len(self.source.rstrip()):
            return True
        if _ends(self.peek()):
            return True
        depth = 0
        while self.at < len(self.source.rstrip()):
            kind, token, end = self.peek()
            if not depth and kind == "mark" and token in ",]}":
                return False
            depth += (token in "{[" or token.endswith("(")) - (token in "]}")
            self.at = end
        return False

    def mapping(self, path: tree.Path) -> dict[str, Value]:
        found: dict[str, Value] = {}
        self.at = self.peek()[2]
        while True:
            kind, token, end = self.peek()
            if token == "}" and kind == "mark":
                self.at = end
                return found
            if token == "," and kind == "mark":
                self.at = end
                continue
            spot = self.lines.spot(self.at)
            key = text(_scalar(kind, token)) if kind == "string" else token
            self.at = end
            if kind == "mark":
                raise _BrokenError(self.at)
            if self.peek()[1] != ":":  # shorthand, a method, a spread
                self.ends()
                continue
            self.at = self.peek()[2]
            self.keys[*path, key] = spot
            found[key] = self.value((*path, key))

    def list(self, path: tree.Path) -> list[Value]:
        found: list[Value] = []
        self.at = self.peek()[2]
        while True:
            kind, token, end = self.peek()
            if kind == "mark" and token in "],":
                self.at = end
                if token == "]":
                    return found
                continue
            found.append(self.value((*path, len(found))))


def _ends(token: tuple[str, str, int]) -> bool:
    return (token[0] == "mark" and token[1] in ",]}") or token[1].startswith(";")


def _scalar(kind: str, token: str) -> Value:
    if kind in ("string", "template"):
        return None if kind == "template" and "${" in token else _unescaped(token)
    if token in ("true", "false"):
        return PlainScalar(token, "truth value")
    return PlainScalar(token, "number") if re.fullmatch(r"-?\d[\d.]*", token) else None


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}


def _unescaped(token: str) -> str:
    def one(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2])

    return re.sub(r"\\(?:u([0-9a-fA-F]{4})|(.))", one, token[1:-1], flags=re.DOTALL)
