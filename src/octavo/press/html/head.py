"""The `<head>` of the page: title, description, Open Graph and schema.org metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree

from octavo.model.formats import Format
from octavo.model.galley import Manuscript
from octavo.model.html_elements import Element
from octavo.model.identifiers import of_format
from octavo.model.publication import Publication
from octavo.tools.dates import machine_date

_POLICY = "font-src data:; " + "; ".join(
    f"{kind} 'none'" for kind in ("media-src", "connect-src", "frame-src", "object-src", "base-uri", "form-action")
)
"""Nothing is loaded and nothing is sent. Scripts are not named: there are none, and checkers add their own. Nor are
pictures: vnu 26.9 reports every `data:` URL as blocked, whatever `img-src` says."""
_FORMATS = {"paperback": "Paperback", "hardcover": "Hardcover", "pdf": "EBook", "epub": "EBook"}
"""The types of schema.org for the other editions of a book."""


def build(publication: Publication, manuscript: Manuscript, style: str) -> Element:
    """Return the `<head>` element."""
    metadata = publication.metadata
    head = etree.Element("head")
    etree.SubElement(head, "meta", {"charset": "utf-8"})
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": _POLICY})
    etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    etree.SubElement(head, "title").text = manuscript.title or publication.name
    for name, content in _named(publication):
        etree.SubElement(head, "meta", {"name": name, "content": content})
    if metadata.url:
        etree.SubElement(head, "link", {"rel": "canonical", "href": metadata.url})
    for name, content in _open_graph(publication, manuscript):
        etree.SubElement(head, "meta", {"property": name, "content": content})
    stated = json.dumps(_schema(publication, manuscript), ensure_ascii=False, separators=(",", ":"))
    # HTML ends both elements at the first '</', whatever is around it.
    linked = stated.replace("<", "\\u003c")
    etree.SubElement(head, "script", {"type": "application/ld+json"}).text = linked
    etree.SubElement(head, "style").text = "\n" + style.replace("</", "<\\/")
    return head


def _named(publication: Publication) -> Iterator[tuple[str, str]]:
    metadata = publication.metadata
    yield "generator", "octavo"
    yield "color-scheme", "light dark"
    if metadata.description:
        yield "description", metadata.description
    for author in metadata.authors:
        yield "author", author.name
    if published := _published(publication):
        yield "dcterms.date", published
    if metadata.keywords:
        yield "keywords", ", ".join(metadata.keywords)


def _open_graph(publication: Publication, manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    """https://ogp.me/#type_article, https://ogp.me/#type_book"""
    metadata = publication.metadata
    kind, published_on = ("book", "release_date") if publication.is_book else ("article", "published_time")
    yield "og:type", kind
    yield "og:title", manuscript.title or publication.name
    language, _, rest = metadata.lang.partition("-")
    region = next((part for part in rest.split("-") if len(part) == 2), "")
    yield "og:locale", f"{language}_{region.upper()}" if region else language
    if metadata.description:
        yield "og:description", metadata.description
    if metadata.url:
        yield "og:url", metadata.url
    if metadata.publisher:
        yield "og:site_name", metadata.publisher
    if published := _published(publication):
        yield f"{kind}:{published_on}", published
    for author in metadata.authors:
        yield f"{kind}:author", author.name
    if publication.is_book and (isbn := _isbn(publication)):
        yield "book:isbn", isbn
    for keyword in metadata.keywords:
        yield f"{kind}:tag", keyword


def _schema(publication: Publication, manuscript: Manuscript) -> dict[str, Any]:
    """https://schema.org/Article, https://schema.org/Book"""
    metadata = publication.metadata
    numbers = of_format(metadata.identifiers, Format.HTML)
    book = publication.is_book
    title, isbn = manuscript.title or publication.name, _isbn(publication) if book else ""
    roles = {"edt": "editor", "trl": "translator", "ill": "illustrator"}
    stated: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Book" if book else "Article",
        "name" if book else "headline": title,
        "alternativeHeadline": manuscript.galleys[0].subtitle,
        "author": [_person(author.name) for author in metadata.authors],
        **{key: [_person(p.name) for p in metadata.contributors if p.role == role] for role, key in roles.items()},
        "datePublished": _published(publication),
        "description": metadata.description,
        "keywords": list(metadata.keywords),
        "inLanguage": metadata.lang,
        "bookFormat": "https://schema.org/EBook" if book else None,
        "wordCount": None if book else manuscript.counts.words,
        "publisher": {"@type": "Organization", "name": metadata.publisher} if metadata.publisher else None,
        "copyrightNotice": metadata.rights,
        "isbn": isbn,
        "identifier": None if isbn else next((each.text for each in numbers), None),
        "bookEdition": metadata.edition,
        "isPartOf": [
            {"@type": "BookSeries" if book else "CreativeWorkSeries", "name": name} for name in metadata.series
        ],
        "position": metadata.volume if metadata.series else None,
        "workExample": [
            {"@type": "Book", "bookFormat": f"https://schema.org/{_FORMATS[each.edition]}", "isbn": each.isbn}
            for each in metadata.identifiers
            if book and each.isbn and each.edition in _FORMATS
        ],
        "url": metadata.url,
    }
    return {key: value for key, value in stated.items() if value}


def _isbn(publication: Publication) -> str:
    """The digits of the page's own ISBN."""
    own = of_format(publication.metadata.identifiers, Format.HTML)
    return next((each.isbn for each in own if each.isbn), "")


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _published(publication: Publication) -> str:
    """The date as ISO 8601, in the author's local time without a time zone; nothing where it is only words."""
    value = publication.metadata.date
    return value.isoformat() if isinstance(value, date) else machine_date(value, publication.metadata.lang)
