"""book.yaml for a book that was made for another tool: what its own files say, in octavo's keys."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from octavo.model.dialect import Dialect
from octavo.model.publication import BACK, BODY, FRONT, Chapter, Metadata, Publication
from octavo.model.settings import Settings
from octavo.source.decode import decode
from octavo.source.header import of_chapter
from octavo.source.layouts.book import USUAL
from octavo.source.spine import kind_of

_PLAIN = re.compile(r"[A-Za-z\u00c0-\u024f][\w ./()’–-]*(?<! )")
_NOT_TEXT = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}


def written(publication: Publication, folder: Path) -> tuple[str, list[str]]:
    """The text of book.yaml for a publication that is read from `folder`, and what it cannot say."""
    listed = _ChapterListWriter(publication, folder)
    said: dict[str, Any] = {
        **_about(publication.metadata, listed),
        "octavo": {**_settings(publication.settings), "dialect": _dialect(publication, listed)},
        "chapters": list(listed.groups()),
    }
    head = (
        f"# What {publication.keys_name} says, in octavo's keys. octavo goes by this file now.\n"
        "# As long as it has a dialect, what is wrong with a text keeps no edition from being made.\n"
    )
    return head + "".join(_lines(said, "")), listed.unsaid


def _about(metadata: Metadata, listed: _ChapterListWriter) -> dict[str, Any]:
    people = [
        person.name if person.role == "aut" else {"name": person.name, "role": person.role}
        for person in metadata.contributors
    ]
    said = {
        "title": metadata.title,
        "subtitle": metadata.subtitle,
        "author": people[0] if len(people) == 1 else people,
        "date": str(metadata.date) if metadata.date else None,
        "lang": metadata.lang,
        "description": metadata.description,
        "abstract": metadata.abstract,
        "keywords": list(metadata.keywords),
        "publisher": metadata.publisher,
        "rights": metadata.rights,
        "identifier": metadata.identifier,
        "url": metadata.url,
        "cover-image": listed.path(metadata.cover_image),
        "cover-alt": metadata.cover_alt,
        "bibliography": [listed.path(each) for each in metadata.bibliography],
        "csl": listed.path(metadata.csl),
    }
    return {key: value for key, value in said.items() if value}


def _settings(settings: Settings) -> dict[str, Any]:
    """The settings that a layout decides on, where they are not those of a book."""
    names = ("number_sections", "number_headings", "number_depth")
    return {
        name.replace("_", "-"): getattr(settings, name)
        for name in names
        if getattr(settings, name) != getattr(USUAL, name)
    }


def _dialect(publication: Publication, listed: _ChapterListWriter) -> dict[str, Any]:
    dialect = next(each.dialect for each in publication.chapters if each.dialect)
    usual = Dialect(dialect.tool)
    said: dict[str, Any] = {"tool": dialect.tool}
    text = " ".join(word for chapter in publication.chapters for word in chapter.text.split())
    for each in fields(Dialect):
        value = getattr(dialect, each.name)
        if each.name == "variables":
            value = tuple(pair for pair in value if _is_asked_for(pair[0], text))
        if each.name == "bases":
            value = tuple(path for base in value if (path := listed.path(base)) is not None)
        elif each.name == "home" or (each.name == "macros" and value):
            value = listed.path(value)
        if each.name not in ("tool", "config", "plugin") and value != getattr(usual, each.name):
            is_mapping = isinstance(value, tuple) and value and isinstance(value[0], tuple)
            said[each.name] = dict(value) if is_mapping else list(value) if isinstance(value, tuple) else value
    return said


def _is_asked_for(name: str, text: str) -> bool:
    """Whether a variable is worth its line: of what a whole configuration gives (`meta`), what a text asks for."""
    return not name.startswith("meta.") or f"meta {name.removeprefix('meta.')}" in text


class _ChapterListWriter:
    """The chapters as the list of book.yaml. `unsaid` grows by what it has no words for."""

    def __init__(self, publication: Publication, folder: Path) -> None:
        self.publication, self.folder = publication, folder
        self.chapters = [each for each in publication.chapters if not each.made or each.kind in ("part", "chapter")]
        self.unsaid: list[str] = []
        self.met: dict[Path, int] = {}

    def path(self, inner: str | None) -> str | None:
        """A path from the root as one from the book's folder."""
        if inner is None:
            return None
        return os.path.relpath(self.publication.root / inner, self.folder.resolve()).replace(os.sep, "/")

    def groups(self) -> Iterator[Any]:
        """What stands under `chapters`: groups, and entries of the body."""
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
        from octavo.source.texts import first_heading, title_from_name

        return first_heading(part.text) or title_from_name(part.file.stem)

    def entries(self, chapters: Sequence[Chapter]) -> Iterator[Any]:
        """Chapters with those that stand under them."""
        row = 0
        while row < len(chapters):
            each, end = chapters[row], row + 1
            while end < len(chapters) and chapters[end].level > each.level:
                end += 1
            if self.is_again(each):
                self.unsaid.append(f"{each.name} holds several chapters; book.yaml takes a file for one")
                yield from self.entries(chapters[row + 1 : end])
            else:
                yield self.entry(each, list(self.entries(chapters[row + 1 : end])))
            row = end

    def is_again(self, chapter: Chapter) -> bool:
        if chapter.made:
            return False
        self.met[chapter.file] = self.met.get(chapter.file, 0) + 1
        return self.met[chapter.file] > 1

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
        return of_chapter(text, chapter.name)[0] if text else None

    def file(self, chapter: Chapter) -> str:
        return os.path.relpath(chapter.file.resolve(), self.folder.resolve()).replace(os.sep, "/")


def _lines(said: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in said.items():
        yield f"{indent}{_scalar(key)}:{_value(value, indent)}"


def _value(value: Any, indent: str) -> str:
    """What stands behind a key, with the line's end."""
    if isinstance(value, Mapping):
        return "\n" + "".join(_lines(value, f"{indent}  "))
    if isinstance(value, list) and all(not isinstance(each, Mapping | list) for each in value):
        inline = f" [{', '.join(map(_scalar, value))}]\n"
        if len(inline) < 80:
            return inline
    if isinstance(value, list):
        return "\n" + "".join(_item(each, f"{indent}  ") for each in value)
    return f" {_scalar(value)}\n"


def _item(value: Any, indent: str) -> str:
    if not isinstance(value, Mapping):
        return f"{indent}- {_scalar(value)}\n"
    return f"{indent}- {''.join(_lines(value, f'{indent}  ')).lstrip()}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    is_plain = isinstance(value, int) or (_PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT)
    return text if is_plain else json.dumps(text, ensure_ascii=False)
