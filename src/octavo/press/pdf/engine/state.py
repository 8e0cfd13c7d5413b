"""What the patches of one document share: made before it is laid out, filled while it is laid out and written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from octavo.model.html_elements import Element
from octavo.press.pdf.engine import bidi, justify
from octavo.press.pdf.engine.footnotes import NotesAtFoot
from octavo.press.pdf.engine.speedups import SimilarStyles

if TYPE_CHECKING:
    from octavo.press.pdf.engine.box_marks import BoxMarks
    from octavo.press.pdf.engine.tagging import TagBuilder


@dataclass
class PatchState:
    """The state of one document: `name` is its chapter's, `is_pdf2` asks for the tags of PDF 2.0 and PDF/UA-2."""

    name: str = ""
    is_pdf2: bool = False
    is_bidi: bool = False
    """Whether anything in it runs from right to left."""
    is_wide: bool = False
    """Whether it has East Asian characters, between which a line can be widened."""
    passed_on: list[Any] = field(default_factory=list)
    """A Pango layout that one patch made and WeasyPrint may use, after what it was made for."""
    similar: SimilarStyles = field(default_factory=SimilarStyles)
    notes: NotesAtFoot = field(default_factory=NotesAtFoot)
    marks: BoxMarks | None = None
    """What is said about each box, once the document is laid out."""
    tags: TagBuilder | None = None
    """The builder of its structure tree, once it is written."""
    fonts: list[Any] = field(default_factory=list)
    """WeasyPrint's fonts that it uses, once it is written."""

    @classmethod
    def of(cls, root: Element, name: str = "", is_pdf2: bool = False) -> PatchState:
        """Return the state of a document that is about to be laid out."""
        text = "".join(_texts(root))
        is_bidi = bidi.is_needed(text) or any(element.get("dir") == "rtl" for element in root.iter())
        return cls(name, is_pdf2, is_bidi, justify.is_needed(text))


def _texts(root: Element) -> Iterator[str]:
    """Yield all texts of a document, those in attributes too: style sheets can show them."""
    for element in root.iter():
        yield element.text or ""
        yield element.tail or ""
        yield from map(str, element.attrib.values())
