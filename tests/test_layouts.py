"""The tables of layouts and dialects: that they are complete, and that adding to them takes two modules."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from foreign import write
from octavo.build.editions import press_and_read
from octavo.manuscript import dialects
from octavo.manuscript.set import set_manuscript
from octavo.model.jobs import serial
from octavo.model.publication import Publication
from octavo.source import layouts
from octavo.source.discover import discover
from workshop import environment

PLUGIN = Path(__file__).parent / "plugins" / "example_layout"
MODULE = "octavo_example_layout"
BOOK = {"pages.txt": "one.md\ntwo.md\n", "one.md": "Text.\n\n!! Loud\n", "two.md": "More.\n"}


@pytest.fixture(autouse=True)
def _fresh_tables() -> Iterator[None]:
    layouts.table.cache_clear()
    dialects.table.cache_clear()
    yield
    sys.modules.pop(MODULE, None)
    layouts.table.cache_clear()
    dialects.table.cache_clear()


def test_each_layout_is_called_like_its_module() -> None:
    assert sorted(layouts.table()) == layouts.names()
    assert list(layouts.table())[:2] == ["article", "book"]


def test_each_dialect_is_called_like_its_module() -> None:
    for name, dialect in dialects.table().items():
        assert sys.modules[f"octavo.manuscript.dialects.{name}"].DIALECT is dialect


def test_each_dialect_has_a_layout_and_each_layout_its_dialect() -> None:
    assert sorted(layouts.dialects()) == sorted(dialects.table())


def test_each_layout_of_another_tool_has_signs_and_a_dialect() -> None:
    foreign = {name for name, layout in layouts.table().items() if layout.is_foreign}
    assert foreign == layouts.table().keys() - {"article", "book", "folder"}
    assert all(layouts.table()[name].dialect for name in foreign)


def test_the_order_of_the_tools_decides_where_a_folder_has_the_files_of_several() -> None:
    order = [name for name in layouts.table() if name in ("quarto", "bookdown", "mdbook", "mkdocs", "honkit")]
    assert order == ["quarto", "bookdown", "mdbook", "mkdocs", "honkit"]


def test_two_modules_add_a_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = (PLUGIN / f"{MODULE}.py").read_text(encoding="utf-8")
    for package in (layouts, dialects):
        folder = tmp_path / package.__name__
        write(folder, {"pages.py": source})
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
    try:
        assert "pages" in layouts.names()
        assert layouts.is_foreign("pages")
        publication = read(write(tmp_path / "b", BOOK))
        assert publication.chapters[2].dialect is not None
        assert publication.chapters[2].dialect.plugin == ()
        assert b"<strong>Loud</strong>" in built(publication)
    finally:
        for package in (layouts, dialects):
            sys.modules.pop(f"{package.__name__}.pages", None)


def test_another_package_adds_a_layout_for_trusted_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(PLUGIN)
    folder = write(tmp_path / "b", BOOK)
    found, _ = discover([folder], tmp_path)
    assert [source.kind for source in found] != ["pages"]
    assert MODULE not in sys.modules
    publication = read(folder, trusted=True)
    assert publication.chapters[2].dialect is not None
    assert publication.chapters[2].dialect.plugin == (MODULE, "octavo-example-layout 1.0")
    assert b"<strong>Loud</strong>" in built(publication)


def test_the_command_builds_with_a_layout_of_another_package(tmp_path: Path) -> None:
    write(tmp_path / "b", BOOK)
    variables = environment()
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PLUGIN), variables.get("PYTHONPATH"))))

    def octavo(*arguments: str) -> str:
        command = [sys.executable, "-m", "octavo", *arguments]
        ran = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, encoding="utf-8", check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    assert octavo("inspect", "b").startswith("b: book, made for Pages\n")
    octavo("build", "b", "-t", "html", "-o", "out")
    assert "<strong>Loud</strong>" in (tmp_path / "out" / "b.html").read_text(encoding="utf-8")


def test_a_book_yaml_cannot_name_a_module_to_import(tmp_path: Path) -> None:
    text = "title: T\nlang: en\nchapters: [one.md]\noctavo:\n  dialect: {tool: mdbook, plugin: [os, x]}\n"
    publication = read(write(tmp_path / "b", {"book.yaml": text, "one.md": "# One\n"}))
    (dialect,) = (each.dialect for each in publication.chapters if not each.made)
    assert dialect is not None
    assert (dialect.tool, dialect.plugin) == ("mdbook", ())


def read(folder: Path, trusted: bool = False) -> Publication:
    (found,), _ = discover([folder], folder.parent, trusted=trusted)
    publication, _ = layouts.read(found, folder.parent, trusted=trusted)
    assert publication is not None
    return publication


def built(publication: Publication) -> bytes:
    prepared, _ = dialects.prepare(publication, serial)
    manuscript, _ = set_manuscript(prepared, serial)
    assert manuscript is not None
    edition = press_and_read("html", prepared, manuscript, datetime(2020, 1, 1), None)  # noqa: DTZ001
    assert [each for each in edition.diagnostics if each.severity == "error"] == []
    return b"".join(galley.html for galley in manuscript.galleys)
