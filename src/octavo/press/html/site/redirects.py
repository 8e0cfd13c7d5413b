"""Pages at URLs that readers may still have: each leads on to where its text is now."""

from __future__ import annotations

import posixpath
from collections.abc import Container, Iterable, Mapping, Set
from itertools import accumulate
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.publication import Publication
from octavo.model.words import direction
from octavo.press.html import markup
from octavo.press.html.site.names import page_of, relate, source_files
from octavo.press.html.site.pages import SitePage


def make(
    publication: Publication, chapters: Mapping[str, str], pages: Mapping[str, SitePage], files: Iterable[str]
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Return the pages that lead on, by their paths, and what is wrong with the setting `redirects`.

    `chapters` has the name of each chapter's page, `files` the paths of all that the site has.
    """
    made: dict[str, bytes] = {}
    found = []
    sources = {path: chapters[chapter] for chapter, path in source_files(publication) if chapter in chapters}
    used = {*files}
    for old, new in publication.settings.redirects:
        name = _file(old, publication.settings.addresses)
        target, anchor = _target(new, sources, pages)
        place = _place(publication, old)
        if target is None:
            found.append(_problem(f"the redirect leads to '{new}', which is no page of the site", place))
        elif name.startswith("../"):
            found.append(_problem(f"the redirect from '{old}' is outside the site", place))
        elif _is_used(name, used):
            found.append(_problem(f"the redirect from '{old}' has no effect: the site has a file there", place))
        else:
            if anchor and target in pages and not _has_id(pages[target], anchor):
                found.append(_problem(f"the redirect leads to '{new}', but the page has no id '{anchor}'", place))
                anchor = ""
            made[name] = _page(publication, name, target, anchor, pages)
            used.add(name)
    return made, found


def _is_used(name: str, files: Set[str]) -> bool:
    """Return whether there is a file at a path, or one where the path needs a folder, or a folder with files."""
    folders = accumulate(name.split("/"), posixpath.join)
    return any(path in files for path in folders) or any(file.startswith(f"{name}/") for file in files)


def _has_id(page: SitePage, anchor: str) -> bool:
    return any(element.get("id") in (anchor, unquote(anchor)) for element in page.body.iter())


def _place(publication: Publication, old: str) -> Place:
    """Return where a redirect is written; each tool has another key for them."""
    keys = (key for key in publication.key_lines if key.endswith(f".{old}"))
    # A longer key is that of another page: `redirects.old.x.html` ends like `redirects.x.html`.
    return publication.key(min(keys, key=len, default=""))


def _problem(message: str, place: Place) -> Diagnostic:
    return warning("redirect.broken", message, place)


def _file(written: str, addresses: str) -> str:
    """Return the path of the page at an old URL, given as a URL's path or as that of the text it was made of."""
    path = posixpath.normpath(written.partition("#")[0].lstrip("/") or ".")
    stem, suffix = posixpath.splitext(path)
    if suffix.casefold() in (".html", ".htm"):
        return path
    if suffix.casefold() in (".md", ".qmd", ".rmd", ".markdown", ".ipynb"):
        return f"{page_of(stem, addresses)}.html"
    return posixpath.normpath(f"{path}/index.html")


def _target(written: str, sources: Mapping[str, str], pages: Container[str]) -> tuple[str | None, str]:
    """Return where a redirect leads, a URL or the name of a page, and the id on that page, if one is given."""
    if urlsplit(written).scheme or written.startswith("//"):
        return written, ""
    before, _, anchor = written.partition("#")
    for given, place in ((written, ""), (before, anchor), (unquote(before), anchor)):
        path = posixpath.normpath(given.lstrip("/") or ".")
        for name in (sources.get(path), path, f"{path}.html", posixpath.normpath(f"{path}/index.html")):
            if name in pages:
                return name, place
    return None, ""


def _page(publication: Publication, name: str, target: str, anchor: str, pages: Mapping[str, SitePage]) -> bytes:
    """Return a page that leads on at once, with a link for anyone who stays."""
    url = (quote(target) if target in pages else target) + (f"#{anchor}" if anchor else "")
    title = pages[target].title if target in pages else target
    lang = publication.metadata.lang
    page = etree.Element("html", {"lang": lang, "dir": direction(lang)})
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "meta", {"charset": "utf-8"})
    etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    etree.SubElement(head, "meta", {"name": "robots", "content": "noindex"})
    etree.SubElement(head, "title").text = title
    main = etree.SubElement(etree.SubElement(page, "body"), "main")
    link = etree.SubElement(etree.SubElement(main, "h1", {"class": "apparatus"}), "a", {"href": url})
    link.text = title
    relate(page, name)
    etree.SubElement(head, "link", {"rel": "canonical", "href": link.get("href", "")})
    etree.SubElement(head, "meta", {"http-equiv": "refresh", "content": f"0; url={link.get('href')}"})
    return b"<!DOCTYPE html>\n" + markup.serialize(page).encode() + b"\n"
