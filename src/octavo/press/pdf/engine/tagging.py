"""The structure tree of a gathering, built from the galley's own elements.

WeasyPrint tags boxes: a paragraph over two pages becomes two, a hyphenated word is split for good, a link with markup
in it gets an annotation that no tag refers to. Here the elements are tagged, and boxes only say where their content is
drawn. `roles.py` says which element has which role, `box_marks.py` what is said about each box; tests/unit/press/
test_tagging.py reads the result back.

Specifications: ISO 32000-1, 14.7 and 14.8; ISO 14289-1 (PDF/UA-1), 7.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pydyf

from octavo.model.html_elements import Element
from octavo.model.reading import classes
from octavo.press.pdf import proof
from octavo.press.pdf.engine.boxes import Box, Document, children, is_replaced, pseudo_element
from octavo.press.pdf.engine.roles import GROUPS, PHRASES, role_in, role_of

if TYPE_CHECKING:
    from octavo.press.pdf.engine.state import PatchState

_LANGUAGE_TAG = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""A language as RFC 3066 writes it: reading software understands no other form."""
_NEW_ROLES = {"Document": "Document", "Note": "FENote"}
"""What PDF/UA-2 wants from PDF 2.0; all others are of PDF 1.7, and stay valid (ISO 14289-2, 8.2.4)."""
_NEW_SPACE = b"13 0 R"
"""The namespace of PDF 2.0, an object that binding makes."""

Tag = Any
"""A structure element: a dictionary of pydyf, which has no types."""


# Hooks


def mark_content(state: PatchState) -> Callable[..., Any]:
    """Return a `Stream.marked` that knows artifacts, `ActualText` and `ReversedChars`."""

    @contextmanager
    def marked(stream: Any, box: Box, tag: str) -> Iterator[None]:
        marks = state.marks
        if stream._tags is None or marks is None:
            yield
            return
        if box in marks.artifacts:
            pydyf.Stream.begin_marked_content(stream, "Artifact")
        else:
            properties = pydyf.Dictionary({"MCID": len(stream._tags)})
            if box in marks.actual:
                properties["ActualText"] = pydyf.String(proof.public(marks.actual[box]))
            stream._tags[box] = {"tag": tag, "mcid": len(stream._tags)}
            pydyf.Stream.begin_marked_content(stream, tag, properties)
        is_reversed = box in marks.reversed and box not in marks.artifacts
        if is_reversed:
            pydyf.Stream.begin_marked_content(stream, "ReversedChars")
        try:
            yield
        finally:
            if is_reversed:
                pydyf.Stream.end_marked_content(stream)
            pydyf.Stream.end_marked_content(stream)

    return marked


def add_tags(state: PatchState) -> Callable[..., None]:
    """Return an `add_tags` that builds our structure tree, and leaves its builder in the state."""

    def build(pdf: Any, document: Document, _version: str, streams: list[Any]) -> None:
        state.tags = TagBuilder(pdf, document, streams, state.name, state.is_pdf2)
        state.tags.build()

    return build


# The tree


class TagBuilder:
    """Makes a structure element for each element of the galley that has a role, in the order of the boxes."""

    def __init__(self, pdf: Any, document: Any, streams: list[Any], name: str, is_pdf2: bool) -> None:
        self.pdf, self.document, self.streams = pdf, document, streams
        self.name, self.is_pdf2 = name, is_pdf2
        root = document._html.etree_element
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.made: dict[Element, Tag] = {}
        self.bodies: dict[Any, Tag] = {}
        self.paragraphs: dict[int, Tag] = {}
        self.pages: list[Any] = pdf.page_references  # a property that walks all pages each time it is read
        self.annotations: list[tuple[Tag, Any]] = []
        self.linked: set[int] = set()
        self.definition_terms: set[int] = set()
        self.notes = 0
        self.identified: list[Tag] = []
        """Elements with an ID, which is unique in the gathering."""
        self.anchors: dict[str | None, Element] = {}

    def build(self) -> None:
        """Make the structure tree and its parent tree; binding puts them into the catalogue."""
        self.parent_tree = pydyf.Dictionary({"Nums": pydyf.Array()})
        self.pdf.add_object(self.parent_tree)
        self.root = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": self.parent_tree.reference})
        self.pdf.add_object(self.root)
        self.document_element = self._element("Document", self.root)
        self.root["K"] = pydyf.Array([self.document_element.reference])
        for number, (page, stream) in enumerate(zip(self.document.pages, self.streams, strict=True)):
            self._page(number, page, stream)
        self._number_annotations()

    def element_of(self, element: Element | None) -> Tag:
        """Return the structure element that holds an element, once all are made; at worst that of the document."""
        while element is not None and element not in self.made:
            element = self.parents.get(element)
        return self.document_element if element is None else self.made[element]

    def element_at(self, anchor: str) -> Tag:
        """Return the structure element that holds the element with an id."""
        if not self.anchors:
            self.anchors = {each.get("id"): each for each in reversed([*self.document._html.etree_element.iter()])}
        return self.element_of(self.anchors.get(anchor))

    def _page(self, number: int, page: Any, stream: Any) -> None:
        owners: dict[int, Any] = {}
        for part in children(page._page_box):
            self._box(part, number, stream._tags, owners)
        for tag in stream._tags.values():  # drawn, yet in no flow that was walked
            self._attach(self._paragraph(self.document_element, number), tag["mcid"], number, owners)
        stream._tags.clear()
        self.parent_tree["Nums"].extend([number, pydyf.Array(owners[mcid] for mcid in sorted(owners))])

    def _box(self, box: Box, page: int, tags: dict[Box, Any], owners: dict[int, Any]) -> None:
        if box in tags:
            holder = self._holder(box, page)
            self._attach(holder, tags.pop(box)["mcid"], page, owners)
            if is_replaced(box):
                self._describe(holder, box)
        elif box.element is not None and box.element.tag in ("td", "th"):
            self._element_for(box.element, page)  # an empty cell counts in its row too
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None and box.element is not None and id(annotation) not in self.linked:
            self._link(box, annotation, page)
        for child in children(box):
            self._box(child, page, tags, owners)

    def _holder(self, box: Box, page: int) -> Tag:
        """Return the structure element that the content of a box belongs to."""
        element, pseudo = box.element, pseudo_element(box)
        if element is None:
            return self._paragraph(self.document_element, page)
        if pseudo == "marker":
            item = self._element_for(element, page)
            return self._label(item, element, page) if item["S"] == "/LI" else self._text_holder(element, page)
        if pseudo == "footnote-call":
            return self._call(element, page)
        if pseudo == "footnote-marker":
            return self._label(self._element_for(element, page), element, page)
        return self._text_holder(element, page)

    def _text_holder(self, element: Element, page: int) -> Tag:
        holder = self._element_for(element, page)
        if holder["S"] == "/LI":
            holder = self._body(element, holder, page)
        if self._is_group(holder):
            return self._paragraph(holder, page)
        return holder

    def _is_group(self, made: Tag) -> bool:
        return str(made["S"])[1:] in GROUPS or id(made) in self.definition_terms

    def _element_for(self, element: Element, page: int) -> Tag:
        """Return the structure element of an element, or of the nearest one around it that has a role."""
        if element in self.made:
            return self.made[element]
        role = role_of(element)
        parent = self.parents.get(element)
        if role is None or parent is None:
            found = self.document_element if parent is None else self._element_for(parent, page)
            if parent is not None and found["S"] == "/LI":
                found = self._body(parent, found, page)
            self.made[element] = found
            return found
        above = self._element_for(parent, page)
        if above["S"] == "/LI" and role not in ("Lbl", "LBody"):
            above = self._body(parent, above, page)
        fitting = role_in(role, element, parent, str(above["S"])[1:], self.is_pdf2)
        if fitting is None:
            self.made[element] = above
            return above
        role = fitting
        if role in PHRASES - {"Figure"} and (self._is_group(above) or above["S"] == "/TOCI"):
            above = self._paragraph(above, page)
        made = self._element(role, above, page)
        self.paragraphs.pop(id(above), None)
        above["K"].append(made.reference)
        self.made[element] = made
        self._attributes(made, role, element)
        return made

    def _attributes(self, made: Tag, role: str, element: Element) -> None:
        lang = element.get("lang", "").replace("_", "-")
        if _LANGUAGE_TAG.fullmatch(lang):
            made["Lang"] = pydyf.String(lang)
        if title := "apparatus" if "apparatus" in classes(element) else element.get("data-chapter"):
            made["T"] = pydyf.String(title)
        if role in ("TH", "TD"):
            cell = pydyf.Dictionary({"O": "/Table"})
            if role == "TH":
                cell["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
            for key, name in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
                if (count := element.get(key, "1")) != "1":
                    cell[name] = int(count)
            if len(cell) > 1:
                made["A"] = cell
        elif role == "Lbl":
            self.definition_terms.add(id(made))
        else:
            self._special_attributes(made, role, element)

    def _special_attributes(self, made: Tag, role: str, element: Element) -> None:
        if role == "Note":
            self.notes += 1
            made["ID"] = pydyf.String(f"note-{self.notes:05}")
            if self.is_pdf2:
                made["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": "/Footnote"})
            self.identified.append(made)
        elif role == "L":
            made["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{self._numbering(element)}"})
        elif role == "TOCI" and self.is_pdf2 and (target := self._destination_of(element)):
            made["Ref"] = proof.element(target)
        elif role in ("Figure", "Formula"):
            made["Alt"] = pydyf.String(proof.public(element.get("alt", "")))

    def _numbering(self, element: Element) -> str:
        """Return how the items of a list are marked (ISO 32000-1, table 347; ISO 32000-2, table 382)."""
        if element.tag == "ol":
            named = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
            return named.get(element.get("type", "1"), "Decimal")
        if self.is_pdf2:
            return "Description" if element.tag == "dl" else "Unordered"
        return "None" if element.tag == "dl" else "Disc"

    def _destination_of(self, line: Element) -> str | None:
        """Return the name of the destination to which a line of the contents leads."""
        target = next((href for link in line.iter("a") if (href := link.get("href"))), "")
        chapter, _, anchor = target.removeprefix("octavo:").partition("#")
        return proof.destination(chapter or self.name, anchor) if target else None

    def _call(self, element: Element, page: int) -> Tag:
        """Make the reference to a note; the note follows it at once, whichever page shows it at the foot."""
        parent = self.parents[element]
        above = self._text_holder(parent, page)
        reference = self._element("Reference", above, page)
        above["K"].append(reference.reference)
        note = self._element("Note", above, page)
        above["K"].append(note.reference)
        if self.is_pdf2:
            note["Ref"], reference["Ref"] = pydyf.Array([reference.reference]), pydyf.Array([note.reference])
        self.made[element] = note
        self._attributes(note, "Note", element)
        return reference

    def _label(self, above: Tag, element: Element, page: int) -> Tag:
        if ("label", element) not in self.bodies:
            label = self._element("Lbl", above, page)
            above["K"].insert(0, label.reference)
            self.bodies["label", element] = label
        return self.bodies["label", element]

    def _body(self, element: Element, item: Tag, page: int) -> Tag:
        if element not in self.bodies:
            body = self._element("LBody", item, page)
            item["K"].append(body.reference)
            self.bodies[element] = body
        return self.bodies[element]

    def _paragraph(self, group: Tag, page: int) -> Tag:
        """Return the paragraph for text directly in a group; a block that follows in the group ends it."""
        if id(group) not in self.paragraphs:
            made = self._element("Span" if id(group) in self.definition_terms else "P", group, page)
            group["K"].append(made.reference)
            self.paragraphs[id(group)] = made
        return self.paragraphs[id(group)]

    def _element(self, role: str, parent: Tag, page: int | None = None) -> Tag:
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "P": parent.reference, "K": pydyf.Array()})
        if self.is_pdf2 and role in _NEW_ROLES:
            made["S"], made["NS"] = f"/{_NEW_ROLES[role]}", _NEW_SPACE
        if page is not None:
            made["Pg"] = self.pages[page]
        self.pdf.add_object(made)
        return made

    def _attach(self, holder: Tag, mcid: int, page: int, owners: dict[int, Any]) -> None:
        owners[mcid] = holder.reference
        if holder.get("Pg") is None:
            holder["Pg"] = self.pages[page]
        if holder["Pg"] == self.pages[page]:
            holder["K"].append(mcid)
        else:
            holder["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[page], "MCID": mcid}))

    def _describe(self, figure: Tag, box: Box) -> None:
        if str(figure["S"]) not in ("/Figure", "/Formula") or "A" in figure:
            return
        page = self.pages.index(figure["Pg"])
        x, y, height = box.content_box_x(), box.content_box_y(), float(self.document.pages[page].height)
        left, bottom, right, top = (
            n * 0.75 for n in (x, height - y - box.height, x + box.width, height - y)
        )  # fmt: skip
        frame = [proof.across(left, page), round(bottom, 3), proof.across(right, page), round(top, 3)]
        figure["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(frame)})

    def _link(self, box: Box, annotation: Any, page: int) -> None:
        self.linked.add(id(annotation))
        holder = self._element_for(box.element, page)
        words = " ".join("".join(box.element.itertext()).split())
        pictures = " ".join(image.get("alt", "") for image in box.element.iter("img"))
        annotation["Contents"] = pydyf.String(proof.public(words or pictures or box.element.get("href", "")))
        annotation["F"] = 4
        reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": self.pages[page]})
        self.pdf.add_object(reference)
        holder["K"].append(reference.reference)
        self.annotations.append((holder, annotation))

    def _number_annotations(self) -> None:
        for number, (holder, annotation) in enumerate(self.annotations, start=len(self.pages)):
            annotation["StructParent"] = number
            self.parent_tree["Nums"].extend([number, holder.reference])
        self.root["ParentTreeNextKey"] = len(self.pages) + len(self.annotations)
