"""The bench of the manuscript's tests: a small book made by hand, set by the real Pandoc, its galleys as trees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from octavo.manuscript.set import set_manuscript
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley import Galley, Manuscript
from octavo.model.jobs import serial
from octavo.model.publication import BACK, BODY, FRONT, Chapter, Metadata, Publication
from octavo.model.settings import Settings


@dataclass(frozen=True)
class SetBook:
    """What came of it."""

    manuscript: Manuscript
    found: tuple[Diagnostic, ...]

    @property
    def rules(self) -> list[str]:
        return [each.rule for each in self.found]

    def galley(self, chapter: str) -> Galley:
        return next(galley for galley in self.manuscript.galleys if galley.chapter == chapter)

    def tree(self, chapter: str) -> Any:
        return etree.fromstring(self.galley(chapter).html)

    def texts(self, chapter: str, path: str) -> list[str]:
        """The texts of what an XPath finds."""
        return [" ".join("".join(each.itertext()).split()) for each in self.tree(chapter).xpath(path)]


Make = Callable[..., SetBook]


def made(name: str, kind: str, matter: str = FRONT) -> Chapter:
    """A chapter that octavo makes."""
    return Chapter(name, Path("book.yaml"), "book.yaml", "", kind=kind, matter=matter, made=True)


def part(name: str, title: str) -> Chapter:
    """A part without a text of its own."""
    return Chapter(name, Path("book.yaml"), "book.yaml", "", kind="part", title=title, made=True)


def set_book(
    folder: Path,
    chapters: dict[str, str | Chapter],
    kinds: dict[str, str] | None = None,
    more: dict[str, dict[str, Any]] | None = None,
    metadata: Metadata = Metadata(title="The Book"),  # noqa: B008
    settings: Settings = Settings(number_sections=True),  # noqa: B008
    kind: str = "book",
) -> SetBook:
    """Set a book of texts by their paths, and of made chapters; `kinds` and `more` say what differs of a chapter."""
    listed = []
    for path, text in chapters.items():
        if isinstance(text, Chapter):
            listed.append(text)
            continue
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        name = PurePosixPath(path)
        own = (kinds or {}).get(path, "chapter" if kind == "book" else "article")
        matter = BACK if own == "appendix" else BODY
        chapter = Chapter(name.stem, file, path, text, base=name.parent.as_posix(), kind=own, matter=matter)
        listed.append(replace(chapter, **(more or {}).get(path, {})))
    keys = "book.yaml" if kind == "book" else listed[0].name
    publication = Publication("book", kind, ".", folder, metadata, settings, tuple(listed), keys_name=keys)
    manuscript, found = set_manuscript(publication, serial)
    assert manuscript is not None
    return SetBook(manuscript, found)
