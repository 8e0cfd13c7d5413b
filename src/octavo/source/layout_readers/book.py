"""A book: a folder with book.yaml, which has its metadata and lists its chapters."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error, info
from octavo.model.dialect import Dialect
from octavo.model.publication import Chapter, Publication
from octavo.model.settings import PAGE_SIZES, Settings
from octavo.source import chapter_list, foreign, layouts, texts, unread
from octavo.source.chapter_list import ListedChapter
from octavo.source.decode import decode
from octavo.source.discover import BOOK, FoundSource
from octavo.source.folder_list import list_chapters, report_languages, with_readme, without_series
from octavo.source.header import NOTHING, HeaderValues, read_book_keys, resolve
from octavo.source.header_values import fill_values
from octavo.source.layouts import Layout
from octavo.source.spine import Spine
from octavo.source.texts import TextFolder
from octavo.tools.sandbox import display_path

USUAL = Settings(page_size=PAGE_SIZES["6x9"], number_sections=True)
"""The defaults of a book."""
USUAL_FOLDER = replace(USUAL, number_sections=False)
"""The defaults of a book that lists no chapters."""
_MOST_NAMED = 5


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Return the publication, without chapters that cannot be read; or why it cannot be read."""
    listing = found.path / BOOK
    name = display_path(listing, cwd)
    yaml, diagnostics = decode(listing, name)
    if yaml is None:
        return None, diagnostics
    keys, diagnostics = read_book_keys(yaml, name)
    if keys is None:
        return None, diagnostics
    tool = ((keys.values.get("octavo") or {}).get("dialect") or {}).get("tool")
    layout = layouts.of_dialect(tool) if tool else None
    # Without a list the chapters are those of a plain folder, of which book.yaml says the rest.
    lists = bool(tool) or (isinstance(keys.tree.data, dict) and "chapters" in keys.tree.data)
    usual = replace(USUAL, rules=foreign.USUAL.rules) if tool else USUAL if lists else USUAL_FOLDER
    listed, wrong = chapter_list.read(keys.tree, name)
    there, unreadable = look(found.path, cwd)
    plain = None if lists else there
    if plain is not None:
        defaults = with_readme(plain, defaults)
        listed = list_chapters(plain)
        diagnostics += unread.report_others(unread.list_others(plain.folder), plain.folder, cwd)
        diagnostics += report_languages(plain, cwd)
    metadata, settings, missing = resolve(keys, defaults, Place(name, 1, 1), "add lang: en", usual)
    # A book made for another tool can include files from all of its repository.
    home = foreign.repository(found.path) if tool else found.path
    texts_in = Path(os.path.normpath(found.path / settings.dialect.home)) if settings.dialect else found.path
    spine = Spine(found.path, cwd, listing, home, texts_in if texts_in.is_relative_to(home) else found.path)
    for each in listed:
        spine.add(_as_its_tool_does(each, layout))
    if plain is not None:
        spine.chapters = list(without_series(spine.chapters))
    diagnostics += [*missing, *wrong, *unreadable, *spine.diagnostics]
    if there is not None and lists:
        diagnostics += _unlisted(spine, there, layout)
    if not any(each.file != listing for each in spine.chapters):
        if not listed and not wrong:
            diagnostics.append(_empty(keys, name, there))
        elif not any(each.severity == "error" for each in diagnostics):
            diagnostics.append(error("book.empty", "this book has no text", Place(name, 1, 1), "write a chapter"))
        return None, diagnostics
    chapters = spine.whole(metadata, settings)
    metadata, settings = foreign.rebase(metadata, settings, spine.start)
    publication = Publication(
        name=found.name,
        kind="book",
        source=display_path(found.path, cwd),
        root=spine.root,
        metadata=metadata,
        settings=settings,
        chapters=tuple(_in_dialect(chapter, settings.dialect, name, spine.start) for chapter in chapters),
        key_lines=keys.key_lines,
        keys_name=name,
        files=(listing, *([there.first] if there and there.first else []), *(there.seen if there else ())),
    )
    if settings.dialect:
        diagnostics += foreign.report_cells(publication.chapters, settings.dialect)
        if layout and layout.has_header_values:
            publication = fill_values(publication, settings.dialect)
    return publication, diagnostics


def _as_its_tool_does(listed: ListedChapter, layout: Layout | None) -> ListedChapter:
    """Return a chapter of the list with what the tool of its dialect makes of titles."""
    if layout is None:
        return listed
    # The first heading of a glossary may be a term.
    added = listed.adds_title or (bool(listed.title) and Path(listed.file or "").stem.casefold() == "glossary")
    return replace(listed, title_is_label=layout.header_titles_are_labels, adds_title=added)


def _in_dialect(chapter: Chapter, dialect: Dialect | None, name: str, start: str) -> Chapter:
    """Return a chapter in the dialect that book.yaml names, if any, with paths relative to the root."""
    if dialect is None or (chapter.made and not chapter.text):
        return chapter
    bases = tuple(posixpath.normpath(posixpath.join(start, base)) for base in dialect.bases)
    home = posixpath.normpath(posixpath.join(start, dialect.home))
    macros = posixpath.normpath(posixpath.join(start, dialect.macros)) if dialect.macros else ""
    return replace(chapter, dialect=replace(dialect, bases=bases, home=home, macros=macros, config=name))


def look(folder: Path, cwd: Path) -> tuple[TextFolder | None, list[Diagnostic]]:
    """Return the texts in a folder, or why it cannot be read."""
    try:
        return texts.read_folder(folder), []
    except OSError as problem:
        message = f"this folder cannot be read: {(problem.strerror or str(problem)).lower()}"
        return None, [error("source.unreadable", message, Place(display_path(Path(problem.filename or folder), cwd)))]


def _empty(keys: HeaderValues, name: str, there: TextFolder | None) -> Diagnostic:
    files = [path.relative_to(there.folder).as_posix() for path in there.all()] if there else []
    named = ", ".join(files[:3]) + (" …" if len(files) > 3 else "")
    hint = f"list them: chapters: [{named}]" if files else "write one, and list it: chapters: [first.md]"
    return error("book.empty", "this book has no chapters", Place(name, *keys.tree.key(("chapters",))), hint)


def _unlisted(spine: Spine, there: TextFolder, layout: Layout | None) -> Iterator[Diagnostic]:
    """Report files that look like chapters and are not listed: the first few by name."""
    own = [path for path in there.all() if path.parent != there.folder or path.name.casefold() != "readme.md"]
    left = [path for path in own if path.resolve() not in spine.files.keys() | spine.intended]
    if layout is not None:
        left = [path for path in left if _is_for_readers(path, spine, layout)]
    for path in left[:_MOST_NAMED]:
        place = Place(display_path(path, spine.cwd))
        hint = f"list it in {spine.name}, or begin its name with an underscore"
        yield info("chapter.unlisted", "this file is not in the list of chapters", place, hint)
    if len(left) > _MOST_NAMED:
        count = len(left) - _MOST_NAMED
        more = "1 more file is" if count == 1 else f"{count} more files are"
        message = f"{more} not in the list of chapters"
        yield info("chapter.unlisted", message, Place(spine.name))


def _is_for_readers(path: Path, spine: Spine, layout: Layout) -> bool:
    """Return whether a file in the folder of another tool's texts is neither its own nor included by a chapter."""
    if path.name in layout.own_texts or not path.is_relative_to(spine.names_from):
        return False
    return not any(path.name in chapter.text for chapter in spine.chapters)
