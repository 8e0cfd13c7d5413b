"""The frame of every page of a site: its head, the masthead with search, the colophon."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from lxml import etree

from octavo.model import languages
from octavo.model.html_elements import Element
from octavo.model.publication import Publication
from octavo.model.words import direction, word
from octavo.press.html import markup
from octavo.press.html.site.look import STYLE
from octavo.press.html.site.names import CONTENTS, HOME, NOT_FOUND, TEXT
from octavo.press.html.site.sitemap import page_url, site_url

SCRIPT = "assets/site.js"
_POLICY = "; ".join([
    "font-src 'self' file:",
    *(f"{kind}-src 'none'" for kind in ("connect", "media", "frame", "object", "worker", "manifest")),
    "script-src-attr 'none'; base-uri 'self'; form-action 'none'",
])  # fmt: skip
"""Nothing is loaded from elsewhere, and nothing is sent. Not every browser counts local files as 'self'. Scripts,
styles and pictures are not named: vnu 26.9 reports every relative URL as blocked, whatever their directives say."""


def head(publication: Publication, book: str, title: str, name: str, favicon: str) -> Element:
    """Return the `<head>` of a page; `name` is its file name, `favicon` the URL of the icon."""
    metadata = publication.metadata
    head = etree.Element("head")
    etree.SubElement(head, "meta", {"charset": "utf-8"})
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    start = site_url(publication)
    if name == NOT_FOUND and start:  # servers show it under any URL that does not exist
        etree.SubElement(head, "base", {"href": start})
    etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    etree.SubElement(head, "title").text = book if name == HOME else f"{title} – {book}"
    stated = {"generator": "octavo", "color-scheme": "light dark"}
    if name == HOME and metadata.description:
        stated["description"] = metadata.description
    if name == NOT_FOUND:
        stated["robots"] = "noindex"
    for key, content in stated.items():
        etree.SubElement(head, "meta", {"name": key, "content": content})
    for author in metadata.authors:
        etree.SubElement(head, "meta", {"name": "author", "content": author.name})
    if name != NOT_FOUND and (whole := page_url(publication, name)):
        etree.SubElement(head, "link", {"rel": "canonical", "href": whole})
    if name == HOME:
        for lang, url in _languages(publication):
            etree.SubElement(head, "link", {"rel": "alternate", "hreflang": lang, "href": urljoin(start or "", url)})
    etree.SubElement(head, "link", {"rel": "icon", "href": favicon})
    etree.SubElement(head, "link", {"rel": "stylesheet", "href": STYLE})
    etree.SubElement(head, "script", {"src": SCRIPT})
    return head


def body(
    publication: Publication,
    book: str,
    name: str,
    downloads: Sequence[str],
    logo: str = "",
    *,
    has_contents: bool,
    has_search: bool,
) -> tuple[Element, Element]:
    """Return the `<body>` of a page, and the empty `<main>` in it; `has_contents` if the text has the contents.

    `downloads` are the files that the site offers, `logo` is the URL of the publisher's logo.
    """
    lang = publication.metadata.lang
    body = etree.Element("body", {"class": "home"} if has_contents else {})
    skip = etree.SubElement(body, "a", {"class": "skip apparatus", "href": f"#{TEXT}"})
    skip.text = word("skip", lang)
    if name == NOT_FOUND:  # with a base, a bare fragment leads to another page
        skip.set("href", f"{NOT_FOUND}#{TEXT}")
    contents = "" if has_contents else f"{NOT_FOUND if name == NOT_FOUND else ''}#{CONTENTS}"
    body.append(masthead := _masthead(publication, book, contents, downloads, logo))
    if has_search:
        _add_search(masthead, lang)
    leaf = etree.SubElement(body, "div", {"class": "leaf"})
    main = etree.SubElement(leaf, "main", {"id": TEXT, "class": "book"} if has_contents else {"id": TEXT})
    metadata = publication.metadata
    lines = [line for line in (metadata.publisher, *(metadata.rights or "").splitlines()) if line]
    if lines:
        footer = etree.SubElement(body, "footer", {"class": "colophon apparatus"})
        for line in lines:
            etree.SubElement(footer, "p").text = line
    return body, main


def _masthead(publication: Publication, book: str, contents: str, downloads: Sequence[str], logo: str) -> Element:
    """The book's title, links, and controls that need the script, hidden until it runs."""
    lang = publication.metadata.lang
    header = etree.Element("header", {"class": "masthead apparatus"})
    work = etree.SubElement(header, "a", {"class": "work", "href": HOME})
    work.text = book
    if logo:
        work.text = None
        etree.SubElement(work, "img", {"src": logo, "alt": "", "class": "mark"}).tail = f" {book}"
    if version := publication.settings.version:
        etree.SubElement(header, "span", {"class": "version"}).text = version
    if contents:
        etree.SubElement(header, "a", {"class": "to-contents", "href": contents}).text = word("contents", lang)
    for file in downloads:
        link = etree.SubElement(header, "a", {"class": "download", "href": quote(file), "download": ""})
        link.text = PurePosixPath(file).suffix.removeprefix(".").upper()
    if url := publication.settings.repository:
        etree.SubElement(header, "a", {"class": "repository", "href": url}).text = _repository_name(url)
    _add_languages(header, publication)
    etree.SubElement(
        header,
        "button",
        {"type": "button", "class": "scheme", "hidden": "", "data-dark": word("dark", lang),
         "data-light": word("light", lang)},
    )  # fmt: skip
    return header


def _repository_name(url: str) -> str:
    """Return what a link to a repository says: `owner/name`."""
    path = [each for each in urlsplit(url).path.split("/") if each]
    return "/".join(path[:2]).removesuffix(".git") or urlsplit(url).netloc


def _languages(publication: Publication) -> list[tuple[str, str]]:
    """Return the languages of the publication and the URL of each; this one first. Nothing without translations."""
    others = publication.settings.translations
    return [(publication.metadata.lang, HOME), *((lang, _folder(url)) for lang, url in others)] if others else []


def _folder(url: str) -> str:
    """Return the URL of a site by that of its folder: files opened from a disk need the name of the page."""
    is_page = urlsplit(url).scheme or url.endswith((".html", ".htm"))
    return url if is_page else f"{url.rstrip('/')}/{HOME}"


def _add_languages(header: Element, publication: Publication) -> None:
    """Add links to the home page in each language, each by its own name."""
    known = _languages(publication)
    if not known:
        return
    names = {lang: languages.own_name(lang) for lang, _ in known}
    nav = etree.SubElement(header, "nav", {"class": "languages", "aria-label": ", ".join(names.values())})
    for lang, url in known:
        link = etree.SubElement(nav, "a", {"href": url, "lang": lang, "hreflang": lang})
        link.text = names[lang]
        if lang == publication.metadata.lang:
            link.set("aria-current", "true")


def _add_search(masthead: Element, lang: str) -> None:
    search = etree.SubElement(masthead, "div", {"class": "search", "role": "search", "hidden": ""})
    label = word("search", lang)
    etree.SubElement(
        search,
        "input",
        {"type": "search", "aria-label": label, "placeholder": label, "autocomplete": "off", "spellcheck": "false",
         "aria-keyshortcuts": "/ Control+K"},
    )  # fmt: skip
    found = etree.SubElement(search, "div", {"class": "found", "hidden": ""})
    etree.SubElement(found, "p", {"role": "status", "data-none": word("no-results", lang)})
    etree.SubElement(found, "ol", {"aria-label": label})


def serialize(publication: Publication, head: Element, body: Element) -> bytes:
    """Return a whole page as HTML."""
    lang = publication.metadata.lang
    page = etree.Element("html", {"lang": lang, "dir": direction(lang)})
    page.append(head)
    page.append(body)
    return b"<!DOCTYPE html>\n" + markup.serialize(page).encode() + b"\n"
