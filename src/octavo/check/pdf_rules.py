"""Quick rules for a finished PDF: what a bug in octavo could break. The numbers are Matterhorn Protocol 1.1's."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import pikepdf

from octavo.check.pdf_file import PdfFile, kids_of
from octavo.check.pdf_walk import TagNode
from octavo.model.diagnostic import REPORT_BUG, Diagnostic, Place, error
from octavo.model.galley_classes import APPARATUS
from octavo.model.standard import USUAL, Standard

_HEADING = re.compile(r"/H[1-6]$")
_CLAIM = re.compile(rb"<(pdf(?:ua|a)id:\w+)>([^<]*)</")
_TITLE = re.compile(rb"<dc:title>.*?<rdf:li[^>]*>\s*[^<\s]", re.DOTALL)
_NO_GLYPH = re.compile(rb"<[0-9a-fA-F]+> 0$", re.MULTILINE)
_NO_MEANING = re.compile(rb"^<[0-9a-fA-F]+> <(?:0000|feff|fffe)>$", re.MULTILINE | re.IGNORECASE)
Fault = tuple[str, str]
"""The name of a rule, and what is wrong."""


@dataclass(frozen=True, slots=True)
class LinkSet:
    """What can only be checked in a part of a book together with the other parts."""

    headings: tuple[int, ...]
    """The level of each heading."""
    targets: tuple[str, ...]
    """The names of the places that links lead to."""
    lines: tuple[tuple[str, str], ...]
    """Each line of a list of contents, and the name of the place that it leads to."""
    references: tuple[tuple[str, str], ...] = ()
    """The page that each cross-reference names (`(page 42)`), and the name of the place that it leads to."""


def examine(file: PdfFile, place: Place, standard: Standard = USUAL) -> list[Diagnostic]:
    """Report what keeps a PDF from conforming to a standard, as far as these rules see."""
    across = examine_across([links_of(file)], file.places, file.labels())
    return report([*examine_part(file), *across, *examine_head(file.pdf, standard)], place)


def report(faults: Iterable[Fault], place: Place) -> list[Diagnostic]:
    """Turn faults into diagnostics, one for each rule."""
    first = dict(reversed(list(faults)))
    return [error(f"pdf.{rule}", message, place, REPORT_BUG, "pdf") for rule, message in first.items()]


def examine_part(file: PdfFile) -> list[Fault]:
    """Return what is wrong within a book, or within a part of one by itself."""
    nodes = list(file.nodes())
    faults = [("untagged", message) for message in _untagged(file)]
    rules: dict[str, Callable[[Sequence[TagNode]], Iterator[str]]] = {
        "alternative": _alternative, "lists": _lists, "tables": _tables, "contents": _contents, "notes": _notes,
    }  # fmt: skip
    faults += [(name, message) for name, rule in rules.items() for message in islice(rule(nodes), 1)]
    return faults + [("links", message) for message in islice(_links(file, nodes), 1)]


def links_of(file: PdfFile) -> LinkSet:
    """Return what has to be checked together with the rest of the book."""
    nodes = list(file.nodes())
    return LinkSet(
        tuple(int(node.role[2]) for node in nodes if _HEADING.match(node.role)),
        tuple(dict.fromkeys(target for node in nodes for target in node.targets)),
        tuple(_line(node) for node in nodes if node.role == "/TOCI"),
        tuple(_references(nodes)),
    )


def examine_across(parts: Iterable[LinkSet], places: Mapping[str, int], labels: Sequence[str]) -> list[Fault]:
    """Return what is wrong between the parts of a book; `places` are the pages of everything that can be linked to.

    Matterhorn 14-002, 14-003: headings begin at the first level, and none is skipped.
    """
    faults: list[Fault] = []
    last = 0
    for part in parts:
        for level in part.headings:
            if level > last + 1:
                number = "14-003" if last else "14-002"
                after = f"after one of level {last}" if last else "first"
                faults.append(("headings", f"a heading of level {level} comes {after} (Matterhorn {number})"))
            last = level
        faults += [
            ("links", f"a link leads to '{name}', which does not exist") for name in part.targets if name not in places
        ]
        for text, name in part.lines:
            if name not in places:
                faults.append(("contents", f"'{text[:60]}' in the contents leads nowhere"))
            elif not text.endswith(labels[places[name]]):
                faults.append(("contents", f"the contents say '{text[:60]}' of what is on page {labels[places[name]]}"))
        for text, name in part.references:
            label = labels[places[name]] if name in places else ""
            if not label or not re.search(rf"(?<![0-9A-Za-z]){re.escape(label)}(?![0-9A-Za-z])", text):
                where = f"is on page {label}" if label else "does not exist"
                faults.append(("references", f"a reference says '{text[:60]}' of what {where}"))
    return faults


def examine_head(pdf: pikepdf.Pdf, standard: Standard = USUAL) -> list[Fault]:
    """Return what is wrong with what a PDF has only one of."""
    packet = pdf.Root["/Metadata"].read_bytes() if "/Metadata" in pdf.Root else b""
    rules = {
        "structure": _structure(pdf),
        "title": _title(pdf, packet),
        "language": _language(pdf),
        "fonts": _fonts(pdf),
        "identification": _identification(pdf, packet, standard),
    }
    return [(rule, message) for rule, faults in rules.items() for message in islice(faults, 1)]


def open_pdf(data: bytes) -> pikepdf.Pdf:
    """Open a finished PDF for `examine_head`. Raises `pikepdf.PdfError` if it is not a PDF."""
    return pikepdf.open(io.BytesIO(data))


# Content and tags


def _untagged(file: PdfFile) -> Iterator[str]:
    """Matterhorn 01-005: content is tagged or an artifact."""
    if file.document is None:
        yield "it has no structure tree (Matterhorn 01-005)"
    elif count := file.loose() + file.unmarked:
        yield f"{count} pieces of its content are neither tagged nor an artifact (Matterhorn 01-005)"


def _alternative(nodes: Sequence[TagNode]) -> Iterator[str]:
    """Matterhorn 13-004, 17-002: figures and formulas have alternative text."""
    for role, number in (("/Figure", "13-004"), ("/Formula", "17-002")):
        if any(node.role == role and not node.alt.strip() for node in nodes):
            yield f"a {role[1:].lower()} has no alternative text (Matterhorn {number})"


_KIDS = {
    "/L": {"/L", "/LI", "/Caption"}, "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/THead", "/TBody", "/TFoot", "/TR", "/Caption"}, "/THead": {"/TR"}, "/TBody": {"/TR"},
    "/TFoot": {"/TR"}, "/TR": {"/TH", "/TD"}, "/TOC": {"/TOC", "/TOCI", "/Caption"},
}  # fmt: skip
"""Which elements may be children of which (ISO 32000-1, tables 333, 336 and 337)."""


def _strays(nodes: Sequence[TagNode], roles: Iterable[str]) -> Iterator[str]:
    """Yield the elements that are not allowed where they are, in elements of these roles or outside all of them."""
    own = set(roles)
    only_there = set().union(*(_KIDS[role] for role in own)) - {"/Caption", "/Lbl"}
    for node in nodes:
        for kid in node.kids:
            role = kid.role if isinstance(kid, TagNode) else "text"
            if node.role in own and role not in _KIDS[node.role]:
                yield f"{role.lstrip('/')} is a child of {node.role[1:]}"
            elif node.role not in own and role in only_there - own:
                yield f"{role[1:]} is a child of {node.role[1:]}"


def _lists(nodes: Sequence[TagNode]) -> Iterator[str]:
    """Matterhorn 09-005, 16-001: lists have items, items a label and a body; lists declare their numbering."""
    for stray in _strays(nodes, ("/L", "/LI")):
        yield f"in a list, {stray} (Matterhorn 09-005)"
    if any(node.role == "/L" and not node.attributes.get("/ListNumbering") for node in nodes):
        yield "a list does not declare its numbering (Matterhorn 16-001)"


def _tables(nodes: Sequence[TagNode]) -> Iterator[str]:
    """Matterhorn 09-004, 15-003: tables have rows, all of the same width; header cells have a scope."""
    for stray in _strays(nodes, ("/Table", "/THead", "/TBody", "/TFoot", "/TR")):
        yield f"in a table, {stray} (Matterhorn 09-004)"
    for node in nodes:
        if node.role == "/TH" and node.attributes.get("/Scope") not in ("/Row", "/Column", "/Both"):
            yield "a header cell has no scope (Matterhorn 15-003)"
        elif node.role == "/Table" and len(set(_widths(node))) > 1:
            yield "the rows of a table have different widths (Matterhorn 09-004)"


def _widths(table: TagNode) -> Iterator[int]:
    """Yield how many columns each row of a table has, including cells that span it from above."""
    groups = [node for node in table.kids if isinstance(node, TagNode) and node.role in ("/THead", "/TBody", "/TFoot")]
    for group in [table, *groups]:
        widths: Counter[int] = Counter()
        rows = [node for node in group.kids if isinstance(node, TagNode) and node.role == "/TR"]
        for number, row in enumerate(rows):
            for cell in row.kids:
                if isinstance(cell, TagNode):
                    columns, rows_down = (int(cell.attributes.get(f"/{key}", "1")) for key in ("ColSpan", "RowSpan"))
                    for at in range(number, number + rows_down):
                        widths[at] += columns
            yield widths[number]
        yield from (widths[at] for at in widths if at >= len(rows))


def _contents(nodes: Sequence[TagNode]) -> Iterator[str]:
    """Matterhorn 09-006: contents have entries."""
    for stray in _strays(nodes, ("/TOC",)):
        yield f"in the contents, {stray} (Matterhorn 09-006)"


def _notes(nodes: Sequence[TagNode]) -> Iterator[str]:
    """Matterhorn 19-003, 19-004: each note has an identifier of its own."""
    names = [node.attributes["/ID"] for node in nodes if node.role in ("/Note", "/FENote")]
    if "" in names:
        yield "a note has no identifier (Matterhorn 19-003)"
    elif len(set(names)) < len(names):
        yield "two notes have the same identifier (Matterhorn 19-004)"


def _links(file: PdfFile, nodes: Sequence[TagNode]) -> Iterator[str]:
    """Matterhorn 28-011, 28-012: links are tagged and described; none leads to a file of this machine."""
    tagged = sum(node.links for node in nodes if node.role == "/Link")
    drawn = 0
    for page in file.pdf.pages:
        for annotation in page.get("/Annots", []):
            drawn += 1
            if not str(annotation.get("/Contents", "")).strip():
                yield "a link has no description (Matterhorn 28-012)"
            if str(annotation.get("/A", pikepdf.Dictionary()).get("/URI", "")).startswith("file:"):
                yield "a link leads to a file of this machine"
    if drawn != tagged:
        yield f"{drawn} links are drawn, and {tagged} are tagged (Matterhorn 28-011)"
    if broken := sum(node.role == "/Link" and not node.links for node in nodes):
        yield f"{broken} links lead nowhere"


def _line(node: TagNode) -> tuple[str, str]:
    """Return a line of the contents or of a list, which ends in the label of a page, and the place that it links to."""
    line = next((kid for kid in node.kids if isinstance(kid, TagNode) and kid.role in ("/P", "/Link")), None)
    link = next((each for each in _below(line) if each.targets), None) if line else None
    return (link.text(), link.targets[0]) if link is not None else (node.text(), "")


def _references(nodes: Iterable[TagNode]) -> Iterator[tuple[str, str]]:
    """Yield each page number that octavo adds behind a link within the book, and the place that the link leads to."""
    for node in nodes:
        for link, added in pairwise(node.kids):
            if isinstance(link, TagNode) and isinstance(added, TagNode) and link.targets and added.title == APPARATUS:
                yield added.text(), link.targets[0]


def _below(node: TagNode) -> Iterator[TagNode]:
    yield node
    for kid in node.kids:
        if isinstance(kid, TagNode):
            yield from _below(kid)


# What a PDF has only one of


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """ISO 14289-1, 7.1: it is marked as tagged, and has one structure tree with one document in it."""
    if not pdf.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked"):
        yield "it is not marked as tagged"
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        yield "it has no structure tree (Matterhorn 01-005)"
        return
    roles = [str(kid.S) for kid in kids_of(root)]
    if roles != ["/Document"]:
        yield f"its structure tree has {', '.join(role[1:] for role in roles) or 'nothing'}, not one document"


def _title(pdf: pikepdf.Pdf, packet: bytes) -> Iterator[str]:
    """Matterhorn 06-003, 07-001, 07-002: it has a title, which is shown in the title bar of the window."""
    if not _TITLE.search(packet):
        yield "it has no title (Matterhorn 06-003)"
    shown = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle")
    if not shown:
        yield f"its title is not displayed (Matterhorn {'07-001' if shown is None else '07-002'})"


def _language(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Matterhorn 11-006: it declares its language."""
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield "it does not declare its language (Matterhorn 11-006)"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Matterhorn 31-009, 31-027, 31-028, 31-030: fonts are embedded, map glyphs to characters, and lack no glyph."""
    for page in pdf.pages:
        for font in page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary()).values():
            if "/ToUnicode" not in font:
                yield "a font does not map its glyphs to characters (Matterhorn 31-027)"
            elif _NO_MEANING.search(font.ToUnicode.read_bytes()):
                yield "a font maps a glyph to no character (Matterhorn 31-028)"
            inner = (
                font.DescendantFonts[0].FontDescriptor
                if "/DescendantFonts" in font
                else font.get("/FontDescriptor", pikepdf.Dictionary())
            )
            if not any(key in inner for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield "a font is not embedded (Matterhorn 31-009)"
            encoding = font.get("/Encoding")
            if isinstance(encoding, pikepdf.Stream) and _NO_GLYPH.search(encoding.read_bytes()):
                yield "a character has no glyph (Matterhorn 31-030)"
        return  # all pages share one dictionary of fonts


def _identification(pdf: pikepdf.Pdf, packet: bytes, standard: Standard) -> Iterator[str]:
    """Matterhorn 06-001, 06-002: the metadata name the standard, and the version is the one that this requires."""
    if not packet:
        yield "it has no metadata (Matterhorn 06-001)"
    claims = {name.decode(): value.decode() for name, value in _CLAIM.findall(packet)}
    for name in standard.claims.keys() | claims.keys():
        if claims.get(name) != standard.claims.get(name):
            number = " (Matterhorn 06-002)" if name == "pdfuaid:part" else ""
            yield f"{name} is {claims.get(name, 'missing')}, not {standard.claims.get(name, 'left out')}{number}"
    version = "2.0" if standard.is_pdf2 else "1.7"
    if pdf.pdf_version != version:
        yield f"it is PDF {pdf.pdf_version}, not {version}"
    if standard.archival and not pdf.Root.get("/OutputIntents"):
        yield "it has no output intent for its colours"
