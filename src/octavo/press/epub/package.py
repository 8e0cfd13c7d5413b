"""The galleys bound as an EPUB 3.3: pages, navigation, metadata, pictures, fonts and cover in one archive.

The only module that uses ebooklib (AGPL-3.0), which writes the package document and the container.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from octavo import __version__
from octavo.model import accessible
from octavo.model.accessible import ContentFacts
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import Element
from octavo.model.jobs import MapJobs, step
from octavo.model.publication import BEFORE_CONTENTS, FRONT, Publication
from octavo.model.reading import local
from octavo.model.words import direction, word
from octavo.press import font_use, fonts
from octavo.press.apparatus import LISTS, captions
from octavo.press.catalogue import PressJob
from octavo.press.epub import accessibility, jacket, metadata, nav, pages, pictures
from octavo.press.epub.cut import Document, cut, places
from octavo.press.epub.markup import EPUB_TYPE, MATHML, STYLE_SHEET, SVG, XHTML, XML_LANG, add, make, page
from octavo.press.epub.nav import Landmark, NavEntry, Navigation, NavList
from octavo.press.epub.pictures import Plate
from octavo.press.sheet_files import PICTURE_TYPES
from octavo.press.styles import StyleSheet

FOLDER = "EPUB"
_XHTML_TYPE = "application/xhtml+xml"
_MANY = 12
"""With more headings than this, the contents of an article get a page of their own in the reading order."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time in a ZIP archive."""


_LIST_TYPES = {"figures": "loi", "tables": "lot", "listings": ""}
"""The `epub:type` of each list."""


def bind(job: PressJob, sheet: StyleSheet) -> tuple[bytes, list[Diagnostic]]:
    """Return the edition's bytes, the same on any day for the same job, and what is to be reported about it.

    `sheet` is that of the medium `reader`.
    """
    publication, manuscript, printed, spread = job.publication, job.manuscript, job.pages, job.spread
    lang = publication.metadata.lang
    breaks = printed.breaks if printed is not None and publication.is_book else ()
    documents = cut(manuscript, lang, breaks, spread, publication.settings)
    plates, found = pictures.plates(publication, manuscript, spread)
    _resolve_pictures(documents, plates)
    cover, problems = draw_cover(publication, manuscript.galleys[0], sheet, spread)
    guide = navigation(documents, publication, manuscript)
    texts = {document.name: _page(document, lang) for document in documents}
    guides = _guides(publication, manuscript, guide)
    shown = [
        FinishedPage(data, sheet.stacks, sheet.faces, sheet.authored) for data in (*texts.values(), guides[nav.NAV])
    ]
    needs = spread(examine_page, shown)
    files = {
        "cover.xhtml": _cover_page(publication, manuscript, cover),
        **texts,
        **guides,
        **_styles(needs, sheet, spread),
        **{f"images/{plate.name}": plate.data for plate in plates.values()},
        f"images/{cover.name}": cover.data,
    }
    book = _book(publication, manuscript)
    problems += _state_accessibility(book, [each.content for each in needs[:-1]], plates, publication, manuscript)
    if breaks:
        book.add_metadata(None, "meta", _print_source(publication), {"property": "pageBreakSource"})
    _manifest(book, files, documents, plates, cover)
    _spine(book, documents, publication, manuscript)
    return _pack(book, job.modified), found + problems


def navigation(documents: tuple[Document, ...], publication: Publication, manuscript: Manuscript) -> Navigation:
    """Return the navigation (EPUB 3.3, section 7.4)."""
    found = places(documents)
    title = None if publication.is_book else NavEntry(documents[0].title, documents[0].name)
    lists = tuple(_lists(publication, manuscript, found))
    printed = pages.list_breaks((document.name, document.article) for document in documents)
    return Navigation(
        nav.contents(title, manuscript.contents, found),
        _landmarks(documents, lists, publication.metadata.lang),
        lists,
        [NavEntry(label, href) for label, href in printed],
    )


def _landmarks(documents: tuple[Document, ...], lists: Sequence[NavList], lang: str) -> list[Landmark]:
    """The places that reading systems list by name (EPUB 3.3, section 7.4.4)."""
    landmarks = [
        Landmark("cover", word("cover", lang), "cover.xhtml"),
        Landmark("titlepage", word("title-page", lang), documents[0].name),
        Landmark("toc", word("contents", lang), f"{nav.NAV}#toc"),
    ]
    body = next((document for document in documents[1:] if document.kind == "bodymatter"), None)
    if body is not None:
        landmarks.append(Landmark("bodymatter", word("text", lang), body.name))
    for number, each in enumerate(lists, 1):
        if each.kind:
            landmarks.append(Landmark(each.kind, each.title, f"{nav.NAV}#list-{number}"))
    kinds = ("copyright-page", "dedication", "epigraph", "colophon", "glossary", "bibliography", "index")
    landmarks += [Landmark(each.section, each.title, each.name) for each in documents if each.section in kinds]
    return landmarks


def _lists(publication: Publication, manuscript: Manuscript, found: nav.Places) -> Iterator[NavList]:
    """The lists of figures, tables and listings; those that the author asks for are visible."""
    for name in LISTS:
        entries = tuple(
            NavEntry(each.text, f"{found[each.chapter, each.anchor]}#{each.anchor}")
            for each in captions(manuscript, name)
            if (each.chapter, each.anchor) in found
        )
        if entries and publication.is_book:
            title = word(f"list-of-{name}", publication.metadata.lang)
            yield NavList(_LIST_TYPES[name], title, entries, name in publication.settings.lists)


def _print_source(publication: Publication) -> str:
    """The printed book that the pages are from (EPUB Accessibility 1.1, section 4.2): the PDF of the same text."""
    width, height = publication.settings.page_size
    return f"{publication.metadata.title} (PDF, {width:g} × {height:g} mm)"


def draw_cover(
    publication: Publication, galley: Galley, sheet: StyleSheet, spread: MapJobs
) -> tuple[Plate, list[Diagnostic]]:
    """Return the cover, and what is to be reported about it."""
    job = jacket.CoverJob(
        publication.alone(""), galley.title, galley.subtitle, sheet.faces, sheet.stacks.display, sheet.tokens
    )
    (cover,) = spread(jacket.make, [job])
    return cover  # type: ignore[no-any-return]


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A finished page to be examined, and the faces that it may be set in."""

    data: bytes
    stacks: fonts.Stacks
    faces: tuple[fonts.Face, ...]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class PageNeeds:
    """What a page needs: the characters of each face; and what is on it."""

    needed: Mapping[fonts.Face, frozenset[str]]
    small_capitals: bool
    content: ContentFacts


@step("EPUB page needs")
def examine_page(shown: FinishedPage) -> PageNeeds:
    """Examine a page; runs in any process."""
    root = etree.fromstring(shown.data, etree.XMLParser(huge_tree=True))
    capitals = any(mark in shown.data for mark in (b"smallcaps", b"<h5", b"telegram", b"sign"))
    needed = font_use.needed(root, shown.stacks, shown.faces, shown.everywhere)
    return PageNeeds(needed, capitals, accessible.examine(root))


@dataclass(frozen=True, slots=True)
class WebFontJob:
    """A face to be packed for an ebook."""

    face: fonts.Face
    characters: frozenset[str]
    features: frozenset[str]


@step("web font")
def pack_face(web: WebFontJob) -> bytes:
    """Pack a face as WOFF2; runs in any process."""
    return fonts.woff2(web.face, web.characters, web.features)


def _styles(needs: Sequence[PageNeeds], sheet: StyleSheet, spread: MapJobs) -> dict[str, bytes]:
    """The style sheet, and the faces that the pages need, cut down to their characters.

    WOFF2 is a core media type (EPUB 3.3, section 3.2); reading systems too old for it use a font of their own.
    """
    wanted: dict[fonts.Face, frozenset[str]] = {}
    for each in needs:
        for face, characters in each.needed.items():
            wanted[face] = wanted.get(face, frozenset()) | characters
    capitals = sheet.may_use_small_capitals or any(each.small_capitals for each in needs)
    features = fonts.FEATURES | (fonts.SMALL_CAPITALS if capitals else frozenset())
    faces = [face for face in sheet.faces if face in wanted]
    rules = [fonts.rule(face, f"../fonts/{face.name}.woff2", swap=True) for face in faces]
    packed = spread(pack_face, [WebFontJob(face, wanted[face], features) for face in faces])
    files = {f"fonts/{face.name}.woff2": data for face, data in zip(faces, packed, strict=True)}
    css = sheet.css
    for picture in sheet.pictures:
        css = css.replace(picture.url, f"../images/{picture.name}")
        files[f"images/{picture.name}"] = picture.read()
    return {STYLE_SHEET: "\n".join([*rules, css]).encode(), **files}


def _resolve_pictures(documents: tuple[Document, ...], plates: dict[str, Plate]) -> None:
    """Point every picture of the text to its file; one that cannot be read is replaced by its alt text."""
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
    _parent(body, document).append(document.article)
    return page(body, document.title, lang)


def _parent(body: Element, document: Document) -> Element:
    """The parent of a chapter: in a book, a section that says what the chapter is."""
    if not document.section:
        return body
    named = {EPUB_TYPE: document.section}
    if document.role:
        heading = next((e for e in document.article.iter(f"{{{XHTML}}}h1") if e.get("id")), None)
        label = {"aria-label": document.title} if heading is None else {"aria-labelledby": heading.get("id", "")}
        named |= {"role": document.role, **label}
    return add(body, "section", named)


def _cover_page(publication: Publication, manuscript: Manuscript, cover: Plate) -> bytes:
    """The page of the cover, which is apparatus: it repeats the title page in a picture."""
    lang = publication.metadata.lang
    alt = publication.metadata.cover_alt or f"{word('cover', lang)}: {manuscript.title}"
    body = make("body", {"class": "cover apparatus", EPUB_TYPE: "cover"})
    add(body, "img", {"role": "doc-cover", "src": f"images/{cover.name}", "alt": alt})
    return page(body, word("cover", lang), lang)


def _guides(publication: Publication, manuscript: Manuscript, guide: Navigation) -> dict[str, bytes]:
    lang, title = publication.metadata.lang, manuscript.title
    names = [person.name for person in publication.metadata.authors]
    number = metadata.identifier(publication.metadata, manuscript.galleys[0])
    return {
        nav.NAV: nav.document(title or word("contents", lang), lang, guide),
        "toc.ncx": nav.ncx(number, title, names, lang, guide),
    }


def _book(publication: Publication, manuscript: Manuscript) -> Any:
    from ebooklib import epub

    galley = manuscript.galleys[0]
    book = epub.EpubBook()
    book.FOLDER_NAME = FOLDER
    book.metadata.clear()  # ebooklib adds a random identifier
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


def _state_accessibility(
    book: Any, pages: Sequence[ContentFacts], plates: dict[str, Plate], publication: Publication, manuscript: Manuscript
) -> list[Diagnostic]:
    """Add what is true of the finished pages; return what keeps them from conforming, where the text conforms."""
    lang, conformance = publication.metadata.lang, publication.settings.conformance
    sentences = accessible.sentences(lang)
    content = sum(pages, ContentFacts())
    has_animation = any(plate.is_animated for plate in plates.values())
    for prop, text in accessibility.statements(content, has_animation, sentences):
        attributes = {"property": prop}
        if prop == "schema:accessibilitySummary" and sentences.lang != lang.lower().partition("-")[0]:
            attributes["{http://www.w3.org/XML/1998/namespace}lang"] = sentences.lang
        book.add_metadata(None, "meta", text, attributes)
    if not manuscript.conforms:
        return []
    if not accessible.can_claim(content, conformance):
        place = publication.key("octavo.conformance.certified-by")
        return [accessible.withdrawal(content, place, "epub")]
    for name, text, attributes in accessibility.claim(conformance):
        book.add_metadata(None, name, text, attributes)
    return []


def _manifest(
    book: Any, files: Mapping[str, bytes], documents: tuple[Document, ...], plates: dict[str, Plate], cover: Plate
) -> None:
    types = {f"images/{plate.name}": plate.media_type for plate in (*plates.values(), cover)}
    bodies = {document.name: document.article for document in documents}
    for name, data in files.items():
        properties = _properties(name, bodies.get(name))
        if name == f"images/{cover.name}":
            properties = ["cover-image"]
        book.add_item(_item(name, types.get(name) or _type(name), data, properties))


def _properties(name: str, article: Element | None) -> list[str]:
    """What a reading system must support for a page (EPUB 3.3, section 5.6.2.1, `properties`)."""
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
    return {
        "xhtml": _XHTML_TYPE,
        "css": "text/css",
        **PICTURE_TYPES,
        "ncx": "application/x-dtbncx+xml",
        "woff2": "font/woff2",
    }[suffix]


def _item(name: str, media_type: str, data: bytes, properties: list[str]) -> Any:
    """An item whose bytes are packed unchanged: ebooklib parses its own pages as HTML, which breaks MathML."""
    from ebooklib import epub

    item = epub.EpubItem(_id(name), name, media_type, data)
    item.properties = properties
    return item


def _id(name: str) -> str:
    """The id of a file in the manifest. Old reading systems look for `ncx`; the metadata names the cover."""
    known = {"toc.ncx": "ncx", nav.NAV: "nav"}
    if name.startswith("images/cover."):
        return "cover-image"
    stem, _, suffix = name.rpartition(".")
    return known.get(name) or re.sub(r"[^A-Za-z0-9._-]", "-", f"item-{stem}-{suffix}")


def _spine(book: Any, documents: tuple[Document, ...], publication: Publication, manuscript: Manuscript) -> None:
    """Set the reading order. The contents follow the title page if they are wanted; else they are outside it."""
    wanted = publication.metadata.toc
    shown = wanted if wanted is not None else publication.is_book or len(manuscript.galleys[0].headings) > _MANY
    names = [document.name for document in documents]
    before = 1
    if publication.is_book:
        early = {each.chapter for each in manuscript.galleys if each.kind in BEFORE_CONTENTS and each.matter == FRONT}
        before = sum(document.chapter in early for document in documents)
    order = ["cover.xhtml", *names[:before], nav.NAV, *names[before:]]
    book.spine = [(_id(name), "no" if name == nav.NAV and not shown else "yes") for name in order]


def _pack(book: Any, modified: datetime) -> bytes:
    """The archive, written a second time: that of ebooklib has the time of the run, and no fixed order of files."""
    from ebooklib import epub

    first = io.BytesIO()
    options = {"mtime": metadata.utc(modified), "epub3_pages": False, "compresslevel": 1}
    _writer(epub, first, book, options).write()
    with zipfile.ZipFile(first) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return _archive(files)


def _writer(epub: Any, target: io.BytesIO, book: Any, options: dict[str, Any]) -> Any:
    """The writer of ebooklib with a language for the package document, which ebooklib leaves out."""

    class EbookWriter(epub.EpubWriter):  # type: ignore[misc]
        def _write_opf_file(self, root: Element) -> None:
            root.set(XML_LANG, book.language)
            super()._write_opf_file(root)

    return EbookWriter(target, book, options)


def _archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive, the media type first and not compressed (EPUB 3.3, section 4.2), with no trace of this machine."""
    target = io.BytesIO()
    order = sorted(files, key=lambda name: (name != "mimetype", not name.startswith("META-INF/"), name))
    with zipfile.ZipFile(target, "w") as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=9)
    return target.getvalue()
