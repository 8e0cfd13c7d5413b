"""Other tools' Markdown, made ready for Pandoc: line by line, so that every place is still the author's.

Nothing is run. What is not understood stays as it is written, and is said once a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.manuscript.dialects import bookdown, honkit, mdbook, mkdocs, quarto
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import SourceLine, read, written
from octavo.manuscript.dialects.reader import reader
from octavo.model.diagnostic import Diagnostic
from octavo.model.dialect import Dialect
from octavo.model.jobs import MapJobs, Subject, step
from octavo.model.publication import Chapter, Publication
from octavo.model.settings import Settings

_TOOLS: dict[str, Callable[[DialectContext, list[SourceLine]], Sequence[SourceLine]]] = {
    "mdbook": mdbook.ready,
    "quarto": quarto.ready,
    "bookdown": bookdown.ready,
    "mkdocs": mkdocs.ready,
    "honkit": honkit.ready,
    "plain": honkit.ready,
}


@dataclass(frozen=True, slots=True)
class PreparedChapter:
    """A chapter made ready, and every file that it asked for, whether or not there is one."""

    chapter: Chapter
    files: tuple[Path, ...]
    found: tuple[Diagnostic, ...]


def prepare(publication: Publication, spread: MapJobs) -> tuple[Publication, tuple[Diagnostic, ...]]:
    """The publication with the texts of all chapters that are another tool's made ready."""
    rows = [row for row, chapter in enumerate(publication.chapters) if chapter.dialect is not None]
    if not rows:
        return publication, ()
    if any(publication.chapters[row].dialect.tool == "bookdown" for row in rows):  # type: ignore[union-attr]
        publication = replace(publication, chapters=tuple(bookdown.joined(publication.chapters)))
    text = replace(publication, settings=publication.settings.of_text())
    done = dict(zip(rows, spread(ready, [text.alone(text.chapters[row].id) for row in rows]), strict=True))
    chapters = tuple(done[row].chapter if row in done else each for row, each in enumerate(publication.chapters))
    files = dict.fromkeys([*publication.files, *(file for row in rows for file in done[row].files)])
    found = tuple(each for row in rows for each in done[row].found)
    return replace(publication, chapters=chapters, files=tuple(files)), found


@step("dialect", subject=lambda job: Subject(job.chapters[0].id))
def ready(publication: Publication) -> PreparedChapter:
    """The one chapter of a publication made ready; runs in any process."""
    (chapter,) = publication.chapters
    dialect = chapter.dialect or Dialect("plain")
    editor = DialectContext(publication, chapter, dialect)
    lines = _TOOLS[dialect.tool](editor, read(chapter.text, chapter.name, chapter.origins))
    text, origins = written(lines)
    wanted = chapter.reader or publication.settings.reader
    name = reader(dialect, publication.metadata.lang) if wanted == Settings().reader else wanted
    made = replace(chapter, text=text, origins=origins, reader=name)
    return PreparedChapter(made, tuple(editor.files), tuple(editor.found))
