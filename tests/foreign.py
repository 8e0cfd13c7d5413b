"""Books as other tools have them: a folder of files, written for a test and read by the layout that is found."""

from __future__ import annotations

from pathlib import Path

from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Chapter, Publication
from octavo.source.discover import discover
from octavo.source.layouts import read


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def read_book(folder: Path) -> tuple[Publication | None, list[Diagnostic]]:
    found, said = discover([folder], folder.parent)
    publication, diagnostics = read(found[0], folder.parent)
    return publication, said + diagnostics


def book(folder: Path) -> Publication:
    publication, diagnostics = read_book(folder)
    assert [str(each) for each in diagnostics] == []
    assert publication is not None
    return publication


def own(publication: Publication) -> list[Chapter]:
    return [each for each in publication.chapters if not each.made or each.kind in ("part", "chapter")]
