"""book.yaml for a book that was made for another tool: what the book's own files say, in octavo's keys."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from octavo.model.dialect import Dialect
from octavo.model.keys import Key, Shape, ValueType, keys_of
from octavo.model.publication import (
    BACK,
    BODY,
    FRONT,
    Chapter,
    ChapterKind,
    Contributor,
    Metadata,
    OtherContributor,
    Publication,
)
from octavo.model.settings import PAGE_SIZES, Settings
from octavo.source import foreign, notebook, yaml_writer
from octavo.source.decode import decode
from octavo.source.header import ChapterHeader, HeaderValues, read_chapter_header
from octavo.source.headings import first_heading, has_title, section_lines, select_lines, top_headings
from octavo.source.layout_readers import book
from octavo.source.spine import kind_of
from octavo.source.texts import LISTED
from octavo.source.validate import construct


def write_book_yaml(publication: Publication, folder: Path, defaults: HeaderValues) -> str:
    """Return the text of book.yaml for a publication that is read from `folder`.

    It has what `defaults`, which apply to book.yaml too, do not say.
    """
    chapters = _ChapterListWriter(publication, folder)
    given = dict(defaults.values)
    settings = _keys(publication.settings, construct(Settings, given.pop("octavo", None) or {}, _USUAL), chapters)
    said: dict[str, Any] = {
        "title": publication.metadata.title,
        "lang": publication.metadata.lang,
        **_keys(publication.metadata, construct(Metadata, given), chapters),
        "octavo": {**settings, "dialect": _dialect(publication, chapters)},
        "chapters": list(chapters.groups()),
    }
    head = (
        f"# What {publication.keys_name} says, in octavo's keys. From now on octavo reads this file instead.\n"
        "# As long as it has a dialect, errors in the texts are reported as warnings, and editions are made.\n"
    )
    return head + yaml_writer.write(said)


_USUAL = replace(book.USUAL, rules=foreign.USUAL.rules)
"""The settings of a book with book.yaml and a dialect."""


def _keys(record: Any, usual: Any, chapters: _ChapterListWriter) -> dict[str, Any]:
    """Return the keys of a record whose values are not the usual ones, as an author would write them."""
    said = {}
    for name, key in keys_of(type(record)).items():
        value = getattr(record, name)
        if value != getattr(usual, name) and key.group is not Dialect:
            said[key.name] = _written(key, value, getattr(usual, name), chapters)
    return said


def _written(key: Key, value: Any, usual: Any, chapters: _ChapterListWriter) -> Any:
    if key.group in (Contributor, OtherContributor):
        people = [_person(each) for each in value]
        return people[0] if len(people) == 1 else people
    if key.shape is Shape.GROUP:
        return _keys(value, usual, chapters)
    if key.value is ValueType.PAGE_SIZE:
        named = next((name for name, size in PAGE_SIZES.items() if size == value), "")
        return named or f"{value[0]:g}mm {value[1]:g}mm"
    if key.value is ValueType.SEVERITY:
        return {
            rule: "off" if severity is None else severity.value
            for rule, severity in value
            if (rule, severity) not in usual
        }
    if key.value is ValueType.IDENTIFIER:
        written = [{each.edition: each.text} if each.edition else each.text for each in value]
        return written[0] if len(written) == 1 else written
    if key.shape is Shape.MAPPING:
        return dict(value)
    if key.is_path and value:
        return [chapters.path(each) for each in value] if key.shape is Shape.LIST else chapters.path(value)
    return value.isoformat() if isinstance(value, date) else value


def _person(person: Contributor) -> str | dict[str, str]:
    said = {key.name: value for name, key in keys_of(Contributor).items() if (value := getattr(person, name))}
    if said.get("role") == "aut":
        del said["role"]
    return person.name if list(said) == ["name"] else said


def _dialect(publication: Publication, chapters: _ChapterListWriter) -> dict[str, Any]:
    dialect = dialect_of(publication)
    said = {"tool": dialect.tool, **_keys(dialect, Dialect(dialect.tool), chapters)}
    if dialect.variables and "variables" in said:
        texts = list(_texts(publication, chapters.folder))
        said["variables"] = {name: value for name, value in dialect.variables if _is_used(name, texts)}
    return {name: value for name, value in said.items() if value not in ({}, [], ())}


def dialect_of(publication: Publication) -> Dialect:
    """Return the dialect of a book of another tool."""
    return next(each.dialect for each in publication.chapters if each.dialect)


def _texts(publication: Publication, folder: Path) -> Iterator[str]:
    """Yield all texts in which a value can be used by name: chapters, and what they may include."""
    yield from (chapter.text for chapter in publication.chapters)
    for suffix in sorted(LISTED):
        for file in folder.rglob(f"*{suffix}"):
            if file.is_file():
                yield file.read_text(encoding="utf-8", errors="replace")


def _is_used(name: str, texts: Sequence[str]) -> bool:
    """Return whether a variable is worth its line: of those that a whole configuration gives, only what texts use."""
    return not name.startswith("meta.") or any(re.search(rf"meta\s+{re.escape(name[5:])}\b", text) for text in texts)


def differences(before: Publication, after: Publication) -> Iterator[str]:
    """Yield what book.yaml does not say as the files of the other tool do, as far as it could change an edition."""
    for record, again in ((before.metadata, after.metadata), (before.settings, after.settings)):
        for name, key in keys_of(type(record)).items():
            if key.group is not Dialect and getattr(record, name) != getattr(again, name):
                yield f"'{key.name}' is not carried over"
    chapters, own = (list(book.chapters) for book in (before, after))
    if len(chapters) != len(own):
        yield f"{len(chapters)} chapters are now {len(own)}"
        return
    for chapter, other in zip(chapters, own, strict=True):
        lost = [name for name in _COMPARED if _meaning(chapter, name) != _meaning(other, name)]
        if lost:
            yield f"{chapter.name}: its {', '.join(lost).replace('_', ' ')} is not carried over"


def _meaning(chapter: Chapter, name: str) -> Any:
    """Return the value of a field, the same for those that mean the same."""
    value = _label(chapter) if name == "label" else getattr(chapter, name)
    has_number = chapter.matter == BODY or chapter.kind in (ChapterKind.APPENDIX, ChapterKind.PART)
    return False if name == "numbered" and value is None and not has_number else value


def _label(chapter: Chapter) -> str | None:
    """Return what lists call a chapter, if that is neither its title nor the heading of its text."""
    return None if chapter.label in (first_heading(chapter.text), chapter.title) else chapter.label


_COMPARED = (
    "id", "text", "kind", "matter", "level", "depth", "title", "subtitle", "adds_title", "label", "numbered", "nocite",
    "values",
)  # fmt: skip
"""What editions depend on of a chapter, other than its file."""


class _ChapterListWriter:
    """The chapters as the list of book.yaml."""

    def __init__(self, publication: Publication, folder: Path) -> None:
        self.publication, self.folder = publication, folder
        self.chapters = [each for each in publication.chapters if not each.made or each.kind in ("part", "chapter")]

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
        back = [each for each in self.chapters if each.matter == BACK]
        for is_appendix, group in groupby(back, lambda each: each.kind == "appendix"):
            yield {"appendices" if is_appendix else "back": list(self.entries(list(group)))}

    def part(self, part: Chapter, inside: Sequence[Chapter]) -> dict[str, Any]:
        said: dict[str, Any] = {"part": part.title}
        if not part.made:
            said |= self.located(part)
            if part.title == self.own_title(part):
                said["part"] = None
        if part.label and part.label != part.title:
            said["short-title"] = part.label
        if part.numbered is not None:
            said["number"] = part.numbered
        return {**said, "chapters": list(self.entries(inside))}

    def entries(self, chapters: Sequence[Chapter]) -> Iterator[Any]:
        """Yield the entries of chapters, each with those under it."""
        row = 0
        while row < len(chapters):
            each, end = chapters[row], row + 1
            while end < len(chapters) and chapters[end].level > each.level:
                end += 1
            inside = list(self.entries(chapters[row + 1 : end]))
            if inside or not each.made:
                yield self.entry(each, inside)
            row = end

    def entry(self, chapter: Chapter, inside: list[Any]) -> Any:
        said: dict[str, Any] = {} if chapter.made else self.located(chapter)
        is_label = chapter.title == chapter.label and not chapter.adds_title and not has_title(chapter.text)
        if chapter.title and chapter.title != self.own_title(chapter) and (chapter.made or not is_label):
            said["title"] = chapter.title
        if chapter.label and not chapter.made and (_label(chapter) or chapter.title or self.own_title(chapter)):
            said["short-title"] = chapter.label
        usually = None if chapter.matter == BODY or chapter.kind == "appendix" else False
        if chapter.numbered is not usually and chapter.numbered is not None:
            said["number"] = chapter.numbered
        usual_kind = "appendix" if chapter.kind == "appendix" else kind_of(chapter.file.stem)
        if chapter.kind != usual_kind and not chapter.made:
            said["kind"] = chapter.kind.value
        if inside:
            said["chapters"] = inside
        return said["file"] if list(said) == ["file"] else said

    def own_title(self, chapter: Chapter) -> str | None:
        """Return the title in the header of its file."""
        return None if chapter.made else self.header(chapter).title

    def header(self, chapter: Chapter) -> ChapterHeader:
        text, _ = decode(chapter.file, chapter.name)
        if text and chapter.file.suffix.lower() == notebook.SUFFIX:
            text, _, _ = notebook.read(text, chapter.name)
        return read_chapter_header(text or "", chapter.name)[0]

    def located(self, chapter: Chapter) -> dict[str, Any]:
        """Return the keys that say which text a chapter has: its file, and the section of a file with several."""
        said = {"file": os.path.relpath(chapter.file.resolve(), self.folder.resolve()).replace(os.sep, "/")}
        body = self.header(chapter).body or ""
        if chapter.text == body:
            return said
        is_part = chapter.kind == ChapterKind.PART
        for number in range(len(top_headings(body)) + 1):
            lines = section_lines(body, number, is_below=is_part)
            if lines and select_lines(body, *lines) == chapter.text:
                return {**said, "section": number}
        return said
