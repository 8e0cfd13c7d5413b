"""The press for print: the galley dressed for paper, laid out, tagged and bound into one PDF."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.edition import Edition
from octavo.model.galley import Galley
from octavo.model.publication import Publication
from octavo.press import fonts, styles
from octavo.press.pdf import bind, dress, gathering


def make(publication: Publication, galley: Galley, modified: datetime) -> Edition:
    """The PDF of an article, which is one gathering."""
    sheet = styles.for_publication("print", publication)
    known = frozenset().union(*(fonts.covers(face) for face in sheet.faces))
    paper = dress.dress(publication, galley, lambda letter: ord(letter) in known)
    used = _used(paper.html, sheet)
    faces = "".join(fonts.rule(face, f"face:{face.name}") for face in used)
    files = {f"face:{face.name}": fonts.static_face(face) for face in used}
    files |= {f"res:{name}": drawing for name, drawing in paper.drawings.items()}
    files |= {f"res:{resource.name}": resource.file.read_bytes() for resource in galley.resources}
    made = gathering.lay_out(paper.html, faces + sheet.css, files)
    found = [*sheet.diagnostics, *paper.found, *_told(made.said, publication)]
    data = bind.bind(publication, galley, made.pdf, modified, accessible=True)
    return Edition("pdf", data, tuple(found), made.pages)


def _used(html: str, sheet: styles.Sheet) -> tuple[fonts.Face, ...]:
    """The faces that a page needs: making and loading one takes as long as setting a third of a page."""
    if sheet.authored:
        return sheet.faces
    needed = fonts.needed(etree.fromstring(html, etree.XMLParser(huge_tree=True)), sheet.stacks, sheet.faces)
    # Running heads, folios and the numbers of notes are no part of the text.
    margins = sheet.stacks.text[0]
    return tuple(face for face in sheet.faces if face in needed or (face.family == margins and face.weight == 400))


def without_claim(publication: Publication, galley: Galley, edition: Edition, modified: datetime) -> Edition:
    """The same PDF without the mark of PDF/UA, for one that does not deserve it."""
    data = bind.bind(publication, galley, edition.data, modified, accessible=False)
    return Edition("pdf", data, edition.diagnostics, edition.pages)


def _told(said: tuple[str, ...], publication: Publication) -> list[Diagnostic]:
    place = Place(publication.chapters[0].name, 1, 1)
    return [warning("print.layout", f"WeasyPrint says: {message}", place, "", "pdf") for message in said]
