"""A gathering laid out, and its margins: a document in, a proof out."""

from __future__ import annotations

import gc
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pydyf

from octavo.model.html_elements import Element
from octavo.press.pdf import inks
from octavo.press.pdf.engine import box_marks, inspect_layout, scene_breaks, writing
from octavo.press.pdf.engine.boxes import Document, behind_placeholder
from octavo.press.pdf.engine.proof_maker import ProofMaker
from octavo.press.pdf.engine.rendering import Css, rendered
from octavo.press.pdf.engine.state import PatchState
from octavo.press.pdf.engine.writing import number_of, to_bytes
from octavo.press.pdf.proof import Margins, Proof
from octavo.tools.deep_stack import with_large_stack

__all__ = ["Css", "lay_margins", "lay_out"]


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Boxes are many and live to the end: looking for garbage among them again and again takes a tenth of the time.

    Most are freed when the layout returns, and styles, which refer to each other, right after it. Only what was made
    here is searched for them: the rest of a process that uses WeasyPrint holds as much again that stays.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)
        if was_enabled:
            gc.enable()


@_without_garbage_collection()
@with_large_stack
def lay_out(
    name: str,
    root: Element,
    css: Css,
    files: Mapping[str, bytes],
    is_pdf2: bool = False,
    colours: str = "rgb",
    portion: str = "",
) -> Proof:
    """Lay out a document whose anchors belong to the chapter `name`; `portion` is the name of its portion.

    The tree is used up: layout may change it. `files` holds everything that it or `css` may read, by its whole URL.
    `is_pdf2`: whether it is tagged for PDF 2.0. `colours` are those of the print shop: see `inks.py`.

    Raises `MachineError` where WeasyPrint cannot be used.
    """
    state = PatchState.of(root, name, is_pdf2)
    with rendered(root, css, files, state) as (document, messages):
        _join_links(document)
        facts = inspect_layout.inspect(document)
        scene_breaks.show_at_edges(document)
        marked = _leave_marks(document)
        state.marks = box_marks.mark(document)
        pdf = writing.write(document, is_tagged=True)
        assert state.tags is not None
        maker = ProofMaker(name, portion or name, document, pdf, state.tags, colours, marked)
        return maker.make(writing.font_uses(state.fonts, files), tuple(dict.fromkeys(messages)), facts)


@_without_garbage_collection()
@with_large_stack
def lay_margins(root: Element, css: Css, files: Mapping[str, bytes], colours: str = "rgb") -> Margins:
    """Lay out pages that are empty except for their margins, each as a form that can be put on another page.

    Raises `MachineError` where WeasyPrint cannot be used.
    """
    state = PatchState.of(root)
    with rendered(root, css, files, state) as (document, messages):
        pdf = writing.write(document, is_tagged=False)
        forms, taken = [], {pdf.catalog.number, pdf.pages.number, 0}
        for number in pdf.pages["Kids"][::3]:
            page = pdf.objects[number]
            stream = pdf.objects[number_of(page["Contents"])]
            taken |= {number, stream.number}
            entries = pydyf.Dictionary({
                "Type": "/XObject", "Subtype": "/Form", "BBox": page["MediaBox"], "Resources": page["Resources"],
            })  # fmt: skip
            drawn = inks.convert(b"\n".join(map(to_bytes, stream.stream)), colours)
            forms.append((entries.data[2:-2] + b" /Filter /FlateDecode", zlib.compress(drawn, writing.LEVEL)))
        objects, streams = writing.split_objects(pdf, taken, colours)
        return Margins(
            objects,
            streams,
            len(pdf.objects) - 1,
            tuple(forms),
            writing.font_uses(state.fonts, files),
            tuple(dict.fromkeys(messages)),
            writing.is_cmyk(pdf),
        )


def _leave_marks(document: Document) -> list[tuple[str, ...]]:
    """Leave the marks for the printer to the margins, which know the side of a page; return those of each page."""
    styles = [page._page_box.style for page in document.pages]
    marked = [tuple(style["marks"]) for style in styles]
    for style in styles:
        style["marks"] = ()
    return marked


def _join_links(document: Document) -> None:
    """Keep one link annotation for each line of a link: those of the markup inside it only enlarge its own."""
    for page in document.pages:
        inside: dict[Any, Any] = {}
        for entry in page.links:
            box = entry[3]
            if box.element is not None and box.element.tag == "a" and "::" not in (box.element_tag or ""):
                for child in box.descendants(placeholders=True):
                    if child is not box:
                        inside[behind_placeholder(child)] = box
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
