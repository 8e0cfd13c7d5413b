"""A gathering: a text laid out by WeasyPrint, whose only home this is, and taken apart into a proof."""

from __future__ import annotations

import atexit
import gc
import hashlib
import logging
import os
import shutil
import sys
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pydyf

from octavo.model.edition import LayoutFact
from octavo.model.errors import MachineError
from octavo.press.pdf import faces, inks, inspect_layout, proof
from octavo.press.pdf.engine import bidi, tagging
from octavo.press.pdf.engine.fixes import mended
from octavo.press.pdf.proof import Bookmark, FontUse, Margins, Objects, PageProof, Proof
from octavo.tools.deep_stack import with_large_stack

FONTS = Path(__file__).parent / "fonts.conf"
_ENVIRONMENT = threading.RLock()
"""WeasyPrint is imported in a thread while the text is read; the environment is everybody's."""
_POINT = 0.75
"""Points in a pixel of CSS."""
_LEVEL = 6
"""zlib's for content: what 9 saves more is a hundredth."""


def warm() -> None:
    """Import WeasyPrint, which takes most of a second: worth doing while something else is waited for."""
    try:
        with _no_faces():
            _import()
    except OSError as missing:
        raise MachineError(
            f"WeasyPrint cannot find a library of the system: {missing}",
            "run 'octavo doctor', which knows the command that mends it",
        ) from missing


def _import() -> None:
    """Import WeasyPrint; an import that fails half way leaves modules behind that hold on to halves of others.

    So it does where another thread imports Pillow in the same moment, and Python breaks the circle that they wait in.
    """
    for tries_left in (1, 0):
        try:
            import weasyprint  # noqa: F401
        except Exception:
            for name in [each for each in sys.modules if each.partition(".")[0] == "weasyprint"]:
                del sys.modules[name]
            if not tries_left:
                raise
        else:
            return


@contextmanager
def _no_faces() -> Iterator[None]:
    """While this lasts, fontconfig knows no face of the machine: none may get into an edition.

    Programs that are started afterwards need theirs: Chromium breaks down without any.
    """
    with _ENVIRONMENT:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(FONTS)
        try:
            yield
        finally:
            del os.environ["FONTCONFIG_FILE"]
            if before is not None:
                os.environ["FONTCONFIG_FILE"] = before


@dataclass(frozen=True, slots=True)
class Css:
    """Style sheets: what is shared with other gatherings, and what comes behind it for one alone."""

    shared: str
    own: str


@contextmanager
def _uncollected() -> Iterator[None]:
    """Boxes are many and live to the end: looking for garbage among them again and again takes a tenth of the time.

    Most are let go of when what is done here returns, and styles, which know each other, right behind it. Only what was
    made here is looked through for them: a process that has WeasyPrint in it holds as much again that stays.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was:
            gc.enable()


@_uncollected()
@with_large_stack
def lay_out(
    name: str,
    html: str,
    css: Css,
    files: Mapping[str, bytes],
    is_pdf2: bool = False,
    colours: str = "rgb",
    portion: str = "",
) -> Proof:
    """Lay out `html` dressed in `css`, whose anchors belong to the chapter `name`; `portion` is the name of its part.

    `files` holds everything that either may ask for, by its whole address. `is_pdf2`: whether it is tagged as PDF 2.0
    asks. `colours` are those of the print shop: see `inks.py`.
    """
    with _rendered(html, css, files) as (document, said):
        _join_links(document)
        seen = inspect_layout.look(document)
        with tagging.tagged(document, name, is_pdf2) as tags:
            pdf, fonts = _written(document, tagged=True)
        return _Taker(name, portion or name, document, pdf, tags[0], colours).proof(
            _uses(fonts, files), tuple(dict.fromkeys(said)), seen
        )


@_uncollected()
@with_large_stack
def lay_margins(html: str, css: Css, files: Mapping[str, bytes], colours: str = "rgb") -> Margins:
    """Lay out pages that are empty but for their margins, and give each as a form that can be put on another page."""
    with _rendered(html, css, files) as (document, said):
        pdf, fonts = _written(document, tagged=False)
        forms, taken = [], {pdf.catalog.number, pdf.pages.number, 0}
        for number in pdf.pages["Kids"][::3]:
            page = pdf.objects[number]
            stream = pdf.objects[_number(page["Contents"])]
            taken |= {number, stream.number}
            entries = pydyf.Dictionary({
                "Type": "/XObject", "Subtype": "/Form", "BBox": page["MediaBox"], "Resources": page["Resources"],
            })  # fmt: skip
            drawn = inks.inked(b"\n".join(map(_bytes, stream.stream)), colours)
            forms.append((entries.data[2:-2] + b" /Filter /FlateDecode", zlib.compress(drawn, _LEVEL)))
        objects, streams = _apart(pdf, taken, colours)
        size = len(pdf.objects) - 1
        told = tuple(dict.fromkeys(said))
        return Margins(objects, streams, size, tuple(forms), _uses(fonts, files), told, _is_cmyk(pdf))


@contextmanager
def _rendered(html: str, css: Css, files: Mapping[str, bytes]) -> Iterator[tuple[Any, list[str]]]:
    warm()
    from weasyprint import CSS

    with _no_faces(), _overheard() as said, mended(html):
        dressed = _dressed(css.shared, tuple((url, data) for url, data in files.items() if url in css.shared))
        settings = {"font_config": dressed.fonts, "counter_style": dressed.counters.copy()}
        own = CSS(string=css.own, base_url="res:", **settings)
        yield _page(html, _fetcher(files)).render(stylesheets=[dressed.sheet, own], **settings), said


@dataclass(frozen=True, slots=True)
class _Dressed:
    """What WeasyPrint makes of a style sheet and the faces that it names."""

    sheet: Any
    fonts: Any
    counters: Any


_DRESSINGS = 4
"""How many are kept: chapters differ in the faces that they need."""


@lru_cache(_DRESSINGS)
def _dressed(css: str, files: tuple[tuple[str, bytes], ...]) -> _Dressed:
    """Gatherings of one book are dressed alike: WeasyPrint reads a sheet and its faces once a process.

    It never lets go of all the memory that a face takes, and would need more with every gathering.
    """
    from weasyprint import CSS
    from weasyprint.css.counters import CounterStyle
    from weasyprint.text.fonts import FontConfiguration

    fonts, counters = FontConfiguration(), CounterStyle()
    sheet = CSS(string=css, url_fetcher=_fetcher(dict(files)), base_url="res:", font_config=fonts,
                counter_style=counters)  # fmt: skip
    if fonts._folder is not None:
        _FOLDERS.append(fonts._folder)
    return _Dressed(sheet, fonts, counters)


_FOLDERS: list[Path] = []
"""Where WeasyPrint has written faces to."""


def tidy() -> None:
    """Remove what WeasyPrint has written aside in this process."""
    _dressed.cache_clear()
    while _FOLDERS:
        shutil.rmtree(_FOLDERS.pop(), ignore_errors=True)


atexit.register(tidy)


def _page(html: str, fetcher: Any) -> Any:
    """A WeasyPrint document made from a tree: parsing it as HTML would be slow, and would undo what HTML forbids."""
    import cssselect2
    from weasyprint import HTML

    page = HTML.__new__(HTML)
    page.base_url, page.url_fetcher, page.media_type = "res:", fetcher, "print"
    root = ElementTree.fromstring(html)
    if bidi.concerns(html):
        bidi.cut(root)
    page.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    page.etree_element = page.wrapper_element.etree_element
    return page


def _fetcher(files: Mapping[str, bytes]) -> Any:
    """What WeasyPrint may read: what it was given, what is in a drawing itself, and nothing else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Given(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            if url not in files:
                raise ValueError(f"{url} is not at hand")
            kind = "image/svg+xml" if url.lower().endswith(".svg") else "application/octet-stream"
            return URLFetcherResponse(url, files[url], {"Content-Type": kind})

    return Given(allowed_protocols=("res", "face", "data"))


def _join_links(document: Any) -> None:
    """One link annotation for each line of a link: those of the markup inside it only make its own larger."""
    for page in document.pages:
        inside: dict[Any, Any] = {}
        for entry in page.links:
            box = entry[3]
            if box.element is not None and box.element.tag == "a" and "::" not in (box.element_tag or ""):
                for child in box.descendants(placeholders=True):
                    if child is not box:
                        inside[getattr(child, "_box", child)] = box
        kept: dict[Any, Any] = {}
        for kind, target, rectangle, box in page.links:
            outer = inside.get(box)
            if outer is None:
                kept[box] = (kind, target, rectangle, box)
            elif outer in kept and hasattr(box, "replacement"):
                first = kept[outer]
                kept[outer] = (*first[:2], _around(first[2], rectangle), outer)
        page.links[:] = kept.values()


def _around(one: Any, other: Any) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


# Writing without a file


class _Pdf(pydyf.PDF):
    """A PDF that is never written: its references are marks."""

    @property
    def page_references(self) -> tuple[bytes, ...]:
        return tuple(proof.reference(number) for number in self.pages["Kids"][::3])


class _BookFonts(pydyf.Dictionary):
    """The fonts of the whole book, which binding makes under this number."""

    reference = b"3 0 R"


def _written(document: Any, tagged: bool) -> tuple[Any, list[Any]]:
    """The objects that WeasyPrint makes of a document, numbered from 1, and the fonts that they use."""
    import weasyprint
    import weasyprint.pdf as writer
    from weasyprint.pdf.fonts import Font

    fonts: list[Any] = []

    def collect(_pdf: Any, used: Mapping[str, Any], *_options: Any) -> Any:
        fonts.extend(used.values())
        return _BookFonts()

    theirs = pydyf.PDF, pydyf.Object.reference, writer.build_fonts_dictionary, Font.get_unused_glyph_id
    pydyf.PDF, writer.build_fonts_dictionary, Font.get_unused_glyph_id = _Pdf, collect, _missing_glyph
    pydyf.Object.reference = property(lambda made: proof.reference(made.number))
    try:
        pdf = writer.generate_pdf(document, None, 1, **{
            **weasyprint.DEFAULT_OPTIONS, "pdf_tags": tagged, "pdf_version": "1.7",
        })  # fmt: skip
    finally:
        pydyf.PDF, pydyf.Object.reference, writer.build_fonts_dictionary, Font.get_unused_glyph_id = theirs
    return pdf, fonts


def _missing_glyph(font: Any, codepoint: int) -> int:
    """A number for a glyph that a face lacks: WeasyPrint counts them by document, and two gatherings would disagree."""
    if not font.missing:
        font.stand_in, width = faces.stand_in(font.file_content)
        font.widths = _Widths(font.widths, font.glyph_count, width)
    if codepoint not in font.missing:
        font.missing[codepoint] = font.glyph_count + codepoint % (65521 - font.glyph_count)
    return int(font.missing[codepoint])


class _Widths(dict[int, float]):
    """The widths of a face's glyphs, where those that it lacks are as wide as what is shown for them."""

    def __init__(self, widths: Mapping[int, float], count: int, width: float) -> None:
        super().__init__(widths)
        self.count, self.width = count, round(width)

    def __setitem__(self, glyph: int, width: float) -> None:
        if glyph:  # nothing shows glyph 0
            super().__setitem__(glyph, width if glyph < self.count else self.width)


def _number(marked: bytes) -> int:
    return int(marked[2:-1])


def _bytes(part: Any) -> bytes:
    return part if isinstance(part, bytes) else bytes(pydyf._to_bytes(part))


def _apart(pdf: Any, taken: set[int], colours: str) -> tuple[Objects, tuple[tuple[int, bytes, bytes], ...]]:
    """The objects that are not `taken`: dictionaries and arrays, and streams."""
    objects, streams = {}, []
    for number, made in enumerate(pdf.objects):
        if number in taken or isinstance(made, _BookFonts):
            continue
        if isinstance(made, pydyf.Stream):
            streams.append((number, *_stream(made, colours)))
        else:
            objects[number] = made.data
    return Objects.of(objects), tuple(streams)


def _is_cmyk(pdf: Any) -> bool:
    """Whether anything is drawn in the inks of a printer."""
    for made in pdf.objects:
        entries = made.extra if isinstance(made, pydyf.Stream) else made if isinstance(made, dict) else {}
        if entries.get("ColorSpace") == "/DeviceCMYK":
            return True
        drawn = made.stream if isinstance(made, pydyf.Stream) and entries.get("Subtype") != "/Image" else ()
        if any(isinstance(part, bytes) and b"/DeviceCMYK" in part for part in drawn):
            return True
    return False


def _stream(made: Any, colours: str) -> tuple[bytes, bytes]:
    data = b"\n".join(map(_bytes, made.stream))
    extra = pydyf.Dictionary(made.extra)
    if made.compress and "Filter" not in extra:
        data = inks.inked(data, colours)
        data = zlib.compress(data, _LEVEL)
        extra["Filter"] = "/FlateDecode"
    return extra.data[2:-2], data


def _uses(fonts: list[Any], files: Mapping[str, bytes]) -> tuple[FontUse, ...]:
    names = {hashlib.sha256(data).digest(): url.removeprefix("face:") for url, data in files.items()
             if url.startswith("face:")}  # fmt: skip
    uses: dict[str, FontUse] = {}
    for font in fonts:
        face = names[hashlib.sha256(font.file_content).digest()]
        fresh = FontUse(font.hash, font.name, font.family, font.flags, font.ascent, font.descent, face)
        use = uses.setdefault(font.hash, fresh)
        use.widths.update((glyph, width) for glyph, width in font.widths.items() if glyph < font.glyph_count)
        heard = font.to_unicode
        meant = heard.meanings(font.file_content) if isinstance(heard, bidi.GlyphMeanings) else heard
        for glyph, text in faces.without_radicals(meant, font.file_content).items():
            use.to_unicode.setdefault(glyph, text)
        if font.missing:
            use.missing.update(dict.fromkeys(font.missing.values(), font.stand_in))
            use.widths[font.stand_in] = font.widths.width
    return tuple(uses.values())


class _Taker:
    """Takes a written document apart."""

    def __init__(
        self, name: str, portion: str, document: Any, pdf: Any, tags: tagging.TagBuilder, colours: str
    ) -> None:
        self.name, self.portion, self.document, self.pdf = name, portion, document, pdf
        self.tags, self.colours = tags, colours
        self.pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        self.places = {proof.reference(page.number): index for index, page in enumerate(self.pages)}
        self.elements: dict[str, int] = {}

    def proof(self, fonts: tuple[FontUse, ...], said: tuple[str, ...], seen: tuple[LayoutFact, ...]) -> Proof:
        needs = [need for index, page in enumerate(self.pages) for need in self._links(page, index)]
        for index, page in enumerate(self.pages):
            self._open(page, index)
        tops = [_number(top) for top in self.tags.document_element["K"]]
        for top in tops:
            self.pdf.objects[top]["P"] = b"5 0 R"
        parents, ids, destinations = self._parents(), self._ids(), self._destinations()
        self.pdf.pages["Parent"] = b"2 0 R"
        self.pdf.pages["Kids"] = pydyf.Array(proof.reference(page.number) for page in self.pages)
        # The outline is the book's, and so are the catalogue and the roots of trees.
        taken = {made.number for made in self.pdf.objects if isinstance(made, pydyf.Dictionary) and _is_outline(made)}
        taken |= {0, self.pdf.catalog.number, self.tags.root.number, self.tags.document_element.number}
        objects, streams = _apart(self.pdf, taken, self.colours)
        return Proof(
            name=self.name,
            objects=objects,
            streams=streams,
            size=len(self.pdf.objects) - 1,
            keys=int(self.tags.root["ParentTreeNextKey"]),
            pages=tuple(map(self._page, range(len(self.pages)))),
            nodes=(self.pdf.pages.number,),
            tops=tuple(tops),
            parents=(parents,),
            ids=ids,
            destinations=destinations,
            anchors={anchor: at for at, page in reversed([*enumerate(self.document.pages)]) for anchor in page.anchors},
            elements=self.elements,
            needs=tuple(needs),
            bookmarks=tuple(self._bookmarks()),
            fonts=fonts,
            said=said,
            is_cmyk=_is_cmyk(self.pdf),
            seen=seen,
        )

    def _links(self, page: Any, index: int) -> Iterator[str]:
        """Give links the names and places of the book; those that lead out of the gathering are told of."""
        for marked in page.get("Annots", ()):
            link = self.pdf.objects[_number(marked)]
            left, bottom, right, top = link["Rect"]
            link["Rect"] = pydyf.Array([proof.across(left, index), bottom, proof.across(right, index), top])
            if "StructParent" in link:
                link["StructParent"] = proof.key(link["StructParent"])
            if "Dest" in link:
                link["Dest"] = pydyf.String(proof.destination(self.name, link["Dest"].string))
            elif link["A"]["URI"].string.startswith("octavo:"):
                chapter, _, anchor = unquote(link["A"]["URI"].string.removeprefix("octavo:")).partition("#")
                del link["A"]
                link["Dest"] = pydyf.String(proof.destination(chapter, anchor))
                yield link["Dest"].string

    def _open(self, page: Any, index: int) -> None:
        """Make room for the margins: the page's own content is closed in, and theirs called behind it."""
        stream = self.pdf.objects[_number(page["Contents"])]
        # WeasyPrint's content begins with a change of axes that it never takes back.
        stream.stream.insert(0, b"q")
        stream.stream.append(b"Q\n/Artifact <</Type /Pagination>> BDC\n/Mg%d Do\nEMC" % index)
        self.pdf.objects[_number(page["Resources"])]["XObject"][f"Mg{index}"] = proof.margin(index)
        page["Contents"] = proof.content(stream.number, index)
        page["StructParents"] = proof.key(index)

    def _parents(self) -> int:
        """The leaf of the parent tree: WeasyPrint's keys count from 0 in every document."""
        leaf = self.tags.parent_tree
        numbers = leaf["Nums"]
        numbers[::2] = [proof.key(number) for number in numbers[::2]]
        leaf["Limits"] = pydyf.Array([numbers[0], numbers[-2]])
        return int(leaf.number)

    def _ids(self) -> tuple[tuple[str, bytes], ...]:
        """Elements with an identifier are listed by it (ISO 32000-1, table 322)."""
        for made in self.tags.identified:
            made["ID"] = pydyf.String(proof.destination(self.portion, made["ID"].string))
        return self._listed((made["ID"].string, proof.reference(made.number)) for made in self.tags.identified)

    def _destinations(self) -> tuple[tuple[str, bytes], ...]:
        names = self.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", ())
        found = []
        for name, place in zip(names[::2], names[1::2], strict=True):
            place[2] = proof.across(place[2], self.places[place[0]])
            named = proof.destination(self.name, name.string)
            found.append((named, self._with_element(named, name.string, place) if self.tags.is_pdf2 else place))
        return self._listed(found)

    def _with_element(self, named: str, anchor: str, place: Any) -> Any:
        """A place with the structure element that stands there (ISO 32000-2, 12.3.2.3)."""
        element = self.tags.element_at(anchor)
        self.elements[named] = 0 if element is self.tags.document_element else element.number
        there = pydyf.Array([self._reference(element), *place[1:]])
        return pydyf.Dictionary({"D": place, "SD": there})

    def _reference(self, element: Any) -> bytes:
        return b"5 0 R" if element is self.tags.document_element else proof.reference(element.number)

    @staticmethod
    def _listed(entries: Iterable[tuple[str, Any]]) -> tuple[tuple[str, bytes], ...]:
        """What is to be found by names, in their order."""
        return tuple((name, _bytes(getattr(value, "data", value))) for name, value in sorted(entries, key=_first))

    def _page(self, index: int) -> PageProof:
        page = self.document.pages[index]
        kind = page._page_box.page_type
        strings = [
            (name, value)
            for box in page._page_box.descendants(placeholders=True)
            for name, value in _strings(getattr(box, "_box", box))
        ]
        size = page.width * _POINT, page.height * _POINT
        # A page that only goes on with a note is blank to WeasyPrint, and not to a reader.
        blank = kind.blank and not any(getattr(box, "text", "") for box in page._page_box.descendants())
        return PageProof(self.pages[index].number, size, kind.side, blank, kind.name, tuple(strings))

    def _bookmarks(self) -> Iterator[Bookmark]:
        for index, page in enumerate(self.document.pages):
            boxes = _bookmarked(page._page_box) if self.tags.is_pdf2 else repeat(None)
            for (level, label, (x, y), _state), box in zip(page.bookmarks, boxes, strict=False):
                element = self.tags.element_of(box.element) if box is not None else self.tags.document_element
                number = 0 if element is self.tags.document_element else element.number
                place = x * _POINT, (page.height - y) * _POINT
                yield Bookmark(level, " ".join(label.split()), index, *place, number)


def _bookmarked(box: Any) -> Iterator[Any]:
    """The boxes that bookmarks lead to, in the order in which WeasyPrint lists them."""
    if box.bookmark_label and box.style["bookmark_level"] not in (None, "none"):
        yield box
    for child in box.all_children():
        yield from _bookmarked(child)


def _first(entry: tuple[str, Any]) -> str:
    return entry[0]


def _is_outline(made: Any) -> bool:
    return ("Title" in made and "Dest" in made) or ("First" in made and "Last" in made and "Count" in made)


def _strings(box: Any) -> list[tuple[str, str]]:
    found = box.string_set
    return [] if found is None or found == "none" else list(found)


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """WeasyPrint only logs what goes wrong; here it is kept."""
    said: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, ear = logging.getLogger("weasyprint"), Ear(logging.WARNING)
    before = logger.propagate, logger.level
    logger.addHandler(ear)
    logger.propagate, logger.level = False, logging.WARNING
    try:
        yield said
    finally:
        logger.removeHandler(ear)
        logger.propagate, logger.level = before
