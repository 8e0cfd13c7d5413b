"""The chapters of a folder by the natural order of their names, README or index first; its subfolders are parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.model.publication import BACK, FRONT
from octavo.source.chapter_list import ListedChapter
from octavo.source.decode import decode
from octavo.source.header import read_chapter_header
from octavo.source.headings import first_heading
from octavo.source.texts import OPENING, TextFolder, matter_of, title_from_name

_REPOSITORY = re.compile(r"CONTRIBUT(?:ING|ORS)|CODE_OF_CONDUCT|LICEN[CS]E|SECURITY|(?:PULL_REQUEST|ISSUE)_TEMPLATE")
"""Texts in a repository for the people who work on it."""


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
