"""A book as EPUB: a file a chapter, ways through it, and the pages of the printed book at their words."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import etree

from octavo.check import agreement, ways
from octavo.check.pdf_file import PdfFile
from octavo.model.edition import Edition, PageList
from octavo.press import epub, pdf
from volume import publication, volume

WHEN = datetime(2025, 1, 1, tzinfo=UTC)
TYPE = "{http://www.idpf.org/2007/ops}type"
NAMES = {"h": "http://www.w3.org/1999/xhtml", "n": "http://www.daisy.org/z3986/2005/ncx/",
         "o": "http://www.idpf.org/2007/opf", "e": "http://www.idpf.org/2007/ops"}  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> PageList:
    """The pages of the same book in print."""
    book = volume()
    edition = pdf.make(publication(book), book, WHEN)
    return agreement.page_list(book, agreement.read_pdf(PdfFile(edition.data)), edition.labels)


@pytest.fixture(scope="module")
def edition(pages: PageList) -> Edition:
    return epub.make(publication(volume()), volume(), WHEN, pages=pages)


@pytest.fixture(scope="module")
def files(edition: Edition) -> dict[str, Any]:
    """Its documents, parsed."""
    with zipfile.ZipFile(io.BytesIO(edition.data)) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".ncx", ".opf"))]
        return {name.removeprefix("EPUB/"): etree.fromstring(book.read(name)) for name in names}


def test_all_of_the_book_is_in_it_and_every_way_leads_somewhere(edition: Edition, pages: PageList) -> None:
    book = volume()
    one = publication(book)
    assert edition.diagnostics == ()
    assert agreement.compare(book, one, "epub", agreement.read_epub(edition)) == []
    assert ways.examine(edition, pages, one.key("")) == []


def test_there_is_a_file_for_each_chapter_in_the_order_of_the_book(files: dict[str, Any]) -> None:
    package = files["content.opf"]
    items = {item.get("id"): item.get("href") for item in package.iterfind(".//o:item", NAMES)}
    spine = [items[each.get("idref")] for each in package.iterfind(".//o:itemref", NAMES)]
    names = ["title-page", "nav", "preface", "one", "paper", "thread", "index"]
    assert spine == ["cover.xhtml", *(f"{name}.xhtml" for name in names)]


def test_each_file_says_what_it_is(files: dict[str, Any]) -> None:
    said = {}
    for name in ("title-page", "preface", "one", "paper", "index"):
        body = files[f"{name}.xhtml"].find("h:body", NAMES)
        section = body.find("h:section", NAMES)
        said[name] = body.get(TYPE), section.get(TYPE), section.get("role")
    assert said == {
        "title-page": ("frontmatter", "titlepage", None),
        "preface": ("frontmatter", "preface", "doc-preface"),
        "one": ("bodymatter", "part", "doc-part"),
        "paper": ("bodymatter", "chapter", "doc-chapter"),
        "index": ("backmatter", "index", "doc-index"),
    }


def test_contents_are_nested_as_the_book_is(files: dict[str, Any]) -> None:
    toc = files["nav.xhtml"].find(".//h:nav[@role='doc-toc']", NAMES)
    top = ["".join(link.itertext()) for link in toc.iterfind("h:ol/h:li/h:a", NAMES)]
    assert top == ["Preface", "Part I By Hand", "Index"]
    below = toc.xpath("h:ol/h:li[2]/h:ol/h:li/h:a/text()", namespaces=NAMES)
    assert below == ["1 Paper", "2 Thread"]
    assert toc.xpath("h:ol/h:li[2]/h:ol/h:li[2]/h:ol//h:a/@href", namespaces=NAMES) == ["thread.xhtml#knots"]


def test_landmarks_and_lists(files: dict[str, Any]) -> None:
    guide = files["nav.xhtml"].xpath("//h:nav[@e:type='landmarks']//h:a", namespaces=NAMES)
    assert [link.get(TYPE) for link in guide] == ["cover", "titlepage", "toc", "bodymatter", "loi", "index"]
    assert guide[3].get("href") == "one.xhtml"
    figures = files["nav.xhtml"].xpath("//h:nav[@e:type='loi']//h:a", namespaces=NAMES)
    assert [(link.text, link.get("href")) for link in figures] == [("Figure 2.1 A knot", "thread.xhtml#knots")]


def test_printed_pages_are_listed_and_found_in_the_text(files: dict[str, Any], pages: PageList) -> None:
    labels = [each.label for each in pages.breaks]
    listed = files["nav.xhtml"].xpath("//h:nav[@e:type='page-list' and @role='doc-pagelist']//h:a", namespaces=NAMES)
    assert [link.text for link in listed] == labels
    assert labels[0] == "iii"
    targets = files["toc.ncx"].findall(".//n:pageTarget", NAMES)
    assert [target.findtext("n:navLabel/n:text", namespaces=NAMES) for target in targets] == labels
    for link in listed:
        name, _, anchor = link.get("href").partition("#")
        (mark,) = files[name].xpath(f"//*[@id='{anchor}']")
        assert (mark.get("role"), mark.get("aria-label"), mark.get(TYPE)) == ("doc-pagebreak", link.text, "pagebreak")
    source = files["content.opf"].xpath("//o:meta[@property='pageBreakSource']/text()", namespaces=NAMES)
    assert source == ["Folding (PDF, 152.4 × 228.6 mm)"]
    features = files["content.opf"].xpath("//o:meta[@property='schema:accessibilityFeature']/text()", namespaces=NAMES)
    assert {"pageBreakMarkers", "pageNavigation", "index"} <= set(features)


def test_a_page_begins_at_its_very_word(files: dict[str, Any], pages: PageList) -> None:
    """The words behind the mark are the first words of the printed page."""
    book = {galley.chapter: galley.reading.words for galley in volume().galleys}
    inside = [each for each in pages.breaks if each.chapter == "paper" and each.word]
    assert inside
    for each in inside:
        (mark,) = files["paper.xhtml"].xpath(f"//*[@id='page-{each.label}']")
        behind = (mark.tail or "").casefold().split()[:3]
        assert [word.strip(".,") for word in behind] == list(book["paper"][each.word : each.word + 3])


def test_the_index_names_the_printed_pages(files: dict[str, Any]) -> None:
    text = " ".join("".join(files["index.xhtml"].find("h:body", NAMES).itertext()).split())
    assert "sheet, 2, 4. see also knot" in text
    assert [link.get("href") for link in files["index.xhtml"].iterfind(".//h:ul//h:a", NAMES)] == [
        "thread.xhtml#ix-1", "paper.xhtml#ix-1", "paper.xhtml#ix-2",
    ]  # fmt: skip


def test_without_print_there_are_no_pages_and_the_index_names_sections() -> None:
    edition = epub.make(publication(volume()), volume(), WHEN)
    with zipfile.ZipFile(io.BytesIO(edition.data)) as book:
        nav, index = book.read("EPUB/nav.xhtml").decode(), book.read("EPUB/index.xhtml").decode()
        assert "page-list" not in nav
        assert "pagebreak" not in book.read("EPUB/paper.xhtml").decode()
        assert "pageBreakSource" not in book.read("EPUB/content.opf").decode()
        assert ">2.1</a>" in index


def test_hundreds_of_chapters_are_bound(pages: PageList) -> None:
    from dataclasses import replace

    book = volume()
    chapter = book.galleys[3]
    many = [replace(chapter, chapter=f"c{n}", html=chapter.html.replace('"paper"', f'"c{n}"', 1)) for n in range(300)]
    whole = replace(book, galleys=(*book.galleys, *many))
    edition = epub.make(publication(whole), whole, WHEN)
    assert agreement.compare(whole, publication(whole), "epub", agreement.read_epub(edition)) == []
