"""A cross-reference that names a wrong page is reported."""

from __future__ import annotations

from octavo.check.pdf_file import PdfFile
from octavo.check.pdf_rules import LinkSet, examine_across, links_of
from workshop import Workshop

PLACES = {"one#a": 2, "one#b": 11}
LABELS = [*("i", "ii", "iii"), *map(str, range(1, 12))]


def said(*references: tuple[str, str]) -> list[str]:
    faults = examine_across([LinkSet((), (), (), references)], PLACES, LABELS)
    return [message for rule, message in faults if rule == "references"]


def test_the_right_page_is_accepted() -> None:
    assert said(("(page iii)", "one#a"), ("(Seite 9)", "one#b"), ("（第9页）", "one#b")) == []


def test_wrong_and_missing_pages_are_reported() -> None:
    assert said(("(page 99)", "one#b")) == ["a reference says '(page 99)' of what is on page 9"]
    assert said(("(page 000)", "two#c")) == ["a reference says '(page 000)' of what does not exist"]


def test_references_are_read_from_a_printed_book(workshop: Workshop) -> None:
    """Of figures, sections and tables, across chapters."""
    workshop.write(
        "b/one.md", "# One {#sec-one}\n\nSee [@sec-two]{.page} and @sec-one. A [link](https://www.w3.org/).\n"
    )
    workshop.write("b/two.md", "# Two {#sec-two}\n\nSee [@sec-one]{.page}.\n")
    workshop.write("b/book.yaml", "title: B\nauthor: A\nlang: en\nchapters: [one.md, two.md]\n")
    ran = workshop.run("build", "b", "-t", "pdf", "-j1")
    assert (ran.out, ran.code) == ("", 0)
    file = PdfFile((workshop.folder / "output" / "b.pdf").read_bytes())
    read = links_of(file).references
    assert [(text, file.labels()[file.places[name]]) for text, name in read] == [("(page 2)", "2"), ("(page 1)", "1")]
