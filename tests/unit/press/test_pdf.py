"""The press for print, where it relies on WeasyPrint's own parts: a version that differs shows here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from lxml import etree

from gathering import CSS, FILES, bound, laid_out, proof_of
from octavo.check.pdf_text import Run
from octavo.press.pdf.engine import layout, patches, rendering
from octavo.press.pdf.engine.boxes import kind
from octavo.press.pdf.engine.state import PatchState
from workshop import poppler


def test_a_paragraph_over_two_pages_is_one_paragraph() -> None:
    file = laid_out(f"<p>{'Words that go on over the page. ' * 40}</p>")
    assert file.pages > 1
    assert [node.role for node in file.nodes()] == ["/Document", "/Art", "/P"]
    assert (file.loose(), file.unmarked) == (0, 0)
    assert file.read().counts.words == 40 * 7


def test_each_page_has_its_first_word() -> None:
    words = [f"w{number:03}" for number in range(300)]
    file = laid_out(f"<p>{' '.join(words)}</p>")
    (part,) = file.read_parts()
    assert [page for page, _ in part.pages] == list(range(file.pages))
    firsts = [number for _, number in part.pages]
    assert firsts[0] == 0
    assert firsts == sorted(set(firsts))
    for (_, start), (_, end) in zip(part.pages, part.pages[1:], strict=False):
        assert end - start > 20


def test_a_note_follows_its_reference_whichever_page_shows_it() -> None:
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
    ("body", "wanted"),
    [
        ("<p>a</p><div>b</div><p>c</p>", "a|B|c"),
        ("<div>a</div><p>b</p>", "A|b"),
        ("<p>a</p><div>b</div><div>c</div><p>d</p>", "a|B C|d"),
        ("<section><p>a</p><div>b</div></section><section><p>c</p></section>", "a|B|c"),
        ("<section><div>a</div></section><section><p>b</p><p>c</p></section><div>d</div>", "A|b c|D"),
        ("<div><table><tbody><tr><td>a</td></tr></tbody></table></div><ul><li>b</li></ul>", "A|b"),
    ],
)
def test_a_named_page_ends_with_its_block(body: str, wanted: str) -> None:
    file = laid_out(body, CSS + " @page wide { size: 120mm 60mm } div { page: wide }")
    texts: list[list[str]] = [[] for _ in range(file.pages)]
    for node in file.nodes():
        for run in (kid for kid in node.kids if isinstance(kid, Run) and kid.text.isalpha()):
            texts[run.page].append(run.text)
    wide = [float(page.MediaBox[2]) > 300 for page in file.pdf.pages]
    shown = [" ".join(text) for text in texts]
    assert "|".join(text.upper() if is_wide else text for text, is_wide in zip(shown, wide, strict=True)) == wanted


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
    without(monkeypatch, "weasyprint.layout.inline.handle_leader")
    (tmp_path / "single.pdf").write_bytes(single := bound(entries, css))
    assert len(joined) < len(single)
    for name in ("joined", "single"):
        poppler("pdftoppm", "-r", "150", "-singlefile", str(tmp_path / f"{name}.pdf"), str(tmp_path / name))
    assert (tmp_path / "joined.ppm").read_bytes() == (tmp_path / "single.ppm").read_bytes()


def without(monkeypatch: pytest.MonkeyPatch, *targets: str) -> None:
    """Leave some patches out."""
    left = tuple(each for each in patches.PATCHES if each.target not in targets)
    assert len(left) < len(patches.PATCHES)
    monkeypatch.setattr(patches, "PATCHES", left)


def lines(width: float) -> list[str]:
    """The lines of a paragraph of some width in pixels: words, and an inline element behind a space."""
    html = f'<html><body><p style="width: {width}px">one two three <em>four</em> five</p></body></html>'
    state = PatchState()
    with rendering.rendered(etree.fromstring(html), layout.Css(CSS, ""), FILES, state) as (document, messages):
        assert messages == []
        boxes = list(document.pages[0]._page_box.descendants())
        return ["".join(texts(each)) for each in boxes if kind(each) == "LineBox" and each.element_tag == "p"]


def texts(box: Any) -> Iterator[str]:
    for child in box.descendants():
        if kind(child) == "TextBox":
            yield child.text


WIDTHS = [70 + step / 4 for step in range(80)]


def test_a_space_hangs_over_the_end_of_a_line_that_it_does_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the words fit and the space behind them does not, WeasyPrint by itself keeps one word on the line."""
    hanging = {width: lines(width) for width in WIDTHS}
    full = [width for width in WIDTHS if hanging[width][0].strip() == "one two three"]
    assert full
    assert hanging[full[0] - 0.25][0].strip() == "one two"
    roomy = lines(full[0] + 12)
    without(monkeypatch, "weasyprint.layout.inline.split_first_line", "weasyprint.text.line_break.create_layout")
    assert lines(full[0])[0].strip() == "one"
    assert lines(full[0] + 12) == roomy


def test_characters_that_no_font_has_are_numbered_alike_in_all_gatherings() -> None:
    one, other = (proof_of(f"<p>{letters}</p>").fonts[0] for letters in ("\u16a0 \u16a2", "\u16a2 \u16a6 \u16a0"))
    codes = [{text: code for code, text in use.to_unicode.items() if code in use.missing} for use in (one, other)]
    assert codes[0].keys() == {"\u16a0", "\u16a2"}
    assert codes[0].items() <= codes[1].items()
    assert set(one.missing.values()) == set(other.missing.values()) != {0}


def test_a_font_is_embedded_once() -> None:
    file = laid_out("<p>Text</p>", CSS + " @page { @top-center { content: 'Head'; font: 8pt Test } }")
    kinds = [each.get("/Type") for each in file.pdf.objects if hasattr(each, "keys")]
    assert kinds.count("/FontDescriptor") == 1
