"""Text from right to left: WeasyPrint orders the letters in each box, but boxes only as if all ran in one direction.

Before the layout each paragraph is cut where its direction changes, by the levels of the Unicode Bidirectional
Algorithm (UAX 9, rules up to L1), which Pango works out: then every box of text has one direction. When a line is made,
its boxes are put in their visible order (rule L2).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from lxml import etree

from octavo.model.html_elements import INLINE, Element
from octavo.model.reading import classes
from octavo.model.writing import ARABIC, HEBREW
from octavo.press.pdf.engine.pango import library

_LETTERS = re.compile(f"[{HEBREW}{ARABIC}]")
_ISOLATES = {"ltr": "\u2066", "rtl": "\u2067", "auto": "\u2068"}
_OBJECT = "\ufffc"
LEVEL = "data-bidi"


def is_needed(text: str) -> bool:
    """Return whether a text has letters that run from right to left."""
    return bool(_LETTERS.search(text))


def cut(root: Element) -> None:
    """Cut the paragraphs of a document where their direction changes."""
    parents = {child: parent for parent in root.iter() for child in parent}
    for paragraph in list(_paragraphs(root, root.get("dir") == "rtl")):
        paragraph.cut(parents)


class _Paragraph:
    """What would be one line if it were wide enough: its text in pieces, each with its place in the tree."""

    def __init__(self, is_rtl: bool) -> None:
        self.is_rtl = is_rtl
        self.text: list[str] = []
        self.pieces: list[tuple[Element, str, int]] = []
        """An element; `text`, `tail`, or nothing for a picture; and where in the text the piece begins."""
        self.length = 0

    def add(self, text: str | None, element: Element | None = None, key: str = "") -> None:
        """Add a piece, or a sign that is not in the tree."""
        if text:
            if element is not None:
                self.pieces.append((element, key, self.length))
            self.text.append(text)
            self.length += len(text)

    def cut(self, parents: dict[Element, Element]) -> None:
        """Put every stretch whose direction is not that of the paragraph into an element of its own."""
        text = "".join(self.text)
        if not text.strip() or (not self.is_rtl and not _LETTERS.search(text) and _ISOLATES["rtl"] not in text):
            return
        levels = _levels(text, self.is_rtl)
        base = int(self.is_rtl)
        if set(levels) == {base}:
            return
        for element, key, start in self.pieces:
            if not key:
                element.set(LEVEL, str(levels[start]))
                continue
            own = getattr(element, key)
            runs = [
                (level, "".join(own[at - start] for at in places))
                for level, places in groupby(range(start, start + len(own)), key=levels.__getitem__)
            ]
            if any(level != base for level, _ in runs):
                _split(element, key, runs, base, parents)


def _split(element: Element, key: str, runs: list[tuple[int, str]], base: int, parents: dict[Element, Element]) -> None:
    holder = element if key == "text" else parents[element]
    at = 0 if key == "text" else list(holder).index(element) + 1
    setattr(element, key, None)
    last: Any | None = None if key == "text" else element
    for level, text in runs:
        if level == base:
            if last is None:
                holder.text = text
            else:
                last.tail = text
            continue
        last = etree.Element("span", {LEVEL: str(level), "dir": "rtl" if level % 2 else "ltr"})
        last.text = text
        parents[last] = holder
        holder.insert(at, last)
        at += 1


def _paragraphs(element: Element, is_rtl: bool) -> Iterator[_Paragraph]:
    """Yield the paragraphs of a block."""
    is_rtl = element.get("dir", "rtl" if is_rtl else "ltr") == "rtl"
    inner: list[tuple[Element, bool]] = []
    open_one = _Paragraph(is_rtl)
    done: list[_Paragraph] = []

    def gather(holder: Element) -> None:
        nonlocal open_one
        open_one.add(holder.text, holder, "text")
        for child in holder:
            if child.tag not in INLINE:
                done.append(open_one)
                open_one = _Paragraph(is_rtl)
                inner.append((child, is_rtl))
            elif "footnote" in classes(child):
                inner.append((child, is_rtl))
            elif child.tag == "img":
                open_one.add(_OBJECT, child)
            else:
                isolate = _ISOLATES.get(child.get("dir") or ("auto" if child.tag == "bdi" else ""), "")
                open_one.add(isolate)
                gather(child)
                open_one.add("\u2069" if isolate else "")
            open_one.add(child.tail, child, "tail")

    gather(element)
    yield from (*done, open_one)
    for child, way in inner:
        yield from _paragraphs(child, way)


def _levels(text: str, is_rtl: bool) -> bytes:
    """Return the embedding level of each character."""
    ffi, gobject, pango = library()
    data = text.encode()
    direction = ffi.new("PangoDirection *", int(is_rtl))
    found = pango.pango_log2vis_get_embedding_levels(data, len(data), direction)
    levels = bytes(ffi.buffer(found, len(text)))
    gobject.g_free(found)
    return levels


class GlyphMeanings(dict[int, str]):
    """The letters of glyphs as WeasyPrint draws them, all of them and in their order.

    WeasyPrint keeps the letters that a glyph has when it is first drawn, and gives those of a cluster to its first
    glyph. Of two glyphs for two letters the first would mean both, a letter would include its mark, and a bracket would
    mean the one it mirrors.
    """

    def __init__(self) -> None:
        super().__init__()
        self.clusters: list[tuple[list[int], str]] = []

    def __contains__(self, glyph: object) -> bool:
        return False

    def __setitem__(self, glyph: int, text: str) -> None:
        if text:
            self.clusters.append(([glyph], text))
        elif self.clusters and _LETTERS.search(self.clusters[-1][1]):
            self.clusters[-1][0].append(glyph)
        super().__setitem__(glyph, self.get(glyph) or text)

    def meanings(self, font: bytes) -> dict[int, str]:
        """Return what each glyph means: the letter or bracket that the font has it for, or else what is left of the
        letters of its clusters."""
        import uharfbuzz

        face = uharfbuzz.Face(uharfbuzz.Blob(font))
        shaper = uharfbuzz.Font(face)
        meant: dict[int, str] = {}
        for letter in map(chr, sorted(face.unicodes)):
            if not (_LETTERS.match(letter) or unicodedata.mirrored(letter)):
                continue  # fonts have private numbers for their other figures and small capitals
            if (glyph := shaper.get_nominal_glyph(ord(letter))) is not None and self.get(glyph) is not None:
                meant.setdefault(glyph, unicodedata.normalize("NFKC", letter).strip() or letter)
        for glyphs, text in self.clusters:
            if len(glyphs) == 1:
                meant.setdefault(glyphs[0], text)
            elif len(glyphs) == len(text):
                for glyph, letter in zip(glyphs, reversed(text), strict=True):
                    meant.setdefault(glyph, letter)
        for glyphs, text in self.clusters:
            for glyph in reversed(glyphs):
                meant.setdefault(glyph, _STROKE if any(other in meant for other in glyphs) else text)
        return {glyph: meant.get(glyph, text) for glyph, text in self.items()}


_STROKE = "\u0640"
"""A stroke that makes a letter longer, and has no meaning."""


def record_glyphs(init: Callable[..., None]) -> Callable[..., None]:
    """Give a font a record of its glyphs' letters that is complete."""

    def begin(font: Any, *args: Any) -> None:
        init(font, *args)
        font.to_unicode = GlyphMeanings()

    return begin


def order_boxes(text_align: Callable[..., Any]) -> Callable[..., Any]:
    """Order the boxes of a line before and after it is aligned, which may justify it and is WeasyPrint's last step."""

    def align(context: Any, line: Any, available_width: Any, last: bool) -> Any:
        reorder(context, line)
        offset = text_align(context, line, available_width, last)
        reorder(context, line)
        return offset

    return align


def reorder(context: Any, line: Any) -> None:
    """Put the boxes of a line next to each other in their visible order, beginning after its indent."""
    is_rtl = line.style["direction"] == "rtl"
    leaves = list(_leaves(line, int(is_rtl)))
    x = line.position_x + (0 if is_rtl else line.text_indent)
    for box, _ in _visible(leaves):
        _without_space(context, box)
        box.translate(dx=x - box.position_x, ignore_floats=True)
        x += box.margin_width()
    for child in line.children:
        _fit(child)
    if leaves:
        line.width = x - line.position_x + (line.text_indent if is_rtl else 0)


def _without_space(context: Any, box: Any) -> None:
    """Draw a text without the last space that WeasyPrint has removed from it.

    WeasyPrint still draws it, and in a text from right to left it would be on the left.
    """
    from weasyprint.formatting_structure import boxes
    from weasyprint.text.line_break import create_layout

    if isinstance(box, boxes.TextBox) and box.pango_layout.text.rstrip(" ") == box.text != box.pango_layout.text:
        box.pango_layout = create_layout(box.text, box.style, context, None, box.justification_spacing)
        box.pango_layout.deactivate()


def _leaves(box: Any, level: int) -> Iterator[tuple[Any, int]]:
    """Yield the boxes of a line that have one direction each, with their levels."""
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        own = child.element.get(LEVEL) if child.element is not None and "::" not in (child.element_tag or "") else None
        here = int(own) if own else level
        if isinstance(child, boxes.InlineBox) and child.margin_width() == child.width:
            yield from _leaves(child, here)
        else:
            yield child, here


def _visible(leaves: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Return boxes in their visible order (UAX 9, rule L2)."""
    ordered = list(leaves)
    for level in range(max((level for _, level in leaves), default=0), 0, -1):
        at = 0
        while at < len(ordered):
            end = at
            while end < len(ordered) and ordered[end][1] >= level:
                end += 1
            ordered[at:end] = reversed(ordered[at:end])
            at = end + 1
    return ordered


def _fit(box: Any) -> None:
    """Make a box as wide as what is in it now."""
    from weasyprint.formatting_structure import boxes

    if not isinstance(box, boxes.InlineBox) or box.margin_width() != box.width:
        return
    inside = [child for child in box.children if child.is_in_normal_flow()]
    for child in inside:
        _fit(child)
    if inside:
        box.position_x = min(child.position_x for child in inside)
        box.width = max(child.position_x + child.margin_width() for child in inside) - box.position_x
