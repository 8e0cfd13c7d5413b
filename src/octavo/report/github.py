"""Diagnostics as workflow commands of GitHub Actions, which shows them at the lines that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from octavo.model.diagnostic import Diagnostic, Severity
from octavo.report import terminal

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_MOST = 10
"""Annotations of one kind that GitHub accepts from a step: it drops the rest, with their places."""
_ROWS = 500
"""Rows of the summary, which GitHub limits to a megabyte."""


def lines(found: Sequence[Diagnostic]) -> Iterator[str]:
    """Yield a command for each finding; those that GitHub would drop follow as plain lines, in a group."""
    so_many: Counter[Severity] = Counter()
    rest = []
    for each in found:
        so_many[each.severity] += 1
        if so_many[each.severity] <= _MOST:
            yield line(each)
        else:
            rest.append(each)
    if rest:
        yield f"::group::{len(rest)} more findings, beyond GitHub's limit of annotations"
        for each in rest:
            yield f"- {terminal.line(each)}"  # the dash keeps a file's name from being read as a command
        yield "::endgroup::"


def line(found: Diagnostic) -> str:
    """Return one workflow command."""
    parts = {"file": found.place.file, "line": found.place.line, "col": found.place.column, "title": found.rule}
    properties = ",".join(f"{key}={_escape(str(value), True)}" for key, value in parts.items() if value)
    text = found.message + (f" — {found.hint}" if found.hint else "")
    return f"::{_COMMANDS[found.severity]} {properties}::{_escape(text, False)}"


def summary(found: Sequence[Diagnostic]) -> str:
    """Return the findings as Markdown, for the summary page of the run."""
    head = f"### octavo: {terminal.tally(found) or 'no findings'}\n\n"
    if not found:
        return head
    rows = [
        "| " + " | ".join(map(_cell, (each.severity, str(each.place), each.message, each.hint, each.rule))) + " |"
        for each in found[:_ROWS]
    ]
    table = ["| severity | place | finding | fix | rule |", "|---|---|---|---|---|", *rows]
    more = f"\n{len(found) - _ROWS} more are in the log.\n" if len(found) > _ROWS else ""
    return head + "\n".join(table) + f"\n{more}\n"


def _cell(text: str) -> str:
    """Return text for a cell of a Markdown table, with all markup escaped."""
    text = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{letter}" if letter in r"\`*_[]|#~$@!" else letter for letter in text)


def _escape(text: str, property_: bool) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
