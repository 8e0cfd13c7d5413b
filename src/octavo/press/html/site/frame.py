"""What every page of a site has around its text: its head, the masthead with search, the colophon."""

from __future__ import annotations

from typing import Any

from lxml import etree

from octavo.model.publication import Publication
from octavo.model.words import direction, word
from octavo.press.html import markup
from octavo.press.html.site.look import STYLE
from octavo.press.html.site.names import HOME, NOT_FOUND
from octavo.press.html.site.sitemap import address, base

SCRIPT = "assets/site.js"
_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; base-uri 'self'; form-action 'none'"
)
"""Nothing comes from another host. WebAssembly is search's; an author's own width of a picture is style in a line."""


def head(publication: Publication, book: str, title: str, name: str) -> Any:
    """The `<head>` of a page of some name."""
    metadata = publication.metadata
    head = etree.Element("head")
    etree.SubElement(head, "meta", {"charset": "utf-8"})
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    start = base(publication)
    if name == NOT_FOUND and start:  # servers show it under whatever address was asked for
        etree.SubElement(head, "base", {"href": start})
    etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    book = book or publication.name
    etree.SubElement(head, "title").text = book if name == HOME else f"{title} – {book}"
    said = {"generator": "octavo", "color-scheme": "light dark"}
    if name == HOME and metadata.description:
        said["description"] = metadata.description
    if name == NOT_FOUND:
        said["robots"] = "noindex"
    for key, content in said.items():
        etree.SubElement(head, "meta", {"name": key, "content": content})
    for author in metadata.authors:
        etree.SubElement(head, "meta", {"name": "author", "content": author.name})
    if name != NOT_FOUND and (whole := address(publication, name)):
        etree.SubElement(head, "link", {"rel": "canonical", "href": whole})
    etree.SubElement(head, "link", {"rel": "stylesheet", "href": STYLE})
    etree.SubElement(head, "script", {"src": SCRIPT})
    return head


def body(publication: Publication, book: str, name: str) -> tuple[Any, Any]:
    """The `<body>` of a page, and the `<main>` in it, which is empty."""
    lang = publication.metadata.lang
    body = etree.Element("body", {"class": "home"} if name == HOME and publication.is_book else {})
    skip = etree.SubElement(body, "a", {"class": "skip apparatus", "href": "#text"})
    skip.text = word("skip", lang)
    if name == NOT_FOUND:  # a base leads bare fragments astray
        skip.set("href", f"{NOT_FOUND}#text")
    contents = "" if body.get("class") else f"{NOT_FOUND if name == NOT_FOUND else ''}#contents"
    body.append(_masthead(book or publication.name, lang, contents))
    leaf = etree.SubElement(body, "div", {"class": "leaf"})
    main = etree.SubElement(leaf, "main", {"id": "text"})
    lines = [line for line in (publication.metadata.publisher, publication.metadata.rights) if line]
    if lines:
        footer = etree.SubElement(body, "footer", {"class": "colophon apparatus"})
        for line in lines:
            etree.SubElement(footer, "p").text = line
    return body, main


def _masthead(book: str, lang: str, contents: str) -> Any:
    """The book's title, the way to the contents, and what only works with the script, hidden until it does."""
    header = etree.Element("header", {"class": "masthead apparatus"})
    etree.SubElement(header, "a", {"class": "book", "href": HOME}).text = book
    if contents:
        etree.SubElement(header, "a", {"class": "to-contents", "href": contents}).text = word("contents", lang)
    etree.SubElement(
        header,
        "button",
        {"type": "button", "class": "scheme", "hidden": "", "data-dark": word("dark", lang),
         "data-light": word("light", lang)},
    )  # fmt: skip
    search = etree.SubElement(header, "div", {"class": "search", "role": "search", "hidden": ""})
    said = word("search", lang)
    etree.SubElement(
        search,
        "input",
        {"type": "search", "aria-label": said, "placeholder": said, "autocomplete": "off", "spellcheck": "false",
         "aria-keyshortcuts": "/ Control+K"},
    )  # fmt: skip
    found = etree.SubElement(search, "div", {"class": "found", "hidden": ""})
    etree.SubElement(found, "p", {"role": "status", "data-none": word("no-results", lang)})
    etree.SubElement(found, "ol", {"aria-label": said})
    return header


def written(publication: Publication, head: Any, body: Any) -> bytes:
    """A whole page as HTML."""
    lang = publication.metadata.lang
    page = etree.Element("html", {"lang": lang, "dir": direction(lang)})
    page.append(head)
    page.append(body)
    return b"<!DOCTYPE html>\n" + markup.written(page).encode() + b"\n"
