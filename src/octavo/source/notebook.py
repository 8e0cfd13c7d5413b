"""A Jupyter notebook as the Markdown that Quarto reads, with the results that it keeps (nbformat 4).

Pictures that it keeps inside itself are left out.
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
"""Tags of a cell, and the option of Quarto's that they switch off."""


def read(said: str, name: str) -> tuple[str | None, tuple[Origin, ...], list[Diagnostic]]:
    """The text of a notebook, and where its lines come from; or why it cannot be had."""
    try:
        data = json.loads(said)
        language = str(data.get("metadata", {}).get("kernelspec", {}).get("language") or "python")
        book = _Notebook(_rows(said), name, language)
        for cell in data["cells"]:
            book.take(cell)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        place = Place(name, getattr(problem, "lineno", 1), getattr(problem, "colno", 1))
        return None, (), [error("json.syntax", "this is not a notebook of Jupyter's", place, "save it as nbformat 4")]
    return "\n".join(book.lines), tuple(book.origins), book.found


@dataclass
class _Notebook:
    """Goes through the cells, and through the lines of the file beside them."""

    rows: dict[str, list[int]]
    """The rows of the file that say each line."""
    name: str
    language: str
    lines: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    at: int = 0
    """The row of the file that was come to."""

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
        """A cell of code as Quarto's own, and what it has left."""
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
        """What a cell has left: a text, a table, or some Markdown."""
        kind, data = output.get("output_type"), output.get("data") or {}
        if kind == "stream":
            yield from _shown(_text(output.get("text")))
        elif kind == "error":
            yield from _shown(f"{output.get('ename')}: {output.get('evalue')}")
        elif any(each.startswith("image/") for each in data):
            place = Place(self.name, self.at + 1)
            self.found.append(warning("dialect.dropped", "a picture that a notebook holds is left out", place))
        elif "<table" in (html := _text(data.get("text/html"))):
            yield from ["```{=html}", *(line for line in _STYLES.sub("", html).split("\n") if line.strip()), "```"]
        elif markdown := _text(data.get("text/markdown")):
            yield from markdown.split("\n")
        else:
            yield from _shown(_text(data.get("text/plain")))

    def put(self, lines: list[str]) -> None:
        """Lines of text, each from the line of the file that says it; what is found nowhere is from the last one."""
        for line in lines:
            rows = self.rows.get(line, []) if line.strip() else []
            after = bisect_left(rows, self.at)
            self.at = rows[after] if after < len(rows) else self.at
            self.origins.append((len(self.lines), self.name, self.at + 1, None))
            self.lines.append(line)


def _rows(said: str) -> dict[str, list[int]]:
    """The lines of text that a file says, each on a line of its own as Jupyter writes them, and in which rows."""
    found: dict[str, list[int]] = {}
    for row, line in enumerate(said.split("\n")):
        bare = line.strip().rstrip(",")
        if bare[:1] == '"' == bare[-1:] and len(bare) < _LONGEST:
            try:
                text = json.loads(bare)
            except ValueError:
                continue
            found.setdefault(str(text).rstrip("\n"), []).append(row)
    return found


def _text(said: object) -> str:
    return "".join(map(str, said)) if isinstance(said, list) else said if isinstance(said, str) else ""


def _shown(text: str) -> Iterator[str]:
    text = _ANSI.sub("", text).rstrip("\n")
    if text.strip():
        yield from [fence_around([text]), *text.split("\n"), fence_around([text])]
