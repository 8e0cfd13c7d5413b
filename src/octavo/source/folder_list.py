"""The chapters of a folder by the natural order of their names, README or index first; its subfolders are parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.model import languages
from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.publication import BACK, FRONT, Chapter
from octavo.source.chapter_list import ListedChapter
from octavo.source.decode import decode
from octavo.source.header import NOTHING, HeaderValues, merge, read_chapter_header, read_keys, split
from octavo.source.headings import first_heading
from octavo.source.texts import OPENING, TextFolder, matter_of, title_from_name
from octavo.tools.sandbox import display_path

_REPOSITORY = re.compile(r"CONTRIBUT(?:ING|ORS)|CODE_OF_CONDUCT|LICEN[CS]E|SECURITY|(?:PULL_REQUEST|ISSUE)_TEMPLATE")
"""Texts in a repository for the people who work on it."""
_TWOFOLD = re.compile(r"\s*#[ \t]+(\S.*)\n\s*(?=##?[ \t]+\S)")
"""A heading at the beginning that another one follows directly."""


def list_chapters(there: TextFolder) -> list[ListedChapter]:
    """Return the texts of a folder as a list of chapters."""
    listed = list(_listed(there, there.folder, ListedChapter()))
    if there.first and any(each.matter == FRONT for each in listed):
        listed = [replace(e, matter=FRONT) if e.file == _name(there.first, there.folder) else e for e in listed]
    return listed


def find_cover(folder: Path) -> str | None:
    """Return the name of the picture called cover, if there is one."""
    names = (f"{place}cover{suffix}" for place in ("", "images/") for suffix in (".png", ".jpg", ".jpeg", ".svg"))
    return next((name for name in names if (folder / name).is_file()), None)


def with_readme(there: TextFolder, defaults: HeaderValues) -> HeaderValues:
    """Return what applies where book.yaml says nothing: the header of the README, then `defaults`, then the README's
    heading as a title and the picture that is called cover."""
    text, _ = decode(there.first, there.first.name) if there.first else ("", [])
    yaml, body, first_line, _ = split(text or "")
    said, _ = read_keys(yaml, "README", first_line) if yaml is not None else (NOTHING, [])
    found = {"title": first_heading(body), "cover_image": find_cover(there.folder)}
    usual = {key: value for key, value in found.items() if value}
    return HeaderValues(merge({**usual, **defaults.values}, said.values if said else {}))


def report_languages(there: TextFolder, cwd: Path) -> Iterator[Diagnostic]:
    """Report folders that are called like languages and hold everything: they are probably one book in each."""
    folders = [each.folder for each in there.inside if isinstance(each, TextFolder)]
    texts = [each for each in there.inside if isinstance(each, Path) and each != there.first]
    if len(folders) < 2 or texts or not all(_is_language(each.name) for each in folders):
        return
    names = ", ".join(f"'{each.name}'" for each in folders)
    shown = " ".join(display_path(each, cwd) for each in folders)
    message = f"the folders {names} are called like languages, and become the parts of one book"
    yield warning(
        "layout.languages", message, Place(display_path(there.folder, cwd)), f"build each: octavo build {shown}"
    )


def _is_language(name: str) -> bool:
    found = re.fullmatch(r"([a-z]{2,3})(?:[-_][A-Za-z]{2,4})?", name)
    return found is not None and found[1] in languages.tags()


def without_series(chapters: list[Chapter]) -> Iterator[Chapter]:
    """Yield the chapters without a first heading that several share, which is the title of a series."""
    twofold = [_TWOFOLD.match(chapter.text) for chapter in chapters]
    count = Counter(found[1].strip() for found in twofold if found)
    for chapter, found in zip(chapters, twofold, strict=True):
        if found and count[found[1].strip()] > 1:
            blank = "\n" * chapter.text.count("\n", 0, found.end(1))
            yield replace(chapter, text=blank + chapter.text[found.end(1) :])
        else:
            yield chapter


def _listed(there: TextFolder, root: Path, under: ListedChapter) -> Iterator[ListedChapter]:
    """Yield the texts of a folder; a subfolder is a part, and one inside a part goes below its README."""
    for each in there.inside:
        if isinstance(each, Path):
            if each == there.first:
                yield from _readme(each, root) if there.folder == root else ()
            elif there.folder != root or not _REPOSITORY.fullmatch(each.stem):
                yield replace(under, file=_name(each, root), **_matter(each.stem, under.level))
        elif under.level == 1:
            yield _part(each, root)
            yield from _listed(each, root, replace(under, level=2))
        elif each.first is None:
            yield from _listed(each, root, under)
        else:
            yield replace(under, file=_name(each.first, root), holds=True)
            yield from _listed(each, root, replace(under, level=under.level + 1, depth=under.depth + 1))


def _matter(stem: str, level: int) -> dict[str, Any]:
    """Return what a text at the top is by its name. In a part, it stays among the chapters."""
    kind = matter_of(stem)
    if level > 1 or not kind:
        return {}
    if kind == "appendix":
        return {"matter": BACK, "kind": kind}
    return {"matter": FRONT if kind in OPENING else BACK, "numbered": False}


def _readme(file: Path, root: Path) -> Iterator[ListedChapter]:
    """Yield the README of the book, unless it has no text. The title in its header is that of the book."""
    _, body = _read(file)
    if body.strip():
        yield ListedChapter(_name(file, root), title=first_heading(body))


def _part(there: TextFolder, root: Path) -> ListedChapter:
    title, body = _read(there.first) if there.first else (None, "")
    named = None if title or first_heading(body) else title_from_name(there.folder.name)
    file = _name(there.first, root) if there.first else None
    return ListedChapter(file, kind="part", title=named, holds=True)


def _read(file: Path) -> tuple[str | None, str]:
    """Return the title and text of a file, as far as it can be read; the spine reports what is wrong."""
    text, _ = decode(file, file.name)
    header, _ = read_chapter_header(text or "", file.name)
    return header.title, header.body or ""


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()
