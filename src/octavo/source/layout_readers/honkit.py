"""A book of HonKit or GitBook: SUMMARY.md lists the chapters, book.json or book.js has its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.dialect import Dialect
from octavo.model.publication import BACK, FRONT, Publication
from octavo.model.settings import Settings
from octavo.source import config, summary, texts
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.decode import decode
from octavo.source.discover import FoundSource
from octavo.source.foreign import (
    USUAL,
    Book,
    identifiers,
    is_inside,
    is_url,
    people,
    repository,
    start_of,
    web_url,
    without_empty,
)
from octavo.source.header import NOTHING, HeaderValues, split
from octavo.source.headings import first_heading, top_headings
from octavo.source.layouts.honkit import LANGUAGES
from octavo.source.summary import SummaryLine
from octavo.tools.sandbox import display_path

_MATHS = {"katex", "katex-pro", "katex-plus", "mathjax", "mathjax-pro", "katexplus"}
_HANDLED = _MATHS | {"include-codeblock", "include", "codeblock-filename", "alerts", "hints", "hint", "callouts"}
_SITE_PLUGINS = re.compile(
    r"-|theme-|search|sharing|share|fontsettings|livereload|highlight|lunr|ga$|gtag|google|baidu|github|edit-?link|anchor"
    r"|back-to-top|(?:toggle|expandable|collapsible)-chapters|splitter|copy|prism|favicon|sitemap|disqus|page-?toc"
    r"|page-copyright|tbfed|popup|zoom|large-image|advanced-emoji|hide-|insert-logo|editlink|atoc|multipart|chart-zoom|page-treeview"
    r"|mermaid|sectionx|tabs|codetabs|code$|puml|uml|plantuml|emphasize|exercises|quiz|versions|canonical-link"
    r"|add(?:css|js)|custom-favicon|expandable-|chapter-fold|heading-anchor|navigator|intopic-toc|click-reveal"
    r"|pageview|comment|adsense|piwik|matomo|js-console|bulk-redirect"
)
"""Plug-ins that only change the site, and those whose marks octavo reads or reports where they are."""


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Return the book as a publication, or why it cannot be read; of several languages, one must be named."""
    manifest = _config(found.path, cwd)
    if manifest.found and manifest.tree.data is None:
        return None, list(manifest.found)
    start, outside = start_of(found, manifest.text("root"), manifest.place("root"))
    if outside:
        return None, outside
    start = start if start.is_dir() else found.path
    listing = start / (manifest.text("structure", "summary") or "SUMMARY.md")
    if not is_inside(listing, repository(found.path)):
        listing = start / "SUMMARY.md"
    if (start / LANGUAGES).is_file() and not listing.is_file():
        return _one_language(found, cwd, start, defaults)
    text, wrong = decode(listing, display_path(listing, cwd)) if listing.is_file() else ("", [])
    if text is None:
        return None, wrong
    book = Book(found, cwd, manifest, start, listing, usual=_settings(manifest, found.path, cwd))
    lines = list(summary.read(text)) if listing.is_file() else _by_name(book)
    _fill(book, lines, start / (manifest.text("structure", "readme") or "README.md"))
    book.dialect = _dialect(manifest, book)
    for each in _plugins(manifest):
        if each not in _HANDLED and not _SITE_PLUGINS.match(each):
            book.report_not_run("plug-in", each, manifest.at(each, "plugins"), "its marks stay in the text")
    return book.publication(defaults)


def _settings(manifest: Config, folder: Path, cwd: Path) -> Settings:
    """Return the settings, with what the book says of its site."""
    edit = manifest.text("pluginsConfig", "edit-link", "base")
    moved = config.read(folder / ".gitbook.yaml", cwd)
    return replace(
        USUAL,
        number_sections=False,
        addresses="files",
        edit_url=web_url(f"{edit.rstrip('/')}/{{path}}"),
        repository=web_url(manifest.text("pluginsConfig", "github", "url")),
        redirects=tuple((old, moved.text("redirects", old)) for old in moved.keys("redirects")),
    )


def _config(folder: Path, cwd: Path) -> Config:
    """Return the configuration of the book; the languages of a book share one next to their list."""
    above = [folder.parent] if (folder.parent / LANGUAGES).is_file() else []
    for place in (folder, *above):
        for name in ("book.json", "book.js"):
            if (place / name).is_file():
                return config.read(place / name, cwd)
    return config.NOTHING


def _one_language(
    found: FoundSource, cwd: Path, start: Path, defaults: HeaderValues
) -> tuple[Publication | None, list[Diagnostic]]:
    name = display_path(start / LANGUAGES, cwd)
    text, wrong = decode(start / LANGUAGES, name)
    lines = [line for line in summary.read(text or "") if line.href and _is_language(start, line.href)]
    if len(lines) == 1:
        return read(replace(found, path=start / (lines[0].href or "").strip("/")), cwd, defaults)
    folders = [display_path(start / (line.href or ""), cwd) for line in lines]
    hint = f"name one of them: {', '.join(folders)}" if lines else "list the folders of the languages here"
    message = f"this book is in {len(lines)} languages" if lines else "no language is listed"
    return None, wrong or [error("layout.choice", message, Place(name, *(lines[0].spot if lines else (1, 1))), hint)]


def _is_language(start: Path, href: str) -> bool:
    """Return whether an entry in the list of languages is a folder."""
    folder = start / href
    return folder.is_dir() and not (folder / LANGUAGES).is_file() and is_inside(folder, start)


def _by_name(book: Book) -> list[SummaryLine]:
    """Return the texts of a language without a list of chapters, by name."""
    book.listing = book.start
    there = [each for each in texts.read_folder(book.start).inside if isinstance(each, Path)]
    return [SummaryLine("item", "", each.name, 1) for each in there]


def _fill(book: Book, lines: list[SummaryLine], readme: Path) -> None:
    name, manifest = display_path(book.listing, book.cwd), book.config
    book.entries = list(_listed(lines, readme if readme.is_file() else None))
    glossary = book.start / (manifest.text("structure", "glossary") or "GLOSSARY.md")
    if glossary.is_file() and not any(each.file == glossary.name for each in book.entries):
        book.entries.append(ListedChapter(glossary.name, matter=BACK, kind="chapter", again=True))
    book.entries = [_glossary(book, each) if each.file == glossary.name else each for each in book.entries]
    links = [line for line in lines if line.kind == "item"]
    book.report_drafts([Place(name, *spot) for spot in summary.unwritten(lines)])
    book.report_urls([Place(name, *line.spot) for line in links if is_url(line.href or "")])
    covers = (manifest.text("cover").removeprefix("./"), "cover.jpg", "cover.png")
    cover = next((each for each in covers if each and (book.start / each).is_file()), None)
    heading = "" if manifest.text("title") or not readme.is_file() else _heading(readme)
    book.values = without_empty({
        "title": manifest.text("title") or heading,
        "description": manifest.text("description"),
        "author": people(each for name in manifest.texts("author") for each in re.split(r"\s*&\s*|\s*,\s*", name)),
        "identifier": identifiers(manifest.text("isbn")),
        "cover_image": cover and (book.start / cover).relative_to(book.found.path).as_posix(),
    })  # fmt: skip
    of_folder = book.found.path.name if (book.found.path.parent / LANGUAGES).is_file() else ""
    book.language(manifest.text("language") or of_folder, manifest.place("language") if manifest.name else book.place)


def _glossary(book: Book, listed: ListedChapter) -> ListedChapter:
    """Return the chapter of the glossary, whose first heading is a term unless all others are below it."""
    text, _ = decode(book.start / (listed.file or ""), listed.file or "")
    body = split(text or "")[1]
    is_title = len(top_headings(body)) == 1 and bool(re.search(r"^ {0,3}##[ \t]", body, re.MULTILINE))
    if is_title:
        return listed
    return replace(listed, title=listed.label or "Glossary", adds_title=True)


def _heading(readme: Path) -> str:
    """Return what a README calls the book: the heading at its beginning, or the first of the highest level."""
    text, _ = decode(readme, readme.name)
    found, first = top_headings(text or ""), first_heading(text or "") or ""
    opens = bool(first) and (text or "").lstrip(" \t\n#").startswith(first)
    title = found[0].title if found and not opens else first
    return re.sub(r"^(\*{1,3}|_{1,3})(\S.*)\1$", r"\2", title)


def _listed(lines: list[SummaryLine], readme: Path | None) -> Iterator[ListedChapter]:
    """Yield the chapters; the README is the preface, whether it is listed or not."""
    items = [line for line in lines if line.kind == "item"]
    first = items[0] if items else None
    preface = readme is not None and (first is None or _path(first) != readme.name)
    if preface and readme and not any(_path(line) == readme.name for line in items):
        yield ListedChapter(readme.name, matter=FRONT, kind="chapter", label="Introduction")
    part, named = 0, False
    titled = next((row for row, line in enumerate(lines) if line.kind != "rule"), -1)
    for row, line in enumerate(lines):
        following = lines[row + 1] if row + 1 < len(lines) else None
        if line.kind == "heading" and row != titled and following and following.kind == "item":
            part, named = 1, True
            yield ListedChapter(spot=line.spot, kind="part", title=line.title, numbered=False, holds=True)
        elif line.kind == "rule" and named:
            part = 0
        elif line.kind == "item":
            holds = summary.holds(lines, row)
            if is_url(line.href or "") and not holds:
                continue
            chapter = replace(_chapter(line), level=line.level + part, depth=line.level, holds=holds)
            is_preface = readme is not None and line is first and _path(line) == readme.name and not holds
            yield replace(chapter, matter=FRONT, level=1) if is_preface else chapter


def _path(line: SummaryLine) -> str:
    return (line.href or "").partition("#")[0].removeprefix("./")


def _chapter(line: SummaryLine) -> ListedChapter:
    file = None if is_url(line.href or "") else _path(line) or None
    return ListedChapter(file, line.spot, kind="chapter", label=line.title, again="#" in (line.href or ""))


def _plugins(manifest: Config) -> list[str]:
    names = [name.strip() for each in manifest.texts("plugins") for name in each.split(",")]
    return [re.sub(r"(?<=.)@.*", "", name) for name in names if name]


def _dialect(manifest: Config, book: Book) -> Dialect:
    plugins = tuple(_plugins(manifest))
    return Dialect(
        tool="honkit",
        math=("double",) if _MATHS & set(plugins) else (),
        autolink=True,
        extensions=plugins,
        variables=tuple(_variables(manifest)),
        home=book.inner(book.start),
        config=manifest.name,
    )


def _variables(manifest: Config) -> Iterator[tuple[str, str]]:
    """Yield the values for `{{ book.x }}`: the book's metadata, and its own variables."""
    for key in ("title", "author", "description", "language", "isbn"):
        if value := manifest.text(key):
            yield f"book.{key}", value
    yield from _flat(manifest, ("variables",), "book")


def _flat(manifest: Config, path: tuple[str, ...], name: str) -> Iterator[tuple[str, str]]:
    values = manifest.get(*path)
    for key, value in values.items() if isinstance(values, dict) else ():
        if isinstance(value, dict):
            yield from _flat(manifest, (*path, key), f"{name}.{key}")
        elif value is not None:
            yield f"{name}.{key}", config.text(value)
