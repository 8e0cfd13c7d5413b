"""The structure tree of a gathering, built from the galley's own elements.

WeasyPrint tags boxes: a paragraph over two pages becomes two, a hyphenated word is parted for good, a link with markup
in it gets an annotation that no tag knows. Here the elements are tagged, and boxes only say where their content is
drawn.

Relies on WeasyPrint 70's box tree and on two of its functions (`Stream.marked`, `add_tags`), replaced while a gathering
is written; tests/unit/press/test_structure.py fails where another version differs. Specifications: ISO 32000-1, 14.7
and 14.8; ISO 14289-1 (PDF/UA-1), 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unicodedata import bidirectional

import pydyf

from octavo.model.html_elements import INLINE
from octavo.model.reading import classes
from octavo.model.writing import ARABIC, HEBREW
from octavo.press.pdf import proof

SOFT_HYPHEN, NO_SPACE = "\u00ad", "\u200b"
"""What ends a line's `ActualText` where a word goes on: after a hyphen that only the line needed, or none."""

_ROLES = {
    "article": "Art", "section": "Sect", "header": "Div", "div": "Div", "aside": "Div", "details": "Div",
    "figure": "Div", "address": "Div", "p": "P", "pre": "P", "summary": "P", "blockquote": "BlockQuote", "ul": "L",
    "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody", "table": "Table", "caption": "Caption",
    "figcaption": "Caption", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR", "th": "TH", "td": "TD",
    "img": "Figure", "code": "Code", "a": "Link",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
}  # fmt: skip
_MARKED = {
    ("span", "footnote"): "Note", ("span", "note-para"): "P", ("span", "math"): "Formula", ("div", "item"): "LI",
    ("div", "line-block"): "P", ("div", "csl-entry"): "P", ("nav", "contents"): "Sect", ("ol", "toc"): "TOC",
    ("li", "toc"): "TOCI", ("span", "apparatus"): "Span", ("div", "equation"): "P",
}  # fmt: skip
"""The roles of elements whose class says more than their name; of several, the first."""
_GROUPS = {"Document", "Art", "Sect", "Div", "BlockQuote", "TOC", "L", "Table"}
"""Roles that hold blocks only: text straight in them gets a paragraph."""
_TAG = re.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
"""A language as RFC 3066 writes it: readers' software knows no other."""
_PHRASES = frozenset({"Figure", "Link", "Code", "Span", "Note", "Formula"})
"""Roles of what stands in a line."""
_HOLDERS = frozenset({"P", "Lbl", "Span", "Link", "Code", "H1", "H2", "H3", "H4", "H5", "H6"})
"""Roles that hold nothing else."""
_NEW_ROLES = {"Document": "Document", "Note": "FENote"}
"""What PDF/UA-2 wants of PDF 2.0; all others are of PDF 1.7, and stay good (ISO 14289-2, 8.2.4)."""
_NEW_SPACE = b"13 0 R"
"""The namespace of PDF 2.0, which binding makes."""
_UNSURE = re.compile(
    "[\u00ad\u0300-\u036f\u0590-\u109f\u1780-\u17ff\u200c-\u200f\u2060\u2e80-\u2fdf\ufb1d-\ufdff\ufe70-\ufefc"
    f"{''.join(proof.TWINS)}]"
)
"""Characters that share glyphs with others, so that the glyphs alone do not say what was written."""

_SHOWN = re.compile(f"[^\\s{SOFT_HYPHEN}]+")
_LEFTWARDS = re.compile(f"[{HEBREW}{ARABIC}]")


@dataclass
class BoxMarks:
    """What is said of each box when it is drawn: which are artifacts, and whose text is not what its glyphs say."""

    artifacts: set[Any] = field(default_factory=set)
    actual: dict[Any, str] = field(default_factory=dict)
    leftwards: set[Any] = field(default_factory=set)
    """Whose glyphs are drawn from left to right, and are read from right to left."""


@contextmanager
def tagged(document: Any, name: str, is_pdf2: bool) -> Iterator[list[TagBuilder]]:
    """While this lasts, a document that WeasyPrint writes gets our structure; what comes back holds its builder.

    `name` is the chapter's; `is_pdf2` asks for the tags of PDF 2.0 and PDF/UA-2.
    """
    import weasyprint.pdf as writer
    from weasyprint.pdf.stream import Stream

    marks = _mark(document)
    theirs = Stream.marked, writer.add_tags
    Stream.marked = _marked_by(marks)
    builders: list[TagBuilder] = []

    def add_tags(pdf: Any, written: Any, _version: str, streams: list[Any]) -> None:
        builders.append(TagBuilder(pdf, written, streams, name, is_pdf2))
        builders[0].build()

    writer.add_tags = add_tags
    try:
        yield builders
    finally:
        Stream.marked, writer.add_tags = theirs


def _marked_by(marks: BoxMarks) -> Any:
    """A `Stream.marked` that knows artifacts, `ActualText` and `ReversedChars` (ISO 32000-1, 14.9.4 and 14.8.2.3.3)."""

    @contextmanager
    def marked(stream: Any, box: Any, tag: str) -> Iterator[None]:
        if stream._tags is None:
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
        leftwards = box in marks.leftwards and box not in marks.artifacts
        if leftwards:
            pydyf.Stream.begin_marked_content(stream, "ReversedChars")
        try:
            yield
        finally:
            if leftwards:
                pydyf.Stream.end_marked_content(stream)
            pydyf.Stream.end_marked_content(stream)

    return marked


# Walking the boxes


def _unplaced(box: Any) -> Any:
    """An absolutely placed box stands behind a placeholder."""
    return getattr(box, "_box", box)


def _children(box: Any) -> list[Any]:
    return [_unplaced(child) for child in getattr(box, "children", ())]


def _is_text(box: Any) -> bool:
    return hasattr(box, "justification_spacing")


def _is_replaced(box: Any) -> bool:
    return hasattr(box, "replacement")


def _is_margin(box: Any) -> bool:
    return type(box).__name__ == "MarginBox"


def _pseudo(box: Any) -> str:
    return (box.element_tag or "").partition("::")[2]


def _leaves(box: Any) -> Iterator[Any]:
    """The boxes that draw text or pictures, in reading order."""
    if _is_text(box) or _is_replaced(box):
        yield box
        return
    for child in _children(box):
        yield from _leaves(child)


def _mark(document: Any) -> BoxMarks:
    marks, source = BoxMarks(), _Source(document._html.etree_element)
    heads: dict[Any, int] = {}
    for number, page in enumerate(document.pages):
        for part in _children(page._page_box):
            if _is_margin(part):
                marks.artifacts.update(_leaves(part))
            else:
                _mark_part(part, number, marks, source, heads, False)
    return marks


def _mark_part(box: Any, page: int, marks: BoxMarks, source: _Source, heads: dict[Any, int], silent: bool) -> None:
    """Go down a page's boxes. `heads` has the page on which each table's head was first seen: later ones repeat it."""
    element = box.element
    if element is not None and not silent:
        silent = "address" in classes(element) or "artifact" in classes(element)
        if element.tag in ("thead", "tfoot"):
            silent = silent or heads.setdefault(element, page) != page
    if _is_text(box):
        if silent or (_pseudo(box) in ("before", "after") and "toc-link" not in classes(box.element)):
            marks.artifacts.add(box)
        else:
            source.advance(box)
            _mark_text(box, marks)
        return
    if _is_replaced(box):
        if silent or element is None or not element.get("alt"):
            marks.artifacts.add(box)
        return
    last = None
    for child in _children(box):
        _mark_part(child, page, marks, source, heads, silent)
    if type(box).__name__ == "LineBox" and not silent:
        last = _last_text(box)
    if last is None or last in marks.artifacts or last in marks.leftwards:
        return
    if told := source.broken(last):
        meant = last.element.get("data-actual") if last.element is not None else None
        marks.actual[last] = meant + told[-1] if meant else told


def _mark_text(box: Any, marks: BoxMarks) -> None:
    element = box.element
    if element is not None and (told := element.get("data-actual")):
        marks.actual[box] = told
    elif box.text and not box.text.strip():
        marks.actual[box] = " "  # WeasyPrint draws nothing for a space that stands alone
    elif box.style["direction"] == "rtl" and _runs_leftwards(box.text):
        marks.leftwards.add(box)
    elif _UNSURE.search(box.text):
        marks.actual[box] = _plain(box.text)


def _runs_leftwards(text: str) -> bool:
    """Whether a text among letters that run from right to left does so too: it has some, or nothing but signs."""
    return bool(_LEFTWARDS.search(text)) or not any(bidirectional(each) in ("L", "EN", "AN") for each in text)


def _plain(text: str) -> str:
    """A text without what was put into it for the layout alone."""
    return text.replace(SOFT_HYPHEN, "").replace("\u2060", "").replace("\u00a0", " ")


def _last_text(line: Any) -> Any:
    found = None
    for leaf in _leaves(line):
        if _is_text(leaf) and leaf.text.strip() and not _pseudo(leaf):
            found = leaf
    return found


class _Source:
    """The text that was handed to WeasyPrint, to tell a line broken at a space from one broken within a word."""

    def __init__(self, root: Any) -> None:
        self._text: list[str] = []
        self._own: dict[Any, list[int]] = {}
        self._met: dict[Any, int] = {}
        self._after: dict[Any, tuple[int, str]] = {}
        self._end = 0
        self._gather(root)
        self._text.append("\n")

    def _gather(self, element: Any) -> None:
        inline = element.tag in INLINE and "footnote" not in classes(element)
        if not inline:
            self._text.append("\n")
        self._add(element, element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._gather(child)
            self._add(element, child.tail)
        if not inline:
            self._text.append("\n")

    def _add(self, element: Any, text: str | None) -> None:
        own, start = self._own.setdefault(element, []), len(self._text)
        for run in _SHOWN.finditer(text or ""):
            own.extend(range(start + run.start(), start + run.end()))
        self._text.extend(text or "")

    def advance(self, box: Any) -> None:
        """Move on in the text of a box's element by what the box shows."""
        if _pseudo(box) or box.element is None:
            return
        own = self._own.get(box.element, [])
        start = self._met.get(box.element, 0)
        shown = sum(len(run) for run in _SHOWN.findall(box.text))
        hyphen = box.style["hyphenate_character"]
        added = 0
        if shown and hyphen and box.text.endswith(hyphen):
            at = start + shown - 1
            if at >= len(own) or self._text[own[at]] != hyphen[-1]:
                added = len(hyphen)
        end = start + shown - added
        self._met[box.element] = end
        if end == start and (added or SOFT_HYPHEN in box.text):  # nothing else, behind an element that ends a line
            self._after[box] = (self._end, hyphen if added else "")
        elif 0 < end <= len(own):
            self._end = own[end - 1] + 1
            self._after[box] = (self._end, hyphen if added else "")

    def broken(self, box: Any) -> str | None:
        """What a line's last text really says, where the line ends within a word; else None."""
        if box not in self._after:
            return None
        at, hyphen = self._after[box]
        while at < len(self._text) and self._text[at] == SOFT_HYPHEN:
            at += 1
        if at >= len(self._text) or self._text[at].isspace():
            return None
        kept: str = box.text[: len(box.text) - len(hyphen)] if hyphen else box.text
        return _plain(kept) + (SOFT_HYPHEN if hyphen else NO_SPACE)


# Building the tree


class TagBuilder:
    """Makes one structure element for each element of the galley that has a role, in the order they are met in."""

    def __init__(self, pdf: Any, document: Any, streams: list[Any], name: str, is_pdf2: bool) -> None:
        self.pdf, self.document, self.streams = pdf, document, streams
        self.name, self.is_pdf2 = name, is_pdf2
        root = document._html.etree_element
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.made: dict[Any, Any] = {}
        self.bodies: dict[Any, Any] = {}
        self.paragraphs: dict[int, Any] = {}
        self.pages: list[Any] = pdf.page_references  # a property that walks all pages each time it is asked
        self.annotations: list[tuple[Any, Any]] = []
        self.linked: set[int] = set()
        self.terms: set[int] = set()
        self.notes = 0
        self.identified: list[Any] = []
        """Elements with an ID, which is unique in the gathering."""
        self.anchors: dict[str | None, Any] = {}

    def build(self) -> None:
        """Make the tree and its parent tree; what the catalogue says of them is binding's."""
        self.parent_tree = pydyf.Dictionary({"Nums": pydyf.Array()})
        self.pdf.add_object(self.parent_tree)
        self.root = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": self.parent_tree.reference})
        self.pdf.add_object(self.root)
        self.document_element = self._element("Document", self.root)
        self.root["K"] = pydyf.Array([self.document_element.reference])
        for number, (page, stream) in enumerate(zip(self.document.pages, self.streams, strict=True)):
            self._page(number, page, stream)
        self._number_annotations()

    def element_of(self, element: Any) -> Any:
        """The structure element that holds a galley's element, once all are made; at the worst the whole document."""
        while element is not None and element not in self.made:
            element = self.parents.get(element)
        return self.made.get(element, self.document_element)

    def element_at(self, anchor: str) -> Any:
        """The same by its id."""
        if not self.anchors:
            self.anchors = {each.get("id"): each for each in reversed([*self.document._html.etree_element.iter()])}
        return self.element_of(self.anchors.get(anchor))

    def _page(self, number: int, page: Any, stream: Any) -> None:
        owners: dict[int, Any] = {}
        for part in _children(page._page_box):
            self._box(part, number, stream._tags, owners)
        for box, tag in stream._tags.items():  # drawn, yet in no flow that was walked
            self._attach(self._paragraph(self.document_element, number), tag["mcid"], number, owners)
            del box
        stream._tags.clear()
        self.parent_tree["Nums"].extend([number, pydyf.Array(owners[mcid] for mcid in sorted(owners))])

    def _box(self, box: Any, page: int, tags: dict[Any, Any], owners: dict[int, Any]) -> None:
        if box in tags:
            holder = self._holder(box, page)
            self._attach(holder, tags.pop(box)["mcid"], page, owners)
            if _is_replaced(box):
                self._describe(holder, box)
        elif box.element is not None and box.element.tag in ("td", "th"):
            self._of(box.element, page)  # a cell counts in its row, even where nothing is in it
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None and box.element is not None and id(annotation) not in self.linked:
            self._link(box, annotation, page)
        for child in _children(box):
            self._box(child, page, tags, owners)

    def _holder(self, box: Any, page: int) -> Any:
        """The structure element that a box's content belongs to."""
        element, pseudo = box.element, _pseudo(box)
        if element is None:
            return self._paragraph(self.document_element, page)
        if pseudo == "marker":
            item = self._of(element, page)
            return self._label(item, element, page) if item["S"] == "/LI" else self._text_holder(element, page)
        if pseudo == "footnote-call":
            return self._call(element, page)
        if pseudo == "footnote-marker":
            return self._label(self._of(element, page), element, page)
        return self._text_holder(element, page)

    def _text_holder(self, element: Any, page: int) -> Any:
        holder = self._of(element, page)
        if holder["S"] == "/LI":
            holder = self._body(element, holder, page)
        if self._is_group(holder):
            return self._paragraph(holder, page)
        return holder

    def _is_group(self, made: Any) -> bool:
        return str(made["S"])[1:] in _GROUPS or id(made) in self.terms

    def _of(self, element: Any, page: int) -> Any:
        """The structure element of a galley's element, or of the nearest one around it that has a role."""
        if element in self.made:
            return self.made[element]
        role = _role(element)
        parent = self.parents.get(element)
        if role is None or parent is None:
            found = self.document_element if parent is None else self._of(parent, page)
            if found["S"] == "/LI":
                found = self._body(parent, found, page)
            self.made[element] = found
            return found
        above = self._of(parent, page)
        if above["S"] == "/LI" and role not in ("Lbl", "LBody"):
            above = self._body(parent, above, page)
        fitting = self._fitting(role, element, str(above["S"])[1:])
        if fitting is None:
            self.made[element] = above
            return above
        role = fitting
        if role in _PHRASES - {"Figure"} and (self._is_group(above) or above["S"] == "/TOCI"):
            above = self._paragraph(above, page)
        made = self._element(role, above, page)
        self.paragraphs.pop(id(above), None)
        above["K"].append(made.reference)
        self.made[element] = made
        self._attributes(made, role, element)
        return made

    def _fitting(self, role: str, element: Any, holder: str) -> str | None:
        """What an element may be where it stands (ISO/TS 32005); None where it only carries its content."""
        if holder in _HOLDERS and role not in _PHRASES:
            return None
        if role == "Art" and holder != "Document":
            return "Sect"
        if not self.is_pdf2:
            return role
        if role == "Div" and element.tag == "figure" and element.find("figcaption") is not None:
            return "Sect"  # of the Div, readers see through to what is around it, and a caption has to be at one end
        if element.tag == "figcaption" and element not in (self.parents[element][0], self.parents[element][-1]):
            return "P"
        if role == "BlockQuote" and holder in ("TH", "TD"):
            return "Div"
        if role in ("THead", "TFoot") and self.parents[element].find(element.tag) is not element:
            return "TBody"
        return role

    def _attributes(self, made: Any, role: str, element: Any) -> None:
        lang = element.get("lang", "").replace("_", "-")
        if _TAG.fullmatch(lang):
            made["Lang"] = pydyf.String(lang)
        if title := "apparatus" if "apparatus" in classes(element) else element.get("data-chapter"):
            made["T"] = pydyf.String(title)
        if role in ("TH", "TD"):
            cell = pydyf.Dictionary({"O": "/Table"})
            if role == "TH":
                cell["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
            for key, name in (("colspan", "ColSpan"), ("rowspan", "RowSpan")):
                if element.get(key, "1") != "1":
                    cell[name] = int(element.get(key))
            if len(cell) > 1:
                made["A"] = cell
        elif role == "Lbl":
            self.terms.add(id(made))
        else:
            self._say_more(made, role, element)

    def _say_more(self, made: Any, role: str, element: Any) -> None:
        if role == "Note":
            self.notes += 1
            made["ID"] = pydyf.String(f"note-{self.notes:05}")
            if self.is_pdf2:
                made["A"] = pydyf.Dictionary({"O": "/FENote", "NoteType": "/Footnote"})
            self.identified.append(made)
        elif role == "L":
            made["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{self._numbering(element)}"})
        elif role == "TOCI" and self.is_pdf2 and (target := self._leads_to(element)):
            made["Ref"] = proof.element(target)
        elif role in ("Figure", "Formula"):
            made["Alt"] = pydyf.String(proof.public(element.get("alt", "")))

    def _numbering(self, element: Any) -> str:
        """What stands before the items of a list (ISO 32000-1, table 347; ISO 32000-2, table 382)."""
        if element.tag == "ol":
            named = {"a": "LowerAlpha", "A": "UpperAlpha", "i": "LowerRoman", "I": "UpperRoman"}
            return named.get(element.get("type", "1"), "Decimal")
        if self.is_pdf2:
            return "Description" if element.tag == "dl" else "Unordered"
        return "None" if element.tag == "dl" else "Disc"

    def _leads_to(self, line: Any) -> str | None:
        """The name of the destination that a line of the contents leads to."""
        target = next((link.get("href") for link in line.iter("a") if link.get("href")), "")
        chapter, _, anchor = target.removeprefix("octavo:").partition("#")
        return proof.destination(chapter or self.name, anchor) if target else None

    def _call(self, element: Any, page: int) -> Any:
        """The reference to a note; the note itself takes its place right behind it, whatever the foot of which page."""
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

    def _label(self, above: Any, element: Any, page: int) -> Any:
        if ("label", element) not in self.bodies:
            label = self._element("Lbl", above, page)
            above["K"].insert(0, label.reference)
            self.bodies["label", element] = label
        return self.bodies["label", element]

    def _body(self, element: Any, item: Any, page: int) -> Any:
        if element not in self.bodies:
            body = self._element("LBody", item, page)
            item["K"].append(body.reference)
            self.bodies[element] = body
        return self.bodies[element]

    def _paragraph(self, group: Any, page: int) -> Any:
        """The paragraph for text that stands straight in a group; a block that follows in the group ends it."""
        if id(group) not in self.paragraphs:
            made = self._element("Span" if id(group) in self.terms else "P", group, page)
            group["K"].append(made.reference)
            self.paragraphs[id(group)] = made
        return self.paragraphs[id(group)]

    def _element(self, role: str, parent: Any, page: int | None = None) -> Any:
        made = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "P": parent.reference, "K": pydyf.Array()})
        if self.is_pdf2 and role in _NEW_ROLES:
            made["S"], made["NS"] = f"/{_NEW_ROLES[role]}", _NEW_SPACE
        if page is not None:
            made["Pg"] = self.pages[page]
        self.pdf.add_object(made)
        return made

    def _attach(self, holder: Any, mcid: int, page: int, owners: dict[int, Any]) -> None:
        owners[mcid] = holder.reference
        if holder.get("Pg") is None:
            holder["Pg"] = self.pages[page]
        if holder["Pg"] == self.pages[page]:
            holder["K"].append(mcid)
        else:
            holder["K"].append(pydyf.Dictionary({"Type": "/MCR", "Pg": self.pages[page], "MCID": mcid}))

    def _describe(self, figure: Any, box: Any) -> None:
        if str(figure["S"]) not in ("/Figure", "/Formula") or "A" in figure:
            return
        page = self.pages.index(figure["Pg"])
        x, y, height = box.content_box_x(), box.content_box_y(), float(self.document.pages[page].height)
        left, bottom, right, top = (
            n * 0.75 for n in (x, height - y - box.height, x + box.width, height - y)
        )  # fmt: skip
        frame = [proof.across(left, page), round(bottom, 3), proof.across(right, page), round(top, 3)]
        figure["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array(frame)})

    def _link(self, box: Any, annotation: Any, page: int) -> None:
        self.linked.add(id(annotation))
        holder = self._of(box.element, page)
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


def _role(element: Any) -> str | None:
    """The structure type of an element; None where it only carries its content."""
    marks = classes(element)
    if element.tag == "img":
        return "Formula" if "math" in marks else "Figure"
    if element.tag == "a" and element.get("href") is None:
        return None
    if level := element.get("data-level"):  # a heading's in the whole publication
        return f"H{level}"
    marked = next((role for (tag, mark), role in _MARKED.items() if tag == element.tag and mark in marks), None)
    if marked is not None:
        return marked
    if element.tag in _ROLES:
        return _ROLES[element.tag]
    return "Span" if element.get("lang") and element.tag not in ("html", "body") else None
