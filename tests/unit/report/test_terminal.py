"""Findings on a terminal: by file, with the line and a mark under what is meant, as wide as the terminal is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len

from octavo.model.diagnostic import Diagnostic, Place, error, info, warning
from octavo.report import terminal
from octavo.report.lines import SourceLines
from octavo.report.terminal import fit


class Terminal(io.StringIO):
    """Text that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def shown(found: list[Diagnostic], folder: Path, monkeypatch: pytest.MonkeyPatch, width: int = 80) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    stream = io.StringIO()
    terminal.print_by_file(found, SourceLines(["."], folder), stream)
    return [row.rstrip() for row in stream.getvalue().splitlines()]


def test_findings_stand_by_file_with_their_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("One\n\nSee [it](#x), please.\n", encoding="utf-8")
    found = [
        error("link.broken-anchor", "nothing is called 'x'", Place("a.md", 3, 5), "did you mean '#y'?"),
        warning("a.b", "something of no line", Place("a.md")),
        info("c.d", "gone since", Place("b.md", 7, 1)),
    ]
    assert shown(found, tmp_path, monkeypatch) == [
        "a.md",
        "  3:5  error  nothing is called 'x'  [link.broken-anchor]",
        "   3 │ See [it](#x), please.",
        "     │     ^^^^^^^^",
        "     = did you mean '#y'?",
        "",
        "  warning  something of no line  [a.b]",
        "",
        "b.md",
        "  7:1  info  gone since  [c.d]",
        "",
    ]


@pytest.mark.parametrize("width", [40, 57, 80, 200])
def test_no_row_is_wider_than_the_terminal(width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("漢字 \t" + "word " * 40 + "[字](#deadlink) " + "字" * 90 + "\n", encoding="utf-8")
    message = "'deadlink' and a message that goes on and on until no terminal has room for it " + "x" * 90
    found = [error("a.b", message, Place("a.md", 1, column), "do this " * 20) for column in (1, 205, 206, 230, 290)]
    rows = shown(found, tmp_path, monkeypatch, width)
    assert max(map(cell_len, rows)) <= width
    assert any("[字](#deadlink)" in row for row in rows)


def test_the_mark_stands_under_what_is_meant() -> None:
    line = "a\t漢字 [wide](#x) and more"
    for width in (80, 20, 14):
        text, start, end = fit(line, (5, 15), width)
        assert cell_len(text) <= width
        under = "".join(letter * cell_len(letter) for letter in text)
        assert under[start:end].startswith("[wide]")


def test_nothing_that_the_author_wrote_moves_the_cursor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("One \x1b[2J\x07 two \u202e three\n", encoding="utf-8")
    rows = shown([error("a.b", "it says '\x1b]0;x\x07'\nand more", Place("a.md", 1, 5))], tmp_path, monkeypatch)
    assert not {"\x1b", "\x07", "\u202e"} & set("".join(rows))
    assert "\n" not in terminal.line(error("a.b", "two\nlines", Place("a.md", 1, 5), "and\r\nso on"))


def test_a_line_off_a_terminal_is_what_it_was() -> None:
    found = error("link.broken", "no 'x'", Place("a.md", 41, 7), "did you mean 'y'?")
    assert terminal.line(found) == "a.md:41:7: error: no 'x' [link.broken] — did you mean 'y'?"
    assert terminal.line(warning("a.b", "m", Place("a.md"))) == "a.md: warning: m [a.b]"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"CLICOLOR": "0"}, False),
        ({"CLICOLOR": "1"}, True),
        ({"TERM": "dumb"}, False),
    ],
)
def test_colour_is_for_those_who_want_it(said: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"NO_COLOR": "", "CLICOLOR": "", "TERM": "xterm", **said}.items():
        monkeypatch.setenv(name, value)
    assert terminal.has_colour(Terminal()) is expected
    assert terminal.has_colour(io.StringIO()) is False
