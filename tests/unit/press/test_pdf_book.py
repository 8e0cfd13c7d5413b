"""A printed book, made of gatherings: what is on which page, and that every reference to a page is right."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from octavo.check import agreement, pdf_rules, proofreading
from octavo.check.pdf_file import PdfFile
from octavo.model.edition import Edition
from octavo.model.galley import Locator, Term
from octavo.press import pdf
from octavo.press.catalogue import PressJob
from octavo.press.paper import paper
from octavo.press.pdf import apparatus
from sample_book import galley, opening, publication, volume
from workshop import poppler

WHEN = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def printed() -> tuple[Edition, PdfFile]:
    edition = pdf.make(PressJob(publication(volume(), lists=("figures",)), volume(), WHEN))
    assert edition.diagnostics == ()
    return edition, PdfFile(edition.data)


@pytest.fixture(scope="module")
def pages(printed: tuple[Edition, PdfFile], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The text of each page, as poppler lays it out."""
    file = tmp_path_factory.mktemp("book") / "book.pdf"
    file.write_bytes(printed[0].data)
    return poppler("pdftotext", "-layout", str(file), "-").split("\f")[:-1]


def opened(pages: list[str], title: str) -> int:
    """The page that a title opens."""
    return next(n for n, text in enumerate(pages) if title in [line.strip() for line in text.splitlines()[:4]])


def test_the_text_is_all_there_and_in_order(printed: tuple[Edition, PdfFile]) -> None:
    book = volume()
    assert agreement.compare(book, publication(book), "pdf", proofreading.read_pdf(printed[1])) == []
    assert pdf_rules.examine(printed[1], publication(book).key("")) == []


def test_the_front_has_roman_numbers_and_the_body_begins_with_one(
    printed: tuple[Edition, PdfFile], pages: list[str]
) -> None:
    labels = printed[1].labels()
    assert labels == list(printed[0].labels)
    assert labels[:3] == ["i", "ii", "iii"]
    first = labels.index("1")
    assert first % 2 == 0
    assert "By Hand" in pages[first]
    assert [pages[opened(pages, title)].split()[-1] for title in ("Contents", "Preface", "Paper")] == ["v", "vii", "2"]
    assert [labels[opened(pages, title)] for title in ("Contents", "Preface", "Paper")] == ["v", "vii", "2"]


def test_empty_pages_are_empty(pages: list[str]) -> None:
    assert pages[0].split() == ["Folding"]
    assert pages[1].strip() == ""


def test_all_pages_have_the_same_boxes_and_crop_marks(tmp_path: Path) -> None:
    (tmp_path / "house.css").write_text("@page { bleed: 8mm; marks: crop }")
    book = replace(publication(volume()), root=tmp_path)
    book = replace(book, settings=replace(book.settings, css=("house.css",), chapters_open="recto"))
    data = pdf.make(PressJob(book, volume(), WHEN)).data
    file = tmp_path / "book.pdf"
    file.write_bytes(data)
    with pikepdf.open(file) as opened_file:
        boxes = {
            tuple(float(side) for box in ("MediaBox", "BleedBox", "TrimBox") for side in page[f"/{box}"])
            for page in opened_file.pages
        }
    assert len(boxes) == 1
    (left, _, right, _, *_), scale = boxes.pop(), 2.0
    poppler("pdftoppm", "-r", str(round(72 * scale)), "-gray", str(file), str(tmp_path / "page"))
    pictures = sorted(tmp_path.glob("page-*.pgm"))
    assert len(pictures) > 20
    for picture in pictures:
        with Image.open(picture) as page_picture:
            strip = page_picture.crop((0, 0, page_picture.width, 12)).resize((page_picture.width, 1))
        dark = [x / scale + left for x in range(strip.width) if strip.getpixel((x, 0)) < 160]
        assert {round(x / 2) * 2 for x in dark} <= {-2, 0, 2, round((right + left) / 2) * 2}, picture.name
        assert {min(dark) > -3, max(dark) > right + left - 3} == {True}, picture.name


def test_contents_and_lists_name_the_page_of_each_thing(printed: tuple[Edition, PdfFile], pages: list[str]) -> None:
    labels = printed[1].labels()
    lines = dict(re.findall(r"^ *(\S.*?)[ .]+(\w+)$", pages[opened(pages, "Contents")], re.MULTILINE))
    for line, title in (("Preface", "Preface"), ("1 Paper", "Paper"), ("2 Thread", "Thread"), ("Index", "Index")):
        assert lines[line] == labels[opened(pages, title)]
    knots = next(n for n, text in enumerate(pages) if "\nKnots\n" in text)
    assert lines["Knots"] == labels[knots]
    listed = pages[opened(pages, "List of figures")]
    assert re.search(rf"Figure 2\.1 A knot[ .]+{labels[knots]}\n", listed)


def test_links_lead_from_one_gathering_to_another(printed: tuple[Edition, PdfFile]) -> None:
    file = printed[1]
    links = {node.text(): [file.places[name] for name in node.targets] for node in file.nodes() if node.role == "/Link"}
    assert links["back"] == [file.labels().index("4")]
    assert all(links.values())


def test_a_reference_says_the_page_where_it_is_wanted(printed: tuple[Edition, PdfFile], pages: list[str]) -> None:
    said = re.search(r"Section 2\.1 \(page (\d+)\)", " ".join(" ".join(pages).split()))
    assert said is not None
    (target,) = next(n.targets for n in printed[1].nodes() if n.role == "/Link" and n.text() == "Section 2.1")
    assert printed[1].labels()[printed[1].places[target]] == said[1]


def test_the_index_names_pages(pages: list[str]) -> None:
    index = " ".join(pages[opened(pages, "Index")].split())
    assert "knot, 7" in index
    assert "sheet, 2, 4; see also knot" in index


def test_running_heads_name_the_book_and_the_chapter(printed: tuple[Edition, PdfFile], pages: list[str]) -> None:
    heads = dict(zip(printed[1].labels(), (text.strip().splitlines()[:1] for text in pages), strict=True))
    assert [heads[label][0].strip() for label in ("4", "6")] == ["FoldIng", "FoldIng"]  # small capitals and their dot
    assert [heads[label][0].strip() for label in ("3", "7", "9")] == ["1 Paper", "2 Thread", "2 Thread"]
    assert "FoldIng" not in pages[opened(pages, "Paper")]


def test_bookmarks_are_nested(printed: tuple[Edition, PdfFile]) -> None:
    with printed[1].pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles[:2] == ["Folding", "Contents"]
        part = next(item for item in outline.root if item.title == "Part I By Hand")
        assert [child.title for child in part.children] == ["1 Paper", "2 Thread"]
        assert [child.title for child in part.children[1].children] == ["Knots"]


def test_pages_that_follow_each_other_are_joined() -> None:
    """Three pages in a row are a stretch, and so is what the author made one."""
    at = {"a": 3, "b": 4, "c": 5, "d": 9, "e": 12}
    locators = [Locator("x", name, "") for name in "bcda"] + [Locator("x", "d", "", "x", "e")]
    made = apparatus.index(
        galley("index", "index", '<div class="index apparatus"></div>'), [Term("fold", tuple(locators))], "en",
        lambda _chapter, anchor: at[anchor], str,
    )  # fmt: skip
    assert "".join(etree.fromstring(made.html).itertext()) == "fold, 3–5, 9–12"


def test_the_type_area_moves_to_the_outer_side_of_left_pages(printed: tuple[Edition, PdfFile]) -> None:
    def contents(page: pikepdf.Page) -> int:
        own = page.obj.get("/Contents")
        return 0 if own is None else len(own) if isinstance(own, pikepdf.Array) else 1

    moved = [contents(page) for page in printed[1].pdf.pages]
    assert {count for page, count in enumerate(moved) if page % 2 == 0} <= {0, 1}
    assert {count for page, count in enumerate(moved) if page % 2 == 1} == {0, 2}


def test_chapters_open_on_right_pages_if_the_settings_say_so() -> None:
    edition = pdf.make(PressJob(publication(volume(), chapters_open="recto"), volume(), WHEN))
    found = proofreading.read_pdf(PdfFile(edition.data))
    opened = {chapter: page for chapter, page, word in reversed(found.pages) if word == 0}
    assert {page % 2 for chapter, page in opened.items() if chapter in ("preface", "one", "paper", "thread")} == {0}


def test_the_same_book_gives_the_same_bytes(printed: tuple[Edition, PdfFile]) -> None:
    assert pdf.make(PressJob(publication(volume(), lists=("figures",)), volume(), WHEN)).data == printed[0].data


def test_without_its_claim_a_file_is_as_long_as_before(printed: tuple[Edition, PdfFile]) -> None:
    plain = pdf.without_claim(printed[0])
    assert len(plain.data) == len(printed[0].data)
    assert b"<pdfuaid:part>" not in plain.data
    assert PdfFile(plain.data).pages == printed[1].pages


def test_a_page_number_that_never_settles_is_reported(tmp_path: Path) -> None:
    """In front, `viii` is longer than `ix`: printed, it moves its own target to page ix; `ix` moves the target back."""
    (tmp_path / "own.css").write_text(".page-reference { display: block; width: 5.8em; text-align: left }")
    page = paper((152.4, 228.6), 0.483)
    turn = '<p style="break-after: page">So.</p>'
    inner = (
        f'{opening("preface", "Preface")}{turn}{turn}<p><a class="xref paged" href="#here">Here</a></p>'
        f'<div style="height: {(page.lines - 3) * page.step - 2}pt"></div><p id="here">This.</p>'
    )
    book = volume()
    chased = galley("preface", "preface", inner, matter="front")
    whole = replace(book, galleys=(book.galleys[0], chased), index=(), captioned=())
    one = replace(publication(whole, css=("own.css",)), root=tmp_path)
    edition = pdf.make(PressJob(one, whole, WHEN))
    assert [each.rule for each in edition.diagnostics] == ["print.unsettled"]
    assert PdfFile(edition.data).pages == 9
