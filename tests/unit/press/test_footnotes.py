"""Notes at the foot of pages: in order, with their references, divided where they do not fit."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from gathering import CSS, laid_out
from octavo.check import note_places
from octavo.check.pdf_file import PdfFile
from octavo.check.pdf_text import Run
from octavo.check.pdf_walk import TagNode

STYLE = CSS + " .footnote { font-size: 8pt; footnote-policy: line } p { margin: 0 } tr { break-inside: avoid }"
WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa")


def note(number: int, words: int) -> str:
    said = " ".join(random.Random(number).choices(WORDS, k=words))
    return f'<span class="footnote" data-number="{number}">begin{number} {said} end{number}</span>'


def text(seed: int, longest: int) -> Iterator[str]:
    """Yield blocks with many notes, in paragraphs, items, cells, headings and quotes."""
    chance, number = random.Random(seed), 0
    for form in chance.choices(("p", "h2", "ul", "table", "blockquote"), (6, 1, 2, 2, 1), k=12):
        said = []
        for word in chance.choices(WORDS, k=chance.choice((6, 25, 60))):
            said.append(word)
            if chance.random() < 0.1:
                number += 1
                said[-1] += note(number, chance.choice((3, 10, longest)))
        body = " ".join(said)
        match form:
            case "ul":
                yield f"<ul><li><p>{body}</p></li><li><p>{body.partition('<')[0]}</p></li></ul>"
            case "table":
                yield f"<table><tbody><tr><td>one</td><td>{body}</td></tr></tbody></table>"
            case "h2":
                yield f"<h2>{body}</h2>"
            case "blockquote":
                yield f"<blockquote><p>{body}</p></blockquote>"
            case _:
                yield f"<p>{body}</p>"


def whole(file: PdfFile, count: int) -> bool:
    """Return whether all notes are shown whole, in order."""
    notes = file.read().notes
    return [f"begin{n} " in each and f" end{n}" in each for n, each in enumerate(notes, 1)] == [True] * count


@pytest.mark.parametrize("size", ["90mm 60mm", "100mm 140mm"])
@pytest.mark.parametrize("seed", range(6))
def test_notes_are_in_order_and_with_their_references(seed: int, size: str) -> None:
    body = "".join(text(seed, 20))
    file = laid_out(body, f"{STYLE} @page {{ size: {size} }}")
    assert [*note_places.misplaced(file.nodes())] == []
    assert whole(file, body.count("data-number"))


def test_two_notes_in_the_last_line_of_a_page_are_in_order() -> None:
    for lines in range(4, 9):
        body = f"<p>{'line<br/>' * lines}last{note(1, 12)} words{note(2, 12)}<br/>{'after<br/>' * 9}</p>"
        file = laid_out(body, STYLE)
        assert [*note_places.misplaced(file.nodes())] == []
        assert whole(file, 2)


def test_a_note_higher_than_a_page_is_divided() -> None:
    body = f"<p>{'word ' * 40}here{note(1, 900)} and {'more ' * 60}</p><p>Then{note(2, 5)}.</p>"
    file = laid_out(body, STYLE)
    assert [*note_places.misplaced(file.nodes())] == []
    assert whole(file, 2)
    (first, _) = (node for node in file.nodes() if node.role == "/Note")
    runs = [kid for kid in first.kids if isinstance(kid, Run)]
    assert len({run.page for run in runs}) > 2


def test_notes_in_columns_are_in_order() -> None:
    columns = " ".join(word + (note(n // 9 + 1, 4) if n % 9 == 0 else "") for n, word in enumerate(WORDS * 8))
    file = laid_out(f'<div style="columns: 2">{columns}</div><p>After{note(10, 4)}.</p>', STYLE)
    assert [*note_places.misplaced(file.nodes())] == []
    assert whole(file, 10)


def test_a_line_that_cannot_break_is_not_moved() -> None:
    boxes = (
        f'<div style="display: flex"><div><p>{"word " * 5}a{note(1, 9)} b{note(2, 60)} c{note(3, 9)}</p></div></div>'
    )
    body = f'<p>{"line<br/>" * 3}</p><p>See{note(0, 90)}.</p>{boxes}<p><span style="display: inline-block">d</span></p>'
    file = laid_out(body, STYLE)
    assert "word word word word word a b c d" in file.read().text


def test_no_note_is_lost_when_pages_are_laid_out_again() -> None:
    contents = '<p><a href="#end" class="to">end</a></p>'
    body = contents + "".join(text(3, 60))
    style = STYLE + " .to::after { content: ' ' target-counter(attr(href url), page) '\\A x\\A x'; white-space: pre }"
    file = laid_out(body + '<p id="end">End.</p>', style)
    assert [*note_places.misplaced(file.nodes())] == []
    assert whole(file, body.count("data-number"))


def test_a_misplaced_note_is_reported() -> None:
    def tags(*places: tuple[int, int, float]) -> TagNode:
        kids = []
        for reference, page, base in places:
            kids += [
                TagNode("/Reference", kids=[Run("1", reference)]),
                TagNode("/Note", kids=[Run("a", page, 0, 9, base)]),
            ]
        return TagNode("/P", kids=kids)

    def found(*places: tuple[int, int, float]) -> list[str]:
        return [*note_places.misplaced([tags(*places)])]

    assert found((0, 0, 90.0), (0, 0, 100.0), (0, 1, 80.0)) == []
    assert found((0, 0, 100.0), (0, 0, 90.0)) == ["on page 1, a note is before the note that is referred to before it"]
    assert found((0, 1, 90.0), (0, 0, 90.0)) == ["on page 1, a note is before the note that is referred to before it"]
    assert found((0, 3, 90.0)) == ["the note that page 1 refers to is on page 4"]


def test_a_table_on_a_page_of_notes_keeps_its_head() -> None:
    head = "<thead><tr><th>left</th><th>right</th></tr></thead>"
    table = f"<table>{head}<tbody><tr><td>cell{note(3, 3)}</td><td>more</td></tr></tbody></table>"
    file = laid_out(
        f"<p>Noted{note(1, 900)}</p><h2>On{note(2, 3)}</h2>{table}<p>Behind.</p>",
        f"{STYLE} @page {{ size: 100mm 140mm }}",
    )
    assert "left right cell" in " ".join(file.read().words)
    assert whole(file, 3)
