"""YAML as plain data, with the line and column of every key and value."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.source.yaml_problems import explain

Path = tuple[str | int, ...]
Spot = tuple[int, int]
"""Line and column, both from 1."""

_LARGEST = 500_000
_MOST_VALUES = 20_000
_DEEPEST = 40
_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = re.compile(r"true|false|yes|no|on|off", re.IGNORECASE)
_NUMBER = re.compile(
    r"[-+]?(\.?\d[\d_]*|\d[\d_]*\.\d*)([eE][-+]?\d+)?|0[xo][0-9a-fA-F]+|[-+]?\.inf|\.nan", re.IGNORECASE
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML does not allow, and so no edition."""


@dataclass(frozen=True, slots=True)
class PlainScalar:
    """An unquoted word that YAML reads as a number or a truth value; `text` is its source (`1.10`, `yes`)."""

    text: str
    kind: str


Value = None | str | PlainScalar | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Tree:
    """Data, and the place of each of its keys and values."""

    data: Value = None
    keys: dict[Path, Spot] = field(default_factory=dict)
    values: dict[Path, Spot] = field(default_factory=dict)

    def get(self, path: Path) -> Value:
        """Return the value at a path, or None if there is nothing."""
        found: Value = self.data
        for part in path:
            if isinstance(found, dict) and isinstance(part, str):
                found = found.get(part)
            elif isinstance(found, list) and isinstance(part, int) and part < len(found):
                found = found[part]
            else:
                return None
        return found

    def key(self, path: Path) -> Spot:
        """Return the place of a key, or of the nearest key around it."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.keys.get(path, (1, 1))

    def value(self, path: Path) -> Spot:
        """Return the place of a value, or of the nearest value or key around it; that of its key where it is empty.

        A number in `path` is skipped where a single value takes the place of a list.
        """
        real: Path = ()
        for part in path:
            real = (*real, part) if isinstance(part, str) or (*real, part) in self.values else real
        path = real
        while path and path not in self.values and path not in self.keys:
            path = path[:-1]
        return self.values.get(path) or self.key(path)


def parse(text: str, file: str, first_line: int = 1) -> tuple[Tree | None, list[Diagnostic]]:
    """Parse YAML that begins on `first_line` of `file`; returns no tree where it is not YAML at all."""
    lines = LineOffsets(text, first_line)
    if len(text) > _LARGEST:
        place = Place(file, first_line, 1)
        return None, [error("yaml.syntax", f"there is more than {_LARGEST // 1000} KB of YAML here", place)]
    try:
        root = _compose(text)
    except Exception as problem:  # on hostile input, ruamel also raises other errors
        index, message, hint = explain(problem, text)
        return None, [error("yaml.syntax", message, Place(file, *lines.spot(index)), hint)]
    builder = _TreeBuilder(lines, file)
    try:
        data = builder.value(root, ()) if root is not None else None
    except _Refused as refusal:
        return None, [refusal.diagnostic]
    return Tree(data, builder.keys, builder.values), builder.diagnostics


class LineOffsets:
    """Converts offsets of a text to lines and columns."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        self.first = first_line
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def spot(self, index: int) -> Spot:
        """Return line and column of the character at `index`."""
        row = bisect_right(self.starts, index) - 1
        return self.first + row, index - self.starts[row] + 1


def _compose(text: str) -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    yaml.max_depth = _DEEPEST
    return yaml.compose(text)


class _Refused(Exception):  # noqa: N818  (it ends the walk)
    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _TreeBuilder:
    """Walks over the nodes; stops where aliases make them endless."""

    def __init__(self, lines: LineOffsets, file: str) -> None:
        self.lines, self.file = lines, file
        self.keys: dict[Path, Spot] = {}
        self.values: dict[Path, Spot] = {}
        self.diagnostics: list[Diagnostic] = []
        self.seen: set[Spot] = set()

    def value(self, node: Any, path: Path) -> Value:
        spot = self.lines.spot(node.start_mark.index)
        if len(self.values) > _MOST_VALUES or len(path) > _DEEPEST:
            raise self.refusal(spot, "this has too many values to read, or contains itself")
        self.values[path] = spot
        node = _settled(node)
        if node.id == "scalar":
            return self.scalar(node, path, spot)
        if node.id == "sequence":
            return [self.value(child, (*path, n)) for n, child in enumerate(node.value)]
        return self.mapping(node, path)

    def scalar(self, node: Any, path: Path, spot: Spot) -> Value:
        text: str = node.value
        bad = _UNWRITABLE.search(text)
        if bad:
            raise self.refusal(spot, f"the character U+{ord(bad[0]):04X} cannot be published", "delete it")
        if node.style is not None:
            return text
        if _NULL.fullmatch(text):
            del self.values[path]
            return None
        for kind, pattern in (("truth value", _BOOL), ("number", _NUMBER)):
            if pattern.fullmatch(text):
                return PlainScalar(text, kind)
        return text

    def mapping(self, node: Any, path: Path) -> Value:
        found: dict[str, Value] = {}
        merged: dict[str, Value] = {}
        for key_node, value_node in node.value:
            spot = self.lines.spot(key_node.start_mark.index)
            key = _key(key_node)
            if key is None:
                self.report("header.type", spot, f"a key must be a word, not a {_KINDS[key_node.id]}")
            elif key == "<<" and key_node.style is None:
                merged = {**self.merge(value_node, path), **merged}
            elif key in found:
                self.duplicate(spot, key, self.keys[*path, key])
            else:
                self.keys[*path, key] = spot
                found[key] = self.value(value_node, (*path, key))
        return {**merged, **found}

    def merge(self, node: Any, path: Path) -> dict[str, Value]:
        """Return what `<<: *name` inserts; other keys of the mapping take precedence."""
        into: dict[str, Value] = {}
        for child in node.value if node.id == "sequence" else [node]:
            value = self.value(child, (*path, "<<"))
            into = {**(value if isinstance(value, dict) else {}), **into}
        return into

    def duplicate(self, spot: Spot, key: str, first: Spot) -> None:
        self.report(
            "yaml.duplicate-key", spot, f"'{key}' is given twice, first on line {first[0]}", "delete one of them"
        )

    def report(self, rule: str, spot: Spot, message: str, hint: str = "") -> None:
        if spot not in self.seen:  # an alias leads to the same node
            self.seen.add(spot)
            self.diagnostics.append(error(rule, message, Place(self.file, *spot), hint))

    def refusal(self, spot: Spot, message: str, hint: str = "") -> _Refused:
        return _Refused(error("yaml.syntax", message, Place(self.file, *spot), hint))


def _settled(node: Any) -> Any:
    """Return the default, which is last, of `!ENV [NAME, value]`: the environment is not read."""
    return node.value[-1] if node.id == "sequence" and str(node.tag) == "!ENV" and node.value else node


def _key(node: Any) -> str | None:
    """Return a key as a word; None where it is not one."""
    node = _settled(node)
    return str(node.value) if node.id == "scalar" else None


_KINDS = {"sequence": "list", "mapping": "mapping"}
