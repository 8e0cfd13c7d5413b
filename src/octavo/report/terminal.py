"""Diagnostics for people: one line each, like a compiler's, or on a terminal grouped by file, with the source lines.

The form of a line is a contract: editors jump to the place it names, and scripts rely on it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from octavo.model.diagnostic import Diagnostic, Severity
from octavo.report.lines import SourceLines, span

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_NAMES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
_TAB = 4
_LEAST = 40
"""Columns below which the width of the terminal is ignored, and lines wrap."""
_MOST = 120
"""Columns beyond which lines of prose are hard to read."""
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that would control a terminal instead of being shown."""


def has_colour(stream: TextIO) -> bool:
    """Return whether to write in colour: on a terminal, unless `NO_COLOR` or `CLICOLOR=0` is set."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("CLICOLOR") != "0"
    return wanted and is_interactive(stream)


def is_interactive(stream: TextIO) -> bool:
    """Return whether a stream is a terminal that can do more than print."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def line(found: Diagnostic) -> str:
    """Return `file:line:column: severity: message [rule] — hint`, always on one line."""
    hint = f" — {found.hint}" if found.hint else ""
    return _plain(f"{found.place}: {found.severity}: {found.message} [{found.rule}]{hint}")


def tally(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many findings there are of each severity, in words; empty without findings."""
    parts = []
    found = list(diagnostics)
    for severity, name in _NAMES.items():
        count = sum(each.severity is severity for each in found)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    return ", ".join(parts)


def print_by_file(diagnostics: Sequence[Diagnostic], lines: SourceLines, stream: TextIO) -> None:
    """Print findings on a terminal, file by file, each with its source line."""
    from rich.console import Console

    console = Console(
        file=stream, no_color=not has_colour(stream), highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    width = min(max(console.width, _LEAST), _MOST)
    for file, found in groupby(diagnostics, key=lambda each: each.place.file):
        _print(console, _text((_plain(file), "bold underline")))
        for each in found:
            for row in _rows(each, lines.at(each.place), width, console):
                _print(console, row)
            _print(console, _text(""))


def _print(console: Console, text: Text) -> None:
    """Print one row without wrapping it: it was made to fit."""
    console.print(text, soft_wrap=True)


def _rows(found: Diagnostic, source: str | None, width: int, console: Console) -> Iterator[Text]:
    place = ":".join(str(part) for part in (found.place.line, found.place.column) if part)
    head = _text((f"  {place}  " if place else "  ", "bold"), (str(found.severity), _STYLES[found.severity]))
    head.append(f"  {_plain(found.message)}  ")
    head.append(f"[{found.rule}]", "dim")
    yield from _wrap(head, "  ", width, console)
    margin = " " * max(4, len(str(found.place.line)) + 2)
    if source is not None and source.strip():
        bar = (f"{found.place.line:>{len(margin)}} │ ", "blue")
        shown, start, end = fit(source, span(found, source), width - len(margin) - 3)
        yield _text(bar, shown)
        if end > start:
            yield _text((f"{margin} │ ", "blue"), " " * start, ("^" * (end - start), _STYLES[found.severity]))
    if found.hint:
        hint = _text((f"{margin} = ", "blue"), _plain(found.hint))
        yield from _wrap(hint, f"{margin}   ", width, console)


def _wrap(text: Text, indent: str, width: int, console: Console) -> Iterator[Text]:
    """Yield a paragraph as rows of a width, all but the first indented."""
    first, *others = text.wrap(console, width - len(indent), no_wrap=False)
    yield first
    for each in others:
        yield _text(indent, each)


def fit(source: str, part: tuple[int, int] | None, width: int) -> tuple[str, int, int]:
    """Return a source line cut to so many cells of a terminal around a part of it, and the part's first and last cell.

    Without a part, these two are equal.
    """
    from rich.cells import cell_len

    letters: list[str] = []
    starts = [0]
    for letter in source.rstrip():
        shown = " " * (_TAB - starts[-1] % _TAB) if letter == "\t" else _CONTROL.sub("\ufffd", letter)
        letters.append(shown)
        starts.append(starts[-1] + cell_len(shown))
    first, last = part or (0, 0)
    first, last = min(first, len(letters)), min(last, len(letters))
    begin, end = 0, len(letters)
    if starts[-1] > width:
        room = width - 2  # for the ellipses
        wanted = min(max(0, starts[first] - room // 3), max(0, starts[-1] - room))
        begin = next(index for index, start in enumerate(starts) if start >= wanted)
        end = max(index for index, start in enumerate(starts) if start - starts[begin] <= room)
    before, after = "…" if begin else "", "…" if end < len(letters) else ""
    shift = len(before) - starts[begin]
    last = min(last, end)
    return before + "".join(letters[begin:end]) + after, starts[first] + shift, starts[last] + shift


def _plain(text: str) -> str:
    """Return text on one line, without anything that controls a terminal."""
    return _CONTROL.sub("\ufffd", " ".join(text.split()) if re.search(r"[\t\n\r\f\v\x85\u2028\u2029]", text) else text)


def _text(*parts: str | Text | tuple[str, str]) -> Text:
    from rich.text import Text

    return Text.assemble(*parts, no_wrap=True, end="")
