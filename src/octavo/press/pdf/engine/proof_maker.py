"""A proof made of a written document: its objects, and what only binding can put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any
from urllib.parse import unquote

import pydyf

from octavo.model.edition import LayoutFact
from octavo.press.pdf import proof
from octavo.press.pdf.engine.boxes import Box, Document, behind_placeholder
from octavo.press.pdf.engine.tagging import TagBuilder
from octavo.press.pdf.engine.writing import is_cmyk, number_of, split_objects, to_bytes
from octavo.press.pdf.proof import Bookmark, FontUse, PageProof, Proof

_POINT = 0.75
"""Points in a pixel of CSS."""


class ProofMaker:
    """Takes a written document apart.

    `name` is its chapter's, `portion` that of the portion it is; `marked` has the marks for the printer of each page.
    """

    def __init__(
        self,
        name: str,
        portion: str,
        document: Document,
        pdf: Any,
        tags: TagBuilder,
        colours: str,
        marked: Sequence[tuple[str, ...]],
    ) -> None:
        self.marked = marked
        self.name, self.portion, self.document, self.pdf = name, portion, document, pdf
        self.tags, self.colours = tags, colours
        self.pages = [pdf.objects[number] for number in pdf.pages["Kids"][::3]]
        self.places = {proof.reference(page.number): index for index, page in enumerate(self.pages)}
        self.elements: dict[str, int] = {}

    def make(self, fonts: tuple[FontUse, ...], messages: tuple[str, ...], facts: tuple[LayoutFact, ...]) -> Proof:
        """Make the proof, with what is known of the document besides."""
        needs = [need for index, page in enumerate(self.pages) for need in self._rename_links(page, index)]
        for index, page in enumerate(self.pages):
            self._open(page, index)
        tops = [number_of(top) for top in self.tags.document_element["K"]]
        for top in tops:
            self.pdf.objects[top]["P"] = b"5 0 R"
        parents, ids, destinations = self._parents(), self._ids(), self._destinations()
        self.pdf.pages["Parent"] = b"2 0 R"
        self.pdf.pages["Kids"] = pydyf.Array(proof.reference(page.number) for page in self.pages)
        # The outline is the book's, and so are the catalogue and the roots of trees.
        taken = {made.number for made in self.pdf.objects if isinstance(made, pydyf.Dictionary) and _is_outline(made)}
        taken |= {0, self.pdf.catalog.number, self.tags.root.number, self.tags.document_element.number}
        objects, streams = split_objects(self.pdf, taken, self.colours)
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
            messages=messages,
            is_cmyk=is_cmyk(self.pdf),
            facts=facts,
        )

    def _rename_links(self, page: Any, index: int) -> Iterator[str]:
        """Give the links of a page the names and places of the book; yield the destinations in other gatherings."""
        for marked in page.get("Annots", ()):
            link = self.pdf.objects[number_of(marked)]
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
        """Make room for the margins: save the graphics state around the page's own content, and draw them after it."""
        stream = self.pdf.objects[number_of(page["Contents"])]
        # WeasyPrint's content begins with a change of axes that it never takes back.
        stream.stream.insert(0, b"q")
        stream.stream.append(b"Q\n/Artifact <</Type /Pagination>> BDC\n/Mg%d Do\nEMC" % index)
        self.pdf.objects[number_of(page["Resources"])]["XObject"][f"Mg{index}"] = proof.margin(index)
        page["Contents"] = proof.content(stream.number, index)
        page["StructParents"] = proof.key(index)

    def _parents(self) -> int:
        """Number the leaf of the parent tree for the book: its keys count from 0 in every document."""
        leaf = self.tags.parent_tree
        numbers = leaf["Nums"]
        numbers[::2] = [proof.key(number) for number in numbers[::2]]
        leaf["Limits"] = pydyf.Array([numbers[0], numbers[-2]])
        return int(leaf.number)

    def _ids(self) -> tuple[tuple[str, bytes], ...]:
        """Return the elements with an identifier, by it (ISO 32000-1, table 322)."""
        for made in self.tags.identified:
            made["ID"] = pydyf.String(proof.destination(self.portion, made["ID"].string))
        return self._sorted((made["ID"].string, proof.reference(made.number)) for made in self.tags.identified)

    def _destinations(self) -> tuple[tuple[str, bytes], ...]:
        names = self.pdf.catalog.get("Names", {}).get("Dests", {}).get("Names", ())
        found = []
        for name, place in zip(names[::2], names[1::2], strict=True):
            place[2] = proof.across(place[2], self.places[place[0]])
            named = proof.destination(self.name, name.string)
            found.append((named, self._with_element(named, name.string, place) if self.tags.is_pdf2 else place))
        return self._sorted(found)

    def _with_element(self, named: str, anchor: str, place: Any) -> Any:
        """Return a place together with the structure element there (ISO 32000-2, 12.3.2.3)."""
        element = self.tags.element_at(anchor)
        self.elements[named] = 0 if element is self.tags.document_element else element.number
        there = pydyf.Array([self._reference(element), *place[1:]])
        return pydyf.Dictionary({"D": place, "SD": there})

    def _reference(self, element: Any) -> bytes:
        return b"5 0 R" if element is self.tags.document_element else proof.reference(element.number)

    @staticmethod
    def _sorted(entries: Iterable[tuple[str, Any]]) -> tuple[tuple[str, bytes], ...]:
        """Return named entries as PDF writes them, in the order of their names."""
        return tuple((name, to_bytes(getattr(value, "data", value))) for name, value in sorted(entries, key=_first))

    def _page(self, index: int) -> PageProof:
        page = self.document.pages[index]
        kind = page._page_box.page_type
        strings = [
            (name, value)
            for box in page._page_box.descendants(placeholders=True)
            for name, value in _strings(behind_placeholder(box))
        ]
        size = page.width * _POINT, page.height * _POINT
        # A page that only continues a note is blank to WeasyPrint, but not to a reader.
        blank = kind.blank and not any(getattr(box, "text", "") for box in page._page_box.descendants())
        left, bottom, right, top = (page.bleed[side] * _POINT for side in ("left", "bottom", "right", "top"))
        return PageProof(
            self.pages[index].number, size, kind.side, blank, kind.name, tuple(strings),
            (left, bottom, right, top), self.marked[index],
        )  # fmt: skip

    def _bookmarks(self) -> Iterator[Bookmark]:
        for index, page in enumerate(self.document.pages):
            boxes = _bookmarked(page._page_box) if self.tags.is_pdf2 else repeat(None)
            for (level, label, (x, y), _state), box in zip(page.bookmarks, boxes, strict=False):
                element = self.tags.element_of(box.element) if box is not None else self.tags.document_element
                number = 0 if element is self.tags.document_element else element.number
                place = x * _POINT, (page.height - y) * _POINT
                yield Bookmark(level, " ".join(label.split()), index, *place, number)


def _bookmarked(box: Box) -> Iterator[Box]:
    """Yield the boxes that bookmarks lead to, in the order in which WeasyPrint lists them."""
    if box.bookmark_label and box.style["bookmark_level"] not in (None, "none"):
        yield box
    for child in box.all_children():
        yield from _bookmarked(child)


def _first(entry: tuple[str, Any]) -> str:
    return entry[0]


def _is_outline(made: Any) -> bool:
    return ("Title" in made and "Dest" in made) or ("First" in made and "Last" in made and "Count" in made)


def _strings(box: Box) -> list[tuple[str, str]]:
    found = box.string_set
    return [] if found is None or found == "none" else list(found)
