"""Pages at URLs that readers may still have: each leads on to where its text is now."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from lxml import etree

from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.publication import Publication
from octavo.model.words import direction
from octavo.press.html import markup
from octavo.press.html.site.names import page_of, relate, source_files


def make(
    publication: Publication, pages: Mapping[str, str], titles: Mapping[str, str]
) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """Return the pages that lead on, by their paths, and what is wrong with the setting `redirects`.

    `pages` has the page of each chapter, `titles` the title of each page of the site.
    """
    made, found = {}, []
    sources = {path: pages[chapter] for chapter, path in source_files(publication) if chapter in pages}
    for old, new in publication.settings.redirects:
        name = _file(old, publication.settings.addresses)
        target = _target(new, sources, titles)
        place = publication.key(next((key for key in publication.key_lines if key.endswith(f".{old}")), ""))
        if target is None:
            found.append(_problem(f"the redirect leads to '{new}', which is no page of the site", place))
        elif name in titles or name.startswith("../"):
            found.append(_problem(f"the redirect from '{old}' has no effect: the site has such a page", place))
        else:
            path = target.partition("#")[0]
            made[name] = _page(publication, name, target, titles.get(path, target))
    return made, found


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


def _target(written: str, sources: Mapping[str, str], titles: Mapping[str, str]) -> str | None:
    """Return where a redirect leads: a URL, or a page of the site, perhaps with a place on it."""
    if urlsplit(written).scheme or written.startswith("//"):
        return written
    path, mark, anchor = written.partition("#")
    path = posixpath.normpath(path.lstrip("/") or ".")
    for name in (sources.get(path), path, f"{path}.html", posixpath.normpath(f"{path}/index.html")):
        if name in titles:
            return f"{name}{mark}{anchor}"
    return None


def _page(publication: Publication, name: str, target: str, title: str) -> bytes:
    """Return a page that leads on at once, with a link for who stays."""
    is_page = not urlsplit(target).scheme and not target.startswith("//")
    path, mark, anchor = target.partition("#")
    url = f"{quote(path)}{mark}{anchor}" if is_page else target
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
