"""The bound EPUB, read back from its bytes: the same words, no dead link, and nothing claimed that is not so."""

from __future__ import annotations

import hashlib
import io
import os
import posixpath
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from octavo.check.validators import ace, epubcheck
from octavo.check.validators.finding import Unavailable
from octavo.model import reading
from octavo.model.galley import ContentsEntry, Galley, Heading, Manuscript
from octavo.model.identifiers import Identifier
from octavo.model.publication import Chapter, Contributor, Metadata, Publication, Resource
from octavo.model.settings import Settings
from octavo.press import styles
from octavo.press.catalogue import PressJob
from octavo.press.epub import jacket
from octavo.press.epub.package import bind

SOURCE = Path(__file__).parents[3] / "source"
SAMPLE = (Path(__file__).parent / "galley_sample.html").read_text(encoding="utf-8")
MODIFIED = datetime(2025, 6, 24, 1, 30, tzinfo=UTC)
NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
METADATA = Metadata(
    title="A Sampler for *Compositors*",
    subtitle="Every Construct a Galley May Hold, Set Once",
    creators=(
        Contributor("Ada Quire", "aut", "Quire, Ada"),
        Contributor("Ben Folio", "aut"),
        Contributor("Cleo Recto", "trl"),
    ),
    date=datetime(2025, 6, 24, 3, 30),  # noqa: DTZ001  the author gave no zone
    lang="en",
    description="A cloth on which each stitch is tried.",
    keywords=("sampler", "type"),
    publisher="Octavo",
    rights="CC BY 4.0",
)


def picture(name: str) -> Resource:
    file = SOURCE / "the-light-that-finds-us" / name
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    return Resource(name, file, "image/svg+xml", digest, (120.0, 120.0))


def galley(html: str) -> Galley:
    article = etree.fromstring(html)
    found = []
    for heading in article.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        anchor = heading.get("id") or heading.getparent().get("id")
        found.append(Heading(int(heading.tag[1]), anchor, reading.plain_text(heading)))
    subtitle = article.find("header/p[@class='subtitle']")
    return Galley(
        chapter="sampler",
        html=html.encode(),
        title=reading.plain_text(article.find("header/h1")),
        subtitle="" if subtitle is None else reading.plain_text(subtitle),
        date="",
        headings=tuple(found),
        resources=tuple(picture(name) for name in ("hero.svg", "logo.svg") if f"res:{name}" in html),
        reading=reading.read(article),
    )


def manuscript(html: str) -> Manuscript:
    one = galley(html)
    below = [heading for heading in one.headings if heading.level > 1]
    return Manuscript((one,), tuple(ContentsEntry(h.level - 1, one.chapter, h.id, h.text, h.number) for h in below))


def publication(metadata: Metadata = METADATA, settings: Settings | None = None) -> Publication:
    chapter = Chapter("sampler", SOURCE / "sampler.md", "source/sampler.md", "")
    return Publication("sampler", "article", "source/sampler.md", SOURCE, metadata, settings or Settings(), (chapter,))


def made(html: str = SAMPLE, metadata: Metadata = METADATA, settings: Settings | None = None) -> bytes:
    one = publication(metadata, settings)
    text = manuscript(html)
    data, found = bind(PressJob(one, text, MODIFIED), styles.for_publication("reader", one, text))
    assert found == []
    return data


def long(html: str = SAMPLE) -> str:
    """The sample, its paragraphs so long that it is cut into files."""
    return html.replace("Few texts need it.", "Few texts need it. " + "So much for that. " * 4000)


class Book:
    """An EPUB opened again."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.opf = etree.fromstring(self.archive.read("EPUB/content.opf"))

    def page(self, name: str) -> Any:
        return etree.fromstring(self.archive.read(f"EPUB/{name}"))

    def spine(self) -> list[str]:
        items = {item.get("id"): item.get("href") for item in self.opf.iterfind(".//opf:item", NAMES)}
        return [items[ref.get("idref")] for ref in self.opf.iterfind(".//opf:itemref", NAMES)]

    def properties(self, name: str) -> str:
        found = self.opf.find(f".//opf:item[@href='{name}']", NAMES)
        return found.get("properties") or ""

    def meta(self, prop: str) -> list[str]:
        return [meta.text for meta in self.opf.iterfind(f".//opf:meta[@property='{prop}']", NAMES)]

    def dc(self, name: str) -> list[str]:
        return [one.text for one in self.opf.iterfind(f".//dc:{name}", NAMES)]

    def links(self) -> list[tuple[str, str, str]]:
        """Every link inside the book: page, target page, target id."""
        found = []
        for name in self.spine():
            for link in self.page(name).iter("{http://www.w3.org/1999/xhtml}a"):
                target, _, anchor = link.get("href").partition("#")
                if ":" not in target:
                    found.append((name, posixpath.normpath(target) if target else name, unquote(anchor)))
        return found


@pytest.fixture(scope="module", autouse=True)
def one_cover_for_all() -> Iterator[None]:
    """Covers are drawn once for the same title and theme: it takes half a second, and gives the same every time."""
    drawn: dict[Any, Any] = {}
    make = jacket.make

    def once(order: jacket.CoverJob) -> Any:
        key = (order.title, order.publication.settings.theme)
        if key not in drawn:
            drawn[key] = make(order)
        return drawn[key][0], list(drawn[key][1])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jacket, "make", once)
        yield


@pytest.fixture(scope="module", params=["short", "long"])
def book(request: pytest.FixtureRequest) -> Book:
    return Book(made(SAMPLE if request.param == "short" else long()))


@pytest.fixture(scope="module")
def bound() -> bytes:
    return made(long())


@pytest.mark.parametrize("html", [SAMPLE, long()], ids=["short", "long"])
def test_the_spine_reads_as_the_galley_does(html: str) -> None:
    book = Book(made(html))
    parts = [reading.read(book.page(name)) for name in book.spine()]
    expected = galley(html).reading
    assert [word for part in parts for word in part.words] == list(expected.words)
    assert [note for part in parts for note in part.notes] == list(expected.notes)
    counts = parts[0].counts
    for part in parts[1:]:
        counts += part.counts
    assert counts == expected.counts


def test_every_link_has_its_target(book: Book) -> None:
    links = book.links()
    ids = {name: set(book.page(name).xpath("//@id")) for name in book.spine()}
    assert len(links) > 15
    assert [link for link in links if link[1] not in ids or (link[2] and link[2] not in ids[link[1]])] == []


def test_no_id_is_used_twice_or_lost(book: Book) -> None:
    ids = [one for name in [*book.spine()[3:], "title.xhtml"] for one in book.page(name).xpath("//@id")]
    expected = set(etree.fromstring(SAMPLE).xpath("//@id")) - {"notes"}
    assert len(ids) == len(set(ids))
    assert set(ids) == expected


def test_an_essay_stays_in_one_file_and_a_manual_is_cut() -> None:
    assert Book(made()).spine() == ["cover.xhtml", "title.xhtml", "nav.xhtml", "text.xhtml"]
    assert Book(made(long())).spine()[3:] == [f"text-{n:02}.xhtml" for n in range(1, 8)]


def test_notes_stand_in_the_file_that_refers_to_them() -> None:
    book = Book(made(long()))
    for name, note in (("text-01.xhtml", "fn1"), ("text-02.xhtml", "fn2")):
        aside = book.page(name).find(f".//x:aside[@id='{note}']", NAMES)
        assert (aside.get("role"), aside.get(EPUB_TYPE), aside.get("class")) == ("doc-footnote", "footnote", "note")
        reference = book.page(name).find(f".//x:a[@href='#{note}']", NAMES)
        assert (reference.get("role"), reference.get(EPUB_TYPE)) == ("doc-noteref", "noteref")
        assert aside.find(".//x:a[@role='doc-backlink']", NAMES).get("href") == f"#{reference.get('id')}"


def test_the_contents_are_nested_and_end_at_the_fourth_level(book: Book) -> None:
    toc = book.page("nav.xhtml").find(".//x:nav[@role='doc-toc']", NAMES)
    assert toc.get(EPUB_TYPE) == "toc"
    first = toc.findall("x:ol/x:li", NAMES)
    assert [item.find("x:a", NAMES).text for item in first[:3]] == [
        "A Sampler for Compositors",
        "1 Headings and What Stands Under Them",
        "2 Quotations and Lists",
    ]
    under = [link.text for link in first[1].iterfind("x:ol//x:a", NAMES)]
    assert under == ["1.1 A third level", "A fourth level"]


def test_old_readers_get_the_same_contents(book: Book) -> None:
    ncx = etree.fromstring(book.archive.read("EPUB/toc.ncx"))
    nav = book.page("nav.xhtml").findall(".//x:nav[@role='doc-toc']//x:a", NAMES)
    points = ncx.findall(".//ncx:navPoint", NAMES)
    assert [p.find("ncx:content", NAMES).get("src") for p in points] == [link.get("href") for link in nav]
    assert ncx.find(".//ncx:meta[@name='dtb:uid']", NAMES).get("content") == book.dc("identifier")[0]
    assert ncx.find(".//ncx:meta[@name='dtb:depth']", NAMES).get("content") == "3"


def test_landmarks_name_what_is_there(book: Book) -> None:
    guide = book.page("nav.xhtml").xpath("//x:nav[@epub:type='landmarks']//x:a", namespaces=NAMES)
    assert [link.get(EPUB_TYPE) for link in guide] == ["cover", "titlepage", "toc", "bodymatter"]
    assert guide[3].get("href") == book.spine()[3]


def test_each_page_names_its_language_twice_and_has_a_title(book: Book) -> None:
    for name in book.spine():
        page = book.page(name)
        assert page.get("lang") == page.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
        assert page.find("x:head/x:title", NAMES).text
        assert book.archive.read(f"EPUB/{name}").startswith(b"<?xml")


def test_a_page_with_mathematics_says_so() -> None:
    book = Book(made(long()))
    with_mathematics = [name for name in book.spine() if book.properties(name) == "mathml"]
    assert with_mathematics == ["text-05.xhtml"]


def test_the_cover_is_a_portrait_of_1600_by_2560_with_words(book: Book) -> None:
    from PIL import Image

    page = book.page("cover.xhtml")
    image = page.find(".//x:img", NAMES)
    assert image.get("alt") == "Cover: A Sampler for Compositors"
    assert image.get("role") == "doc-cover"
    assert book.properties(image.get("src")) == "cover-image"
    with Image.open(io.BytesIO(book.archive.read("EPUB/" + image.get("src")))) as picture:
        assert picture.size == (1600, 2560)


def test_the_package_says_who_and_what_and_when(book: Book) -> None:
    assert book.dc("title") == ["A Sampler for Compositors", "Every Construct a Galley May Hold, Set Once"]
    assert book.meta("title-type") == ["main", "subtitle"]
    assert book.dc("creator") == ["Ada Quire", "Ben Folio"]
    assert book.dc("contributor") == ["Cleo Recto"]
    assert book.meta("role") == ["aut", "aut", "trl"]
    assert book.meta("file-as") == ["Quire, Ada"]
    assert book.dc("date") == ["2025-06-24"]
    assert book.dc("description") == ["A cloth on which each stitch is tried."]
    assert book.dc("subject") == ["sampler", "type"]
    assert book.meta("dcterms:modified") == ["2025-06-24T01:30:00Z"]
    assert book.dc("identifier")[0].startswith("urn:uuid:")
    assert book.meta("dcterms:conformsTo") == []


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("978-3-16-148410-0", "urn:isbn:9783161484100"),
        ("ISBN 3-16-148410-X", "urn:isbn:316148410X"),
        ("doi:10.1000/182", "doi:10.1000/182"),
    ],
)
def test_the_author_s_identifier_is_kept(given: str, written: str) -> None:
    assert Book(made(metadata=replace(METADATA, identifiers=(Identifier(given),)))).dc("identifier") == [written]


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (date(1999, 1, 2), ["1999-01-02"]),
        (datetime(2025, 6, 24, 3, 30, tzinfo=UTC), ["2025-06-24T03:30:00+00:00"]),
        ("2025", ["2025"]),
        ("Midsummer", []),
        (None, []),
    ],
)
def test_only_a_real_date_is_a_date(given: Any, written: list[str]) -> None:
    assert Book(made(metadata=replace(METADATA, date=given))).dc("date") == written


def accessibility(html: str) -> Book:
    return Book(made(f'<article class="galley"><header class="title-block"><h1 id="t">T</h1></header>{html}</article>'))


def test_a_text_without_pictures_does_not_claim_to_be_visual() -> None:
    book = accessibility("<p>Words.</p>")
    assert book.meta("schema:accessMode") == ["textual"]
    assert book.meta("schema:accessModeSufficient") == ["textual"]
    assert book.meta("schema:accessibilityFeature") == ["displayTransformability", "readingOrder", "tableOfContents"]
    assert "pictures" not in book.meta("schema:accessibilitySummary")[0]


def test_decoration_is_no_picture() -> None:
    book = accessibility('<p>Words.</p><p><img src="res:logo.svg" alt="" role="presentation"/></p>')
    assert book.meta("schema:accessMode") == ["textual"]


def test_a_picture_without_description_is_owned_up_to() -> None:
    book = accessibility('<p>Words.</p><p><img src="res:logo.svg" alt=""/></p>')
    assert book.meta("schema:accessMode") == ["textual", "visual"]
    assert book.meta("schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in book.meta("schema:accessibilityFeature")
    assert "Some pictures have no description." in book.meta("schema:accessibilitySummary")[0]


def test_what_is_in_the_sample_is_claimed(book: Book) -> None:
    assert book.meta("schema:accessMode") == ["textual", "visual"]
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert "MathML" in book.meta("schema:accessibilityFeature")


def test_the_summary_speaks_the_publication_s_language() -> None:
    book = Book(made(metadata=replace(METADATA, lang="de-AT")))
    assert book.meta("schema:accessibilitySummary")[0].startswith("Der Text passt sich")
    other = Book(made(metadata=replace(METADATA, lang="cy")))
    summary = other.opf.find(".//opf:meta[@property='schema:accessibilitySummary']", NAMES)
    assert summary.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_text_from_right_to_left_turns_its_pages_so() -> None:
    book = Book(made(metadata=replace(METADATA, lang="ar")))
    assert book.opf.find("opf:spine", NAMES).get("page-progression-direction") == "rtl"
    assert book.page("text.xhtml").get("dir") == "rtl"


def test_contents_are_passed_over_unless_they_are_wanted() -> None:
    def linear(toc: bool | None) -> str | None:
        opf = Book(made(metadata=replace(METADATA, toc=toc))).opf
        found = opf.find(".//opf:itemref[@idref='nav']", NAMES)
        return str(found.get("linear"))

    assert linear(False) == "no"
    assert linear(True) == "None"


def test_nothing_of_the_machine_is_in_the_archive(bound: bytes) -> None:
    entries = zipfile.ZipFile(io.BytesIO(bound)).infolist()
    names = [entry.filename for entry in entries]
    assert (names[0], entries[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert bound[30:58] == b"mimetypeapplication/epub+zip"
    assert names[2:] == sorted(names[2:])
    assert {(entry.date_time, entry.create_system, entry.extra) for entry in entries} == {
        ((1980, 1, 1, 0, 0, 0), 3, b"")
    }


def test_every_file_of_the_archive_is_in_the_manifest(bound: bytes) -> None:
    book = Book(bound)
    listed = {f"EPUB/{item.get('href')}" for item in book.opf.iterfind(".//opf:item", NAMES)}
    assert set(book.archive.namelist()) - listed == {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}


def test_the_same_bytes_on_any_day_and_anywhere(bound: bytes, tmp_path: Path) -> None:
    """Other time zone, hash seed, locale and folder; what the sources are called stays."""
    script = "import hashlib, test_epub as t; print(hashlib.sha256(t.made(t.long())).hexdigest())"
    found = set()
    for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Lima")):
        paths = os.pathsep.join([str(Path(__file__).parent), *(path for path in sys.path if path)])
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": paths}
        ran = subprocess.run([sys.executable, "-c", script], env=env, cwd=tmp_path, capture_output=True, check=True)
        found.add(ran.stdout.decode().strip())
    assert found == {hashlib.sha256(bound).hexdigest()}


@pytest.mark.slow
@pytest.mark.parametrize("validator", [epubcheck, ace], ids=["epubcheck", "ace"])
def test_the_validators_find_nothing(validator: Any, tmp_path: Path) -> None:
    available = validator.find()
    if isinstance(available, Unavailable):
        pytest.skip(available.reason)
    books = {
        "short": made(),
        "long": made(long()),
        "rtl": made(metadata=replace(METADATA, lang="he", toc=True)),
        "technical": made(settings=Settings(theme="technical")),
    }
    files = [tmp_path / f"{name}.epub" for name in books]
    for file, book in zip(files, books.values(), strict=True):
        file.write_bytes(book)
    assert validator.run(files) == []
