"""The navigation of MkDocs as a list of chapters: from `nav`, from files of plug-ins, or from the names of files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from octavo.model.diagnostic import Place
from octavo.model.publication import FRONT
from octavo.source import config, summary
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.foreign import Book, is_inside, is_url
from octavo.source.header import split
from octavo.source.headings import top_headings
from octavo.source.texts import is_set_aside, title_from_name
from octavo.source.tree import Value

_INDEX = ("index.md", "README.md")
_PAGE = ListedChapter(kind="chapter", title_is_label=True)
_OWN_TITLE = re.compile(r"^\S.*\n=+[ \t]*$|<h1[\s>]|^[ \t]*#[ \t]|--8<--|\{[!%{]", re.MULTILINE)
"""A title in another form, or one that may come from an included text."""
_OPENS = re.compile(r"(?:\s|<[^<>]*>|!\[[^\]]*\]\([^)]*\))*#{1,6}[ \t]")


@dataclass
class Nav:
    """The navigation as a list of chapters. Pages that `start` lacks are looked for in the folders `others`."""

    book: Book
    manifest: Config
    start: Path
    others: list[Path]

    def __post_init__(self) -> None:
        self.addresses: list[Place] = []
        self.listed_folders = {self.start.resolve()} if self.manifest.get("nav") is None else set()
        """The folders that have been listed: one may contain itself."""
        features = self.manifest.texts("theme", "features")
        self.indexes = "navigation.indexes" in features or "section-index" in self.manifest.keys("plugins")
        literate = [each["literate-nav"] for each in mappings(self.manifest.get("plugins")) if "literate-nav" in each]
        options = literate[0] if literate and isinstance(literate[0], dict) else {}
        self.nav_file = PurePosixPath(config.text(options.get("nav_file")) or "SUMMARY.md").name
        plugins = self.manifest.keys("plugins")
        self.is_literate = "literate-nav" in plugins
        self.pages = ".pages" if "awesome-pages" in plugins else ".nav.yml" if "awesome-nav" in plugins else ""
        """The name of the file by which a plug-in orders a folder."""

    def chapters(self) -> list[ListedChapter]:
        """Return all chapters: from `nav`, from the list of the plug-in literate-nav, or from the names of files."""
        nav = self.manifest.get("nav")
        if isinstance(nav, list):
            rows = list(self.entries(nav, ("nav",), _PAGE))
        elif self.is_literate and (self.start / self.nav_file).is_file():
            rows = list(self.literate(self.start, _PAGE))
        else:
            rows = list(self.files(self.start, _PAGE))
        first = rows[0] if rows else None
        if first and first.file in _INDEX and not first.holds and len(rows) > 1:
            rows[0] = replace(first, matter=FRONT)
        return [replace(each, label=_escaped(each.label), title=_escaped(each.title)) for each in rows]

    def entries(self, items: list[Any], path: tuple[str | int, ...], under: ListedChapter) -> Iterator[ListedChapter]:
        """Yield the chapters of one list in `nav`."""
        for row, item in enumerate(items):
            pairs = item.items() if isinstance(item, dict) else [(None, item)]
            for label, value in pairs:
                where = (*path, row) if label is None else (*path, row, label)
                spot = self.manifest.tree.value(where) if label is None else self.manifest.tree.key(where)
                if isinstance(value, list):
                    yield from self.section(label or "", value, where, replace(under, spot=spot))
                else:
                    yield from self.page(config.text(value), label, replace(under, spot=spot))

    def section(
        self, label: str, items: list[Any], path: tuple[str | int, ...], under: ListedChapter
    ) -> Iterator[ListedChapter]:
        """Yield a section: a part at the top level, otherwise a chapter with other chapters below it."""
        head, rest = self.index_of(items) if self.indexes or not label else (None, items)
        is_part = under.level == 1
        file = self.find(head)[0] if head else None
        if file or label:
            yield _head(under, file, label)
        depth = under.depth if is_part else under.depth + 1
        skipped = len(items) - len(rest)
        inner = replace(under, level=under.level + 1, depth=depth)
        yield from self.entries([None] * skipped + rest, path, inner)

    def index_of(self, items: list[Any]) -> tuple[str | None, list[Any]]:
        """Return the index page that a section begins with, if any, and its other entries."""
        first = items[0] if items else None
        if isinstance(first, dict) and len(first) == 1:
            first = next(iter(first.values()))
        name = config.text(first)
        return (name, items[1:]) if PurePosixPath(name).name in _INDEX else (None, items)

    def page(self, name: str, label: str | None, under: ListedChapter) -> Iterator[ListedChapter]:
        """Yield a page, or the pages of a folder."""
        if not name:
            return
        file, folder = self.find(name)
        if is_url(name) or (name.startswith("/") and file is None and folder is None):
            self.addresses.append(Place(self.manifest.name, *under.spot))
            return
        if folder is not None:
            yield from self.folder(folder, label, under)
        elif "*" in name:
            parent = self.start / PurePosixPath(name.split("*", maxsplit=1)[0]).as_posix()
            yield from self.files(parent if parent.is_dir() else parent.parent, under)
        elif PurePosixPath(name).suffix.lower() in (".md", ".markdown") or file is None:
            title = label if label and file is not None and not self.has_title(file) else None
            yield replace(under, file=file or name, label=label or None, title=title)

    def has_title(self, file: str) -> bool:
        """Return whether a page has a title: a heading of the highest level, or one at its beginning."""
        text, _ = decode(self.start / file, file)
        body = split(text)[1] if text is not None else ""
        return text is None or bool(top_headings(body)) or bool(_OPENS.match(body)) or bool(_OWN_TITLE.search(body))

    def find(self, name: str) -> tuple[str | None, Path | None]:
        """Find a page or a folder of pages, in `start` or in an inherited folder; returns its path from `start`."""
        for folder in (self.start, *self.others):
            path = folder / name.lstrip("/")
            if (path.is_file() or path.is_dir()) and is_inside(path, self.book.home):
                inner = os.path.relpath(path, self.start).replace(os.sep, "/")
                return (inner, None) if path.is_file() else (None, path)
        return None, None

    def folder(self, folder: Path, label: str | None, under: ListedChapter) -> Iterator[ListedChapter]:
        """Yield the pages of a folder: by the list in it, or by the names of its files."""
        if (real := folder.resolve()) in self.listed_folders:
            return
        self.listed_folders.add(real)
        inner = _read_summary(folder / self.nav_file) if self.is_literate else []
        if not label and not inner:
            yield from self.files(folder, under)
            return
        index = next((name for name in _INDEX if (folder / name).is_file()), None) if inner else None
        file = os.path.relpath(folder / index, self.start).replace(os.sep, "/") if index else None
        yield _head(under, file, label or "")
        below = replace(under, level=under.level + 1, depth=under.depth + (under.level > 1))
        yield from self.literate(folder, below) if inner else self.files(folder, below)

    def literate(self, folder: Path, under: ListedChapter) -> Iterator[ListedChapter]:
        """Yield the chapters that the list in a folder links to."""
        lines = _read_summary(folder / self.nav_file)
        self.book.files.append(folder / self.nav_file)
        for row, line in enumerate(lines):
            place = replace(under, level=under.level + line.level - 1, depth=under.depth + line.level - 1)
            if line.href is None or is_url(line.href):
                if line.href is None:
                    yield replace(place, label=line.title, holds=summary.holds(lines, row))
                continue
            inner = os.path.relpath(folder / line.href, self.start).replace(os.sep, "/")
            if (folder / line.href).name != "" and (folder / line.href) != folder / self.nav_file:
                yield from self.page(inner, line.title, place)

    def files(self, folder: Path, under: ListedChapter) -> Iterator[ListedChapter]:
        """Yield the pages of a folder by name, the index first, and then those of its folders."""
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            return
        self.book.files.append(folder)
        order = self.arrangement(folder)
        for key in ("nav", "arrange"):
            if isinstance(items := order.get(key), list):
                yield from self.arrange(items, folder, under)
                return
        pages = [each for each in entries if each.suffix.lower() in (".md", ".markdown") and self.is_public(each)]
        pages.sort(key=lambda each: _INDEX.index(each.name) if each.name in _INDEX else len(_INDEX))
        if len(pages) > 1 and pages[1].name in _INDEX:
            del pages[1]
        for each in pages:
            yield replace(under, file=os.path.relpath(each, self.start).replace(os.sep, "/"))
        for each in entries:
            if each.is_dir() and not each.is_symlink() and self.is_public(each) and _has_pages(each):
                yield _head(under, None, self.arrangement(each).text("title") or title_from_name(each.name))
                yield from self.files(
                    each, replace(under, level=under.level + 1, depth=under.depth + (under.level > 1))
                )

    def arrangement(self, folder: Path) -> Config:
        """Return the file in a folder that orders and titles it."""
        return config.read(folder / self.pages, self.book.cwd) if self.pages else config.NOTHING

    def arrange(self, items: list[Any], folder: Path, under: ListedChapter) -> Iterator[ListedChapter]:
        """Yield the entries of a folder's own list; `...` or `*` means those that it does not name."""
        named = set(_named(items))
        for item in items:
            pairs = item.items() if isinstance(item, dict) else [("", item)]
            for label, value in pairs:
                name = config.text(value)
                if isinstance(value, list):
                    yield _head(under, None, label)
                    below = replace(under, level=under.level + 1, depth=under.depth + (under.level > 1))
                    yield from self.arrange(value, folder, below)
                elif name.startswith(("...", "*")):
                    left = [each.name for each in sorted(folder.iterdir()) if each.name not in named]
                    for name in left:
                        if self.is_public(folder / name) and _is_page(folder / name):
                            yield from self.entry(folder / name, "", under)
                elif is_url(name):
                    self.addresses.append(Place(self.manifest.name, *under.spot))
                elif name:
                    yield from self.entry(folder / name, label, under)

    def entry(self, path: Path, label: str, under: ListedChapter) -> Iterator[ListedChapter]:
        """Yield a page or a folder that such a list names."""
        inner = os.path.relpath(path, self.start).replace(os.sep, "/")
        if path.is_dir():
            yield from self.page(
                inner, label or self.arrangement(path).text("title") or title_from_name(path.name), under
            )
        else:
            yield from self.page(inner, label or None, under)

    def is_public(self, path: Path) -> bool:
        """Return whether a file is neither hidden nor excluded by `exclude_docs`, `draft_docs` or `not_in_nav`."""
        inner = path.relative_to(self.start).as_posix() if path.is_relative_to(self.start) else path.name
        patterns = [
            line.strip()
            for key in ("exclude_docs", "draft_docs", "not_in_nav")
            for line in self.manifest.text(key).split("\n")
            if line.strip() and not line.strip().startswith(("#", "!"))
        ]
        return not path.name.startswith(".") and not any(_matches(inner, pattern) for pattern in patterns)


def _escaped(label: str | None) -> str | None:
    """Return a label, which is plain text, as Markdown."""
    return re.sub(r"([\\`*_<>\[\]{}$~^#@|!])", r"\\\1", label) if label else label


def _head(under: ListedChapter, file: str | None, label: str) -> ListedChapter:
    """Return what a section begins with: a part at the top level, otherwise a chapter; with its page, or its title
    alone."""
    if under.level > 1:
        return replace(under, file=file, holds=True, label=label or None)
    title = label if label and not file else None
    return replace(under, file=file, holds=True, kind="part", numbered=False, title=title, label=label or None)


def _matches(path: str, pattern: str) -> bool:
    """Return whether a path matches a line of a `.gitignore`."""
    bare = pattern.strip("/")
    return fnmatch(path, bare) or ("/" not in pattern.rstrip("/") and fnmatch(PurePosixPath(path).name, bare))


def _named(items: list[Any]) -> Iterator[str]:
    """Yield all files and folders that such a list names, including those in its sections."""
    for item in items:
        for value in item.values() if isinstance(item, dict) else [item]:
            yield from _named(value) if isinstance(value, list) else [config.text(value)]


def _is_page(path: Path) -> bool:
    return _has_pages(path) if path.is_dir() else path.suffix.lower() in (".md", ".markdown")


def _has_pages(folder: Path) -> bool:
    return any(not is_set_aside(each.name) for each in folder.rglob("*.md"))


def _read_summary(file: Path) -> list[summary.SummaryLine]:
    text, _ = decode(file, file.name) if file.is_file() else ("", [])
    return [line for line in summary.read(text or "") if line.kind == "item"]


def mappings(value: Value) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
