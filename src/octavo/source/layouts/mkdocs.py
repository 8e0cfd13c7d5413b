"""A book of MkDocs: mkdocs.yml says what it is and, by `nav`, in which order its pages are read."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from octavo.model.diagnostic import Diagnostic
from octavo.model.dialect import Dialect
from octavo.model.publication import Publication
from octavo.source import config
from octavo.source.config import Config
from octavo.source.discover import FoundSource
from octavo.source.foreign import USUAL, Book, is_inside, merged, people, repository, start_of, without_nothing
from octavo.source.header import NOTHING, HeaderValues
from octavo.source.layouts.layout import Layout, Signs
from octavo.source.mkdocs_nav import Nav, mappings
from octavo.source.tree import Tree, Value

NAMES = ("mkdocs.yml", "mkdocs.yaml")
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


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """The book as a publication, or why there is none."""
    file = next((found.path / name for name in NAMES if (found.path / name).is_file()), found.path / NAMES[0])
    said, above = _inherited(config.read(file, cwd), cwd)
    if said.tree.data is None and said.found:
        return None, list(said.found)
    start, outside = start_of(found, said.text("docs_dir") or "docs", said.place("docs_dir"))
    if outside:
        return None, outside
    book = Book(found, cwd, said, start, file, usual=replace(USUAL, number_sections=False))
    book.files += above
    nav = Nav(book, said, start, [each.parent / (said.text("docs_dir") or "docs") for each in above])
    book.listed = nav.listed()
    book.elsewhere(nav.addresses)
    book.values = without_nothing({
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


def _options(said: Config, key: str, name: str) -> Mapping[str, Any]:
    """What is set of a plug-in or an extension."""
    found = [each[name] for each in mappings(said.get(key)) if isinstance(each.get(name), dict)]
    return found[0] if found else {}


def _dialect(said: Config, book: Book) -> Dialect:
    extensions, plugins = said.keys("markdown_extensions"), said.keys("plugins")
    snippets = _options(said, "markdown_extensions", "pymdownx.snippets")
    written, appended = (_texts(snippets.get(key)) for key in ("base_path", "auto_append"))
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
        site=book.values.get("url", ""),
        appended=appended,
        config=said.name,
    )


def _texts(value: Value) -> tuple[str, ...]:
    """A text, or several of them."""
    return tuple(text for each in (value if isinstance(value, list) else [value]) if (text := config.text(each)))


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


LAYOUT = Layout("mkdocs", "MkDocs", read, rank=50, signs=Signs(NAMES), dialect="mkdocs")
