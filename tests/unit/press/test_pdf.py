"""The press for print, where it relies on WeasyPrint's own parts: a version that differs shows here."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
import weasyprint
from lxml import etree

from octavo.check.pdf_file import PdfFile
from octavo.model.publication import Metadata, Publication
from octavo.model.settings import Settings
from octavo.press import fonts
from octavo.press.pdf import bind, faces, margin
from octavo.press.pdf.engine import layout, patches
from octavo.press.pdf.engine.state import PatchState
from workshop import poppler

FACE = fonts.Face("Test", 400, "normal", "source-serif-4/roman", (("wght", 400.0), ("opsz", 11.0)))
CSS = (
    fonts.rule(FACE, "face:test")
    + " @page { size: 90mm 60mm; margin: 10mm } body { font: 10pt Test } .footnote { float: footnote }"
)
FILES = {"face:test": fonts.static_face(FACE)}


def laid_out(body: str, css: str = CSS) -> PdfFile:
    return PdfFile(bound(body, css))


def bound(body: str, css: str) -> bytes:
    html = f'<html lang="en"><head><title>T</title></head><body><article class="galley">{body}</article></body></html>'
    proof = layout.lay_out("x", etree.fromstring(html), layout.Css(css, ""), FILES)
    empty = layout.lay_margins(margin.pages(proof.pages, "en"), layout.Css(css, ""), FILES)
    publication = Publication("x", "article", "x.md", Path(), Metadata(title="T"), Settings(), ())
    labels = [bind.PageLabels(0, "D")]
    uses = faces.unite((*proof.fonts, *empty.fonts))
    cut = [(use, faces.subset(FILES[f"face:{use.face}"], use.glyphs)) for use in uses]
    return bind.bind(
        publication, "T", [bind.BoundGathering(proof, empty)], cut, labels, 0.0, datetime(2025, 1, 1, tzinfo=UTC)
    )


def test_a_paragraph_over_two_pages_is_one_paragraph() -> None:
    file = laid_out(f"<p>{'Words that go on over the page. ' * 40}</p>")
    assert file.pages > 1
    assert [node.role for node in file.nodes()] == ["/Document", "/Art", "/P"]
    assert (file.loose(), file.unmarked) == (0, 0)
    assert file.read().counts.words == 40 * 7


def test_each_page_says_with_which_word_it_begins() -> None:
    words = [f"w{number:03}" for number in range(300)]
    file = laid_out(f"<p>{' '.join(words)}</p>")
    (part,) = file.read_parts()
    assert [page for page, _ in part.pages] == list(range(file.pages))
    firsts = [number for _, number in part.pages]
    assert firsts[0] == 0
    assert firsts == sorted(set(firsts))
    for (_, start), (_, end) in zip(part.pages, part.pages[1:], strict=False):
        assert end - start > 20


def test_a_note_stands_at_its_reference_whatever_the_foot() -> None:
    file = laid_out('<p>Before<span class="footnote" data-number="1">The note.</span> and after.</p>')
    assert [node.role for node in file.nodes()] == ["/Document", "/Art", "/P", "/Reference", "/Note", "/Lbl"]
    reading = file.read()
    assert (reading.words, reading.notes) == (("before", "and", "after"), ("the note",))


def test_a_link_with_markup_in_it_is_one_link() -> None:
    file = laid_out('<p>See <a href="https://example.org/"><code>this</code> <em>place</em></a>.</p>')
    links = [node for node in file.nodes() if node.role == "/Link"]
    assert [link.links for link in links] == [1]
    assert len(file.pdf.pages[0].Annots) == 1
    assert str(file.pdf.pages[0].Annots[0].Contents) == "this place"


def test_a_word_of_code_may_break_without_a_mark() -> None:
    word = "module.package.function.argument.attribute"
    broken = word.replace(".", ".\u00ad")
    file = laid_out(f"<p>See <code>{broken}</code>.</p>", CSS + ' code { hyphens: manual; hyphenate-character: "" }')
    reading = file.read()
    assert reading.words[1:] == tuple(word.split("."))


def test_an_empty_cell_counts_in_its_row() -> None:
    file = laid_out("<table><tbody><tr><td>a</td><td></td></tr><tr><td></td><td>b</td></tr></tbody></table>")
    rows = [node for node in file.nodes() if node.role == "/TR"]
    assert [len(row.kids) for row in rows] == [2, 2]


@pytest.mark.parametrize("lines", range(6, 11))
def test_no_note_is_lost_where_others_go_to_the_next_page(lines: int) -> None:
    """A line that fits only because a note above it went to the next page takes its own note there too."""
    style = (
        "@page { size: 300px 200px; margin: 10px; @footnote { margin-top: 6px } } p { margin: 0 0 4px }"
        " body { font: 10px/12px monospace; orphans: 2; widows: 2; margin: 0 } span { float: footnote; font-size: 8px }"
    )
    notes = [f"<span>note{n} {'word ' * 8}end{n}</span>" for n in range(3)]
    words = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu"
    texts = [f"alpha {notes[0]} {words}", f"{words} {notes[1]} {words} {words}", f"last {notes[2]}"]
    body = f"<p>{'line<br>' * lines}</p>" + "".join(f"<p>{text}</p>" for text in texts)
    with patches.applied(PatchState()):
        pages = weasyprint.HTML(string=f"<style>{style}</style>{body}").render().pages
    said = " ".join(
        each.text
        for page in pages
        for each in page._page_box.descendants()
        if isinstance(getattr(each, "text", None), str)
    )
    assert [f"{end}{n}" in said for n in range(3) for end in ("note", "end")] == [True] * 6


@pytest.mark.parametrize(
    ("rule", "third"), [("", ["3"]), ("@page :nth(3) { @top-right { content: 'third' } }", ["3", "third"])]
)
def test_pages_have_the_margins_of_their_kind_and_of_their_number(rule: str, third: list[str], tmp_path: Path) -> None:
    css = CSS + (
        " @page { @top-center { content: counter(page) } } @page :left { @top-left { content: 'left' } }"
        f" @page :first {{ @top-left {{ content: 'first' }} }} {rule}"
    )
    (tmp_path / "x.pdf").write_bytes(bound("".join(f"<p style='break-after: page'>{n}.</p>" for n in "abcdef"), css))
    read = ("pdftotext", "-nopgbrk", str(tmp_path / "x.pdf"), "-")
    heads = [poppler(*read[:1], "-f", str(page), "-l", str(page), *read[1:]).split() for page in range(1, 7)]
    heads = [sorted(word for word in words if not word.endswith(".")) for words in heads]
    assert heads == [["1", "first"], ["2", "left"], third, ["4", "left"], ["5"], ["6", "left"]]


def test_the_dots_of_a_leader_are_where_single_ones_would_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    css = CSS + " p::after { content: leader(' .  ') '17' } body { margin: 0 5mm }"
    entries = "".join(f"<p>{'A chapter ' * number}</p>" for number in range(1, 5))
    (tmp_path / "joined.pdf").write_bytes(joined := bound(entries, css))
    others = tuple(each for each in patches.PATCHES if not each.name.endswith("handle_leader"))
    monkeypatch.setattr(patches, "PATCHES", others)
    (tmp_path / "single.pdf").write_bytes(single := bound(entries, css))
    assert len(joined) < len(single)
    for name in ("joined", "single"):
        poppler("pdftoppm", "-r", "150", "-singlefile", str(tmp_path / f"{name}.pdf"), str(tmp_path / name))
    assert (tmp_path / "joined.ppm").read_bytes() == (tmp_path / "single.ppm").read_bytes()
