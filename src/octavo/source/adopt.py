"""book.yaml for a book that was made for another tool: what the book's own files say, in octavo's keys."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from octavo.model.dialect import Dialect
from octavo.model.keys import Shape, ValueType, keys_of
from octavo.model.publication import BACK, BODY, FRONT, Chapter, Contributor, Metadata, Publication
from octavo.model.settings import Settings
from octavo.source import yaml_writer
from octavo.source.decode import decode
from octavo.source.header import read_chapter_header
from octavo.source.layout_readers.book import USUAL
from octavo.source.spine import kind_of

_DECIDED = ("number_sections", "number_headings", "number_depth")
"""The settings that a layout decides on."""


def write_book_yaml(publication: Publication, folder: Path) -> tuple[str, list[str]]:
    """Return the text of book.yaml for a publication that is read from `folder`, and what book.yaml cannot express."""
    chapters = _ChapterListWriter(publication, folder)
    said: dict[str, Any] = {
        **_metadata(publication.metadata, chapters),
        "octavo": {**_settings(publication.settings), "dialect": _dialect(publication, chapters)},
        "chapters": list(chapters.groups()),
    }
    head = (
        f"# What {publication.keys_name} says, in octavo's keys. From now on octavo reads this file instead.\n"
        "# As long as it has a dialect, errors in the texts are reported as warnings, and editions are made.\n"
    )
    return head + yaml_writer.write(said), chapters.unsaid


def _metadata(metadata: Metadata, chapters: _ChapterListWriter) -> dict[str, Any]:
    said = {}
    for name, key in keys_of(Metadata).items():
        value = getattr(metadata, name)
        if key.group is Contributor:
            people = [_person(each) for each in value]
            value = people[0] if len(people) == 1 else people
        elif key.value is ValueType.IDENTIFIER:
            value = value[0].text if value else None  # other tools know of one
        elif isinstance(value, date):
            value = str(value)
        elif key.is_path and value:
            value = [chapters.path(each) for each in value] if key.shape is Shape.LIST else chapters.path(value)
        if value not in (None, "", (), []):
            said[key.name] = value
    return said


def _person(person: Contributor) -> str | dict[str, str]:
    return person.name if person.role == "aut" else {"name": person.name, "role": person.role}


def _settings(settings: Settings) -> dict[str, Any]:
    """Return the settings that a layout decides on, if they are not the usual ones of a book."""
    known = keys_of(Settings)
    return {
        known[name].name: getattr(settings, name)
        for name in _DECIDED
        if getattr(settings, name) != getattr(USUAL, name)
    }


def _dialect(publication: Publication, chapters: _ChapterListWriter) -> dict[str, Any]:
    dialect = next(each.dialect for each in publication.chapters if each.dialect)
    usual = Dialect(dialect.tool)
    said: dict[str, Any] = {"tool": dialect.tool}
    text = " ".join(word for chapter in publication.chapters for word in chapter.text.split())
    for name, key in keys_of(Dialect).items():
        value = getattr(dialect, name)
        if name == "variables":
            value = tuple(pair for pair in value if _is_used(pair[0], text))
        if key.is_path and key.shape is Shape.LIST:
            value = tuple(path for each in value if (path := chapters.path(each)) is not None)
        elif key.is_path and value:
            value = chapters.path(value)
        if value != getattr(usual, name):
            said[key.name] = dict(value) if key.shape is Shape.MAPPING else value
    return said


def _is_used(name: str, text: str) -> bool:
    """Return whether a variable is worth its line: of those that a whole configuration gives, only what texts use."""
    return not name.startswith("meta.") or f"meta {name.removeprefix('meta.')}" in text


class _ChapterListWriter:
    """The chapters as the list of book.yaml. `unsaid` collects what the list cannot express."""

    def __init__(self, publication: Publication, folder: Path) -> None:
        self.publication, self.folder = publication, folder
        self.chapters = [each for each in publication.chapters if not each.made or each.kind in ("part", "chapter")]
        self.unsaid: list[str] = []
        self.seen: dict[Path, int] = {}

    def path(self, inner: str | None) -> str | None:
        """Return a path from the root as one from the book's folder."""
        if inner is None:
            return None
        return os.path.relpath(self.publication.root / inner, self.folder.resolve()).replace(os.sep, "/")

    def groups(self) -> Iterator[Any]:
        """Yield the members of the list: groups, and entries of the body."""
        front = [each for each in self.chapters if each.matter == FRONT]
        if front:
            yield {"front": list(self.entries(front))}
        body = [each for each in self.chapters if each.matter == BODY]
        row = 0
        while row < len(body):
            each, end = body[row], row + 1
            is_part = each.kind == "part"
            while end < len(body) and body[end].kind != "part" and (body[end].level > 1 or not is_part):
                end += 1
            yield from [self.part(each, body[row + 1 : end])] if is_part else self.entries(body[row:end])
            row = end
        for name, is_appendix in (("appendices", True), ("back", False)):
            back = [each for each in self.chapters if each.matter == BACK and (each.kind == "appendix") is is_appendix]
            if back:
                yield {name: list(self.entries(back))}

    def part(self, part: Chapter, inside: Sequence[Chapter]) -> dict[str, Any]:
        said: dict[str, Any] = {"part": part.title or self.heading(part)}
        if not part.made:
            said["file"] = self.file(part)
        if part.numbered is not None:
            said["number"] = part.numbered
        return {**said, "chapters": list(self.entries(inside))}

    def heading(self, part: Chapter) -> str:
        from octavo.source.headings import first_heading
        from octavo.source.texts import title_from_name

        return first_heading(part.text) or title_from_name(part.file.stem)

    def entries(self, chapters: Sequence[Chapter]) -> Iterator[Any]:
        """Yield the entries of chapters, each with those under it."""
        row = 0
        while row < len(chapters):
            each, end = chapters[row], row + 1
            while end < len(chapters) and chapters[end].level > each.level:
                end += 1
            if self.is_repeated(each):
                self.unsaid.append(f"{each.name} has several chapters; in book.yaml a file is one chapter")
                yield from self.entries(chapters[row + 1 : end])
            else:
                yield self.entry(each, list(self.entries(chapters[row + 1 : end])))
            row = end

    def is_repeated(self, chapter: Chapter) -> bool:
        if chapter.made:
            return False
        self.seen[chapter.file] = self.seen.get(chapter.file, 0) + 1
        return self.seen[chapter.file] > 1

    def entry(self, chapter: Chapter, inside: list[Any]) -> Any:
        said: dict[str, Any] = {} if chapter.made else {"file": self.file(chapter)}
        if chapter.title and chapter.title != self.own_title(chapter):
            said["title"] = chapter.title
        usually = None if chapter.matter == BODY or chapter.kind == "appendix" else False
        if chapter.numbered is not usually and chapter.numbered is not None:
            said["number"] = chapter.numbered
        usual_kind = "appendix" if chapter.kind == "appendix" else kind_of(chapter.file.stem)
        if chapter.kind != usual_kind and not chapter.made:
            said["kind"] = chapter.kind
        if inside:
            said["chapters"] = inside
        return said["file"] if list(said) == ["file"] else said

    def own_title(self, chapter: Chapter) -> str | None:
        text, _ = (None, []) if chapter.made else decode(chapter.file, chapter.name)
        return read_chapter_header(text, chapter.name)[0].title if text else None

    def file(self, chapter: Chapter) -> str:
        return os.path.relpath(chapter.file.resolve(), self.folder.resolve()).replace(os.sep, "/")
