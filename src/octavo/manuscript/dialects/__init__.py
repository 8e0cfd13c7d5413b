"""The table of dialects: each prepares the Markdown of another tool for Pandoc.

Each dialect is a module here that defines `DIALECT`; the other modules are what dialects share. Texts are rewritten
line by line, so that every line keeps its place in the author's file. Nothing that a text asks to run is run. What
octavo does not understand stays in the text, and is reported once for each kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from octavo.manuscript.dialects.definition import DialectDefinition
from octavo.model.diagnostic import Diagnostic
from octavo.model.dialect import Dialect, DialectTraits
from octavo.model.jobs import MapJobs, Subject, step
from octavo.model.publication import Chapter, Publication
from octavo.model.settings import Settings


@cache
def table() -> Mapping[str, DialectDefinition]:
    """Return octavo's own dialects by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = (getattr(module, "DIALECT", None) for module in modules)
    return {each.name: each for each in found if isinstance(each, DialectDefinition)}


def definition(dialect: Dialect) -> DialectDefinition:
    """Return the definition of a dialect; imports the module of another package where that prepares it."""
    if dialect.plugin:
        plugin: DialectDefinition = import_module(dialect.plugin[0]).DIALECT
        return plugin
    return table()[dialect.tool]


def traits(dialect: Dialect | None) -> DialectTraits:
    """Return the traits of a dialect; those of octavo's own Markdown for None."""
    return DialectTraits() if dialect is None else definition(dialect).traits


@dataclass(frozen=True, slots=True)
class PreparedChapter:
    """A prepared chapter, and every file that it asked for, whether or not that exists."""

    chapter: Chapter
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def prepare(publication: Publication, map_jobs: MapJobs) -> tuple[Publication, tuple[Diagnostic, ...]]:
    """Return the publication with the chapters that are in a dialect prepared for Pandoc."""
    rows = [row for row, chapter in enumerate(publication.chapters) if chapter.dialect is not None]
    if not rows:
        return publication, ()
    used = dict.fromkeys(chapter.dialect for chapter in publication.chapters if chapter.dialect is not None)
    for link_chapters in dict.fromkeys(definition(dialect).link_chapters for dialect in used):
        if link_chapters is not None:
            publication = replace(publication, chapters=tuple(link_chapters(publication.chapters)))
    texts = replace(publication, settings=publication.settings.of_text())
    jobs = [texts.alone(texts.chapters[row].id) for row in rows]
    prepared = dict(zip(rows, map_jobs(prepare_chapter, jobs), strict=True))
    chapters = tuple(
        prepared[row].chapter if row in prepared else each for row, each in enumerate(publication.chapters)
    )
    files = dict.fromkeys([*publication.files, *(file for row in rows for file in prepared[row].files)])
    diagnostics = tuple(each for row in rows for each in prepared[row].diagnostics)
    return replace(publication, chapters=chapters, files=tuple(files)), diagnostics


@step("dialect", subject=lambda job: Subject(job.chapters[0].id))
def prepare_chapter(publication: Publication) -> PreparedChapter:
    """Prepare the only chapter of a publication; runs in any process."""
    from octavo.manuscript.dialects.context import DialectContext
    from octavo.manuscript.dialects.lines import join_lines, split_lines

    (chapter,) = publication.chapters
    dialect = chapter.dialect or Dialect("plain")
    defined = definition(dialect)
    context = DialectContext(publication, chapter, dialect, defined.traits)
    lines = defined.prepare(context, split_lines(chapter.text, chapter.name, chapter.origins))
    text, origins = join_lines(lines)
    wanted = chapter.reader or publication.settings.reader
    reader = defined.reader_for(dialect, publication.metadata.lang) if wanted == Settings().reader else wanted
    prepared = replace(chapter, text=text, origins=origins, reader=reader)
    return PreparedChapter(prepared, tuple(context.files), tuple(context.found))
