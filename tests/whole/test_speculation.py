"""The ebook of a book is made ahead of print by the pages that are likely, and made again only where they are wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from jobs import tells_its_process, tells_its_process_from_a_picture
from octavo.build import editions, speculate
from octavo.build.schedule import next_to_workers
from octavo.build.session import Session
from octavo.cache.blobs import BlobStore
from octavo.cache.memo import DueJob
from octavo.executor.pool import WorkerPool
from octavo.model.settings import RunOptions
from octavo.press.epub import jacket, pictures
from octavo.press.epub.pages import mark_pages
from workshop import Workshop

WORDS = "The plain sheet shows the printed word until a careful margin reads its folio. "
PAGE = WORDS * 45 + "\n\n"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Says of each EPUB when it was made: ahead of print, or after it."""
    found: list[str] = []
    make = editions.press_and_read

    def noting(when: str) -> Any:
        def press(format: str, *rest: Any, **named: Any) -> Any:
            if format == "epub":
                found.append(when)
            return make(format, *rest, **named)

        return press

    monkeypatch.setattr(speculate, "press_and_read", noting("ahead"))
    monkeypatch.setattr(editions, "press_and_read", noting("after"))
    return found


def build(workshop: Workshop, use_cache: bool = True) -> dict[str, bytes]:
    options = RunOptions(output=Path("kept" if use_cache else "new"), jobs=2, use_cache=use_cache)
    with Session(workshop.folder, options) as session:
        outcome = session.build([workshop.folder / "b"])
    assert not outcome.diagnostics, outcome.diagnostics
    return {file.name: file.read_bytes() for file in (workshop.folder / options.output).iterdir()}


def test_when_the_ebook_is_made(workshop: Workshop, made: list[str]) -> None:
    workshop.write("b/book.yaml", "title: T\nlang: en\nchapters:\n  - front: [p.md]\n  - a.md\n  - b.md\n")
    workshop.write("b/p.md", f"# Preface\n\n{WORDS * 4}")
    workshop.write("b/b.md", f"# Behind\n\n{PAGE * 2}")
    first = f"# First\n\n{PAGE}A word stands here.\n\n{PAGE}"
    edits = {
        "from nothing": (first, ["after"]),
        "a word changed": (first.replace("A word", "This word"), ["ahead"]),
        "words put in": (first.replace("A word", "Quite another small word"), ["ahead"]),
        "pages added": (first.replace("A word", PAGE * 3 + "A word"), ["ahead", "ahead"]),
        "a line more on a page": (first.replace("A word", PAGE * 3 + "\n\nOne line.\n\nA word"), ["ahead", "after"]),
    }
    for name, (text, expected) in edits.items():
        workshop.write("b/a.md", text)
        made.clear()
        ours = build(workshop)
        assert made == expected, name
        assert ours == build(workshop, use_cache=False), name


def test_no_picture_is_opened_in_the_process_that_was_called(tmp_path: Path) -> None:
    with WorkerPool(1) as hands:
        made = [
            next_to_workers(hands)([DueJob(each, None, "0" * 64, BlobStore(tmp_path), tmp_path, 0.0)])[0][0]
            for each in (tells_its_process, tells_its_process_from_a_picture)
        ]
    assert made[0] == os.getpid()
    assert made[1] != os.getpid()
    assert pictures.plate.opens_pictures
    assert jacket.make.opens_pictures
    assert not mark_pages.opens_pictures
