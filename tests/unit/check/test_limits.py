"""Limits of shops and browsers: what exceeds them is too large for a case folder."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

from octavo.check.rules import FinishedEdition, every
from octavo.check.rules.epub import sizes
from octavo.model.counts import Counts
from octavo.model.edition import Edition
from octavo.model.galley import Galley, Manuscript, Reading
from octavo.model.publication import Chapter, Metadata, Publication, Resource
from octavo.model.settings import Settings

PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body><article data-chapter="x">{}</article></body></html>'


def finished(format: str, files: dict[str, bytes]) -> FinishedEdition:
    """An edition of an article that shows `dance.png` in its third line."""
    name = "dance.png"
    chapter = Chapter("x", Path("x.md"), "x.md", f"# Bees\n\n![Bees]({name})\n")
    publication = Publication(
        "x", "article", "x.md", Path.cwd(), Metadata("Bees"), Settings(), (chapter,), keys_name="x.md"
    )  # fmt: skip
    picture = Resource(name, Path.cwd() / name, "image/png", "")
    galley = Galley("x", b"<article/>", "Bees", "", "", (), (picture,), Reading(Counts(), ""))
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for path, content in files.items():
            packed.writestr(path, content)
    edition = Edition(format, data.getvalue(), files=files if format == "site" else None)
    return FinishedEdition(publication, Manuscript((galley,)), edition)


def found(rule: str, view: FinishedEdition) -> list[tuple[str, str]]:
    examine = every()[rule].examine
    assert examine is not None
    return [(str(flaw.place), flaw.message) for flaw in examine(view)]


def test_a_heavy_picture_is_reported_where_it_is_used() -> None:
    book = finished("epub", {"EPUB/images/dance.png": bytes(sizes.PICTURE + 1)})
    assert found("epub.heavy-picture", book) == [("x.md:3:1", "'dance.png' has 5.0 MB in the EPUB")]
    assert found("epub.heavy-picture", finished("epub", {"EPUB/images/dance.png": bytes(sizes.PICTURE)})) == []


def test_a_long_chapter_is_reported() -> None:
    book = finished("epub", {"EPUB/x.xhtml": PAGE.format("Bees dance. " * 30_000).encode()})
    assert found("epub.long-page", book) == [("x.md:1:1", "'Bees' has 360 kB in the EPUB")]
    assert found("epub.long-page", finished("epub", {"EPUB/x.xhtml": PAGE.format("Bees dance.").encode()})) == []


def test_a_book_too_large_for_shops_is_reported() -> None:
    light = finished("epub", {"EPUB/x.xhtml": b""})
    assert found("epub.heavy", light) == []
    heavy = replace(light, edition=Edition("epub", _Long(sizes.BOOK + 1)))
    assert found("epub.heavy", heavy) == [("x.md:1:1", "the EPUB has 650 MB, and Amazon accepts 650")]


class _Long(bytes):
    """Bytes that claim a length."""

    length: int

    def __new__(cls, length: int) -> _Long:
        made = super().__new__(cls)
        made.length = length
        return made

    def __len__(self) -> int:
        return self.length


def test_the_size_of_a_page_includes_its_pictures() -> None:
    page = b'<!DOCTYPE html><html><body><img src="../pictures/a%20b.png"></body></html>'
    light = {"text/x.html": page, "pictures/a b.png": bytes(100), "pictures/other.png": bytes(6_000_000)}
    assert found("html.heavy-page", finished("site", light)) == []
    heavy = {**light, "pictures/a b.png": bytes(6_000_000)}
    said = found("html.heavy-page", finished("site", heavy))
    assert said == [("x.md:1:1", "the page 'text/x.html' of the site needs a download of 6.0 MB")]
