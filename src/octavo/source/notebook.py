"""A Jupyter notebook (nbformat 4) as Markdown for Quarto, with the results in it.

Pictures embedded in the notebook are left out.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, error, warning
from octavo.model.publication import Origin
from octavo.tools.markdown_scan import fence_around

SUFFIX = ".ipynb"
_LONGEST = 20_000
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_STYLES = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAGS = {"remove-cell": "include", "remove-input": "echo", "hide-input": "echo", "remove_cell": "include"}
"""Tags of a cell, and the options of Quarto that they switch off."""


def read(raw: str, name: str) -> tuple[str | None, tuple[Origin, ...], list[Diagnostic]]:
    """Return the text of a notebook and where its lines come from; no text where it cannot be read."""
    try:
        data = json.loads(raw)
        language = str(data.get("metadata", {}).get("kernelspec", {}).get("language") or "python")
        book = _Notebook(_rows(raw), name, language)
        for cell in data["cells"]:
            book.take(cell)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        place = Place(name, getattr(problem, "lineno", 1), getattr(problem, "colno", 1))
        return None, (), [error("json.syntax", "this is not a Jupyter notebook", place, "save it as nbformat 4")]
    return "\n".join(book.lines), tuple(book.origins), book.found


@dataclass
class _Notebook:
    """Writes the cells as text, and finds each of their lines in the file."""

    rows: dict[str, list[int]]
    """The rows of the file that contain each line."""
    name: str
    language: str
    lines: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    at: int = 0
    """The row of the file that was found last."""

    def take(self, cell: dict[str, Any]) -> None:
        source = _text(cell.get("source"))
        kind = cell.get("cell_type")
        if kind == "code":
            if source.strip():
                self.code(source, cell)
        elif source.strip():
            self.put([] if not self.lines else [""])
            self.put(source.split("\n"))
            self.put([""])

    def code(self, source: str, cell: dict[str, Any]) -> None:
        """Write a cell of code as one of Quarto, and its results."""
        tags = cell.get("metadata", {}).get("tags") or []
        options = [f"#| {_TAGS[tag]}: false" for tag in tags if tag in _TAGS]
        marks = fence_around([source])
        self.put(["", f"{marks}{{{self.language}}}", *options])
        self.put(source.split("\n"))
        self.put([marks, ""])
        if re.search(r"(?m)^#\|\s*(?:include|output):\s*false", "\n".join([*options, source])):
            return
        for output in () if {"remove-output", "hide-output"} & set(tags) else cell.get("outputs") or ():
            self.put([*self.result(output), ""])

    def result(self, output: dict[str, Any]) -> Iterator[str]:
        """Yield one result of a cell: text, a table, or Markdown."""
        kind, data = output.get("output_type"), output.get("data") or {}
        if kind == "stream":
            yield from _shown(_text(output.get("text")))
        elif kind == "error":
            yield from _shown(f"{output.get('ename')}: {output.get('evalue')}")
        elif any(each.startswith("image/") for each in data):
            place = Place(self.name, self.at + 1)
            self.found.append(warning("dialect.dropped", "a picture embedded in the notebook is left out", place))
        elif "<table" in (html := _text(data.get("text/html"))):
            yield from ["```{=html}", *(line for line in _STYLES.sub("", html).split("\n") if line.strip()), "```"]
        elif markdown := _text(data.get("text/markdown")):
            yield from markdown.split("\n")
        else:
            yield from _shown(_text(data.get("text/plain")))

    def put(self, lines: list[str]) -> None:
        """Add lines of text, each from the row of the file that contains it; one that is not found is from the last
        row."""
        for line in lines:
            rows = self.rows.get(line, []) if line.strip() else []
            after = bisect_left(rows, self.at)
            self.at = rows[after] if after < len(rows) else self.at
            self.origins.append((len(self.lines), self.name, self.at + 1, None))
            self.lines.append(line)


def _rows(raw: str) -> dict[str, list[int]]:
    """Return the rows of each line of text in a file: Jupyter writes one on each line."""
    found: dict[str, list[int]] = {}
    for row, line in enumerate(raw.split("\n")):
        bare = line.strip().rstrip(",")
        if bare[:1] == '"' == bare[-1:] and len(bare) < _LONGEST:
            try:
                text = json.loads(bare)
            except ValueError:
                continue
            found.setdefault(str(text).rstrip("\n"), []).append(row)
    return found


def _text(raw: object) -> str:
    return "".join(map(str, raw)) if isinstance(raw, list) else raw if isinstance(raw, str) else ""


def _shown(text: str) -> Iterator[str]:
    text = _ANSI.sub("", text).rstrip("\n")
    if text.strip():
        yield from [fence_around([text]), *text.split("\n"), fence_around([text])]
