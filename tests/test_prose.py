"""Octavo speaks plain English: the phrases that docs/style.md bans are nowhere that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from workshop import SRC

ROOT = SRC.parent
STYLE = ROOT / "docs" / "style.md"
ESSAY = ROOT / "source" / "the-light-that-finds-us.md"
"""A literary text, in whose sentences lamps may stand and minds may mend."""
READ = {".py", ".md", ".css", ".lua", ".js", ".java", ".html", ".sh", ".yml", ".yaml", ".toml", ".txt", ".bib"}
FOLDERS = ("src", "styles", "source", "docs", "benchmarks", "tools")
FILES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile", "pyproject.toml", "tests/README.md")


def banned() -> list[re.Pattern[str]]:
    block = re.search(r"^```text\n(.*?)^```", STYLE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert block is not None
    return [re.compile(line, re.IGNORECASE) for line in block[1].splitlines()]


def texts() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.suffix in READ
                and path not in (STYLE, ESSAY)
                and "node_modules" not in path.parts
                and path.is_file()
            ):
                yield path
    yield from (ROOT / name for name in FILES)


@pytest.mark.parametrize("pattern", banned(), ids=lambda each: each.pattern)
def test_a_banned_phrase_is_nowhere(pattern: re.Pattern[str]) -> None:
    found = []
    for path in texts():
        text = " ".join(re.sub(r"^[ \t]*(?:#|//|--|\*)?", "", line) for line in path.read_text("utf-8").split("\n"))
        if pattern.search(text):
            lines = path.read_text("utf-8").split("\n")
            rows = [row for row, line in enumerate(lines, 1) if pattern.search(line)] or [0]
            found += [f"{path.relative_to(ROOT)}:{row}" for row in rows]
    assert found == []


def test_the_test_finds_them() -> None:
    """Each pattern finds at least the words it is made of, so that a slip in one cannot switch it off."""
    said = (
        "mend it anew; it is told; whoever does otherwise than that is none; there is none; it is set so; show and go. "
        "beside; stands out; stood; standing; goes before; parted; takes it in; a fault of octavo; of an editor's, so; "
        "what there is; hears of; asks after; lies in; knows of no; may not hold; turned round; as it is written; "
        "where there is none"
    )
    assert [each.pattern for each in banned() if not each.search(said)] == []
