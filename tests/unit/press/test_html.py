"""The page: whole in itself, of the right shape, the same each time."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from octavo.model import reading
from octavo.model.galley import Captioned, ContentsEntry, Galley, Heading, Locator, Manuscript, Term
from octavo.model.identifiers import Identifier
from octavo.model.publication import Chapter, Contributor, Metadata, Publication, Resource
from octavo.model.settings import Settings
from octavo.press import cssom, styles
from octavo.press.html import join, page
from octavo.tools.style_folder import theme_names

SAMPLE = (Path(__file__).parent / "galley_sample.html").read_text(encoding="utf-8")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><title>a "mark"</title></svg>'
HEADER = Metadata(
    title="A Sampler for Compositors",
    creators=(Contributor("Ada Quire"), Contributor("Cleo Recto", "trl")),
    date=datetime(2025, 6, 24, 3, 30),  # noqa: DTZ001 (as an author writes it)
    description='Every <construct> & "more"</script>',
    keywords=("type", "paper"),
    publisher="Octavo",
    rights="© 2025",
    url="https://example.org/sampler",
)


def galley(text: str = SAMPLE) -> Galley:
    root = etree.fromstring(text)
    headings = tuple(
        Heading(int(h.tag[1]), h.get("id") or h.getparent().get("id"), reading.plain_text(h))
        for h in root.iter("h1", "h2", "h3", "h4", "h5", "h6")
    )
    pictures = tuple(Resource(name, Path(name), "image/svg+xml", name) for name in ("logo.svg", "hero.svg"))
    return Galley("c", text.encode(), "A Sampler", "Every Construct", "", headings, pictures, reading.read(root))


def manuscript(text: str = SAMPLE) -> Manuscript:
    only = galley(text)
    entries = (
        ContentsEntry(heading.level - 1, "c", heading.id, heading.text)
        for heading in only.headings
        if heading.level > 1
    )
    return Manuscript((only,), tuple(entries))


def made(text: str = SAMPLE, metadata: Metadata = HEADER, theme: str = "literary", pictures: bool = True) -> str:
    chapter = Chapter("c", Path("sample.md"), "sample.md", "")
    settings = Settings(theme=theme)
    publication = Publication("sample", "article", "sample.md", Path(), metadata, settings, (chapter,))
    shown = {"logo.svg": SVG, "hero.svg": SVG} if pictures else {}
    sheet = styles.for_publication("screen", publication)
    return page.make(publication, manuscript(text), sheet, shown).decode()


@pytest.fixture(scope="module")
def whole() -> str:
    return made()


@pytest.fixture(scope="module")
def tree(whole: str) -> Any:
    return html.document_fromstring(whole)


def test_the_page_starts_as_html_does(whole: str) -> None:
    assert whole.startswith('<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8">')


def test_it_asks_for_nothing(tree: Any, whole: str) -> None:
    assert [each.get("src")[:5] for each in tree.iter("img")] == ["data:"] * 4
    assert not tree.xpath("//link[@rel!='canonical'] | //script[not(@type='application/ld+json')] | //iframe")
    style = tree.findtext(".//style")
    assert re.findall(r"url\(\"(?!data:)", style) == []
    assert "connect-src 'none'" in tree.xpath("//meta[@http-equiv]")[0].get("content")


def test_the_words_of_the_manuscript_are_all_there(tree: Any) -> None:
    assert reading.read(tree.find("body")) == galley().reading


def test_everything_stands_in_a_landmark(tree: Any) -> None:
    assert [each.tag for each in tree.find("body")] == ["a", "main", "footer"]
    assert tree.find("body")[0].get("href") == "#text"
    assert tree.find(".//main").get("id") == "text"


def test_contents_name_every_heading_but_the_deepest(tree: Any) -> None:
    nav = tree.find(".//nav")
    assert nav.get("aria-label") == "Contents"
    assert nav.getprevious().get("class") == "title-block"
    targets = [a.get("href")[1:] for a in nav.iter("a")]
    assert targets == [heading.id for heading in galley().headings if 1 < heading.level <= 4]
    assert all(tree.xpath(f"//*[@id='{target}']") for target in targets)


@pytest.mark.parametrize(("wish", "shown"), [(None, False), (True, True), (False, False)])
def test_a_short_text_has_contents_only_where_they_are_wanted(wish: bool | None, shown: bool) -> None:
    text = '<article class="galley"><header class="title-block"><h1 id="title">A</h1></header><section id="b"><h2>B</h2></section></article>'  # noqa: E501
    assert ("<nav" in made(text, replace(HEADER, toc=wish))) is shown


def test_contents_can_be_left_out() -> None:
    assert "<nav" not in made(metadata=replace(HEADER, toc=False))


def test_many_headings_fold_away() -> None:
    sections = "".join(f'<section id="s{n}"><h2>Heading {n}</h2></section>' for n in range(20))
    text = f'<article class="galley"><header class="title-block"><h1 id="title">A</h1></header>{sections}</article>'
    found = html.document_fromstring(made(text))
    assert found.find(".//nav/details/summary").text == "Contents"


def test_what_may_not_fit_scrolls_and_can_be_reached(tree: Any) -> None:
    boxes = tree.xpath("//div[@class='scroll']")
    assert [box.get("aria-label") for box in boxes] == ["Table 1: Sizes of paper, in millimetres.", "Table 2"]
    assert all(box.get("tabindex") == "0" and box.get("role") == "region" for box in boxes)
    assert [each.get("tabindex") for each in tree.iter("pre")] == ["0"]


def test_a_narrow_table_needs_no_box() -> None:
    text = '<article class="galley"><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></article>'
    assert "scroll" not in re.sub(r"<style>.*?</style>", "", made(text), flags=re.DOTALL)


def test_mathematics_is_kept_without_its_namespace(whole: str) -> None:
    assert '<math display="inline" alttext="e^{i\\pi} + 1 = 0"><mrow><msup>' in whole


def test_a_picture_that_is_not_at_hand_leaves_its_words() -> None:
    found = html.document_fromstring(made(pictures=False))
    assert not list(found.iter("img"))
    assert "Seven near-strangers wait for a tram at dusk." in [
        e.text for e in found.xpath("//*[@class='missing-image']")
    ]


def test_what_machines_read(tree: Any) -> None:
    said = json.loads(tree.xpath("//script")[0].text)
    assert said["@type"] == "Article"
    assert said["author"] == [{"@type": "Person", "name": "Ada Quire"}]
    assert said["translator"] == [{"@type": "Person", "name": "Cleo Recto"}]
    assert said["datePublished"] == "2025-06-24T03:30:00"
    assert said["description"] == HEADER.description
    named = {each.get("name"): each.get("content") for each in tree.xpath("//meta[@name]")}
    assert named["author"] == "Ada Quire"
    assert named["keywords"] == "type, paper"
    graph = {each.get("property"): each.get("content") for each in tree.xpath("//meta[@property]")}
    assert graph["og:title"] == "A Sampler"
    assert graph["og:url"] == tree.xpath("//link[@rel='canonical']")[0].get("href") == "https://example.org/sampler"


def test_nothing_in_the_header_can_end_a_script(whole: str) -> None:
    assert whole.count("</script>") == 1
    assert whole.count("</style>") == 1


def test_a_language_written_from_the_right() -> None:
    assert '<html lang="ar" dir="rtl">' in made(metadata=replace(HEADER, lang="ar"))


def test_the_page_speaks_the_language_of_the_text() -> None:
    assert ">Zum Text springen</a>" in made(metadata=replace(HEADER, lang="de-AT"))


@pytest.mark.parametrize("theme", theme_names())
def test_without_pictures_the_page_weighs_less_than_150_kb(theme: str) -> None:
    assert len(made(theme=theme, pictures=False)) < 150_000


def test_only_the_faces_in_use_are_packed() -> None:
    title = '<header class="title-block"><h1 class="title" id="title">A</h1></header>'
    text = f'<article class="galley">{title}<p>b</p></article>'
    found = re.findall(r'@font-face\{font-family:"([^"]+)"', made(text))
    assert set(found) == {"Source Serif 4", "Source Serif 4 Display"}


def test_faces_can_be_unpacked(whole: str) -> None:
    faces = re.findall(r"data:font/woff2;base64,([A-Za-z0-9+/=]+)", whole)
    assert {base64.b64decode(face)[:4] for face in faces} == {b"wOF2"}


def test_the_same_input_gives_the_same_bytes(whole: str) -> None:
    assert made() == whole


# A book

TITLE = '<header class="title-block"><h1 class="title" id="title">A Book</h1></header>'
INSTALL = """
<header class="opening"><h1 id="install"><span class="number">1</span> Installing</h1></header>
<p>Read <a href="#options">on</a>.<a class="note-ref" role="doc-noteref" id="fnref1" href="#fn1">1</a></p>
<section class="level2" id="options"><h2>Options</h2>
<section class="level3" id="more"><h3>More <span class="index-mark" id="ix-1">spine</span></h3></section></section>
<section class="notes" id="notes" role="doc-endnotes" aria-label="Notes"><ol><li id="fn1" class="note"><p>One.
<a class="note-back" role="doc-backlink" href="#fnref1">back</a></p></li></ol></section>"""
USE = """
<header class="opening"><h1 id="use"><span class="number">2</span> Using</h1></header>
<p>See <a href="octavo:install#options">there</a>, <a href="#options">here</a> and
<a href="octavo:dedication#">whom</a>.<a class="note-ref" role="doc-noteref" id="fnref1" href="#fn1">1</a></p>
<section class="level2" id="options"><h2>Options</h2><p><span class="index-mark" id="ix-1">spine</span></p></section>
<figure id="fig-a"><img src="res:logo.svg" alt="A" width="8" height="8"/>
<figcaption><span class="label">Figure 2.1</span> A mark</figcaption></figure>
<section class="notes" id="notes" role="doc-endnotes" aria-label="Notes"><ol><li id="fn1" class="note"><p>Two.
<a class="note-back" role="doc-backlink" href="#fnref1">back</a></p></li></ol></section>"""
PART = '<header class="opening"><h1 id="part"><span class="number">Part I</span> Work</h1></header>'
BOOK = (
    ("title", "title", "front", 1, TITLE),
    ("copyright", "copyright", "front", 1, '<section class="copyright" id="copyright"><p>© 2025</p></section>'),
    ("dedication", "dedication", "front", 1, "<p>For you</p>"),
    ("preface", "preface", "front", 1, '<header class="opening"><h1 id="preface">Preface</h1></header><p>Why.</p>'),
    ("part", "part", "body", 1, PART),
    ("install", "chapter", "body", 2, INSTALL),
    ("use", "chapter", "body", 2, USE),
    ("index", "index", "back", 1, """<header class="opening"><h1 id="index">Index</h1></header>
<div class="index apparatus" role="doc-index"/>"""),
)  # fmt: skip
TERMS = (
    Term("book", see=("spine",), initial="B"),
    Term(
        "spine",
        (Locator("install", "ix-1", "1.1"), Locator("install", "fnref1", "1.1"), Locator("use", "ix-1", "2")),
        see_also=("book",),
        below=(Term("broken", (Locator("use", "options", "Options"),)),),
        initial="S",
    ),
)


def chapter(name: str, kind: str, matter: str, level: int, text: str) -> Galley:
    made = galley(f'<article class="galley" data-chapter="{name}" data-kind="{kind}">{text}</article>')
    title = made.headings[0].text if made.headings else kind.capitalize()
    logo = tuple(each for each in made.resources if each.name in text)
    return replace(made, chapter=name, title=title, kind=kind, matter=matter, level=level, resources=logo)


def book() -> Manuscript:
    galleys = tuple(chapter(*each) for each in BOOK)
    entries = tuple(
        ContentsEntry(each.level + heading.level - 1, each.chapter, heading.id, heading.text, "", kind)
        for each in galleys[1:]
        for heading in each.headings
        for kind in [each.kind if heading.level == 1 else "section"]
    )
    return Manuscript(galleys, entries, (Captioned("figure", "Figure 2.1", "A mark", "use", "fig-a"),), TERMS)


def bound(manuscript: Manuscript, metadata: Metadata = HEADER) -> str:
    chapters = tuple(
        Chapter(each.chapter, Path("b.md"), "b.md", "", kind=each.kind, matter=each.matter, level=each.level)
        for each in manuscript.galleys
    )
    publication = Publication("b", "book", "b", Path(), metadata, Settings(lists=("figures", "tables")), chapters)
    sheet = styles.for_publication("screen", publication)
    return page.make(publication, manuscript, sheet, {"logo.svg": SVG}).decode()


@pytest.fixture(scope="module")
def volume() -> Any:
    return html.document_fromstring(bound(book()))


def article(volume: Any, name: str) -> Any:
    return volume.xpath(f"//article[@data-chapter='{name}']")[0]


def test_a_book_is_all_its_chapters_in_order(volume: Any) -> None:
    assert [each.get("data-chapter") for each in volume.iter("article")] == [name for name, *_ in BOOK]
    for each in book().galleys:
        assert reading.read(article(volume, each.chapter)) == each.reading


def test_an_id_stands_in_a_book_once(volume: Any) -> None:
    ids = volume.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"options", "use--options", "install--fn1", "use--fn1", "install--fnref1", "more", "dedication"} <= set(ids)


def test_links_follow_the_ids(volume: Any) -> None:
    ids = set(volume.xpath("//@id"))
    links = volume.xpath("//a/@href")
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    assert [a.get("href") for a in article(volume, "install").iter("a")] == [
        "#options", "#install--fn1", "#install--fnref1",
    ]  # fmt: skip
    assert [a.get("href") for a in article(volume, "use").iter("a")] == [
        "#options", "#use--options", "#dedication", "#use--fn1", "#use--fnref1",
    ]  # fmt: skip


def test_a_book_has_one_title_and_skips_no_level(volume: Any) -> None:
    levels = [int(each.tag[1]) for each in volume.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels == [1, 2, 2, 2, 2, 3, 4, 5, 3, 4, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [each.get("class") for each in article(volume, "install").iter("h3", "h4", "h5")] == ["h1", "h2", "h3"]


def test_what_has_no_heading_gets_one_that_is_only_heard(volume: Any) -> None:
    silent = volume.xpath("//*[contains(@class, 'unseen')]")
    assert [(each.tag, each.text) for each in silent] == [("h2", "Copyright"), ("h2", "Dedication")]


def test_headings_that_moved_look_as_before() -> None:
    css = "h2.x > .h2, section h3:not(h4) em, #h1 { color: red } @media (min-width: 1px) { h1 + p { color: red } }"
    found = cssom.serialize(join.by_class(cssom.parse(css).rules))
    assert found == (
        ":where(.h2).x > .h2, section :where(.h3):not(:where(.h4)) em, #h1{color:red}\n"
        "@media (min-width: 1px){:where(.h1) + p{color:red}\n}\n"
    )


def test_contents_stand_behind_what_opens_a_book(volume: Any) -> None:
    nav = volume.xpath("//nav[@class='contents']")[0]
    assert [each.get("data-kind") for each in nav.getprevious()] == ["title", "copyright", "dedication"]
    assert [a.text_content() for a in nav.iter("a")] == [
        "Preface", "Part I Work", "1 Installing", "Options", "2 Using", "Options", "Index",
    ]  # fmt: skip
    assert nav.xpath("ol/li[2]/ol/li[2]/ol/li/a/@href") == ["#use--options"]


def test_long_contents_unfold_chapter_by_chapter() -> None:
    many = tuple(ContentsEntry(3, "install", "more", f"Section {n}") for n in range(60))
    whole = book()
    at = next(at for at, each in enumerate(whole.contents) if each.anchor == "install") + 1
    entries = (*whole.contents[:at], *many, *whole.contents[at:])
    nav = html.document_fromstring(bound(replace(whole, contents=entries))).xpath("//nav[@class='contents']")[0]
    assert [each.text_content() for each in nav.xpath(".//li/details/summary")] == [
        "Contents: 1 Installing", "Contents: 2 Using",
    ]  # fmt: skip
    assert len(nav.xpath(".//li/details[1]/ol/li")) == 62


def test_lists_are_there_as_far_as_there_is_anything_in_them(volume: Any) -> None:
    lists = volume.xpath("//nav[@class='captions']")
    assert [each.get("aria-label") for each in lists] == ["List of figures"]
    assert [(a.text_content(), a.get("href")) for a in lists[0].iter("a")] == [("Figure 2.1 A mark", "#fig-a")]


def test_the_index_leads_to_sections_by_their_names(volume: Any) -> None:
    block = article(volume, "index").find("div")
    assert [each.text for each in block.xpath(".//p[@class='index-letter']")] == ["B", "S"]
    lines = [each.text_content() for each in block.xpath(".//li/p")]
    assert lines == ["book, see spine", "spine, 1.1, 2; see also book", "broken, Options"]
    assert [a.get("href") for a in block.iter("a")] == ["#ix-1", "#use--ix-1", "#use--options"]


def test_notes_of_every_chapter_are_a_landmark_with_a_name_of_its_own(volume: Any) -> None:
    assert volume.xpath("//section[@role='doc-endnotes']/@aria-label") == ["Notes: 1 Installing", "Notes: 2 Using"]


def test_notes_of_chapters_of_the_same_title_can_be_told_apart() -> None:
    alike = chapter("again", "chapter", "body", 2, INSTALL.replace("Installing", "INSTALLING"))
    whole = book()
    found = html.document_fromstring(bound(replace(whole, galleys=(*whole.galleys[:-1], alike, whole.galleys[-1]))))
    labels = found.xpath("//section[@role='doc-endnotes']/@aria-label")
    assert labels == ["Notes: 1 Installing", "Notes: 2 Using", "Notes: 1 INSTALLING (2)"]


def test_machines_read_that_it_is_a_book() -> None:
    number = Identifier("urn:isbn:978-3-16-148410-0")
    found = html.document_fromstring(bound(book(), replace(HEADER, identifiers=(number,))))
    said = json.loads(found.xpath("//script")[0].text)
    assert (said["@type"], said["name"], said["isbn"]) == ("Book", "A Book", "9783161484100")
    graph = {each.get("property"): each.get("content") for each in found.xpath("//meta[@property]")}
    assert (graph["og:type"], graph["book:author"], graph["book:isbn"]) == ("book", "Ada Quire", "9783161484100")


def test_a_book_without_contents_stands_alone() -> None:
    found = html.document_fromstring(bound(book(), replace(HEADER, toc=False)))
    assert found.find(".//main").get("class") == "book alone"
    assert not found.xpath("//nav[@class='contents']")
