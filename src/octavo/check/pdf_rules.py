"""Quick rules for a finished PDF: what octavo's own making could break. The numbers are Matterhorn Protocol 1.1's."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pikepdf

from octavo.check.pdf_file import Node, PdfFile
from octavo.model.diagnostic import Diagnostic, Place, error

_HEADING = re.compile(r"/H[1-6]$")
Fault = tuple[str, str]
"""The name of a rule, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What a part of a book has that can be ruled on with the rest only."""

    headings: tuple[int, ...]
    """The level of each."""
    targets: tuple[str, ...]
    """The names of the places that its links lead to."""
    lines: tuple[tuple[str, str], ...]
    """Each line of a list of contents, and the name of the place that it leads to."""


def examine(file: PdfFile, place: Place) -> list[Diagnostic]:
    """What keeps a PDF from conforming to PDF/UA-1; nothing where it does, as far as these rules see."""
    return told([*inside(file), *across([ways(file)], file.places, file.labels()), *whole(file.pdf)], place)


def told(faults: Iterable[Fault], place: Place) -> list[Diagnostic]:
    """Faults as diagnostics, one for each rule."""
    hint = "this is a fault of octavo: please report it, with the text"
    first = dict(reversed(list(faults)))
    return [error(f"pdf.{rule}", message, place, hint, "pdf") for rule, message in first.items()]


def inside(file: PdfFile) -> list[Fault]:
    """What is wrong within a book, or within a part of one by itself."""
    looks = {"untagged": _untagged, "alternative": _alternative, "links": _links}
    return [(rule, message) for rule, look in looks.items() for message in islice(look(file), 1)]


def ways(file: PdfFile) -> Ways:
    """What has to be ruled on with the rest of the book."""
    nodes = list(file.nodes())
    return Ways(
        tuple(int(node.role[2]) for node in nodes if _HEADING.match(node.role)),
        tuple(dict.fromkeys(target for node in nodes for target in node.targets)),
        tuple(_line(node) for node in nodes if node.role == "/TOCI"),
    )


def across(parts: Iterable[Ways], places: Mapping[str, int], labels: Sequence[str]) -> list[Fault]:
    """What is wrong from one part of a book to the next; `places` are the pages of all that can be linked to."""
    found: list[Fault] = []
    last = 0
    for part in parts:
        for level in part.headings:
            if level > last + 1:
                found.append(("headings", f"a heading of level {level} comes after one of level {last}"))
            last = level
        found += [
            ("links", f"a link leads to '{name}', which is nowhere") for name in part.targets if name not in places
        ]
        for text, name in part.lines:
            if name not in places:
                found.append(("contents", f"'{text[:60]}' in the contents leads nowhere"))
            elif not text.endswith(labels[places[name]]):
                found.append(("contents", f"'{text[:60]}' stands on page {labels[places[name]]}"))
    return found


def whole(pdf: pikepdf.Pdf) -> list[Fault]:
    """What is wrong with what there is only one of."""
    looks = {"title": _title, "language": _language, "fonts": _fonts}
    return [(rule, message) for rule, look in looks.items() for message in islice(look(pdf), 1)]


def opened(data: bytes) -> pikepdf.Pdf:
    """A finished PDF, for what there is only one of. Raises `pikepdf.PdfError` where it is none."""
    return pikepdf.open(io.BytesIO(data))


def _untagged(file: PdfFile) -> Iterator[str]:
    """Matterhorn 01-003, 01-005: content is tagged or an artifact."""
    if file.document is None:
        yield "it has no structure tree"
    elif file.loose() or file.unmarked:
        yield f"{file.loose() + file.unmarked} pieces of its content are neither tagged nor an artifact"


def _title(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Matterhorn 06-003, 07-001: a title, shown in the window."""
    if not str(pdf.docinfo.get("/Title", "")).strip():
        yield "it has no title"
    if not pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle"):
        yield "its title is not shown"


def _language(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Matterhorn 11-006: the natural language of the whole."""
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield "it does not say its language"


def _alternative(file: PdfFile) -> Iterator[str]:
    """Matterhorn 13-004, 17-002: figures and formulas say what they show."""
    for node in file.nodes():
        if node.role in ("/Figure", "/Formula") and not node.alt.strip():
            yield f"a {node.role[1:].lower()} has no alternative text"


def _links(file: PdfFile) -> Iterator[str]:
    """Matterhorn 28-011, 28-012: links are tagged as such and say what they are; none leads into this machine."""
    tagged = sum(node.links for node in file.nodes() if node.role == "/Link")
    drawn = 0
    for page in file.pdf.pages:
        for annotation in page.get("/Annots", []):
            drawn += 1
            if not str(annotation.get("/Contents", "")).strip():
                yield "a link does not say what it is"
            if str(annotation.get("/A", pikepdf.Dictionary()).get("/URI", "")).startswith("file:"):
                yield "a link leads to a file of this machine"
    if drawn != tagged:
        yield f"{drawn} links are drawn, and {tagged} are tagged"
    if dead := sum(node.role == "/Link" and not node.links for node in file.nodes()):
        yield f"{dead} links lead nowhere"


def _line(node: Node) -> tuple[str, str]:
    """A line of the contents or of a list, which ends in the label of the page that it leads to."""
    line = next((kid for kid in node.kids if getattr(kid, "role", "") in ("/P", "/Link")), None)
    link = next((each for each in _below(line) if each.targets), None) if line else None
    return (link.text(), link.targets[0]) if link is not None else (node.text(), "")


def _below(node: Node) -> Iterator[Node]:
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _below(kid)


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Matterhorn 31-009, 31-027: faces are embedded, and say what their glyphs mean."""
    for page in pdf.pages:
        for font in page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary()).values():
            if "/ToUnicode" not in font:
                yield "a face does not say what its glyphs mean"
            inner = (
                font.DescendantFonts[0].FontDescriptor
                if "/DescendantFonts" in font
                else font.get("/FontDescriptor", pikepdf.Dictionary())
            )
            if not any(key in inner for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield "a face is not embedded"
        return  # WeasyPrint's pages share one dictionary of fonts
