"""One gathering, laid out and bound by itself: for the tests of what WeasyPrint does and what octavo makes of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from octavo.check.pdf_file import PdfFile
from octavo.model.publication import Metadata, Publication
from octavo.model.settings import Settings
from octavo.press import fonts
from octavo.press.pdf import bind, faces, margin
from octavo.press.pdf.engine import layout
from octavo.press.pdf.proof import Proof

FACE = fonts.Face("Test", 400, "normal", "source-serif-4/roman", (("wght", 400.0), ("opsz", 11.0)))
CSS = (
    fonts.rule(FACE, "face:test")
    + " @page { size: 90mm 60mm; margin: 10mm } body { font: 10pt Test } .footnote { float: footnote }"
)
FILES = {"face:test": fonts.static_face(FACE)}


def laid_out(body: str, css: str = CSS, standard: str = "ua-1", files: dict[str, bytes] = FILES) -> PdfFile:
    """A body as a PDF that can be read back."""
    return PdfFile(bound(body, css, standard, files))


def proof_of(body: str, css: str = CSS, standard: str = "ua-1", files: dict[str, bytes] = FILES) -> Proof:
    """A body laid out."""
    html = f'<html lang="en"><head><title>T</title></head><body><article class="galley">{body}</article></body></html>'
    return layout.lay_out("x", etree.fromstring(html), layout.Css(css, ""), files, standard == "ua-2")


def bound(body: str, css: str = CSS, standard: str = "ua-1", files: dict[str, bytes] = FILES) -> bytes:
    """A body laid out and bound, with its margins."""
    proof = proof_of(body, css, standard, files)
    margins = layout.lay_margins(margin.pages(proof.pages, "en"), layout.Css(css, ""), files)
    settings = Settings(pdf_standard=(standard,))
    publication = Publication("x", "article", "x.md", Path(), Metadata(title="T"), settings, ())
    uses = faces.unite((*proof.fonts, *margins.fonts))
    cut = [(use, faces.subset(files[f"face:{use.face}"], use.glyphs)) for use in uses]
    gatherings = [bind.BoundGathering(proof, margins)]
    when = datetime(2025, 1, 1, tzinfo=UTC)
    return bind.bind(publication, "T", gatherings, cut, [bind.PageLabels(0, "D")], 0.0, when)
