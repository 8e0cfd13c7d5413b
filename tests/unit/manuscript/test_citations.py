"""Citations: one bibliography for the whole of a book."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.model.publication import BACK, Metadata
from typesetter import Make, made

BIB = """@book{woolf, author={Woolf, Virginia}, title={{Mrs Dalloway}}, year={1925}, publisher={Hogarth Press}}
@book{doe:99, author={Doe, Jane}, title={Nothing}, year={1999}}
@book{unused, author={Nobody, N.}, title={Unused}, year={2001}}
"""
NOTES = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0" default-locale="en-US">
<info><title>Notes</title><id>notes</id><updated>2025-01-01T00:00:00+00:00</updated></info>
<citation><layout suffix="." delimiter="; "><names variable="author"><name form="short"/></names>
<text variable="title" prefix=", "/><text variable="locator" prefix=", "/></layout></citation>
<bibliography><layout suffix="."><names variable="author"/><text variable="title" prefix=", "/></layout></bibliography>
</style>
"""
NUMBERS = NOTES.replace('class="note"', 'class="in-text"').replace(
    '<names variable="author"><name form="short"/></names>\n<text variable="title" prefix=", "/>'
    '<text variable="locator" prefix=", "/></layout></citation>',
    '<text variable="citation-number" vertical-align="sup"/></layout></citation>',
).replace('<layout suffix="." delimiter="; "><text', '<layout><text')  # fmt: skip
METADATA = Metadata(title="B", bibliography=("b.bib",))


@pytest.fixture(autouse=True)
def _bibliography(tmp_path: Path) -> None:
    (tmp_path / "b.bib").write_text(BIB)
    (tmp_path / "notes.csl").write_text(NOTES)
    (tmp_path / "numbers.csl").write_text(NUMBERS)


def test_one_bibliography_for_all_chapters(book: Make) -> None:
    built = book(
        {
            "a.md": "# A\n\nAs [@woolf, p. 3] has it.\n", "b.md": "# B\n\nSo @doe:99.^[See [@woolf].]\n",
            "bib": made("bib", "bibliography", BACK),
        },
        metadata=METADATA,
    )  # fmt: skip
    assert built.texts("a", "//p") == ["As (Woolf 1925, 3) has it."]
    assert built.tree("a").xpath("//a[@role='doc-biblioref']/@href") == ["octavo:bib#ref-woolf"]
    assert built.tree("b").xpath("//a[@role='doc-biblioref']/@href") == [
        "octavo:bib#ref-doe-99",
        "octavo:bib#ref-woolf",
    ]
    entries = built.texts("bib", "//div[@id='refs']/div[@class='csl-entry']")
    assert [entry.partition(",")[0] for entry in entries] == ["Doe", "Woolf"]
    assert built.tree("bib").xpath("//div[@class='csl-entry']/@id") == ["ref-doe-99", "ref-woolf"]
    assert built.texts("bib", "header/h1") == ["Bibliography"]
    assert built.rules == []


def test_the_author_may_say_where_the_references_stand(book: Make) -> None:
    built = book(
        {"a.md": "# A\n\n[@woolf] [x](#ref-woolf)\n", "refs.md": "# Works\n\n::: {#refs}\n:::\n\nThe end.\n",
         "bib": made("bib", "bibliography", BACK)},
        metadata=METADATA,
    )  # fmt: skip
    assert [galley.chapter for galley in built.manuscript.galleys] == ["a", "refs"]
    assert built.tree("a").xpath("//a/@href") == ["octavo:refs#ref-woolf", "octavo:refs#ref-woolf"]
    assert built.texts("refs", "//p")[-1:] == ["The end."]
    assert "Hogarth" in built.texts("refs", "//div[@id='refs']")[0]


def test_a_style_that_makes_notes(book: Make) -> None:
    text = "# A\n\nFirst.^[Own note.] As Woolf says [@woolf, p. 3]. And on [@doe:99], too.^[See [@woolf].]\n"
    metadata = Metadata(title="B", bibliography=("b.bib",), csl="notes.csl")
    built = book({"a.md": text, "b.md": "# B\n\nAgain [@woolf].\n"}, metadata=metadata)
    assert built.texts("a", "//p")[0] == "First.1 As Woolf says.2 And on,3 too.4"
    notes = [note.removesuffix(" ↩\ufe0e") for note in built.texts("a", "//li[@class='note']")]
    assert notes == ["Own note.", "Woolf, Mrs Dalloway, 3.", "Doe, Nothing.", "See (Woolf, Mrs Dalloway)."]
    assert built.tree("a").xpath("//li/@id") == ["fn1", "fn2", "fn3", "fn4"]
    assert built.tree("a").xpath("//li//a[@role='doc-backlink']/@href") == [f"#fnref{n}" for n in (1, 2, 3, 4)]
    assert built.texts("b", "//p")[0] == "Again.1", "a chapter with no notes of its own"
    assert built.galley("b").reading.counts.notes == 1


def test_what_a_note_cites_leads_to_the_chapter_of_the_references(book: Make) -> None:
    metadata = Metadata(title="B", bibliography=("b.bib",), csl="notes.csl")
    built = book({"a.md": "# A\n\nAs [@woolf].\n", "refs.md": "# Works\n\n::: {#refs}\n:::\n"}, metadata=metadata)
    assert built.tree("a").xpath("//li//a[@role='doc-biblioref']/@href") == ["octavo:refs#ref-woolf"]


def test_numbers_that_are_raised_follow_close_on_their_word(book: Make) -> None:
    metadata = Metadata(title="B", bibliography=("b.bib",), csl="numbers.csl")
    built = book({"a.md": "# A\n\nAs Woolf says [@woolf]. And [@doe:99] too.\n"}, metadata=metadata)
    assert built.texts("a", "//p") == ["As Woolf says1. And2 too."]


def test_an_article_has_its_references_at_the_end(book: Make) -> None:
    text = "As [@woolf].\n\n## Works\n\nText.\n"
    built = book({"a.md": text}, kind="article", metadata=METADATA)
    assert built.texts("a", "//section[@id='bibliography']/div[@id='refs']/div")[0].startswith("Woolf")
    assert built.texts("a", "//h2") == ["1 Works", "Bibliography"]
    assert built.tree("a").xpath("//a/@href") == ["#ref-woolf"]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("As [@woolf].\n\n## Works\n", ["Works"]),
        ("As [@woolf].\n\n## References\n\n## After\n\nText.\n", ["References", "After"]),
        ("As [@woolf].\n\nThese are:\n\n::: {#refs}\n:::\n", []),
        ("As [@woolf].\n\n::: {#refs}\n:::\n\n## After\n\nText.\n", ["Bibliography", "After"]),
        ("## One\n\nNobody is cited.\n", ["One"]),
    ],
)
def test_a_bibliography_has_one_heading(book: Make, text: str, headings: list[str]) -> None:
    built = book({"a.md": text}, kind="article", metadata=METADATA)
    assert [title.lstrip("12 ") for title in built.texts("a", "//h2")] == headings


def test_what_is_wrong_with_citations(book: Make, tmp_path: Path) -> None:
    built = book({"a.md": "# A\n\nText\n[@wolf].\n", "b.md": "# B\n\n[@wolf; @woolf]\n"}, metadata=METADATA)
    assert [(each.rule, str(each.place), each.hint) for each in built.found] == [
        ("cite.unresolved", "a.md:4:2", "did you mean '@woolf'?"),
        ("cite.unresolved", "b.md:3:2", "did you mean '@woolf'?"),
    ]
    (tmp_path / "b.bib").write_text("@book{woolf,\n  author = {Woolf},\n\n@book{doe, title={x}}\n")
    built = book({"a.md": "# A\n\n[@woolf].\n"}, metadata=METADATA)
    (found,) = built.found
    assert found.rule == "cite.bibliography"
    assert found.place.file == "b.bib"
    assert found.place.line > 1
    assert built.texts("a", "//p") == ["[@woolf]."], "the text is not lost"


def test_citations_without_a_bibliography_stay_as_written(book: Make) -> None:
    built = book({"a.md": "# A\n\nAs [@woolf] says.\n"})
    assert built.tree("a").xpath("//span[@class='citation']/@data-cites") == ["woolf"]
    assert built.texts("a", "//p") == ["As [@woolf] says."]


def test_citations_beside_references(book: Make) -> None:
    text = "# A {#sec-a}\n\nSee @sec-a [@woolf, p. 3] and [@sec-a; @doe:99] there.\n"
    built = book({"a.md": text, "r.md": "# R\n\n::: {#refs}\n:::\n"}, metadata=METADATA)
    assert built.texts("a", "//p") == ["See Chapter 1 (Woolf 1925, 3) and Chapter 1 (Doe 1999) there."]
    assert built.rules == []
