"""Quick rules for a finished PDF: what octavo's own making could break. The numbers are Matterhorn Protocol 1.1's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf

from octavo.check.pdf_file import Node, PdfFile
from octavo.model.diagnostic import Diagnostic, Place, error


def examine(file: PdfFile, place: Place) -> list[Diagnostic]:
    """What keeps a PDF from conforming to PDF/UA-1; nothing where it does, as far as these rules see."""
    found = []
    for rule, look in _RULES.items():
        for message in look(file):
            found.append(
                error(
                    f"pdf.{rule}", message, place, "this is a fault of octavo: please report it, with the text", "pdf"
                )
            )
            break
    return found


def _untagged(file: PdfFile) -> Iterator[str]:
    """Matterhorn 01-003, 01-005: content is tagged or an artifact."""
    if file.document is None:
        yield "it has no structure tree"
    elif file.loose() or file.unmarked:
        yield f"{file.loose() + file.unmarked} pieces of its content are neither tagged nor an artifact"


def _title(file: PdfFile) -> Iterator[str]:
    """Matterhorn 06-003, 07-001: a title, shown in the window."""
    if not str(file.pdf.docinfo.get("/Title", "")).strip():
        yield "it has no title"
    if not file.pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle"):
        yield "its title is not shown"


def _language(file: PdfFile) -> Iterator[str]:
    """Matterhorn 11-006: the natural language of the whole."""
    if not str(file.pdf.Root.get("/Lang", "")).strip():
        yield "it does not say its language"


def _alternative(file: PdfFile) -> Iterator[str]:
    """Matterhorn 13-004, 17-002: figures and formulas say what they show."""
    for node in file.nodes():
        if node.role in ("/Figure", "/Formula") and not node.alt.strip():
            yield f"a {node.role[1:].lower()} has no alternative text"


def _headings(file: PdfFile) -> Iterator[str]:
    """Matterhorn 14-003: no level of heading is skipped."""
    last = 0
    for node in file.nodes():
        if node.role in ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6"):
            level = int(node.role[2])
            if level > last + 1:
                yield f"a heading of level {level} comes after one of level {last}"
            last = level


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
    dead = sum((node.role == "/Link" and not node.links) or None in node.targets for node in file.nodes())
    if dead:
        yield f"{dead} links lead nowhere"


def _contents(file: PdfFile) -> Iterator[str]:
    """Each line of the contents and of the lists ends in the label of the page that it leads to."""
    labels = file.labels()
    for node in file.nodes():
        if node.role != "/TOCI":
            continue
        line = next((kid for kid in node.kids if getattr(kid, "role", "") in ("/P", "/Link")), None)
        link = next((each for each in _below(line) if each.targets), None) if line else None
        if link is None or link.targets[0] is None:
            yield f"'{node.text()[:60]}' in the contents leads nowhere"
        elif not link.text().endswith(labels[link.targets[0]]):
            yield f"'{link.text()[:60]}' stands on page {labels[link.targets[0]]}"


def _below(node: Node) -> Iterator[Node]:
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from _below(kid)


def _fonts(file: PdfFile) -> Iterator[str]:
    """Matterhorn 31-009, 31-027: faces are embedded, and say what their glyphs mean."""
    for page in file.pdf.pages:
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


_RULES: dict[str, Callable[[PdfFile], Iterator[str]]] = {
    "untagged": _untagged,
    "title": _title,
    "language": _language,
    "alternative": _alternative,
    "headings": _headings,
    "links": _links,
    "contents": _contents,
    "fonts": _fonts,
}
