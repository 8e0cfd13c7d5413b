"""The author's lines: from where they are read, and which part of them a finding is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.model.diagnostic import Place, warning
from octavo.report.lines import SourceLines, span


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book").mkdir()
    (tmp_path / "book/a.md").write_bytes(b"\xef\xbb\xbf# One\r\nsecond\rthird\n\n---\n")
    (tmp_path / "book/picture.png").write_bytes(b"\x89PNG\0\0\nx")
    (tmp_path / "book/latin.md").write_bytes(b"caf\xe9\n")
    (tmp_path / "secret.txt").write_text("secret\n")
    (tmp_path / "octavo.yaml").write_text("title: 1\n")
    (tmp_path / "book/way.md").symlink_to(tmp_path / "secret.txt")
    return tmp_path


@pytest.mark.parametrize(
    ("file", "line", "column", "expected"),
    [
        ("book/a.md", 1, 1, "# One"),
        ("book/a.md", 2, 0, "second"),
        ("book/a.md", 3, 1, "third"),
        ("book/latin.md", 1, 1, "caf\ufffd"),
        ("octavo.yaml", 1, 1, "title: 1"),
        ("book/a.md", 0, 0, None),
        ("book/a.md", 1, 0, None),  # the place of what was not found
        ("book/a.md", 4, 1, None),
        ("book/a.md", 5, 1, None),
        ("book/a.md", 99, 1, None),
        ("book/absent.md", 1, 1, None),
        ("book/picture.png", 2, 1, None),
        ("book", 1, 1, None),
        ("secret.txt", 1, 1, None),
        ("book/../secret.txt", 1, 1, None),
        ("book/way.md", 1, 1, None),
        ("book/\0.md", 1, 1, None),
    ],
)
def test_lines_are_read_from_inside_alone(file: str, line: int, column: int, expected: str | None, book: Path) -> None:
    assert SourceLines(["book"], book).at(Place(file, line, column)) == expected


def test_the_files_beside_an_article_are_its_own(book: Path) -> None:
    assert SourceLines(["book/a.md"], book).at(Place("book/latin.md", 1, 1)) == "caf\ufffd"
    assert SourceLines([], book).at(Place("book/a.md", 1, 1)) is None


@pytest.mark.parametrize(
    ("message", "line", "column", "expected"),
    [
        ("no heading is called 'x y'", "See [the part](#x y).", 5, "[the part](#x y)"),
        ("'TODO' is left", "TODO: write", 1, "TODO"),
        ("the words 'a b c' stand", "a  b\tc d", 1, "a  b\tc"),
        ("something about 'elsewhere'", "some words, elsewhere", 1, "some"),
        ("nothing is quoted", "![](x.png)", 1, "!"),
        ("'b' and 'bc'", "a bc", 3, "bc"),
        ("the line is shorter now", "ab", 9, None),
        ("no column", "ab", 0, None),
    ],
)
def test_what_a_finding_is_about(message: str, line: str, column: int, expected: str | None) -> None:
    part = span(warning("a.b", message, Place("x.md", 1, column)), line)
    assert (line[slice(*part)] if part else None) == expected
