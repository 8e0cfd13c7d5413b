"""Limits of bookshops and their devices on the sizes of files and pictures.

By their own guides: KDP (Save Your Manuscript File) accepts manuscripts of up to 650 MB, Google Play (Files and
uploading) and Apple Books (Prepare your book) up to 2 GB; Apple's Asset Guide allows pictures of up to 5.6 million pixels;
Kobo's EPUB Guidelines recommend pictures of up to 5 MB, and ask for RGB.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import FinishedEdition, shown_at
from octavo.model.diagnostic import Place, Severity

BOOK = 650_000_000
PICTURE = 5_000_000
PIXELS = 5_600_000
PAGE = 300_000
"""In bytes: devices with Adobe's old reading software load no more of a page at once."""
_SHOWN = (".jpg", ".jpeg", ".png", ".gif")


def _pictures(book: FinishedEdition) -> Iterator[str]:
    return (name for name in book.files if "/images/" in name)


def _place(book: FinishedEdition, name: str) -> Place:
    """Return the place in the source that shows a picture of the EPUB; of the cover, the key that names it."""
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
        yield Flaw(f"the EPUB has {size / 1e6:,.0f} MB, and Amazon accepts {BOOK / 1e6:,.0f}", book.whole)


def _heavy_pictures(book: FinishedEdition) -> Iterator[Flaw]:
    for name in _pictures(book):
        if (size := len(book.files[name])) > PICTURE:
            yield Flaw(f"'{_name(book, name)}' has {size / 1e6:.1f} MB in the EPUB", _place(book, name))


def _large_pictures(book: FinishedEdition) -> Iterator[Flaw]:
    """Octavo scales down pictures that are too large, except animated ones."""
    from PIL import Image

    for name in _pictures(book):
        if name.endswith(_SHOWN):
            with Image.open(io.BytesIO(book.files[name])) as image:
                width, height = image.size
            if width * height > PIXELS:
                yield Flaw(f"'{_name(book, name)}' has {width} × {height} pixels in the EPUB", _place(book, name))


def _cmyk_pictures(book: FinishedEdition) -> Iterator[Flaw]:
    from PIL import Image

    for name in _pictures(book):
        if name.endswith(_SHOWN):
            with Image.open(io.BytesIO(book.files[name])) as image:
                mode = image.mode
            if mode == "CMYK":
                yield Flaw(f"'{_name(book, name)}' is in CMYK, the colours of printing inks", _place(book, name))


def _long_pages(book: FinishedEdition) -> Iterator[Flaw]:
    chapters = {chapter.id: chapter for chapter in book.publication.chapters if not chapter.made}
    titles = {galley.chapter: galley.title for galley in book.manuscript.galleys}
    for name, data in book.files.items():
        if name.endswith(".xhtml") and len(data) > PAGE:
            article = next(book.tree(name).iter("{*}article"), None)
            chapter = chapters.get((article is not None and article.get("data-chapter")) or "")
            place = Place(chapter.name, 1, 1) if chapter is not None else book.whole
            title = titles[chapter.id] if chapter is not None else posixpath.basename(name)
            yield Flaw(f"'{title}' has {len(data) / 1000:,.0f} kB in the EPUB", place)


RULES = (
    Rule(
        id="epub.heavy",
        looks_at="epub",
        severity=Severity.WARNING,
        reason="Amazon rejects books of more than 650 MB, and Apple and Google those of more than 2 GB.",
        fix="save photographs as JPEG with fewer pixels",
        examine=_heavy,
    ),
    Rule(
        id="epub.heavy-picture",
        looks_at="epub",
        severity=Severity.INFO,
        reason=("Phones and reading devices are slow with pictures of more than 5 MB, the most that Kobo recommends."),
        fix="save a photograph as JPEG, and a drawing as SVG or with fewer colours",
        examine=_heavy_pictures,
    ),
    Rule(
        id="epub.large-picture",
        looks_at="epub",
        severity=Severity.WARNING,
        reason=("Apple rejects pictures of more than 5.6 million pixels, and octavo cannot scale down animated ones."),
        fix="save it with fewer pixels",
        examine=_large_pictures,
    ),
    Rule(
        id="epub.cmyk-picture",
        looks_at="epub",
        severity=Severity.WARNING,
        reason=("Screens show red, green and blue, so Apple and Kobo reject pictures in the colours of printing inks."),
        fix="save it in RGB, which most print shops accept too",
        examine=_cmyk_pictures,
    ),
    Rule(
        id="epub.long-page",
        looks_at="epub",
        severity=Severity.INFO,
        reason="Devices with old software are slow to open a chapter of more than 300 kB, or cut it off.",
        fix="split it into two chapters, if that suits the book",
        examine=_long_pages,
    ),
)
