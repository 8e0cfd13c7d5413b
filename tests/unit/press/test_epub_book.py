"""A book as EPUB: a file a chapter, ways through it, and the pages of the printed book at their words."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from octavo.build.editions import press_print
from octavo.check import agreement, epub_reader, links, screen
from octavo.check.validators import ace, epubcheck
from octavo.check.validators.finding import Unavailable
from octavo.model import reading
from octavo.model.edition import Edition, PageBreak, PageList
from octavo.model.galley import Locator, Manuscript, Term
from octavo.press import epub
from octavo.press.catalogue import PressJob
from octavo.press.epub import index, markup
from octavo.press.epub import pages as page_breaks
from sample_book import LONG, galley, opening, publication, volume

WHEN = datetime(2025, 1, 1, tzinfo=UTC)
TYPE = "{http://www.idpf.org/2007/ops}type"
NAMES = {"h": "http://www.w3.org/1999/xhtml", "n": "http://www.daisy.org/z3986/2005/ncx/",
         "o": "http://www.idpf.org/2007/opf", "e": "http://www.idpf.org/2007/ops"}  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> PageList:
    """The pages of the same book in print."""
    book = volume()
    return press_print(publication(book), book, WHEN)[1]


@pytest.fixture(scope="module")
def edition(pages: PageList) -> Edition:
    return epub.make(PressJob(publication(volume()), volume(), WHEN, pages=pages))


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
    assert agreement.compare(book, one, "epub", screen.read(epub_reader.open_edition(edition))) == []
    assert links.examine(epub_reader.open_edition(edition), pages, one.key("")) == []


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
    assert "sheet, 2, 4; see also knot" in text
    links = files["index.xhtml"].iterfind(".//h:ul//h:a", NAMES)
    assert [link.get("href") for link in links] == [
        "thread.xhtml#ix-1", "paper.xhtml#ix-1", "paper.xhtml#ix-2", "#index-entry-1",
    ]  # fmt: skip


def entries(terms: tuple[Term, ...], labels: dict[tuple[str, str], str], lang: str = "en") -> list[str]:
    """The lines of an index to a book of five pages in front and twelve of text."""
    block = markup.make("div")
    index.fill(block, terms, lang, labels, ["i", "ii", "iii", "iv", "v", *map(str, range(1, 13))] if labels else [])
    return ["".join(line.itertext()) for line in block.iter("{http://www.w3.org/1999/xhtml}p")]


def term(*places: str, **more: Any) -> Term:
    """An entry with places, each named by its anchor; `a-b` is a range."""
    found = []
    for each in places:
        first, _, last = each.partition("-")
        found.append(Locator("c", first, f"§{first}", "c" if last else "", last))
    return Term("sheet", tuple(found), **more)


def test_pages_of_an_entry_are_joined_as_in_print() -> None:
    named = ("ii", "iii", "v", "1", "2", "3", "4", "7", "9", "12")
    labels = {("c", f"p{label}"): label for label in named} | {("c", "again"): "12"}
    assert entries((term("p12", "p2", "p1", "p4", "again"),), labels) == ["sheet, 1–2, 4, 12"]
    assert entries((term("p1-p3", "p2", "p4"),), labels) == ["sheet, 1–4"]
    assert entries((term("pii", "piii", "pv", "p1"),), labels) == ["sheet, ii–iii, v, 1"]
    assert entries((term("p7", "p9"),), labels) == ["sheet, 7, 9"]
    assert entries((term("p1", "p1", "p2"),), {}) == ["sheet, §p1, §p2"]


def test_an_entry_sends_to_others() -> None:
    below = (Term("plain", (Locator("c", "p1", "1"),)),)
    terms = (Term("paper", see=("sheet!plain", "nothing")), term("p1", see_also=("paper",), below=below))
    assert entries(terms, {}) == ["paper, see sheet, plain; nothing", "sheet, §p1; see also paper", "plain, 1"]
    assert entries(terms[:1], {}, "ja") == ["paper, sheet, plain; nothingを見よ"]
    block = markup.make("div")
    index.fill(block, terms, "en", {})
    links = {link.text: link.get("href") for link in block.iter("{http://www.w3.org/1999/xhtml}a")}
    ids = {item.get("id"): item[0][0].text for item in block.iter("{http://www.w3.org/1999/xhtml}li")}
    assert ids[links["sheet, plain"].removeprefix("#")] == "plain"
    assert ids[links["paper"].removeprefix("#")] == "paper"


def test_without_print_there_are_no_pages_and_the_index_names_sections() -> None:
    edition = epub.make(PressJob(publication(volume()), volume(), WHEN))
    with zipfile.ZipFile(io.BytesIO(edition.data)) as book:
        nav, places = book.read("EPUB/nav.xhtml").decode(), book.read("EPUB/index.xhtml").decode()
        assert "page-list" not in nav
        assert "pagebreak" not in book.read("EPUB/paper.xhtml").decode()
        assert "pageBreakSource" not in book.read("EPUB/content.opf").decode()
        assert ">2.1</a>" in places


def test_hundreds_of_chapters_are_bound(pages: PageList) -> None:
    book = volume()
    chapter = book.galleys[3]
    many = [
        replace(chapter, chapter=f"c{n}", html=chapter.html.replace(b'"paper"', f'"c{n}"'.encode(), 1))
        for n in range(300)
    ]
    whole = replace(book, galleys=(*book.galleys, *many))
    edition = epub.make(PressJob(publication(whole), whole, WHEN))
    assert agreement.compare(whole, publication(whole), "epub", screen.read(epub_reader.open_edition(edition))) == []


def test_files_have_plain_names_and_each_its_own() -> None:
    """Ids of chapters may be of any script, and differ in a sign or in case only."""
    book = volume()
    chapter = book.galleys[3]
    ids = ("a.b", "a-b", "A_b", "日本", "Über uns", "nav", "toc", "paper-2")
    more = [
        replace(chapter, chapter=each, html=chapter.html.replace(b'"paper"', f'"{each}"'.encode(), 1)) for each in ids
    ]
    whole = replace(book, galleys=(*book.galleys, *more))
    edition = epub.make(PressJob(publication(whole), whole, WHEN))
    with zipfile.ZipFile(io.BytesIO(edition.data)) as packed:
        package = etree.fromstring(packed.read("EPUB/content.opf"))
    items = {item.get("id"): item.get("href") for item in package.iterfind(".//o:item", NAMES)}
    names = [items[each.get("idref")] for each in package.iterfind(".//o:itemref", NAMES)]
    assert len(set(items)) == len(package.findall(".//o:item", NAMES))
    assert names[-8:] == [
        "a-b.xhtml", "a-b-2.xhtml", "a-b-3.xhtml", "chapter-010.xhtml", "uber-uns.xhtml", "nav-2.xhtml", "toc-2.xhtml",
        "paper-2.xhtml",
    ]  # fmt: skip
    assert agreement.compare(whole, publication(whole), "epub", screen.read(epub_reader.open_edition(edition))) == []


MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'


@pytest.mark.parametrize(
    "text",
    [
        "<p>un<em>inter</em>rupted words <b>he</b>re</p>",
        "<p>co\u00adop\u00aderate \u200bnow here</p>",
        "<p>a \ufb01ne x\u00b2 sugar \u2116 5 \u2460 end</p>",
        "<p>cafe\u0301 e<b>\u0301</b>t tout</p>",
        "<p>\u0130stanbul ist groß \u0149 da</p>",
        "<p>吾輩は猫である。名前はまだ無い。</p>",
        f"<p>let {MATH} be a{MATH}b c</p>",
        "<p>o<font>n</font>e <label>tw</label>o <tt>three</tt>four li<wbr/>ne<br/>next</p>",
        '<p>a<span class="apparatus">x y</span>b <span hidden="hidden">zz</span> on<!-- x -->e</p>',
        '<p>see <img src="x" alt="a b"/>this<a class="note-ref" href="#fn1">1</a> after</p>',
        '<ul><li><span class="task">☑</span> do it</li></ul><pre><code><span>re</span>turn a_b</code></pre>',
        '<header><h1 id="h"><span class="number">3</span> A <em>big</em> head</h1></header><p>x y</p>',
    ],
)
def test_pages_begin_where_the_reading_counts(text: str) -> None:
    """Wherever a printed page begins, the mark has as many words before it, and no word is torn by it."""
    html = f'<article class="galley">{text}</article>'.encode()
    words = reading.read(markup.parse(html)).words
    breaks = [PageBreak(f"p{number}", "", number) for number in range(len(words))]
    for marked in (breaks, *([each] for each in breaks)):
        article = markup.parse(html)
        page_breaks.insert_breaks(article, marked)
        assert reading.read(article).words == words
        assert reading.page_breaks(article) == ([(each.label, each.word) for each in marked], len(words))


def test_a_page_s_mark_takes_no_id_of_the_author_s() -> None:
    article = markup.parse(b'<article><p id="page-7">one <b id="b">two</b></p></article>')
    page_breaks.insert_breaks(article, [PageBreak("7", "", 0), PageBreak("7", "", 1)])
    ids = [element.get("id") for element in article.iter() if element.get("id")]
    assert ids == ["page-7", "page-7-2", "b", "page-7-3"]


def test_every_place_is_on_its_printed_page() -> None:
    """A place at the head of a page is on that page; one in a note is where the note is called."""
    article = markup.parse(
        b'<article><p>one<a class="note-ref" id="r" href="#fn1">1</a> <span id="first">two</span> three'
        b'<i id="behind"/></p>'
        b'<section id="s"><h2 id="h">four</h2></section>'
        b'<section class="notes"><ol><li class="note" id="fn1">note <i id="in-note">x</i></li></ol></section></article>'
    )
    stands = page_breaks.insert_breaks(article, [PageBreak("2", "", 1), PageBreak("3", "", 3)], "1")
    assert {key: stands[key] for key in ("r", "first", "behind", "s", "h", "fn1", "in-note")} == {
        "r": "1", "first": "2", "behind": "2", "s": "3", "h": "3", "fn1": "1", "in-note": "1",
    }  # fmt: skip


def every_kind() -> Manuscript:
    """A book that has a chapter of every kind, and one that is long."""
    book = volume()
    made = []
    for kind, matter in (
        ("foreword", "front"), ("introduction", "body"), ("prologue", "body"), ("epilogue", "body"),
        ("conclusion", "body"), ("appendix", "back"), ("afterword", "back"), ("acknowledgments", "back"),
        ("colophon", "back"), ("bibliography", "back"), ("glossary", "back"),
    ):  # fmt: skip
        inner = {
            "glossary": '<dl class="glossary"><dt id="ply">Ply</dt><dd>A strand of thread.</dd></dl>',
            "bibliography": '<div id="refs" class="references" role="list"><div id="ref-k" class="csl-entry" '
            'role="listitem">Knott, A. <em>Knots</em>.</div></div>',
        }.get(kind, "<p>Words, and no more.</p>")
        made.append(galley(kind, kind, opening(f"the-{kind}", kind.title()) + inner, matter=matter))
    sections = "".join(
        f'<section class="level2" id="s{number}"><h2 id="h{number}">Part {number}</h2><p>{LONG}'
        f'<a class="note-ref" role="doc-noteref" id="fnref{number}" href="#fn{number}">{number}</a> '
        f'<a href="#h{3 - number}">The other</a> and a <a href="octavo:glossary#ply">ply</a>.</p></section>'
        for number in (1, 2)
    )
    notes = "".join(
        f'<li id="fn{number}" class="note"><p>Note {number}. <a class="note-back" role="doc-backlink" '
        f'href="#fnref{number}" aria-label="Back to the text">↩︎</a></p></li>'
        for number in (1, 2)
    )
    notes = f'<section class="notes" id="notes" role="doc-endnotes" aria-label="Notes"><ol>{notes}</ol></section>'
    long = galley("chapter", "long", f"{opening('the-long', 'Long', '3')}<p>Before.</p>{sections}{notes}")
    front = (
        galley("copyright", "copyright-page", '<section class="copyright" id="c"><p>Rights.</p></section>',
               matter="front"),
        galley("dedication", "dedication", "<p>For you.</p>", matter="front"),
        galley("epigraph", "epigraph", "<p>A saying.</p>", matter="front"),
    )  # fmt: skip
    front = tuple(replace(each, title=each.kind.title()) for each in front)
    return replace(book, galleys=(book.galleys[0], *front, *book.galleys[1:-1], long, *made, book.galleys[-1]))


@pytest.fixture(scope="module")
def whole() -> Edition:
    """Every kind of chapter, the long one cut, with a page in each three hundred words."""
    book = every_kind()
    breaks = [
        (galley.chapter, at) for galley in book.galleys for at in range(0, max(1, len(galley.reading.words)), 300)
    ]
    printed = PageList(tuple(PageBreak(str(number), *place) for number, place in enumerate(breaks, 1)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("octavo.press.epub.cut.LONG_CHAPTER", 5000)
        edition = epub.make(PressJob(publication(book), book, WHEN, pages=printed))
    assert edition.diagnostics == ()
    assert agreement.compare(book, publication(book), "epub", screen.read(epub_reader.open_edition(edition))) == []
    assert links.examine(epub_reader.open_edition(edition), printed, publication(book).key("")) == []
    return edition


def test_a_long_chapter_is_cut_and_its_notes_stay_with_their_calls(whole: Edition) -> None:
    with zipfile.ZipFile(io.BytesIO(whole.data)) as book:
        parts = {
            name: etree.fromstring(book.read(name)) for name in book.namelist() if name.startswith("EPUB/long")
        }  # fmt: skip
    assert list(parts) == ["EPUB/long--001.xhtml", "EPUB/long--002.xhtml", "EPUB/long--003.xhtml"]
    first, second, third = parts.values()
    assert [len(part.findall(".//h:section[@role='doc-chapter']", NAMES)) for part in parts.values()] == [1, 0, 0]
    assert first.find(".//h:aside", NAMES) is None
    assert second.find(".//h:aside", NAMES).get("id") == "fn1"
    assert third.find(".//h:aside", NAMES).get("id") == "fn2"
    links = [link.get("href") for link in second.iterfind(".//h:section[@class='level2']//h:a", NAMES)]
    assert links == ["#fn1", "long--003.xhtml#h2", "glossary.xhtml#ply"]


def test_the_contents_stand_behind_the_epigraph(whole: Edition) -> None:
    with zipfile.ZipFile(io.BytesIO(whole.data)) as book:
        package = etree.fromstring(book.read("EPUB/content.opf"))
    items = {item.get("id"): item.get("href") for item in package.iterfind(".//o:item", NAMES)}
    spine = [items[each.get("idref")] for each in package.iterfind(".//o:itemref", NAMES)]
    assert spine[4:7] == ["epigraph.xhtml", "nav.xhtml", "preface.xhtml"]
    assert package.find(".//o:itemref[@idref='nav']", NAMES).get("linear") != "no"


@pytest.mark.slow
@pytest.mark.parametrize("validator", [epubcheck, ace], ids=["epubcheck", "ace"])
def test_the_validators_find_nothing_in_a_book(validator: Any, whole: Edition, tmp_path: Path) -> None:
    available = validator.find()
    if isinstance(available, Unavailable):
        pytest.skip(available.reason)
    file = tmp_path / "book.epub"
    file.write_bytes(whole.data)
    assert validator.run([file]) == []
