"""The quick rules for a PDF: each is broken in a sound file that the press has made, and must be reported."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest

from octavo.check import pdf_rules
from octavo.check.pdf_file import PdfFile
from octavo.model.diagnostic import Place
from octavo.model.edition import Edition
from octavo.model.galley import Manuscript
from octavo.model.standard import Standard
from octavo.press import pdf
from octavo.press.catalogue import PressJob
from sample_book import galley, publication, volume

WHEN = datetime(2025, 1, 1, tzinfo=UTC)
STANDARD = Standard.of(["a-2a"])
BODY = (
    '<section class="level2" id="s"><h2>Two</h2><p>See <a href="https://example.org/">there</a>'
    '<a class="note-ref" id="fnref1" href="#fn1">1</a> and<a class="note-ref" id="fnref2" href="#fn2">2</a>.</p>'
    "<ol><li>one</li><li>two</li></ol>"
    "<table><thead><tr><th scope='col'>A</th><th scope='col'>B</th></tr></thead>"
    "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline" alttext="x"><mi>x</mi></math></section>'
    '<section class="notes" id="notes"><ol><li id="fn1" class="note"><p>First.</p></li>'
    '<li id="fn2" class="note"><p>Second.</p></li></ol></section>'
)


@pytest.fixture(scope="module")
def sound() -> Edition:
    """A small book, as PDF/A-2a too."""
    book: Manuscript = volume()
    chapter = galley("paper", "chapter", f'<header class="opening"><h1 id="paper">Paper</h1></header>{BODY}')
    whole = replace(book, galleys=(book.galleys[0], chapter), index=(), captioned=(), contents=())
    edition = pdf.make(PressJob(publication(whole, pdf_standard=("a-2a",)), whole, WHEN))
    assert edition.diagnostics == ()
    return edition


def told(data: bytes, standard: Standard = STANDARD) -> list[tuple[str, str]]:
    return [(each.rule, each.message) for each in pdf_rules.examine(PdfFile(data), Place("x.md"), standard)]


def elements(file: Any, role: str) -> Iterator[Any]:
    """The structure elements of a role."""
    waiting = [file.Root.StructTreeRoot.K[0]]
    while waiting:
        element = waiting.pop(0)
        if str(element.S) == f"/{role}":
            yield element
        waiting += [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def first(file: Any, role: str) -> Any:
    return next(elements(file, role))


def _swap(file: Any, old: bytes, new: bytes) -> None:
    """Change the metadata packet."""
    packet = file.Root.Metadata.read_bytes()
    assert old in packet
    file.Root.Metadata.write(packet.replace(old, new))


def _face(file: Any) -> Any:
    return next(iter(file.pages[-1].Resources.Font.values()))


def _untagged(file: Any) -> None:
    drawn = next(page.Contents for page in file.pages if "/Annots" in page)
    assert b" TJ" in drawn.read_bytes()
    drawn.write(re.sub(rb"/\w+\s+<</MCID [^>]*>>\s*BDC", b"/X BMC", drawn.read_bytes()))


def _renamed(role: str, new: str) -> Callable[[Any], None]:
    def rename(file: Any) -> None:
        first(file, role).S = pikepdf.Name(f"/{new}")

    return rename


def _without(role: str, key: str) -> Callable[[Any], None]:
    def take(file: Any) -> None:
        del first(file, role)[key]

    return take


def _same_notes(file: Any) -> None:
    one, other = elements(file, "Note")
    other.ID = one.ID


def _no_glyph(file: Any) -> None:
    encoding = pikepdf.Stream(file, b"1 begincidchar\n<0041> 0\nendcidchar")
    _face(file).Encoding = file.make_indirect(encoding)


def _no_meaning(file: Any) -> None:
    _face(file).ToUnicode.write(b"1 beginbfchar\n<0041> <0000>\nendbfchar")


def _file_link(file: Any) -> None:
    annotation = next(each for page in file.pages for each in page.get("/Annots", []) if "/A" in each)
    annotation.A.URI = pikepdf.String("file:///x")


def _silent_links(file: Any) -> None:
    for page in file.pages:
        for annotation in page.get("/Annots", []):
            del annotation.Contents


def _two_documents(file: Any) -> None:
    file.Root.StructTreeRoot.K.append(file.Root.StructTreeRoot.K[0])


def _narrow_row(file: Any) -> None:
    row = list(elements(file, "TR"))[-1]
    del row.K[-1]


BROKEN: dict[str, tuple[Callable[[Any], None], str, str]] = {
    "text drawn outside": (_untagged, "untagged", "01-005"),
    "no tree": (lambda f: f.Root.__delitem__("/StructTreeRoot"), "untagged", "01-005"),
    "two documents": (_two_documents, "structure", "not one document"),
    "not marked": (lambda f: f.Root.__delitem__("/MarkInfo"), "structure", "tagged"),
    "formula silent": (_without("Formula", "/Alt"), "alternative", "17-002"),
    "figure silent": (_renamed("TD", "Figure"), "alternative", "13-004"),
    "h3 after h1": (_renamed("H2", "H3"), "headings", "14-003"),
    "h2 first": (_renamed("H1", "H2"), "headings", "14-002"),
    "header heads nothing": (_without("TH", "/A"), "tables", "15-003"),
    "cell in a table": (_renamed("TR", "TD"), "tables", "09-004"),
    "row too narrow": (_narrow_row, "tables", "09-004"),
    "paragraph in a list": (_renamed("LI", "P"), "lists", "09-005"),
    "no numbering": (_without("L", "/A"), "lists", "16-001"),
    "note without name": (_without("Note", "/ID"), "notes", "19-003"),
    "notes of one name": (_same_notes, "notes", "19-004"),
    "link not tagged": (_renamed("Link", "Span"), "links", "28-011"),
    "link says nothing": (_silent_links, "links", "28-012"),
    "link to this machine": (_file_link, "links", "file of this machine"),
    "no title": (lambda f: _swap(f, b"<dc:title>", b"<dc:tittle>"), "title", "06-003"),
    "title not shown": (lambda f: f.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"), "title", "07-001"),
    "no language": (lambda f: f.Root.__delitem__("/Lang"), "language", "11-006"),
    "no metadata": (lambda f: f.Root.__delitem__("/Metadata"), "identification", "06-001"),
    "not said": (lambda f: _swap(f, b"<pdfuaid:part>1</pdfuaid:part>", b""), "identification", "06-002"),
    "other level": (lambda f: _swap(f, b"conformance>A<", b"conformance>B<"), "identification", "B, not A"),
    "no profile": (lambda f: f.Root.__delitem__("/OutputIntents"), "identification", "output intent"),
    "not embedded": (lambda f: _face(f).DescendantFonts[0].FontDescriptor.__delitem__("/FontFile2"), "fonts", "31-009"),
    "without Unicode": (lambda f: _face(f).__delitem__("/ToUnicode"), "fonts", "31-027"),
    "means nothing": (_no_meaning, "fonts", "31-028"),
    "no glyph": (_no_glyph, "fonts", "31-030"),
}  # fmt: skip


def test_nothing_is_found_in_a_sound_file(sound: Edition) -> None:
    assert told(sound.data) == []


@pytest.mark.parametrize("how", BROKEN)
def test_each_rule_finds_what_breaks_it(how: str, sound: Edition) -> None:
    change, rule, says = BROKEN[how]
    with pikepdf.open(io.BytesIO(sound.data)) as file:
        change(file)
        out = io.BytesIO()
        file.save(out)
    found = dict(told(out.getvalue()))
    assert says in found.get(f"pdf.{rule}", ""), found


def test_a_file_must_conform_to_the_requested_standard(sound: Edition) -> None:
    for wanted in ("ua-1", "a-2b", "ua-2", "a-4"):
        assert [rule for rule, _ in told(sound.data, Standard.of([wanted]))] == ["pdf.identification"]
