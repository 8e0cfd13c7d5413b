"""The galley bound as an EPUB 3.3: pages, navigation, metadata, pictures, faces and cover in one archive.

The only module that knows ebooklib (AGPL-3.0), which writes the package document and the container.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from octavo import __version__
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley import Galley
from octavo.model.publication import Publication
from octavo.model.reading import local
from octavo.model.words import direction, word
from octavo.press import fonts
from octavo.press.epub import accessibility, jacket, metadata, nav, pictures
from octavo.press.epub.cut import Document, cut, places
from octavo.press.epub.markup import EPUB_TYPE, MATHML, STYLE_SHEET, SVG, XHTML, XML_LANG, Element, add, make, page
from octavo.press.epub.nav import Entry, Landmark
from octavo.press.epub.pictures import Plate
from octavo.press.epub.summary import sentences
from octavo.press.styles import Sheet

FOLDER = "EPUB"
_XHTML_TYPE = "application/xhtml+xml"
_MANY = 12
"""Entries from which on the contents are worth a page of their own in the run of the text."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold."""


def bind(publication: Publication, galley: Galley, sheet: Sheet, modified: datetime) -> tuple[bytes, list[Diagnostic]]:
    """The edition's bytes, the same on any day for the same input, and what is to be said of it.

    `sheet` is that of the medium `reader`; `modified` is when the source was last changed.
    """
    lang = publication.metadata.lang
    documents = cut(galley, lang)
    plates, found = pictures.plates(publication, galley.resources)
    _show(documents, plates)
    cover, said = jacket.make(publication, galley, sheet)
    pages = {document.name: _page(document, lang) for document in documents}
    ways = _navigation(publication, galley, documents)
    files = {
        "cover.xhtml": _cover_page(publication, galley, cover),
        **pages,
        **ways,
        **_dress([*pages.values(), ways[nav.NAV]], sheet),
        **{f"images/{plate.name}": plate.data for plate in plates.values()},
        f"images/{cover.name}": cover.data,
    }
    book = _book(publication, galley)
    _state_accessibility(book, documents, plates, lang)
    _manifest(book, files, documents, plates, cover)
    _spine(book, documents, publication, galley)
    return _pack(book, modified), found + said


def navigation(documents: tuple[Document, ...], galley: Galley, lang: str) -> tuple[list[Entry], list[Landmark]]:
    """The contents, and the places that readers offer by name (EPUB 3.3, section 7.4.4)."""
    title = documents[0]
    entries = nav.contents(title.title, title.name, galley.headings, places(documents))
    landmarks = [
        Landmark("cover", word("cover", lang), "cover.xhtml"),
        Landmark("titlepage", word("title-page", lang), title.name),
        Landmark("toc", word("contents", lang), f"{nav.NAV}#toc"),
    ]
    if len(documents) > 1:
        landmarks.append(Landmark("bodymatter", word("text", lang), documents[1].name))
    return entries, landmarks


def _dress(pages: Sequence[bytes], sheet: Sheet) -> dict[str, bytes]:
    """The style sheet, and the faces that the pages need, cut down to what they show.

    WOFF2 is a core media type (EPUB 3.3, section 3.2); readers too old for it set the text in a face of their own.
    """
    wanted: dict[fonts.Face, frozenset[str]] = {}
    for data in pages:
        for face, characters in fonts.needed(etree.fromstring(data), sheet.stacks, sheet.faces, sheet.authored).items():
            wanted[face] = wanted.get(face, frozenset()) | characters
    capitals = sheet.authored or any(b"smallcaps" in data or b"<h5" in data for data in pages)
    features = fonts.FEATURES | (fonts.SMALL_CAPITALS if capitals else frozenset())
    faces = [face for face in sheet.faces if face in wanted]
    rules = [fonts.rule(face, f"../fonts/{face.name}.woff2", swap=True) for face in faces]
    files = {f"fonts/{face.name}.woff2": fonts.woff2(face, wanted[face], features) for face in faces}
    return {STYLE_SHEET: "\n".join([*rules, sheet.css]).encode(), **files}


def _show(documents: tuple[Document, ...], plates: dict[str, Plate]) -> None:
    """Point every picture of the text at its file; one that cannot be read leaves its description."""
    for document in documents:
        for image in list(document.article.iter(f"{{{XHTML}}}img")):
            source = image.get("src", "")
            plate = plates.get(source.removeprefix("res:"))
            if plate is not None:
                image.set("src", f"images/{plate.name}")
            elif source.startswith("res:"):
                alt = image.get("alt") or ""
                image.tag, image.text = f"{{{XHTML}}}span", alt
                tail = image.tail
                image.attrib.clear()
                image.tail = tail
                image.attrib.update({"class": "missing-image", "role": "img", "aria-label": alt} if alt else {})


def _page(document: Document, lang: str) -> bytes:
    body = make("body", {EPUB_TYPE: document.kind})
    body.append(document.article)
    return page(body, document.title, lang)


def _cover_page(publication: Publication, galley: Galley, cover: Plate) -> bytes:
    """The cover is apparatus: it repeats the title page in a picture."""
    lang = publication.metadata.lang
    alt = publication.metadata.cover_alt or f"{word('cover', lang)}: {galley.title}"
    body = make("body", {"class": "cover apparatus", EPUB_TYPE: "cover"})
    add(body, "img", {"role": "doc-cover", "src": f"images/{cover.name}", "alt": alt})
    return page(body, word("cover", lang), lang)


def _navigation(publication: Publication, galley: Galley, documents: tuple[Document, ...]) -> dict[str, bytes]:
    lang = publication.metadata.lang
    entries, landmarks = navigation(documents, galley, lang)
    names = [metadata.plain(person.name) for person in publication.metadata.authors]
    number = metadata.identifier(publication.metadata, galley)
    return {
        nav.NAV: nav.document(galley.title or word("contents", lang), lang, entries, landmarks),
        "toc.ncx": nav.ncx(number, galley.title, names, lang, entries),
    }


def _book(publication: Publication, galley: Galley) -> Any:
    from ebooklib import epub

    book = epub.EpubBook()
    book.FOLDER_NAME = FOLDER
    book.metadata.clear()  # ebooklib begins with a random identifier
    book.set_identifier(metadata.identifier(publication.metadata, galley))
    book.title, book.language = galley.title, publication.metadata.lang
    if direction(book.language) == "rtl":
        book.set_direction("rtl")
    for statement in metadata.statements(publication.metadata, galley):
        name = statement.name.removeprefix("dc:")
        book.add_metadata(None if name == "meta" else "DC", name, statement.text, statement.attributes)
    book.add_metadata(None, "meta", "", {"name": "generator", "content": f"octavo {__version__}"})
    book.add_metadata(None, "meta", "", {"name": "cover", "content": "cover-image"})
    return book


def _state_accessibility(book: Any, documents: tuple[Document, ...], plates: dict[str, Plate], lang: str) -> None:
    said = sentences(lang)
    content = accessibility.examine(documents, plates.values())
    for prop, text in accessibility.statements(content, said):
        attributes = {"property": prop}
        if prop == "schema:accessibilitySummary" and said.lang != lang.lower().partition("-")[0]:
            attributes["{http://www.w3.org/XML/1998/namespace}lang"] = said.lang
        book.add_metadata(None, "meta", text, attributes)


def _manifest(
    book: Any, files: Mapping[str, bytes], documents: tuple[Document, ...], plates: dict[str, Plate], cover: Plate
) -> None:
    types = {f"images/{plate.name}": plate.media_type for plate in (*plates.values(), cover)}
    bodies = {document.name: document.article for document in documents}
    for name, data in files.items():
        properties = _properties(name, bodies.get(name))
        if name == f"images/{cover.name}":
            properties = ["cover-image"]
        book.add_item(_prepared(name, types.get(name) or _type(name), data, properties))


def _properties(name: str, article: Element | None) -> list[str]:
    """What a reader has to be able to do for a page (EPUB 3.3, section 5.6.2.1, `properties`)."""
    if name == nav.NAV:
        return ["nav"]
    spaces = (
        {element.tag.partition("}")[0][1:] for element in article.iter() if local(element)}
        if article is not None
        else set()
    )
    return [prop for prop, space in (("mathml", MATHML), ("svg", SVG)) if space in spaces]


def _type(name: str) -> str:
    suffix = name.rpartition(".")[2]
    return {"xhtml": _XHTML_TYPE, "css": "text/css", "ncx": "application/x-dtbncx+xml", "woff2": "font/woff2"}[suffix]


def _prepared(name: str, media_type: str, data: bytes, properties: list[str]) -> Any:
    """An item whose bytes go in as they are: ebooklib's own pages go through an HTML parser, which breaks MathML."""
    from ebooklib import epub

    item = epub.EpubItem(_id(name), name, media_type, data)
    item.properties = properties
    return item


def _id(name: str) -> str:
    """The id of a file in the manifest. Old readers look for `ncx`; the cover is named in the metadata."""
    known = {"toc.ncx": "ncx", nav.NAV: "nav"}
    if name.startswith("images/cover."):
        return "cover-image"
    return known.get(name) or "item-" + "".join(c if c.isalnum() and c.isascii() else "-" for c in name)


def _spine(book: Any, documents: tuple[Document, ...], publication: Publication, galley: Galley) -> None:
    """The contents stand behind the title page where they are wanted; else they can be reached, and are passed over."""
    wanted = publication.metadata.toc
    shown = wanted if wanted is not None else len(galley.headings) > _MANY
    order = ["cover.xhtml", documents[0].name, nav.NAV, *(document.name for document in documents[1:])]
    book.spine = [(_id(name), "no" if name == nav.NAV and not shown else "yes") for name in order]


def _pack(book: Any, modified: datetime) -> bytes:
    """The archive, written a second time: ebooklib's carries the time of the run and keeps no order of files."""
    from ebooklib import epub

    first = io.BytesIO()
    options = {"mtime": metadata.utc(modified), "epub3_pages": False, "compresslevel": 1}
    _writer(epub, first, book, options).write()
    with zipfile.ZipFile(first) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return _archive(files)


def _writer(epub: Any, target: io.BytesIO, book: Any, options: dict[str, Any]) -> Any:
    """ebooklib's writer, which leaves the package document itself without a language."""

    class Writer(epub.EpubWriter):  # type: ignore[misc]
        def _write_opf_file(self, root: Element) -> None:
            root.set(XML_LANG, book.language)
            super()._write_opf_file(root)

    return Writer(target, book, options)


def _archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive, the media type first and not compressed (EPUB 3.3, section 4.2), nothing in it of this machine."""
    target = io.BytesIO()
    order = sorted(files, key=lambda name: (name != "mimetype", not name.startswith("META-INF/"), name))
    with zipfile.ZipFile(target, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return target.getvalue()
