"""A book of Quarto: _quarto.yml has its metadata and lists its chapters, parts and appendices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from octavo.model.diagnostic import Diagnostic
from octavo.model.dialect import Dialect
from octavo.model.publication import BACK, FRONT, Publication
from octavo.model.settings import Settings
from octavo.source import config, values
from octavo.source.chapter_list import ListedChapter
from octavo.source.config import Config
from octavo.source.discover import FoundSource
from octavo.source.foreign import (
    USUAL,
    Book,
    cannot_read_config,
    identifiers,
    is_inside,
    merge,
    people,
    repository,
    site_path,
    web_url,
    without_empty,
)
from octavo.source.header import NOTHING, HeaderValues
from octavo.source.header_values import fill_values, flatten, peek
from octavo.source.headings import top_headings
from octavo.source.layouts.quarto import NAMES
from octavo.source.tree import Tree, Value
from octavo.source.value_problem import ValueProblem

_CELLS = ("echo", "eval", "include", "output", "warning", "error", "fig-cap-location")
_SILENT_FILTERS = re.compile(
    r"(?:^|/)(?:quarto|pandoc-quotes|at|citeproc|lightbox|fontawesome|iconify|academicons|code-fullscreen|code-visibility"
    r"|section-bibliographies|abstract-section|author-info-blocks|scholarly-metadata|wordcount|line-highlight|diagram"
    r"|shinylive|webr|interlinks|latex-environment)(?:\.lua|\.py)?$"
)
"""Filters that do what octavo does, that only change the site, or whose marks are reported where they are."""
_FORMATS = ("html", "pdf", "epub", "docx")
_ABOUT = ("title", "subtitle", "author", "date", "description", "abstract", "keywords", "doi", "isbn", "publisher")


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Return the book as a publication, or why it cannot be read."""
    file = next((found.path / name for name in NAMES if (found.path / name).is_file()), found.path / NAMES[0])
    lacking: list[Diagnostic] = []
    manifest, more = _with_profiles(config.read(file, cwd), cwd, lacking)
    if manifest.tree.data is None and manifest.found:
        return None, list(manifest.found)
    book = Book(found, cwd, manifest, found.path, file, usual=_settings(manifest))
    book.files += more
    book.diagnostics += lacking
    book.entries = [*_matters(found.path, list(_chapters(manifest))), *_appendices(manifest)]
    book.usual = replace(book.usual, redirects=tuple(_redirects(found.path, book.entries)))
    book.values = _about(manifest, found.path, book.entries)
    language = next((path for path in (("lang",), ("book", "lang"), *(("format", each, "lang") for each in _FORMATS))
                     if manifest.text(*path)), ("lang",))  # fmt: skip
    book.language(manifest.text(*language), manifest.place(*language))
    book.dialect = _dialect(manifest, book, cwd)
    for each in manifest.texts("filters"):
        if not _SILENT_FILTERS.search(each):
            book.report_not_run("filter", each, manifest.at(each, "filters"))
    for key in ("pre-render", "post-render"):
        for each in manifest.texts("project", key):
            book.report_not_run("script", each, manifest.place("project", key))
    publication, diagnostics = book.publication(defaults)
    return (fill_values(publication, book.dialect) if publication else None), diagnostics


def _with_profiles(manifest: Config, cwd: Path, lacking: list[Diagnostic]) -> tuple[Config, list[Path]]:
    """Return the configuration merged with the files that it names and with those of its profiles."""
    if manifest.path is None or manifest.tree.data is None:
        return manifest, []
    folder = manifest.path.parent
    profiles = manifest.texts("profile", "default") or manifest.texts("profile", "group", 0)[:1]
    under = [folder / name for name in manifest.texts("metadata-files")]
    for name, each in zip(manifest.texts("metadata-files"), under, strict=True):
        if problem := cannot_read_config(name, each, repository(folder), manifest.at(name, "metadata-files")):
            lacking.append(problem)
    over = [folder / f"_quarto-{name}.yml" for name in profiles]
    data: Value = None
    for file in under:
        data = merge(data, _read(file, folder, cwd))
    data = merge(data, manifest.tree.data)
    for file in over:
        data = merge(data, _read(file, folder, cwd))
    there = [file for file in (*under, *over) if file.is_file() and is_inside(file, repository(folder))]
    return replace(manifest, tree=Tree(data, manifest.tree.keys, manifest.tree.values)), there


def _read(file: Path, folder: Path, cwd: Path) -> Value:
    return config.read(file, cwd).tree.data if is_inside(file, repository(folder)) else None


def _settings(manifest: Config) -> Settings:
    numbered = next(
        (flag for path in _in_formats("number-sections") if (flag := manifest.flag(*path)) is not None), True
    )
    depth = next((text for path in _in_formats("number-depth") if (text := manifest.text(*path)).isdigit()), "3")
    icon = next((text for path in (("book", "favicon"), ("website", "favicon")) if (text := manifest.text(*path))), "")
    return replace(
        USUAL,
        number_sections=numbered,
        number_depth=max(1, min(int(depth), 6)),
        addresses="files",
        favicon=icon or None,
        repository=web_url(manifest.text("book", "repo-url")),
        edit_url=_edit_url(manifest),
    )


def _edit_url(manifest: Config) -> str | None:
    if "edit" not in manifest.texts("book", "repo-actions"):
        return None
    branch, inner = manifest.text("book", "repo-branch") or "main", manifest.text("book", "repo-subdir").strip("/")
    start = manifest.text("book", "repo-url").rstrip("/")
    return web_url("/".join(filter(None, (start, "edit", branch, inner, "{path}"))))


def _redirects(folder: Path, listed: list[ListedChapter]) -> Iterator[tuple[str, str]]:
    """Yield the old pages that the headers of chapters name as their aliases."""
    for each in listed:
        if each.file:
            for old in peek(folder / each.file, folder)[0].texts("aliases"):
                yield site_path(each.file, old), each.file


def _in_formats(key: str) -> Iterator[tuple[str, ...]]:
    """Yield the paths at which a key can be, the nearest to a printed book first."""
    yield (key,)
    yield ("book", key)
    for each in ("pdf", "html", "epub"):
        yield ("format", each, key)


def _chapters(manifest: Config) -> Iterator[ListedChapter]:
    yield from _entries(manifest, ("book", "chapters"), ListedChapter(kind="chapter"))


def _appendices(manifest: Config) -> Iterator[ListedChapter]:
    yield from _entries(manifest, ("book", "appendices"), ListedChapter(kind="appendix", matter=BACK))


def _entries(manifest: Config, path: tuple[str | int, ...], under: ListedChapter) -> Iterator[ListedChapter]:
    """Yield the entries of a list of chapters."""
    items = manifest.get(*path)
    for row, item in enumerate(items if isinstance(items, list) else [items] if items else []):
        where = (*path, row)
        if not isinstance(item, dict):
            yield from _entry(config.text(item), None, replace(under, spot=manifest.tree.value(where)))
        elif "part" in item:
            title, spot = manifest.text(*where, "part"), manifest.tree.value((*where, "part"))
            is_file = PurePosixPath(title).suffix.lower() in (".qmd", ".md", ".rmd", ".ipynb")
            part = ListedChapter(spot=spot, kind="part", numbered=False, holds=True, matter=under.matter)
            yield replace(part, file=title) if is_file else replace(part, title=title)
            yield from _entries(manifest, (*where, "chapters"), replace(under, level=2))
        else:
            key = next((key for key in ("file", "href", "url") if item.get(key)), "file")
            label = manifest.text(*where, "text") or None
            yield from _entry(
                manifest.text(*where, key), label, replace(under, spot=manifest.tree.value((*where, key)))
            )
            if "chapters" in item:
                deeper = replace(under, level=under.level + 1, depth=under.depth + 1)
                yield from _entries(manifest, (*where, "chapters"), deeper)


def _entry(file: str, label: str | None, under: ListedChapter) -> Iterator[ListedChapter]:
    if file and not re.fullmatch(r"-+", file):
        yield replace(under, file=file, label=label)


def _matters(folder: Path, listed: list[ListedChapter]) -> list[ListedChapter]:
    """Return the chapters; those without a number are front matter at the beginning and back matter at the end."""
    rows = [_by_header(folder, each) for each in listed]
    for row, each in enumerate(rows):
        if each.kind != "chapter" or each.level > 1 or not _is_unnumbered(folder, each, row == 0):
            break
        rows[row] = replace(each, kind=None, matter=FRONT)
    for row in range(len(rows) - 1, 0, -1):
        each = rows[row]
        if each.matter == FRONT or each.kind != "chapter" or each.level > 1 or not _is_unnumbered(folder, each, False):
            break
        rows[row] = replace(each, kind=None, matter=BACK, numbered=False)
    return rows


_ATTRIBUTES = re.compile(r"(.*?)[ \t]*\{([^{}]*)\}")


def _by_header(folder: Path, listed: ListedChapter) -> ListedChapter:
    """Return a chapter with what its header says: no number, or a title with attributes in braces."""
    manifest, _ = peek(folder / listed.file, folder) if listed.file else (config.NOTHING, "")
    found = _ATTRIBUTES.fullmatch(manifest.text("title"))
    unnumbered = manifest.flag("number-sections") is False or (found and {"-", ".unnumbered"} & set(found[2].split()))
    title = found[1] if found else listed.title
    return replace(listed, title=title, numbered=False if unnumbered else listed.numbered)


def _is_unnumbered(folder: Path, listed: ListedChapter, first: bool) -> bool:
    _, body = peek(folder / (listed.file or ""), folder)
    found = top_headings(body)
    if first and listed.file is not None and PurePosixPath(listed.file).stem == "index":
        return True
    return listed.numbered is False or bool(found and found[0].is_unnumbered)


def _about(manifest: Config, folder: Path, listed: list[ListedChapter]) -> dict[str, Any]:
    index, _ = peek(folder / "index.qmd", folder)

    def one(key: str) -> str:
        return manifest.text("book", key) or manifest.text(key) or (index.text(key) if key in _ABOUT[1:] else "")

    covers = (one("cover-image"), *(manifest.text("format", each, "epub-cover-image") for each in _FORMATS),
              *(manifest.text("format", each, "cover-image") for each in _FORMATS))  # fmt: skip
    authors = next((found for value in (manifest.get("book", "author"), manifest.get("author"), index.get("author"))
                    if (found := authors_of(value))), [])  # fmt: skip
    meta = manifest.text("format", "html", "author-meta")
    bibliography = [*manifest.texts("bibliography"), *manifest.texts("book", "bibliography")]
    for each in listed:
        if each.file:
            bibliography += peek(folder / each.file, folder)[0].texts("bibliography")
    return without_empty({
        "title": one("title"),
        "subtitle": one("subtitle"),
        "author": authors or people(re.split(r",\s*(?:and\s+)?|\s+and\s+", meta)),
        "date": day(one("date")),
        "description": one("description"),
        "abstract": one("abstract"),
        "keywords": manifest.texts("keywords") or manifest.texts("book", "keywords"),
        "publisher": one("publisher"),
        "identifier": identifiers(one("isbn") or one("doi")),
        "url": manifest.text("book", "site-url"),
        "cover_image": next((each for each in covers if each), ""),
        "cover_alt": one("cover-image-alt"),
        "bibliography": list(dict.fromkeys(bibliography)),
        "csl": manifest.text("csl") or manifest.text("book", "csl"),
        **citation_keys(manifest),
    })  # fmt: skip


def citation_keys(keys: Config) -> dict[str, Any]:
    """Return what the keys of Pandoc say of citations, only those given."""
    flags = {name: keys.flag(name.replace("_", "-")) for name in ("link_citations", "suppress_bibliography")}
    return {
        "nocite": keys.texts("nocite"),
        "reference_section_title": keys.text("reference-section-title"),
        **{name: flag for name, flag in flags.items() if flag is not None},
    }


def authors_of(value: Value) -> list[dict[str, Any]]:
    """Return the authors in any form of Pandoc and Quarto: a name, a list, mappings with names in parts."""
    names = []
    for each in value if isinstance(value, list) else [value]:
        name: Value = each
        while isinstance(name, dict):
            given = " ".join(part for key in ("given", "family") if (part := config.text(name.get(key))))
            name = name.get("name") or name.get("literal") or given
        names.append(re.sub(r"\^\[.*?\]|<[^>]*>", "", config.text(name)).strip())
    return people(name for name in names if not re.search(r"`r ", name))


def day(text: str) -> date | str:
    """Return a date as book.yaml would give it; empty where it is that of the run."""
    if re.search(r"`r |^(?:today|now|last-modified)$", text):
        return ""
    try:
        return values.moment(text)
    except ValueProblem:  # a day that does not exist is shown as the author wrote it
        return text


def _dialect(manifest: Config, book: Book, cwd: Path) -> Dialect:
    variables = config.read(book.found.path / "_variables.yml", cwd)
    cells = {key: text for key in _CELLS for path in (("execute", key), ("knitr", "opts_chunk", key))
             if (text := manifest.text(*path))}  # fmt: skip
    return Dialect(
        tool="quarto",
        math=("dollars",),
        extensions=tuple(manifest.texts("filters")),
        variables=(*flatten(variables.tree.data, "var."), *flatten(manifest.tree.data, "meta.")),
        bases=(book.inner(book.start),),
        home=book.inner(book.start),
        labels=tuple((key.removesuffix("-title"), manifest.text("crossref", key)) for key in manifest.keys("crossref")
                     if key.endswith("-title") and manifest.text("crossref", key)),
        cells=tuple(sorted(cells.items())),
        outputs=tuple(dict.fromkeys(filter(None, (manifest.text("project", "output-dir"), "_book", "docs")))),
        site=manifest.text("book", "site-url"),
        config=manifest.name,
    )  # fmt: skip
