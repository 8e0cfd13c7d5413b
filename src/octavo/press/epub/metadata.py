"""The metadata of the package document: Dublin Core and its refinements (EPUB 3.3, section 5.5).

What it says of accessibility is `accessibility.py`'s.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from octavo.model.formats import Format
from octavo.model.galley import Galley
from octavo.model.identifiers import of_format
from octavo.model.publication import Contributor, Metadata
from octavo.tools.dates import machine_date

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://octavo.invalid/publication")
_CREATORS = frozenset({"aut", "cre", "dub"})


@dataclass(frozen=True, slots=True)
class MetadataElement:
    """One element of the package's metadata: `name` is `dc:…`, or `meta` for a property that EPUB defines."""

    name: str
    text: str
    attributes: dict[str, str] = field(default_factory=dict)


def statements(metadata: Metadata, galley: Galley) -> Iterator[MetadataElement]:
    """Yield all that is known of the publication except its first identifier, in a fixed order."""
    yield from _titles(galley)
    yield from _people(metadata.contributors)
    yield MetadataElement("dc:language", metadata.lang)
    if written := machine_date(metadata.date, metadata.lang):
        yield MetadataElement("dc:date", written)
    texts = {
        "description": metadata.description or metadata.abstract,
        "publisher": metadata.publisher,
        "rights": metadata.rights,
    }
    for name, text in texts.items():
        if text:
            yield MetadataElement(f"dc:{name}", text)
    for keyword in metadata.keywords:
        yield MetadataElement("dc:subject", keyword)
    if metadata.url:
        yield MetadataElement("dc:source", metadata.url)
    for more in of_format(metadata.identifiers, Format.EPUB)[1:]:
        yield MetadataElement("dc:identifier", more.uri)
    if metadata.edition:
        yield MetadataElement("meta", metadata.edition, {"property": "schema:bookEdition"})
    yield from _series(metadata)


def _series(metadata: Metadata) -> Iterator[MetadataElement]:
    """Yield the series (EPUB 3.3, appendix D.3.3), the first with the number of the publication in it."""
    for number, name in enumerate(metadata.series, 1):
        yield MetadataElement("meta", name, {"property": "belongs-to-collection", "id": f"series-{number}"})
        yield _refine(f"series-{number}", "collection-type", "series")
        if number == 1 and re.fullmatch(r"\d+(?:\.\d+)*", metadata.volume or ""):
            yield _refine("series-1", "group-position", metadata.volume or "")


def identifier(metadata: Metadata, galley: Galley) -> str:
    """Return the author's identifier for the EPUB, an ISBN as a URN; else one from title, authors and language."""
    if own := of_format(metadata.identifiers, Format.EPUB):
        return own[0].uri
    authors = [person.name for person in metadata.authors]
    facts = "\n".join([galley.title, galley.subtitle, *authors, metadata.lang])
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, facts)}"


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC; one without a time zone is taken to be in UTC already."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _titles(galley: Galley) -> Iterator[MetadataElement]:
    yield MetadataElement("dc:title", galley.title, {"id": "title"})
    if galley.subtitle:
        yield _refine("title", "title-type", "main")
        yield _refine("title", "display-seq", "1")
        yield MetadataElement("dc:title", galley.subtitle, {"id": "subtitle"})
        yield _refine("subtitle", "title-type", "subtitle")
        yield _refine("subtitle", "display-seq", "2")


def _people(people: tuple[Contributor, ...]) -> Iterator[MetadataElement]:
    """Authors as creators, all others as contributors, each with the MARC code of their role."""
    for number, person in enumerate(people, 1):
        kind, name = ("creator" if person.role in _CREATORS else "contributor"), f"person-{number}"
        yield MetadataElement(f"dc:{kind}", person.name, {"id": name})
        yield _refine(name, "role", person.role, scheme="marc:relators")
        if person.file_as:
            yield _refine(name, "file-as", person.file_as)


def _refine(what: str, prop: str, text: str, **attributes: str) -> MetadataElement:
    return MetadataElement("meta", text, {"refines": f"#{what}", "property": prop, **attributes})
