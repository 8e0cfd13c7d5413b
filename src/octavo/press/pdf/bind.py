"""Binding: gatherings become one PDF, with a page tree, structure root, outline, page labels, metadata and fonts.

Objects get their final numbers and are written: nothing is parsed. ISO 32000-1, 7.5 (file structure), 12.4.2 (page
labels), 14.7 (logical structure).
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from octavo.model.publication import Publication
from octavo.model.standard import Standard
from octavo.model.words import direction
from octavo.press.pdf import colour, faces, metadata, syntax
from octavo.press.pdf.printers_marks import draw_marks
from octavo.press.pdf.proof import (
    Bookmark,
    FontUse,
    Margins,
    MarkValues,
    Objects,
    PageProof,
    Proof,
    fill_marks,
    public,
)

_CATALOGUE, _PAGES, _FONTS, _STRUCTURE, _DOCUMENT, _INFO = range(1, 7)
_METADATA, _PARENTS, _NAMES, _IDS, _OUTLINE, _MOVED, _SPACE, _INTENT = range(7, 15)
"""Objects of which a file has one. Gatherings name some of them: `2 0 R`, `3 0 R`, `5 0 R`, `13 0 R`."""
_FIRST = 15
_PER_STREAM = 200
"""Objects in one compressed stream: readers decompress all of them to get one."""
_MOST_BLEED = 10
"""In points."""
_LEVEL = 6
"""zlib's level."""
_PLACE = struct.Struct(">BIH")


@dataclass(frozen=True, slots=True)
class BoundGathering:
    """One gathering in its place: the number of empty pages before it, the side on which it starts, and its level in
    the outline."""

    proof: Proof
    margins: Margins
    blank: int = 0
    starts_left: bool = False
    level: int = 1


@dataclass(frozen=True, slots=True)
class PageLabels:
    """Pages from the index `start` on are labelled in a `style`, `r` (roman) or `D` (decimal), from 1."""

    start: int
    style: str


def bind(
    publication: Publication,
    title: str,
    gatherings: Sequence[BoundGathering],
    cut: Sequence[tuple[FontUse, bytes]],
    labels: Sequence[PageLabels],
    shift: float,
    modified: datetime,
) -> bytes:
    """Return one PDF of gatherings in their order, with their fonts, each `cut` down to what all of them show.

    `shift` is how far the type area of a left page is moved, in points. The PDF claims to conform to the standards of
    the settings; `metadata.without_claims` removes the claims.
    """
    binder = _Binder(shift, Standard.of(publication.settings.pdf_standard))
    for each in gatherings:
        binder.add(each)
    binder.finish(publication, title, cut, labels, modified)
    return binder.file_bytes()


def bind_alone(publication: Publication, title: str, proof: Proof) -> bytes:
    """Return one gathering as a PDF to be read back: without margins, and with fonts that have no outlines."""
    empty = (b"/Type /XObject /Subtype /Form /BBox [0 0 0 0]", b"")
    margins = Margins(Objects(), (), 0, (empty,) * len(proof.pages), (), ())
    cut = [(use, b"") for use in faces.unite(proof.fonts)]
    return bind(publication, title, [BoundGathering(proof, margins)], cut, [], 0.0, datetime(2000, 1, 1, tzinfo=UTC))


class _Binder:
    """A PDF that grows from gathering to gathering."""

    def __init__(self, shift: float, standard: Standard) -> None:
        self.shift, self.standard = shift, standard
        self.file = io.BytesIO()
        self.places = bytearray()
        """The cross-reference of each object: kind, and offset or stream and index (ISO 32000-1, table 18); all zeros
        for a number without an object."""
        self.loose: dict[int, bytes] = {}
        self.next = _FIRST
        self.keys = 0
        self.gatherings: list[tuple[BoundGathering, int]] = []
        self.nodes: list[int] = []
        self.pages: list[int] = []
        self.starts: list[int] = []
        self.shared: dict[bytes, int] = {}
        self.ids: list[tuple[str, int]] = []
        self.names: list[tuple[str, int]] = []
        self.wanted_elements: dict[str, int] = {}
        """The object that names the structure element at a destination, for each that is needed."""
        self._put(b"%%PDF-%s\n%%\xf0\x9f\x96\x96\n" % (b"2.0" if standard.is_pdf2 else b"1.7"))

    # Gatherings

    def add(self, bound: BoundGathering) -> None:
        """Number a gathering and write it."""
        for _ in range(bound.blank):
            self._empty_page(bound.proof.pages[0])
        base, proof, margins = self.next - 1, bound.proof, bound.margins
        layer = base + proof.size
        forms = layer + margins.size
        self.next = forms + len(margins.forms) + 1
        aliases = self._share(proof, base)
        left = [(page + bound.starts_left) % 2 == 1 for page in range(len(proof.pages))]

        def across(argument: bytes) -> bytes:
            page, _, x = argument.partition(b":")
            return x if not left[int(page)] or not self.shift else _plain(float(x) + self.shift)

        def content(argument: bytes) -> bytes:
            page, _, number = argument.partition(b":")
            own = b"%d 0 R" % (base + int(number))
            return b"[%d 0 R %s]" % (_MOVED, own) if left[int(page)] and self.shift else own

        def element(argument: bytes) -> bytes:
            name = argument.decode()
            if name not in self.wanted_elements:
                self.wanted_elements[name] = self.next
                self.next += 1
            return b"%d 0 R" % self.wanted_elements[name]

        keys = self.keys
        values: MarkValues = {
            b"r": lambda number: b"%d 0 R" % aliases.get(int(number), base + int(number)),
            b"m": lambda page: b"%d 0 R" % (forms + 1 + int(page)),
            b"k": lambda number: b"%d" % (keys + int(number)),
            b"x": across,
            b"c": content,
            b"e": element,
        }
        self._pack(proof.objects.numbered(base, aliases, values))
        for number, entries, data in proof.streams:
            if number not in aliases or aliases[number] == base + number:
                self._put_stream(base + number, fill_marks(entries, values), data)
        self._put_margins(margins, layer, forms, left)
        self.gatherings.append((bound, base))
        self.starts.append(len(self.pages))
        self.nodes += [base + node for node in proof.nodes]
        for listed, tree in ((proof.ids, self.ids), (proof.destinations, self.names)):
            if listed:
                tree.append((listed[0][0], self._leaf(listed, values)))
        self.pages += [base + page.number for page in proof.pages]
        self.keys += proof.keys

    def _put_margins(self, margins: Margins, layer: int, forms: int, left: list[bool]) -> None:
        values: MarkValues = {b"r": lambda number: b"%d 0 R" % (layer + int(number))}
        self._pack(margins.objects.numbered(layer, {}, values))
        for number, entries, data in margins.streams:
            self._put_stream(layer + number, fill_marks(entries, values), data)
        for page, (entries, data) in enumerate(margins.forms):
            back = b" /Matrix [1 0 0 1 %s 0]" % _plain(-self.shift) if left[page] and self.shift else b""
            self._put_stream(forms + 1 + page, fill_marks(entries, values) + back, data)

    def _share(self, proof: Proof, base: int) -> dict[int, int]:
        """Return the objects that replace pictures of this gathering, where another gathering has the same picture.

        A picture that refers to other objects is left as it is.
        """
        aliases = {}
        for number, entries, data in proof.streams:
            if b"/Image" in entries and b"\x01" not in entries:
                digest = hashlib.sha256(entries + data).digest()
                aliases[number] = self.shared.setdefault(digest, base + number)
        return aliases

    def _empty_page(self, like: PageProof) -> None:
        """Add a page with nothing on it, and therefore nothing to tag, of the size of another one, with its marks."""
        node, page, marks = self.next, self.next + 1, b""
        self.next += 2
        (width, height), (left, bottom, right, top) = like.size, like.bleed
        media = syntax.array([-left, -bottom, width + right, height + top])
        trim = syntax.array([0, 0, width, height])
        # WeasyPrint puts the bleed box at most so far from the trim box.
        sides = [min(_MOST_BLEED, side) for side in like.bleed]
        bleed = syntax.array([-sides[0], -sides[1], width + sides[2], height + sides[3]])
        if like.marks and any(like.bleed):
            marks = b"/Contents %d 0 R " % self.next
            self._put_stream(self.next, b"", draw_marks(like))
            self.next += 1
        self.loose[node] = b"<</Type /Pages /Parent %d 0 R /Count 1 /Kids [%d 0 R]>>" % (_PAGES, page)
        self.loose[page] = (
            b"<</Type /Page /Parent %d 0 R /MediaBox %s /TrimBox %s /BleedBox %s %s/Resources <<>> /Tabs /S>>"
            % (node, media, trim, bleed, marks)
        )
        self.nodes.append(node)
        self.pages.append(page)

    # The whole

    def finish(
        self,
        publication: Publication,
        title: str,
        cut: Sequence[tuple[FontUse, bytes]],
        labels: Sequence[PageLabels],
        modified: datetime,
    ) -> None:
        """Make the objects of which the file has one, and write them."""
        lang = publication.metadata.lang
        self._put_fonts(cut)
        proofs = [(bound.proof, base) for bound, base in self.gatherings]
        self.loose[_PAGES] = b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(self.pages), _references(self.nodes))
        tops = [base + top for proof, base in proofs for top in proof.tops]
        kids = _references(tops)
        space = b" /NS %d 0 R" % _SPACE if self.standard.is_pdf2 else b""
        self.loose[_DOCUMENT] = b"<</Type /StructElem /S /Document%s /P %d 0 R /K [%s]>>" % (space, _STRUCTURE, kids)
        leaves = _references(base + leaf for proof, base in proofs for leaf in proof.parents)
        self.loose[_PARENTS] = b"<</Kids [%s]>>" % leaves
        ids, names = self._tree(self.ids, _IDS), self._tree(self.names, _NAMES)
        more = b" /IDTree %d 0 R" % _IDS if ids else b""
        if self.standard.is_pdf2:
            more += b" /Namespaces [%d 0 R]" % _SPACE
            self.loose[_SPACE] = b"<</Type /Namespace /NS (http://iso.org/pdf2/ssn)>>"
            self._find_elements()
        else:
            self.loose[_INFO] = metadata.information(publication, title, modified)
        self.loose[_STRUCTURE] = b"<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d%s>>" % (
            _DOCUMENT,
            _PARENTS,
            self.keys,
            more,
        )
        outline = self._outline()
        if self.shift:
            self._put_stream(_MOVED, b"", b"1 0 0 1 %s 0 cm" % _plain(self.shift))
        if self.standard.archival:
            self._put_intent()
        packet = metadata.packet(publication, title, modified, self.standard).encode()
        self._put_stream(_METADATA, b"/Type /Metadata /Subtype /XML", packet)
        numbering = b" ".join(b"%d <</S /%s>>" % (each.start, each.style.encode()) for each in labels)
        self.loose[_CATALOGUE] = b"".join([
            b"<</Type /Catalog /Pages %d 0 R /StructTreeRoot %d 0 R" % (_PAGES, _STRUCTURE),
            b" /MarkInfo <</Marked true>> /ViewerPreferences <<%s/DisplayDocTitle true>>"
            % (b"/Direction /R2L " if direction(lang) == "rtl" else b""),
            b" /Lang %s /Metadata %d 0 R" % (syntax.string(lang), _METADATA),
            b" /PageLabels <</Nums [%s]>>" % numbering,
            b" /OutputIntents [%d 0 R]" % _INTENT if self.standard.archival else b"",
            b" /Names <</Dests %d 0 R>>" % _NAMES if names else b"",
            b" /Outlines %d 0 R /PageMode /UseOutlines" % _OUTLINE if outline else b"",
            b">>",
        ])  # fmt: skip
        self._pack(sorted(self.loose.items()))

    def _put_intent(self) -> None:
        """Say what the colours of a PDF/A mean (ISO 19005-2, 6.2.3)."""
        profile = self.next
        self.next += 1
        self._put_stream(profile, b"/N 3 /Filter /FlateDecode", zlib.compress(colour.srgb(), _LEVEL))
        self.loose[_INTENT] = (
            b"<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB)"
            b" /DestOutputProfile %d 0 R>>" % profile
        )

    def _find_elements(self) -> None:
        """Name the structure elements that are needed, wherever in the book they are."""
        for bound, base in self.gatherings:
            for name in bound.proof.elements.keys() & self.wanted_elements.keys():
                at = bound.proof.elements[name]
                self.loose[self.wanted_elements[name]] = b"[%d 0 R]" % (base + at if at else _DOCUMENT)
        for number in self.wanted_elements.values():
            self.loose.setdefault(number, b"[%d 0 R]" % _DOCUMENT)

    def _put_fonts(self, cut: Sequence[tuple[FontUse, bytes]]) -> None:
        entries = []
        for use, program in cut:
            objects, streams = faces.dictionaries(use, program, self.next)
            entries.append(b"/%s %d 0 R" % (use.hash.encode(), self.next))
            self.loose.update(objects)
            for number, (extra, data) in streams.items():
                self._put_stream(number, extra, data)
            self.next += faces.PER_FACE
        self.loose[_FONTS] = b"<<%s>>" % b" ".join(entries)

    def _leaf(self, entries: Sequence[tuple[str, bytes]], values: MarkValues) -> int:
        """Make a leaf of a name tree (ISO 32000-1, 7.9.6). Names have no characters that a PDF string has to escape."""
        named = [(name.encode(), text) for name, text in entries]
        listed = fill_marks(b" ".join(b"(%s) %s" % entry for entry in named), values)
        number = self.next
        self.next += 1
        self.loose[number] = b"<</Limits [(%s) (%s)] /Names [%s]>>" % (named[0][0], named[-1][0], listed)
        return number

    def _tree(self, leaves: Sequence[tuple[str, int]], number: int) -> bool:
        """Make the root of a name tree; return whether there is one. The names of chapters never mix."""
        if leaves:
            self.loose[number] = b"<</Kids [%s]>>" % _references(leaf for _, leaf in sorted(leaves))
        return bool(leaves)

    def _outline(self) -> bool:
        """Make the outline, a tree without gaps where levels are skipped (ISO 32000-1, 12.3.3)."""
        root = _OutlineItem(_OUTLINE, 0)
        opened = [root]
        for (bound, base), start in zip(self.gatherings, self.starts, strict=True):
            for each in bound.proof.bookmarks:
                level = each.level + bound.level - 1
                while opened[-1].level >= level:
                    opened.pop()
                element = 0 if not self.standard.is_pdf2 else base + each.element if each.element else _DOCUMENT
                mark = _OutlineItem(self.next, level, each, self.pages[start + each.page], element)
                self.next += 1
                opened[-1].below.append(mark)
                opened.append(mark)
        if root.below:
            self.loose.update(root.objects(0))
        return bool(root.below)

    # Writing

    def _put(self, data: bytes) -> None:
        self.file.write(data)

    def _place(self, number: int, kind: int, at: int, index: int) -> None:
        lacking = (number + 1) * _PLACE.size - len(self.places)
        self.places += bytes(max(0, lacking))
        _PLACE.pack_into(self.places, number * _PLACE.size, kind, at, index)

    def _put_stream(self, number: int, entries: bytes, data: bytes) -> None:
        if self.standard.archival:  # ISO 19005-2, 6.2.8: readers must not smooth pictures
            entries = entries.replace(b"/Interpolate true", b"/Interpolate false")
        self._place(number, 1, self.file.tell(), 0)
        self._put(b"%d 0 obj\n<<%s /Length %d>>\nstream\n" % (number, entries, len(data)))
        self._put(data)
        self._put(b"\nendstream\nendobj\n")

    def _pack(self, objects: Sequence[tuple[int, bytes]]) -> None:
        """Write objects into compressed streams (ISO 32000-1, 7.5.7)."""
        for at in range(0, len(objects), _PER_STREAM):
            part = objects[at : at + _PER_STREAM]
            number, heads, offset = self.next, [], 0
            self.next += 1
            self._place(max(each for each, _ in part), 2, number, 0)  # enlarges the table for all
            for index, (each, text) in enumerate(part):
                heads.append(b"%d %d" % (each, offset))
                offset += len(text) + 1
                _PLACE.pack_into(self.places, each * _PLACE.size, 2, number, index)
            head = b" ".join(heads) + b"\n"
            data = zlib.compress(head + b"\n".join(text for _, text in part) + b"\n", _LEVEL)
            entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(part), len(head))
            self._put_stream(number, entries, data)

    def file_bytes(self) -> bytes:
        """Return the whole file, its cross-references at the end (ISO 32000-1, 7.5.8); its identifier is its hash."""
        number, start = self.next, self.file.tell()
        self._place(0, 0, 0, 65535)
        self._place(number, 1, start, 0)
        digest = hashlib.sha256(self.file.getbuffer()).hexdigest()[:32].encode()
        runs = [(0, 1), *(found.span() for found in re.finditer(rb"[^\0]+", self.places[:: _PLACE.size]))]
        if len(runs) > 1 and runs[1][0] == 1:
            runs[:2] = [(0, runs[1][1])]
        index = [b"%d %d" % (first, end - first) for first, end in runs]
        rows = b"".join(self.places[first * _PLACE.size : end * _PLACE.size] for first, end in runs)
        data = zlib.compress(rows, _LEVEL)
        entries = b"/Type /XRef /Size %d /Root %d 0 R%s /W [1 4 2] /Index [%s] /ID [<%s> <%s>]" % (
            number + 1,
            _CATALOGUE,
            b"" if self.standard.is_pdf2 else b" /Info %d 0 R" % _INFO,
            b" ".join(index),
            digest,
            digest,
        )
        self._put_stream(number, entries + b" /Filter /FlateDecode", data)
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)
        return self.file.getvalue()


class _OutlineItem:
    """An entry of the outline, with the entries under it."""

    def __init__(
        self, number: int, level: int, bookmark: Bookmark | None = None, page: int = 0, element: int = 0
    ) -> None:
        self.number, self.level, self.bookmark, self.page, self.element = number, level, bookmark, page, element
        self.below: list[_OutlineItem] = []

    def all(self) -> int:
        """Return the number of entries under it."""
        return len(self.below) + sum(mark.all() for mark in self.below)

    def objects(self, parent: int, before: int = 0, after: int = 0) -> Iterator[tuple[int, bytes]]:
        """Yield its object, and those of all entries under it. The highest are shown open, the others folded."""
        parts = []
        if self.bookmark is None:
            parts.append(b"/Type /Outlines")
        else:
            place = b"%s %s" % (_plain(self.bookmark.x), _plain(self.bookmark.y))
            parts.append(b"/Title %s /Parent %d 0 R" % (syntax.string(public(self.bookmark.label)), parent))
            there = b"[%d 0 R /XYZ %s 0]" % (self.page, place)
            if self.element:  # ISO 32000-2, 12.3.2.3: a structure destination, which only an action may hold as well
                itself = b"[%d 0 R /XYZ %s 0]" % (self.element, place)
                parts.append(b"/A <</S /GoTo /D %s /SD %s>>" % (there, itself))
            else:
                parts.append(b"/Dest %s" % there)
        for name, number in ((b"Prev", before), (b"Next", after)):
            if number:
                parts.append(b"/%s %d 0 R" % (name, number))
        if self.below:
            count = len(self.below) if self.bookmark is None else -self.all()
            parts.append(b"/First %d 0 R /Last %d 0 R" % (self.below[0].number, self.below[-1].number))
            parts.append(b"/Count %d" % count)
        yield self.number, b"<<%s>>" % b" ".join(parts)
        numbers = [0, *(mark.number for mark in self.below), 0]
        for at, mark in enumerate(self.below):
            yield from mark.objects(self.number, numbers[at], numbers[at + 2])


def _references(numbers: Iterable[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _plain(number: float) -> bytes:
    return (b"%.3f" % number).rstrip(b"0").rstrip(b".")
