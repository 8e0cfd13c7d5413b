"""A book of MkDocs: mkdocs.yml has its metadata and, in `nav`, the order of its pages."""

from __future__ import annotations

import html
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from octavo.model.diagnostic import Diagnostic, error
from octavo.model.dialect import Dialect
from octavo.model.publication import Publication
from octavo.model.settings import Settings
from octavo.source import config
from octavo.source.config import Config
from octavo.source.discover import FoundSource
from octavo.source.foreign import (
    USUAL,
    Book,
    cannot_read_config,
    is_url,
    merge,
    people,
    repository,
    start_of,
    web_url,
    without_empty,
)  # fmt: skip
from octavo.source.header import NOTHING, HeaderValues
from octavo.source.layouts.mkdocs import NAMES
from octavo.source.mkdocs_nav import Nav, mappings
from octavo.source.texts import is_set_aside
from octavo.source.tree import Tree, Value
from octavo.tools.sandbox import display_path

_MATHS = {"pymdownx.arithmatex", "mdx_math", "arithmatex", "mdx_arithmatex", "katex", "mdx_katex", "mathjax"}
_EXTENSIONS = re.compile(
    r"pymdownx\.|markdown\.extensions\.|(?:abbr|admonition|attr_list|codehilite|def_list|extra|fenced_code|footnotes|meta"
    r"|md_in_html|nl2br|sane_lists|smarty|tables|toc|wikilinks|legacy_attrs|legacy_em|mdx_include|mdx_math|mdx_truly_sane_lists"
    r"|callouts|github-callouts|markdown_callouts|mdx_breakless_lists|fancylists|customblocks|def_list|mdx_gh_links"
    r"|mkdocs-click|mkdocs_click|mdx_linkify|mdx_urlize|linkify|markdown_include\.include|plantuml_markdown|md4mathjax"
    r"|markdown_checklist\.extension|mdx_emdash|mdx_unimoji|mkautodoc)$|(?:material|materialx|zensical)\.extensions\."
)
"""Extensions of Python-Markdown whose marks octavo knows."""
_SITE_PLUGINS = re.compile(
    r"(?:material/|mkdocs-)?(?:search|tags|minify|redirects|social|rss|offline|privacy|optimize|meta|typeset|info|group"
    r"|projects|glightbox|autorefs|literate-nav|section-index|git-.*|htmlproofer|sitemap|robotstxt|same-dir|exclude.*"
    r"|awesome-pages|awesome-nav|with-pdf|pdf-export|print-site|lightgallery|statistics|document-dates|toggle-sidebar"
    r"|file-filter|open-in-new-tab|mike|i18n|static-i18n|spellcheck|caption|alias|termynal|macros|mkdocstrings|mermaid2"
    r"|kroki|d2|plantuml|panzoom|llmstxt.*|linkcheck|autolinks|nav-weight|to-pdf|add-number|enumerate-headings|callouts"
    r"|drawio(?:-.*)?)$"
)
"""Plug-ins that add nothing to the text of a page, and those whose marks octavo reads or reports where they are."""


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Return the book as a publication, or why it cannot be read."""
    file = next((found.path / name for name in NAMES if (found.path / name).is_file()), found.path / NAMES[0])
    lacking: list[Diagnostic] = []
    manifest, above = _inherited(config.read(file, cwd), cwd, lacking)
    if manifest.tree.data is None and manifest.found:
        return None, list(manifest.found)
    start, outside = start_of(found, _pages(manifest), manifest.place("docs_dir"))
    if outside:
        return None, [*lacking, *outside]
    if not start.is_dir() and not any((each.parent / _pages(manifest)).is_dir() for each in above):
        return None, [*lacking, _no_pages(manifest, found.path, cwd)]
    book = Book(found, cwd, manifest, start, file, usual=_settings(manifest))
    book.files += above
    book.diagnostics += lacking
    nav = Nav(book, manifest, start, [each.parent / _pages(manifest) for each in above])
    book.entries = nav.chapters()
    book.report_urls(nav.addresses)
    book.values = without_empty({
        "title": _usual(manifest, "site_name"),
        "author": people([manifest.text("site_author")]),
        "description": manifest.text("site_description"),
        "rights": " ".join(html.unescape(re.sub(r"<[^>]*>", "", manifest.text("copyright"))).split()),
        "url": _usual(manifest, "site_url") if _usual(manifest, "site_url").startswith("http") else "",
    })  # fmt: skip
    key = next((key for key in ("language", "locale") if manifest.text("theme", key)), "language")
    book.language(manifest.text("theme", key), manifest.place("theme", key))
    book.dialect = _dialect(manifest, book)
    _not_run(manifest, book)
    return book.publication(defaults)


def _settings(manifest: Config) -> Settings:
    """Return the settings, with what the book says of its site."""
    has_folders = manifest.flag("use_directory_urls") is not False
    icon, moved = manifest.text("theme", "favicon"), _options(manifest, "plugins", "redirects").get("redirect_maps")
    return replace(
        USUAL,
        number_sections=False,
        addresses="folders" if has_folders else "files",
        favicon=posixpath.join(_pages(manifest), icon) if icon else None,
        repository=web_url(_usual(manifest, "repo_url")),
        edit_url=_edit_url(manifest),
        redirects=tuple((old, config.text(new)) for old, new in moved.items() if config.text(new))
        if isinstance(moved, dict)
        else (),
    )


_EDIT_URI = {"github.com": "edit/master/docs/", "gitlab.com": "edit/master/docs/", "bitbucket.org": "src/default/docs/"}
"""Where MkDocs looks for the texts in a repository on these hosts, if the book does not say."""


def _edit_url(manifest: Config) -> str | None:
    repository, given = _usual(manifest, "repo_url"), manifest.get("edit_uri") is not None
    host = urlsplit(repository).netloc.removeprefix("www.")
    uri = manifest.text("edit_uri") if given else _EDIT_URI.get(host, "")
    if template := manifest.text("edit_uri_template"):
        uri = re.sub(r"\{path(?:_noext)?(?:![qr])?\}", "{path}", template)
    elif not uri:
        return None
    whole = uri if is_url(uri) else f"{repository.rstrip('/')}/{uri.lstrip('/')}"
    return web_url(whole if "{path}" in whole else f"{whole.rstrip('/')}/{{path}}")


def _pages(manifest: Config) -> str:
    """Return the name of the folder with the pages."""
    return manifest.text("docs_dir") or "docs"


def _no_pages(manifest: Config, folder: Path, cwd: Path) -> Diagnostic:
    """Return the error for a folder of pages that does not exist, with the folder that has the pages of `nav`."""
    names = [name for name in _page_names(manifest.get("nav")) if name]
    places = [folder, *sorted(each for each in folder.glob("*") if each.is_dir() and not is_set_aside(each.name))]
    places += [each for place in places[1:] for each in sorted(place.glob("*")) if each.is_dir()]
    many = {each: sum((each / name).is_file() for name in names) for each in places}
    best = max(many, key=lambda each: many[each])
    hint = "create it, or set docs_dir to the folder with the pages"
    if many[best]:
        inner = best.relative_to(folder).as_posix()
        hint = f"{many[best]} of {len(names)} pages of nav are in '{display_path(best, cwd)}': set docs_dir: {inner}"
    else:
        texts = {each: len([*each.glob("*.md")]) for each in places[1:]}
        best = max(texts, key=lambda each: texts[each], default=folder)
        if texts.get(best):
            inner = best.relative_to(folder).as_posix()
            hint = f"there are Markdown files in '{display_path(best, cwd)}': set docs_dir: {inner}"
    place = manifest.place("docs_dir") if manifest.text("docs_dir") else manifest.place()
    return error("source.missing", f"the folder of the pages, '{_pages(manifest)}', does not exist", place, hint)


def _page_names(value: Value) -> Iterator[str]:
    """Yield the pages that `nav` names, on all levels."""
    if isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _page_names(each)
    else:
        yield config.text(value)


def _inherited(manifest: Config, cwd: Path, lacking: list[Diagnostic], depth: int = 5) -> tuple[Config, list[Path]]:
    """Return the configuration merged with those that it inherits from, and their files."""
    parent = manifest.text("INHERIT")
    if not parent or not depth or manifest.path is None:
        return manifest, []
    file = Path(os.path.normpath(manifest.path.parent / parent))
    if problem := cannot_read_config(parent, file, repository(manifest.path.parent), manifest.place("INHERIT")):
        lacking.append(problem)
        return manifest, []
    above, more = _inherited(config.read(file, cwd), cwd, lacking, depth - 1)
    if above.path is None:
        return manifest, []
    data = merge(above.tree.data, manifest.tree.data)
    return replace(manifest, tree=Tree(data, manifest.tree.keys, manifest.tree.values)), [above.path, *more]


def _options(manifest: Config, key: str, name: str) -> Mapping[str, Any]:
    """Return the options of a plug-in or an extension."""
    found = [each[name] for each in mappings(manifest.get(key)) if isinstance(each.get(name), dict)]
    return found[0] if found else {}


def _dialect(manifest: Config, book: Book) -> Dialect:
    extensions, plugins = manifest.keys("markdown_extensions"), manifest.keys("plugins")
    snippets = _options(manifest, "markdown_extensions", "pymdownx.snippets")
    folder_names, appended = (_texts(snippets.get(key)) for key in ("base_path", "auto_append"))
    folders = [*(book.found.path / each for each in folder_names if each), book.found.path, book.start, book.home]
    inside = [each for folder in folders if (each := Path(os.path.normpath(folder))).is_relative_to(book.home)]
    return Dialect(
        tool="mkdocs",
        math=("dollars",) if _MATHS & {*extensions, *plugins} else (),
        smart="smarty" in extensions or "markdown.extensions.smarty" in extensions,
        autolink="pymdownx.magiclink" in extensions,
        extensions=(*extensions, *plugins),
        variables=tuple(_variables(manifest)),
        bases=tuple(dict.fromkeys(book.inner(each) for each in inside)),
        home=book.inner(book.start),
        site=book.values.get("url", ""),
        appended=appended,
        config=manifest.name,
    )


def _texts(value: Value) -> tuple[str, ...]:
    """Return the texts of a list; a single text is a list of one."""
    return tuple(text for each in (value if isinstance(value, list) else [value]) if (text := config.text(each)))


def _variables(manifest: Config) -> Iterator[tuple[str, str]]:
    """Yield the values for the macros of a page: the keys of `extra`, and the book's metadata."""
    for key in ("site_name", "site_url", "site_author", "site_description", "repo_url", "repo_name"):
        if value := _usual(manifest, key):
            yield f"config.{key}", value
    yield from _flat(manifest.get("extra"), "")


def _flat(value: Value, name: str) -> Iterator[tuple[str, str]]:
    for key, inner in value.items() if isinstance(value, dict) else ():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{name}{key}.")
        elif text := config.text(inner):
            yield f"{name}{key}", text


def _usual(manifest: Config, key: str) -> str:
    """Return a text; of `!ENV [NAME, value]` the default, as the environment is not read."""
    return manifest.texts(key)[-1] if manifest.texts(key) else ""


def _not_run(manifest: Config, book: Book) -> None:
    for each in manifest.keys("plugins"):
        if not _SITE_PLUGINS.match(each):
            book.report_not_run("plug-in", each, manifest.at(each, "plugins"), "the text lacks what it would generate")
    for each in manifest.keys("markdown_extensions"):
        if not _EXTENSIONS.match(each):
            book.report_not_run(
                "extension", each, manifest.at(each, "markdown_extensions"), "its marks stay in the text"
            )
    for each in manifest.texts("hooks"):
        book.report_not_run("hook", each, manifest.at(each, "hooks"))
