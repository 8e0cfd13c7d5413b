"""Sizes of files and pictures that bookshops and their devices have limits for.

As their own guides say: KDP (Save Your Manuscript File) takes a manuscript of 650 MB, Google Play (Files and uploading)
and Apple Books (Prepare your book) one of 2 GB; Apple's Asset Guide has pictures of 5.6 million pixels at the most;
Kobo's EPUB Guidelines advise pictures of 5 MB at the most, and ask for RGB.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator

from octavo.check.rules.rule import FinishedEdition, Flaw, Rule, shown_at
from octavo.model.diagnostic import Place, Severity

BOOK = 650_000_000
PICTURE = 5_000_000
PIXELS = 5_600_000
PAGE = 300_000
"""Bytes of a page that devices with Adobe's old reader take at a time."""
_SHOWN = (".jpg", ".jpeg", ".png", ".gif")


def _pictures(book: FinishedEdition) -> Iterator[str]:
    return (name for name in book.files if "/images/" in name)


def _place(book: FinishedEdition, name: str) -> Place:
    """Where the author shows a picture of the EPUB, by its file there; the cover is a key's."""
    own = posixpath.basename(name)
    if own.startswith("cover."):
        return book.publication.key("cover-image")
    for galley in book.manuscript.galleys:
        for resource in galley.resources:
            if own.startswith(resource.name):
                place = shown_at(book.publication, galley.chapter, resource)
                return place if place.column else book.whole
    return book.whole


def _name(book: FinishedEdition, name: str) -> str:
    own = posixpath.basename(name)
    return next((each.file.name for each in book.manuscript.resources if own.startswith(each.name)), own)


def _heavy(book: FinishedEdition) -> Iterator[Flaw]:
    size = len(book.edition.data)
    if size > BOOK:
        yield Flaw(f"the EPUB has {size / 1e6:,.0f} MB; Amazon takes {BOOK / 1e6:,.0f}", book.whole)


def _heavy_pictures(book: FinishedEdition) -> Iterator[Flaw]:
    for name in _pictures(book):
        if (size := len(book.files[name])) > PICTURE:
            yield Flaw(f"'{_name(book, name)}' has {size / 1e6:.1f} MB in the EPUB", _place(book, name))


def _large_pictures(book: FinishedEdition) -> Iterator[Flaw]:
    """Octavo makes pictures smaller that are too large, but not those that move."""
    from PIL import Image

    for name in _pictures(book):
        if name.endswith(_SHOWN):
            with Image.open(io.BytesIO(book.files[name])) as image:
                width, height = image.size
            if width * height > PIXELS:
                yield Flaw(f"'{_name(book, name)}' has {width} × {height} pixels in the EPUB", _place(book, name))


def _inks(book: FinishedEdition) -> Iterator[Flaw]:
    from PIL import Image

    for name in _pictures(book):
        if name.endswith(_SHOWN):
            with Image.open(io.BytesIO(book.files[name])) as image:
                mode = image.mode
            if mode == "CMYK":
                yield Flaw(f"the colours of '{_name(book, name)}' are those of print (CMYK)", _place(book, name))


def _long_pages(book: FinishedEdition) -> Iterator[Flaw]:
    chapters = {chapter.id: chapter for chapter in book.publication.chapters if not chapter.made}
    titles = {galley.chapter: galley.title for galley in book.manuscript.galleys}
    for name, data in book.files.items():
        if name.endswith(".xhtml") and len(data) > PAGE:
            article = next(book.tree(name).iter("{*}article"), None)
            chapter = chapters.get(article.get("data-chapter") if article is not None else "")
            place = Place(chapter.name, 1, 1) if chapter is not None else book.whole
            title = titles[chapter.id] if chapter is not None else posixpath.basename(name)
            yield Flaw(f"'{title}' is a page of {len(data) / 1000:,.0f} kB in the EPUB", place)


RULES = (
    Rule(
        "epub.heavy",
        "epub",
        Severity.WARNING,
        "Amazon takes no book of more than 650 MB, and Apple and Google none of more than 2 GB.",
        "save photographs as JPEG, and in fewer pixels",
        examine=_heavy,
    ),
    Rule(
        "epub.heavy-picture",
        "epub",
        Severity.INFO,
        "Kobo advises at most 5 MB for a picture; telephones and reading devices are slow with more.",
        "save a photograph as JPEG, and a drawing as SVG or in fewer colours",
        examine=_heavy_pictures,
    ),
    Rule(
        "epub.large-picture",
        "epub",
        Severity.WARNING,
        "Apple takes no picture of more than 5.6 million pixels. Octavo makes pictures smaller, but not those that move.",
        "save it in fewer pixels",
        examine=_large_pictures,
    ),
    Rule(
        "epub.cmyk-picture",
        "epub",
        Severity.WARNING,
        "Screens show red, green and blue; Apple and Kobo refuse pictures that are made of printing inks.",
        "save it in RGB. Most print shops take that too, or make inks of it themselves",
        examine=_inks,
    ),
    Rule(
        "epub.long-page",
        "epub",
        Severity.INFO,
        "Devices with old software are slow to open a chapter of more than 300 kB, or cut it off.",
        "make two chapters of it, where that suits the book",
        examine=_long_pages,
    ),
)
