"""YAML that octavo writes: as an author would have typed it, and read back as it was."""

from __future__ import annotations

import pytest

from octavo.source.tree import parse
from octavo.source.yaml_writer import write, write_text

TEXTS = (
    "My book", "No", "off", "y", "123", "1.10", "2025-01-31", "null", "~", "a: b", "a #b", "# a", "- a", "*a", "&a",
    "!a", "%a", "@a", "`a`", "[a", "{a}", "a, b", "  a ", "", "a\nb", "a\\b", "\"a\" 'b'", "it's", "Ça va", "Привет",
    "漢字", "כותרת", "😀", "a\u00a0b", "a\u2028b", "word " * 60 + "end", "0x1F", ".5", "1_000", "<<", "=", "?", "a:",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_read_back_as_it_was(text: str) -> None:
    yaml = write({"title": text, "list": [text, text], "inner": {"key": [{"a": text}, text]}})
    tree, found = parse(yaml, "book.yaml")
    assert found == []
    assert tree is not None
    assert tree.data == {"title": text, "list": [text, text], "inner": {"key": [{"a": text}, text]}}


@pytest.mark.parametrize("text", TEXTS)
def test_text_alone_is_one_line(text: str) -> None:
    assert "\n" not in write_text(text)
    tree, _ = parse(f"title: {write_text(text)}\nsubtitle: x", "a.md")
    assert tree is not None
    assert tree.data == {"title": text, "subtitle": "x"}


def test_it_looks_as_an_author_would_write_it() -> None:
    said = {
        "title": "Keeping bees",
        "keywords": ["bees", "honey"],
        "octavo": {"number-sections": False, "number-depth": 3, "dialect": {"labels": {"fig": "Bild"}}},
        "chapters": [{"part": "One", "chapters": ["a.md", {"file": "b.md", "title": "B: more"}]}, {"back": ["z.md"]}],
    }
    assert (
        write(said)
        == """\
title: Keeping bees
keywords: [bees, honey]
octavo:
  number-sections: false
  number-depth: 3
  dialect:
    labels:
      fig: Bild
chapters:
  - part: One
    chapters:
      - a.md
      - file: b.md
        title: "B: more"
  - back: [z.md]
"""
    )


def test_a_long_list_has_a_line_for_each_member() -> None:
    assert write({"chapters": [f"chapter-{n:02}.md" for n in range(9)]}).count("\n") == 10
