"""A book of MkDocs: mkdocs.yml says what it is and, by `nav`, in which order its pages are read."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place
from octavo.model.dialect import Dialect
from octavo.model.publication import FRONT, Publication
from octavo.source import config, summary
from octavo.source.chapter_list import Listed
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.discover import Found
from octavo.source.foreign import (
    USUAL,
    Book,
    is_address,
    is_inside,
    merged,
    people,
    repository,
    start_of,
    without_nothing,
)
from octavo.source.header import NOTHING, Said
from octavo.source.texts import is_set_aside, tidied
from octavo.source.tree import Tree, Value

NAMES = ("mkdocs.yml", "mkdocs.yaml")
_INDEX = ("index.md", "README.md")
_MATHS = {"pymdownx.arithmatex", "mdx_math", "arithmatex", "mdx_arithmatex", "katex", "mdx_katex", "mathjax"}
_EXTENSIONS = re.compile(
    r"pymdownx\.|markdown\.extensions\.|(?:abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|meta"
    r"|md_in_html|nl2br|sane_lists|smarty|tables|toc|wikilinks|legacy_attrs|legacy_em|mdx_include|mdx_math|mdx_truly_sane_lists"
    r"|callouts|github-callouts|markdown_callouts|mdx_breakless_lists|fancylists|customblocks|def_list)$"
)
"""Extensions of Python-Markdown whose marks octavo knows."""
_OF_THE_SITE = re.compile(
    r"(?:material/|mkdocs-)?(?:search|tags|minify|redirects|social|rss|offline|privacy|optimize|meta|typeset|info|group"
    r"|projects|glightbox|autorefs|literate-nav|section-index|git-.*|htmlproofer|sitemap|robotstxt|same-dir|exclude.*"
    r"|awesome-pages|awesome-nav|with-pdf|pdf-export|print-site|lightgallery|statistics|document-dates|toggle-sidebar"
    r"|file-filter|open-in-new-tab|mike|i18n|static-i18n|spellcheck|caption|alias)$"
)
"""Plug-ins that add nothing to the text of a page."""


def read(found: Found, cwd: Path, defaults: Said = NOTHING) -> tuple[Publication | None, list[Diagnostic]]:
    """The book as a publication, or why there is none."""
    file = next((found.path / name for name in NAMES if (found.path / name).is_file()), found.path / NAMES[0])
    said, above = _inherited(config.read(file, cwd), cwd)
    if said.tree.data is None and said.found:
        return None, list(said.found)
    start, outside = start_of(found, said.text("docs_dir") or "docs", said.place("docs_dir"))
    if outside:
        return None, outside
    book = Book(found, cwd, said, "mkdocs", start, file, usual=replace(USUAL, number_sections=False))
    book.files += above
    nav = _Nav(book, said, start, [each.parent / (said.text("docs_dir") or "docs") for each in above])
    book.listed = nav.listed()
    book.elsewhere(nav.addresses)
    book.said = without_nothing({
        "title": _usual(said, "site_name"),
        "author": people([said.text("site_author")]),
        "description": said.text("site_description"),
        "rights": " ".join(html.unescape(re.sub(r"<[^>]*>", "", said.text("copyright"))).split()),
        "url": _usual(said, "site_url") if _usual(said, "site_url").startswith("http") else "",
    })  # fmt: skip
    key = next((key for key in ("language", "locale") if said.text("theme", key)), "language")
    book.language(said.text("theme", key), said.place("theme", key))
    book.dialect = _dialect(said, book)
    _not_run(said, book)
    return book.publication(defaults)


def _inherited(said: Config, cwd: Path, depth: int = 5) -> tuple[Config, list[Path]]:
    """What the file says, on top of what the one says that it inherits from; and those files."""
    parent = said.text("INHERIT")
    if not parent or not depth or said.path is None:
        return said, []
    file = Path(os.path.normpath(said.path.parent / parent))
    if not is_inside(file, repository(said.path.parent)):
        return said, []
    above, more = _inherited(config.read(file, cwd), cwd, depth - 1)
    if above.path is None:
        return said, []
    data = merged(above.tree.data, said.tree.data)
    return replace(said, tree=Tree(data, said.tree.keys, said.tree.values)), [above.path, *more]


@dataclass
class _Nav:
    """The navigation as a list of chapters. `others` are the folders that a page may be in where its own lacks it."""

    book: Book
    said: Config
    start: Path
    others: list[Path]

    def __post_init__(self) -> None:
        self.addresses: list[Place] = []
        self.entered = {self.start.resolve()} if self.said.get("nav") is None else set()
        """Folders that have been gone through: a list may name its own."""
        features = self.said.texts("theme", "features")
        self.indexes = "navigation.indexes" in features or "section-index" in self.said.keys("plugins")
        literate = [each["literate-nav"] for each in _mappings(self.said.get("plugins")) if "literate-nav" in each]
        options = literate[0] if literate and isinstance(literate[0], dict) else {}
        self.nav_file = PurePosixPath(config.text(options.get("nav_file")) or "SUMMARY.md").name
        self.is_literate = bool(literate) or "literate-nav" in self.said.keys("plugins")

    def listed(self) -> list[Listed]:
        """All of it: by `nav`, by the list that the plug-in literate-nav goes by, or by the names of files."""
        nav = self.said.get("nav")
        if isinstance(nav, list):
            rows = list(self.entries(nav, ("nav",), Listed(kind="chapter")))
        elif self.is_literate and (self.start / self.nav_file).is_file():
            rows = list(self.literate(self.start, Listed(kind="chapter")))
        else:
            rows = list(self.files(self.start, Listed(kind="chapter")))
        first = rows[0] if rows else None
        if first and first.file in _INDEX and not first.holds and len(rows) > 1:
            rows[0] = replace(first, matter=FRONT)
        return rows

    def entries(self, items: list[Any], path: tuple[str | int, ...], under: Listed) -> Iterator[Listed]:
        """The entries of one list in `nav`."""
        for row, item in enumerate(items):
            pairs = item.items() if isinstance(item, dict) else [(None, item)]
            for label, value in pairs:
                where = (*path, row) if label is None else (*path, row, label)
                spot = self.said.tree.value(where) if label is None else self.said.tree.key(where)
                if isinstance(value, list):
                    yield from self.section(label or "", value, where, replace(under, spot=spot))
                else:
                    yield from self.page(config.text(value), label, replace(under, spot=spot))

    def section(self, label: str, items: list[Any], path: tuple[str | int, ...], under: Listed) -> Iterator[Listed]:
        """A section: a part where it stands at the top, else a chapter with those in it under it."""
        head, rest = self.index_of(items) if self.indexes or not label else (None, items)
        is_part = under.level == 1
        file = self.found(head)[0] if head else None
        if file or label:
            yield _head(under, file, label)
        depth = under.depth if is_part else under.depth + 1
        skipped = len(items) - len(rest)
        inner = replace(under, level=under.level + 1, depth=depth)
        yield from self.entries([None] * skipped + rest, path, inner)

    def index_of(self, items: list[Any]) -> tuple[str | None, list[Any]]:
        """The page that a section opens with, where it is an index; and the others."""
        first = items[0] if items else None
        if isinstance(first, dict) and len(first) == 1:
            first = next(iter(first.values()))
        name = config.text(first)
        return (name, items[1:]) if PurePosixPath(name).name in _INDEX else (None, items)

    def page(self, written: str, label: str | None, under: Listed) -> Iterator[Listed]:
        """A page; a folder stands for what is in it."""
        if not written:
            return
        if is_address(written):
            self.addresses.append(Place(self.said.name, *under.spot))
            return
        file, folder = self.found(written)
        if folder is not None:
            yield from self.folder(folder, label, under)
        elif "*" in written:
            parent = self.start / PurePosixPath(written.split("*", maxsplit=1)[0]).as_posix()
            yield from self.files(parent if parent.is_dir() else parent.parent, under)
        elif PurePosixPath(written).suffix.lower() in (".md", ".markdown") or file is None:
            yield replace(under, file=file or written, label=label or None)

    def found(self, written: str) -> tuple[str | None, Path | None]:
        """Where a page or a folder of pages lies, from the start: in its own folder, or in one that is inherited."""
        for folder in (self.start, *self.others):
            path = folder / written.lstrip("/")
            if (path.is_file() or path.is_dir()) and is_inside(path, self.book.home):
                inner = os.path.relpath(path, self.start).replace(os.sep, "/")
                return (inner, None) if path.is_file() else (None, path)
        return None, None

    def folder(self, folder: Path, label: str | None, under: Listed) -> Iterator[Listed]:
        """What is in a folder: by the list in it, or by the names of its files."""
        if (real := folder.resolve()) in self.entered:
            return
        self.entered.add(real)
        inner = _read_summary(folder / self.nav_file) if self.is_literate else []
        if not label and not inner:
            yield from self.files(folder, under)
            return
        index = next((name for name in _INDEX if (folder / name).is_file()), None) if inner else None
        file = os.path.relpath(folder / index, self.start).replace(os.sep, "/") if index else None
        yield _head(under, file, label or "")
        below = replace(under, level=under.level + 1, depth=under.depth + (under.level > 1))
        yield from self.literate(folder, below) if inner else self.files(folder, below)

    def literate(self, folder: Path, under: Listed) -> Iterator[Listed]:
        """The chapters that the list in a folder's text names, each by a link."""
        lines = _read_summary(folder / self.nav_file)
        self.book.files.append(folder / self.nav_file)
        for row, line in enumerate(lines):
            place = replace(under, level=under.level + line.level - 1, depth=under.depth + line.level - 1)
            if line.href is None or is_address(line.href):
                if line.href is None:
                    yield replace(place, label=line.title, holds=summary.holds(lines, row))
                continue
            inner = os.path.relpath(folder / line.href, self.start).replace(os.sep, "/")
            if (folder / line.href).name != "" and (folder / line.href) != folder / self.nav_file:
                yield from self.page(inner, line.title, place)

    def files(self, folder: Path, under: Listed) -> Iterator[Listed]:
        """The pages of a folder by their names, the index first, then those of the folders in it."""
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            return
        self.book.files.append(folder)
        pages = [each for each in entries if each.suffix.lower() in (".md", ".markdown") and self.is_public(each)]
        pages.sort(key=lambda each: _INDEX.index(each.name) if each.name in _INDEX else len(_INDEX))
        if len(pages) > 1 and pages[1].name in _INDEX:
            del pages[1]
        for each in pages:
            yield replace(under, file=os.path.relpath(each, self.start).replace(os.sep, "/"))
        for each in entries:
            if each.is_dir() and not each.is_symlink() and self.is_public(each) and _has_pages(each):
                yield _head(under, None, tidied(each.name))
                yield from self.files(
                    each, replace(under, level=under.level + 1, depth=under.depth + (under.level > 1))
                )

    def is_public(self, path: Path) -> bool:
        """Whether a file is neither hidden nor kept out by `exclude_docs`, `draft_docs` or `not_in_nav`."""
        inner = path.relative_to(self.start).as_posix() if path.is_relative_to(self.start) else path.name
        patterns = [
            line.strip()
            for key in ("exclude_docs", "draft_docs", "not_in_nav")
            for line in self.said.text(key).split("\n")
            if line.strip() and not line.strip().startswith(("#", "!"))
        ]
        return not path.name.startswith(".") and not any(_matches(inner, pattern) for pattern in patterns)


def _head(under: Listed, file: str | None, label: str) -> Listed:
    """What a section opens with: a part where it stands at the top, else a chapter; its page, or its title alone."""
    if under.level > 1:
        return replace(under, file=file, holds=True, label=label or None)
    title = label if label and not file else None
    return replace(under, file=file, holds=True, kind="part", numbered=False, title=title, label=label or None)


def _matches(path: str, pattern: str) -> bool:
    """Whether a path is meant by a line in the manner of .gitignore."""
    bare = pattern.strip("/")
    return fnmatch(path, bare) or ("/" not in pattern.rstrip("/") and fnmatch(PurePosixPath(path).name, bare))


def _has_pages(folder: Path) -> bool:
    return any(not is_set_aside(each.name) for each in folder.rglob("*.md"))


def _read_summary(file: Path) -> list[summary.Line]:
    text, _ = decode(file, file.name) if file.is_file() else ("", [])
    return [line for line in summary.read(text or "") if line.kind == "item"]


def _mappings(value: Value) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):
        return [value]
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _options(said: Config, key: str, name: str) -> Mapping[str, Any]:
    """What is set of a plug-in or an extension."""
    found = [each[name] for each in _mappings(said.get(key)) if isinstance(each.get(name), dict)]
    return found[0] if found else {}


def _dialect(said: Config, book: Book) -> Dialect:
    extensions, plugins = said.keys("markdown_extensions"), said.keys("plugins")
    snippets = _options(said, "markdown_extensions", "pymdownx.snippets").get("base_path")
    written = [config.text(each) for each in (snippets if isinstance(snippets, list) else [snippets])]
    folders = [*(book.found.path / each for each in written if each), book.found.path, book.start, book.home]
    inside = [each for folder in folders if (each := Path(os.path.normpath(folder))).is_relative_to(book.home)]
    return Dialect(
        tool="mkdocs",
        math=("dollars",) if _MATHS & {*extensions, *plugins} else (),
        smart="smarty" in extensions or "markdown.extensions.smarty" in extensions,
        autolink="pymdownx.magiclink" in extensions,
        extensions=(*extensions, *plugins),
        variables=tuple(_variables(said)),
        bases=tuple(dict.fromkeys(book.inner(each) for each in inside)),
        home=book.inner(book.start),
        site=book.said.get("url", ""),
        config=said.name,
    )


def _variables(said: Config) -> Iterator[tuple[str, str]]:
    """What the macros of a page may ask for: the keys of `extra`, and the book's own."""
    for key in ("site_name", "site_url", "site_author", "site_description", "repo_url", "repo_name"):
        if value := _usual(said, key):
            yield f"config.{key}", value
    yield from _flat(said.get("extra"), "")


def _flat(value: Value, name: str) -> Iterator[tuple[str, str]]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{name}{key}.")
        elif text := config.text(inner):
            yield f"{name}{key}", text


def _usual(said: Config, key: str) -> str:
    """A text; of `!ENV [NAME, value]` the value that holds where the environment says nothing, for it is not asked."""
    return said.texts(key)[-1] if said.texts(key) else ""


def _not_run(said: Config, book: Book) -> None:
    for each in said.keys("plugins"):
        if not _OF_THE_SITE.match(each):
            book.not_run("plug-in", each, said.at(each, "plugins"), "what it would make is not in the text")
    for each in said.keys("markdown_extensions"):
        if not _EXTENSIONS.match(each):
            book.not_run("extension", each, said.at(each, "markdown_extensions"), "its marks stay as they are written")
    for each in said.texts("hooks"):
        book.not_run("hook", each, said.at(each, "hooks"))
