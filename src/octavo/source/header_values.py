"""The values that a text uses by name (`{{< meta x >}}`): those of its own header, and of the book's configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from octavo.model.dialect import Dialect
from octavo.model.publication import Publication
from octavo.source import config, notebook
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.foreign import is_inside, repository
from octavo.source.header import split
from octavo.source.tree import Value

_VALUE = re.compile(r"\{\{<\s*(?P<how>meta|var)\s+(?P<name>[\w.-]+)\s*>\}\}")


def fill_values(publication: Publication, dialect: Dialect) -> Publication:
    """Return the book with the values that `{{< meta x >}}` has in titles, and in each chapter by its own header."""
    chapters = []
    for chapter in publication.chapters:
        header, _ = (config.NOTHING, "") if chapter.made else peek(chapter.file, publication.root)
        own = tuple(flatten(header.tree.data, "meta."))
        values = dict((*dialect.variables, *own))
        title, label = (_filled(each, values) for each in (chapter.title, chapter.label))
        chapters.append(replace(chapter, values=own, title=title, label=label))
    about, known = publication.metadata, dict(dialect.variables)
    metadata = replace(
        about,
        title=_filled(about.title, known) or "",
        subtitle=_filled(about.subtitle, known),
        description=_filled(about.description, known),
        abstract=_filled(about.abstract, known),
    )
    return replace(publication, metadata=metadata, chapters=tuple(chapters))


def _filled(text: str | None, values: Mapping[str, str]) -> str | None:
    return text and _VALUE.sub(lambda found: values.get(f"{found['how']}.{found['name']}", found[0]), text)


def peek(file: Path, folder: Path) -> tuple[Config, str]:
    """Return the header and text of a chapter, as far as it can be read; the spine reports what is wrong."""
    there = file.is_file() and is_inside(file, repository(folder))
    text, _ = decode(file, file.name) if there else ("", [])
    if text and file.suffix.lower() == notebook.SUFFIX:
        text, _, _ = notebook.read(text, file.name)
    yaml, body, first, _ = split(text or "")
    return (config.of_header(yaml, file.name, first) if yaml else config.NOTHING), body


def flatten(value: Value, name: str) -> Iterator[tuple[str, str]]:
    """Yield the texts of a tree by their dotted names, which begin with `name`."""
    for key, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict):
            yield from flatten(inner, f"{name}{key}.")
        elif isinstance(inner, list):
            yield from flatten({str(number): each for number, each in enumerate(inner, 1)}, f"{name}{key}.")
            yield f"{name}{key}", ", ".join(text for each in inner if (text := config.text(each)))
        elif text := config.text(inner):
            yield f"{name}{key}", text
