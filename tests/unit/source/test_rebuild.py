"""A changed key of book.yaml has the chapters set again exactly if its record says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from octavo.manuscript.set import set_manuscript
from octavo.model.keys import Key, Rebuild, Shape, ValueType
from octavo.source import keys
from octavo.source.discover import FoundSource
from octavo.source.layouts import read

WRITTEN: dict[ValueType, tuple[Any, Any]] = {
    ValueType.TEXT: ("one", "two"), ValueType.WORD: ("one", "two"), ValueType.FLAG: (True, False),
    ValueType.AMOUNT: (7, 8), ValueType.LEVEL: (1, 2), ValueType.LANGUAGE: ("en", "de"),
    ValueType.MOMENT: ("Spring", "Autumn"), ValueType.IDENTIFIER: ("urn:isbn:1", "urn:isbn:2"),
    ValueType.ROLE: ("edt", "trl"), ValueType.FORMAT: ("pdf", "html"), ValueType.DIALECT: ("mdbook", "plain"),
    ValueType.PAGE_SIZE: ("A5", "A4"), ValueType.STANDARD: ("a-2b", "a-2u"), ValueType.READER: ("markdown", "gfm"),
    ValueType.URL: ("https://a.example/", "https://b.example/"), ValueType.WCAG: ("2.1 AA", "2.2 AA"),
    ValueType.SEVERITY: ("info", "warning"), ValueType.REFERENCES: ([{"id": "a"}], [{"id": "b"}]),
}  # fmt: skip
INNER = [(("octavo", group.name, key.name), key) for group in keys.SETTINGS.values() for key in (
    keys.inner(group).values() if group.shape is Shape.GROUP else ())]  # fmt: skip
ALL: list[tuple[tuple[str, ...], Key]] = [
    *(((name,), key) for name, key in keys.HEADER.items() if key is not keys.OCTAVO),
    *((("octavo", name), key) for name, key in keys.SETTINGS.items() if key.shape is not Shape.GROUP),
    *INNER,
]


class Stopped(Exception):  # noqa: N818  (nothing is wrong)
    """Enough is known."""


def value(key: Key, row: int) -> Any:
    if key.value is ValueType.PERSON:
        return ["Ann", "Bob"][row]
    one = key.choices[row] if key.choices else WRITTEN[key.value][row]
    if key.shape is Shape.MAPPING:
        return {(key.members or ("text.prime",))[0]: one}
    return one


def drafts(folder: Path, path: tuple[str, ...], given: Any) -> Sequence[Any]:
    """What each chapter is read and set from, where the key at the path has a value."""
    book: dict[str, Any] = {"title": "T", "lang": "en", "octavo": {"theme": "literary"}, "chapters": ["a.md"]}
    if path[:2] == ("octavo", "dialect"):
        book["octavo"]["dialect"] = {"tool": "mdbook"}
    inner = book
    for name in path[:-1]:
        inner = inner.setdefault(name, {})
    inner[path[-1]] = given
    with (folder / "book.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(book, file)
    publication, found = read(FoundSource("b", "book", folder), folder)
    assert publication is not None
    assert [each.message for each in found if each.severity == "error"] == []
    known: list[Any] = []

    def capture(function: Callable[[Any], Any], jobs: Sequence[Any]) -> list[Any]:
        known.extend(jobs)
        raise Stopped

    with pytest.raises(Stopped):
        set_manuscript(publication, capture)
    return known


@pytest.mark.parametrize(("path", "key"), ALL, ids=[".".join(path) for path, _ in ALL])
def test_a_key_rebuilds_what_it_says(tmp_path: Path, path: tuple[str, ...], key: Key) -> None:
    (tmp_path / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    before, after = (drafts(tmp_path, path, value(key, row)) for row in (0, 1))
    assert (before != after) is (key.rebuild is Rebuild.TEXT)
