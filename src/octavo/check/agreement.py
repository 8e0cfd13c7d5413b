"""The three agree: what was counted and read in the manuscript is found again, word for word, in a finished edition."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from lxml import etree, html

from octavo.model import reading
from octavo.model.diagnostic import Diagnostic, Place, error
from octavo.model.edition import Edition, PageBreak, PageList
from octavo.model.galley import Counts, Galley, Manuscript, Reading
from octavo.model.publication import Publication
from octavo.tools.place import Finder

if TYPE_CHECKING:
    from octavo.check.pdf_file import PdfFile  # pikepdf is heavy, and only print is read with it

_NAMES = {"pdf": "PDF", "epub": "EPUB", "html": "HTML", "site": "site"}


@dataclass(frozen=True, slots=True)
class Found:
    """What was read in an edition, by chapter; `pages` are for print: where in each chapter each of them begins."""

    chapters: Mapping[str, Reading]
    pages: tuple[tuple[str, int, int], ...] = ()
    """Chapter, index of the page, number of the first word on it."""

    @property
    def counts(self) -> Counts:
        """What a reader meets in all of it."""
        return sum((each.counts for each in self.chapters.values()), Counts())


def read_html(edition: Edition) -> Found:
    """What a reader meets in a finished page."""
    return _gathered(_articles(_page(edition.data)))


def read_site(edition: Edition) -> Found:
    """What a reader meets in the pages of a site."""
    pages = [data for name, data in sorted((edition.files or {}).items()) if name.endswith(".html")]
    return _gathered(article for data in pages for article in _articles(_page(data)))


def read_epub(edition: Edition) -> Found:
    """What a reader meets in a finished EPUB, from the first document of its spine to the last."""
    with zipfile.ZipFile(io.BytesIO(edition.data)) as book:
        return _gathered(article for name in _spine(book) for article in _articles(_body(book.read(name))))


def read_pdf(file: PdfFile) -> Found:
    """What a reader meets in a finished PDF."""
    parts = file.read_parts()
    pages = tuple((part.chapter, page, word) for part in parts for page, word in part.pages)
    return Found({part.chapter: part.reading for part in parts}, pages)


READERS: dict[str, Callable[[Edition], Found]] = {"epub": read_epub, "html": read_html, "site": read_site}
"""How the editions that are not print are read back."""


def page_list(manuscript: Manuscript, found: Found, labels: Sequence[str]) -> PageList:
    """The pages of the printed book, as far as the author's text stands on them."""
    known = {_name(galley) for galley in manuscript.galleys}
    return PageList(tuple(PageBreak(labels[page], name, word) for name, page, word in found.pages if name in known))


def _page(data: bytes) -> Any:
    return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True)).find("body")


def _body(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(huge_tree=True)).find("{http://www.w3.org/1999/xhtml}body")


def _spine(book: zipfile.ZipFile) -> list[str]:
    container: Any = etree.fromstring(book.read("META-INF/container.xml"))
    package = container.find(".//{*}rootfile").get("full-path")
    root: Any = etree.fromstring(book.read(package))
    items = {item.get("id"): unquote(item.get("href")) for item in root.iterfind(".//{*}manifest/{*}item")}
    folder = posixpath.dirname(package)
    return [posixpath.join(folder, items[part.get("idref")]) for part in root.iterfind(".//{*}spine/{*}itemref")]


def _articles(body: Any) -> Iterable[tuple[str, Any]]:
    """The galleys of a document by their chapters; what stands outside them is apparatus.

    One without a heading is no article on a page for the screen.
    """
    for element in body.iter():
        if reading.local(element) in ("article", "div") and "galley" in reading.classes(element):
            yield element.get("data-chapter", ""), element


def _gathered(articles: Iterable[tuple[str, Any]]) -> Found:
    found: dict[str, Reading] = {}
    for chapter, article in articles:
        part = reading.read(article)
        before = found.get(chapter)
        found[chapter] = part if before is None else _joined(before, part)
    return Found(found)


def _joined(one: Reading, other: Reading) -> Reading:
    return Reading(one.counts + other.counts, one.words + other.words, one.notes + other.notes)


def compare(manuscript: Manuscript, publication: Publication, format: str, found: Found) -> list[Diagnostic]:
    """Where an edition parts from the manuscript: in each chapter the first differing word, or counts that differ."""
    wrong = [
        each
        for galley in manuscript.galleys
        for each in _compare(galley, publication, format, found.chapters.get(_name(galley), _NOTHING))
    ]
    known = {_name(galley) for galley in manuscript.galleys}
    strange = [chapter for chapter in found.chapters if chapter not in known]
    for chapter in strange[:1]:
        message = f"the {_NAMES[format]} has a chapter '{chapter}' that the manuscript has not"
        wrong.append(_fault("chapters", message, publication.key(""), format))
    return wrong


def _name(galley: Galley) -> str:
    """What a galley is called in an edition: an article has no need of a name."""
    return "" if galley.kind == "article" else galley.chapter


_NOTHING = Reading(Counts(), ())


def _compare(galley: Galley, publication: Publication, format: str, found: Reading) -> list[Diagnostic]:
    wanted = galley.reading
    for kind, own, other in (("text", wanted.words, found.words), ("notes", _flat(wanted.notes), _flat(found.notes))):
        if own != other:
            return [_parting(galley, publication, format, kind, own, other)]
    return [
        _fault(
            name,
            f"the manuscript has {count} {name}, the {_NAMES[format]} has {found.counts.as_dict()[name]}",
            _place(galley, publication),
            format,
        )
        for name, count in wanted.counts.as_dict().items()
        if found.counts.as_dict()[name] != count
    ]


def _flat(notes: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for note in notes for word in (*note.split(), "¶"))


def _place(galley: Galley, publication: Publication) -> Place:
    return next((Place(each.name, 1, 1) for each in publication.chapters if each.id == galley.chapter),
                publication.key(""))  # fmt: skip


def _parting(
    galley: Galley, publication: Publication, format: str, kind: str, own: Sequence[str], other: Sequence[str]
) -> Diagnostic:
    at = next((i for i, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), min(len(own), len(other)))
    around = slice(max(0, at - 4), at + 4)
    chapter = next((each for each in publication.chapters if each.id == galley.chapter), None)
    searched = " ".join(own[max(0, at - 2) : at + 3])
    place = Finder(chapter.text, chapter.name).words(searched) if chapter else publication.key("")
    return _fault(
        "words",
        f"the {_NAMES[format]} parts from the manuscript in its {kind}, at word {at + 1}: "
        f"'{' '.join(own[around])}' has become '{' '.join(other[around])}'",
        place,
        format,
    )


def _fault(name: str, message: str, place: Place, format: str) -> Diagnostic:
    hint = "this is a fault of octavo: please report it, with the text"
    return error(f"agreement.{name}", message, place, hint, format)
