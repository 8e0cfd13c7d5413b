"""The site: every galley on its page, ways that lead everywhere without a server, search from a disk and over HTTP."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from octavo.check import agreement, html_reader, screen
from octavo.check import links as link_check
from octavo.model.edition import Edition
from octavo.model.galley import ContentsEntry, Galley, Manuscript
from octavo.model.publication import Publication
from octavo.press import cssom
from octavo.press.catalogue import PressJob
from octavo.press.html import site
from octavo.press.html.site import look, names
from octavo.tools import machine
from sample_book import galley, opening, publication, volume

WHEN = datetime(2025, 1, 1, tzinfo=UTC)


def book() -> Manuscript:
    """The volume with a dedication, and with a chapter of an odd name that has a note, code and markup in its text."""
    whole = volume()
    dedication = galley("dedication", "dedication", "<section><p>For Ada</p></section>", matter="front")
    odd = galley(
        "chapter",
        "Über.100-percent",
        f"{opening('odd', 'A &lt;b&gt; &amp; c', '3')}<p>東京は日本の首都です。</p>"
        "<p>A zebra of &lt;mark&gt;ink&lt;/mark&gt;"
        '<a class="note-ref" role="doc-noteref" id="fnref1" href="#fn1">1</a> and <a href="octavo:paper#paper">one</a>.'
        '</p><section class="level2" id="größe"><h2><span class="number">3.1</span> Size</h2>'
        '<pre class="code"><code>quagga = 1 # and a long line of code that has to scroll</code></pre></section>'
        '<section class="notes" id="notes" role="doc-endnotes" aria-label="Notes"><ol><li id="fn1" class="note">'
        '<p>Walrus. <a class="note-back" role="doc-backlink" href="#fnref1" aria-label="Back">↩︎</a></p></li></ol>'
        "</section>",
        level=2,
    )
    entries = (
        ContentsEntry(2, odd.chapter, "odd", odd.title, "3", "chapter"),
        ContentsEntry(3, odd.chapter, "größe", "3.1 Size", "3.1"),
    )
    front, rest = whole.galleys[:1], whole.galleys[1:]
    return replace(
        whole,
        galleys=(*front, replace(dedication, title="Dedication"), *rest[:-1], odd, rest[-1]),
        contents=(*whole.contents[:-1], *entries, whole.contents[-1]),
    )


def made(manuscript: Manuscript, url: str | None = None) -> tuple[Edition, Publication]:
    about = publication(manuscript, lists=("figures", "tables"))
    about = replace(about, metadata=replace(about.metadata, url=url, rights="© 2025"))
    return site.make(PressJob(about, manuscript, WHEN)), about


@pytest.fixture(scope="module")
def edition() -> Edition:
    return made(book())[0]


@pytest.fixture(scope="module")
def pages(edition: Edition) -> dict[str, Any]:
    return trees(edition)


def trees(edition: Edition) -> dict[str, Any]:
    assert edition.files is not None
    parser = html.HTMLParser(encoding="utf-8")
    return {n: html.document_fromstring(d, parser=parser) for n, d in edition.files.items() if n.endswith(".html")}


def said(element: Any) -> str:
    return " ".join(element.text_content().split())


def links(root: Any, path: str) -> list[tuple[str, str]]:
    return [(said(link), unquote(link.get("href"))) for link in root.xpath(path)]


def test_every_galley_stands_on_one_page_and_every_way_leads_somewhere(edition: Edition, pages: dict[str, Any]) -> None:
    manuscript = book()
    about = publication(manuscript)
    assert agreement.compare(manuscript, about, "site", screen.read(html_reader.open_edition(edition))) == []
    assert link_check.examine(html_reader.open_edition(edition), None, about.key("")) == []
    shown = [each.get("data-chapter") for page in pages.values() for each in page.iter("article")]
    assert sorted(shown) == sorted(each.chapter for each in manuscript.galleys)


def test_each_page_has_one_title_of_its_own(pages: dict[str, Any]) -> None:
    assert all(len(page.findall(".//h1")) == 1 for page in pages.values())
    assert said(pages["dedication.html"].find(".//h1")) == "Dedication"
    titles = [page.findtext(".//title") for page in pages.values()]
    assert len(set(titles)) == len(titles)
    assert pages["paper.html"].findtext(".//title") == "1 Paper – Folding"
    assert pages["index.html"].findtext(".//title") == "Folding"


def test_headings_may_be_called_like_parts_of_the_page() -> None:
    sections = "".join(f'<section id="{name}"><h2>{name}</h2></section>' for name in ("text", "contents", "search"))
    plain = volume()
    chapter = galley("chapter", "paper", opening("paper", "Paper") + sections, level=2)
    galleys = tuple(chapter if each.chapter == "paper" else each for each in plain.galleys)
    page = trees(made(replace(plain, galleys=galleys))[0])["paper.html"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {"text", "contents", "search"} <= set(ids)
    for link, landmark in (("skip", "main"), ("to-contents", "nav")):
        (target,) = page.xpath(f"//a[contains(@class, '{link}')]/@href")
        assert page.xpath(f"//*[@id='{target[1:]}']")[0].tag == landmark


def test_links_lead_from_page_to_page(pages: dict[str, Any]) -> None:
    assert links(pages["paper.html"], "//article//a") == [("Section 2.1", "thread.html#knots")]
    assert links(pages["thread.html"], "//article//a") == [("back", "paper.html#ix-2")]
    assert links(pages["Über.100-percent.html"], "//article//p/a") == [
        ("1", "#fn1"), ("one", "paper.html"), ("↩︎", "#fnref1"),
    ]  # fmt: skip
    index = pages["index-page.html"].xpath("//article//a/@href")
    assert index == ["thread.html#ix-1", "paper.html#ix-1"]


def test_the_ways_on_and_back_follow_the_book(pages: dict[str, Any]) -> None:
    order, at = ["index.html"], "index.html"
    while following := pages[at].xpath("//nav[@class='pager']/a[@rel='next']/@href"):
        (back,) = pages[unquote(following[0])].xpath("//nav[@class='pager']/a[@rel='prev']/@href")
        assert unquote(back) == at
        at = unquote(following[0])
        order.append(at)
    assert order == [
        "index.html", "dedication.html", "list-of-figures.html", "preface.html", "one.html", "paper.html",
        "thread.html", "Über.100-percent.html", "index-page.html",
    ]  # fmt: skip


def test_contents_stand_beside_each_page_with_its_own_sections(pages: dict[str, Any]) -> None:
    sidebar = "//nav[@class='sidebar']//li/a"
    assert [text for text, _ in links(pages["thread.html"], sidebar)] == [
        "Preface", "Part I By Hand", "1 Paper", "2 Thread", "Knots", "3 A <b> & c", "Index",
    ]  # fmt: skip
    assert [said(a) for a in pages["thread.html"].xpath("//a[@aria-current='page']")] == ["2 Thread"]
    assert ("3.1 Size", "#größe") in links(pages["Über.100-percent.html"], sidebar)
    assert pages["index.html"].xpath("//nav[@class='sidebar']") == []
    assert ("Knots", "thread.html#knots") in links(pages["index.html"], "//nav[@class='contents']//a")


def test_a_page_says_where_it_stands(pages: dict[str, Any]) -> None:
    steps = pages["paper.html"].xpath("//nav[@class='breadcrumb']//li")
    assert [said(step) for step in steps] == ["Home", "Part I By Hand", "1 Paper"]
    assert steps[-1].get("aria-current") == "page"


def test_lists_have_pages_of_their_own(pages: dict[str, Any]) -> None:
    assert ("Figure 2.1 A knot", "thread.html#knots") in links(pages["list-of-figures.html"], "//main//a")
    assert "list-of-tables.html" not in pages
    assert ("List of figures", "list-of-figures.html") in links(pages["index.html"], "//main//a")


def test_nothing_is_asked_of_another_host(edition: Edition, pages: dict[str, Any]) -> None:
    assert edition.files is not None
    asked = [each for page in pages.values() for each in page.xpath("//@src | //link/@href") if each != "data:,"]
    assert {each for each in asked if urlsplit(each).scheme or each.startswith("/")} == set()
    assert {unquote(each) for each in asked} <= set(edition.files)
    assert b"://" not in edition.files["assets/style.css"]
    assert b"http" not in edition.files["assets/site.js"]


def test_faces_are_there_once_and_are_those_that_the_sheet_names(edition: Edition) -> None:
    assert edition.files is not None
    faces = {name.removeprefix("assets/") for name in edition.files if name.endswith(".woff2")}
    assert faces
    sheet = cssom.parse(edition.files["assets/style.css"].decode()).rules
    assert {face["src"].split('"')[1] for face in cssom.font_faces(sheet)} == faces


def test_the_same_text_gives_the_same_bytes(edition: Edition) -> None:
    assert made(book())[0].files == edition.files


def test_without_an_address_there_is_no_sitemap(edition: Edition) -> None:
    assert edition.files is not None
    assert "sitemap.xml" not in edition.files


@pytest.mark.parametrize(
    "url", ["https://example.org/book", "https://example.org/book/", "https://example.org/book/x.html"]
)
def test_with_an_address_the_world_is_told_of_every_page(url: str) -> None:
    addressed = made(book(), url)[0]
    assert addressed.files is not None
    sitemap: Any = etree.fromstring(addressed.files["sitemap.xml"])
    places = [each.text for each in sitemap.iter("{*}loc")]
    assert places[0] == "https://example.org/book/"
    assert "https://example.org/book/%C3%9Cber.100-percent.html" in places
    assert not any("404" in place for place in places)
    found = trees(addressed)
    assert found["404.html"].find(".//base").get("href") == "https://example.org/book/"
    assert found["paper.html"].xpath("//link[@rel='canonical']/@href") == ["https://example.org/book/paper.html"]


def test_names_differ_and_clash_with_nothing() -> None:
    chapters = ["x", "index", "404", "assets", "A", "a", "con", "..", "ä" * 200, "ä" * 201, "index-page"]
    galleys = tuple(galley("chapter", chapter, "<p/>") for chapter in chapters)
    whole = replace(volume(), galleys=galleys)
    given = names.galley_files(publication(whole), whole)
    assert list(given.values())[:5] == ["index.html", "index-page.html", "404-page.html", "assets-page.html", "A.html"]
    assert len({name.casefold() for name in given.values()}) == len(chapters)
    assert all(len(name.encode()) < 250 and not name.startswith(".") for name in given.values())


def test_a_redirect_leads_to_a_page_or_is_reported() -> None:
    given = {
        "old.html": "paper.html", "/x.html": "paper.html#paper", "old.x.html": "paper.html#gone", "a/": "%70aper",
        "paper.html": "index.html", "paper.html/": "index.html", "sitemap.xml": "index.html", "old": "old.html",
        "/old.html": "index.html", "../y.html": "index.html", "assets.html": "https://example.org/#a",
    }  # fmt: skip
    whole = book()
    lines = {f"octavo.redirects.{old}": (row, 1) for row, old in reversed([*enumerate(given, 1)])}
    about = replace(publication(whole, redirects=tuple(given.items())), key_lines=lines)
    about = replace(about, metadata=replace(about.metadata, url="https://example.org/"))
    edition = site.make(PressJob(about, whole, WHEN))
    wrong = {each.place.line: each.message for each in edition.diagnostics if each.rule == "redirect.broken"}
    assert wrong[3] == "the redirect leads to 'paper.html#gone', but the page has no id 'gone'"
    assert wrong[8] == "the redirect leads to 'old.html', which is no page of the site"
    assert wrong[10] == "the redirect from '../y.html' is outside the site"
    blocked = {line: message for line, message in wrong.items() if "the site has a file there" in message}
    assert blocked.keys() == {5, 6, 7, 9}
    assert wrong.keys() == {3, 8, 10, *blocked}
    led = {name: page.find(".//a").get("href") for name, page in trees(edition).items() if page.find(".//nav") is None}
    assert led == {
        "old.html": "paper.html", "x.html": "paper.html#paper", "old.x.html": "paper.html",
        "a/index.html": "../paper.html", "assets.html": "https://example.org/#a",
    }  # fmt: skip


def test_an_article_is_one_page_with_its_sections_beside_it() -> None:
    text = galley(
        "article", "a", f'{opening("title", "Alone")}<section class="level2" id="s"><h2>S</h2><p>T</p></section>'
    )
    plain = text.html.replace(b' data-chapter="a" data-kind="article"', b"")
    alone = Manuscript((replace(text, html=plain),), (ContentsEntry(1, "a", "s", "S"),))
    about = replace(publication(alone), kind="article")
    edition = site.make(PressJob(about, alone, WHEN))
    found = trees(edition)
    assert sorted(found) == ["404.html", "index.html"]
    assert links(found["index.html"], "//nav[@class='sidebar']//li/a") == [("S", "#s")]
    assert agreement.compare(alone, about, "site", screen.read(html_reader.open_edition(edition))) == []
    assert link_check.examine(html_reader.open_edition(edition), None, about.key("")) == []


def test_a_book_of_many_chapters_does_not_list_them_all_on_every_page() -> None:
    def chapter(number: int) -> Galley:
        return galley("chapter", f"c{number}", f"{opening(f'h{number}', f'Chapter {number}')}<p>Text.</p>")

    many = [volume().galleys[0], *map(chapter, range(300))]
    entries = tuple(ContentsEntry(1, f"c{n}", f"h{n}", f"Chapter {n}", "", "chapter") for n in range(300))
    found = trees(made(Manuscript(tuple(many), entries))[0])
    sidebar = [text for text, _ in links(found["c150.html"], "//nav[@class='sidebar']//li/a")]
    assert len(sidebar) < 60
    assert {"Chapter 149", "Chapter 150", "Chapter 151"} <= set(sidebar)
    assert len(links(found["index.html"], "//nav[@class='contents']//a")) == 300


def test_a_text_without_words_has_no_search() -> None:
    alone = Manuscript((galley("article", "a", "<p>–</p>"),))
    edition = site.make(PressJob(replace(publication(alone), kind="article"), alone, WHEN))
    assert edition.files is not None
    assert not any("search" in name for name in edition.files)
    assert trees(edition)["index.html"].xpath("//input") == []


def test_day_and_night_can_be_chosen_and_weigh_no_more_than_before() -> None:
    rules = cssom.parse("@media screen and (prefers-color-scheme: dark){:root{--ink:#fff}.a,b{color:red}}").rules
    css = cssom.serialize(look.add_switch(rules))
    assert ':root:where(:not([data-scheme="light"])){--ink:#fff}' in css
    assert '@media screen{:root:where([data-scheme="dark"]){--ink:#fff}' in css
    assert ':where(:root[data-scheme="dark"]) .a, :where(:root[data-scheme="dark"]) b{color:red}' in css


# What only a browser can tell


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    program = machine.chromium()
    if program is None:
        pytest.skip("neither Chromium nor Chrome is installed")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def folder(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder that is not the server's own, under a name that addresses have to quote."""
    top = tmp_path_factory.mktemp("site")
    assert edition.files is not None
    for name, data in edition.files.items():
        file = top / "deep" / "a book #1" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return top


@pytest.fixture(scope="module", params=["file", "http"])
def start(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of the site's folder."""
    path = "deep/a%20book%20%231"
    if request.param == "file":
        yield f"{folder.as_uri()}/{path}"
        return
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{path}"
    server.shutdown()


@pytest.fixture
def page(browser: Any, start: str) -> Iterator[Any]:
    """A page of a browser in which nothing may go wrong unseen, and that reaches no other host."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda failure: wrong.append(str(failure)))
    page.on("request", lambda asked: None if asked.url.startswith((start, "data:")) else wrong.append(asked.url))
    page.goto(f"{start}/preface.html")
    yield page
    context.close()
    assert wrong == []


def find(page: Any, words: str) -> list[str]:
    """What is found; nothing is answered before all words are there, however slow the machine is at typing."""
    if not page.evaluate("document.activeElement.matches('input')"):
        page.keyboard.press("/")
    page.keyboard.insert_text(words)
    page.wait_for_selector(".found a, .found [role=status]:not(:empty)")
    return [" ".join(each.inner_text().split()) for each in page.query_selector_all(".found li")]


def test_search_finds_words_and_the_keyboard_goes_there(page: Any, start: str) -> None:
    (found,) = find(page, "quagga")
    assert found.startswith("3.1 Size 3 A <b> & c")
    assert "quagga = 1" in found
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    assert unquote(page.url) == f"{unquote(start)}/Über.100-percent.html#größe"


def test_an_answer_that_comes_late_leaves_the_reader_where_they_are(page: Any, start: str) -> None:
    find(page, "quagg")
    first = page.query_selector(".found a")
    page.keyboard.type("a")
    page.keyboard.press("ArrowDown")
    page.wait_for_function("link => !link.isConnected", arg=first)
    page.keyboard.press("Enter")
    page.wait_for_url("**#*")
    assert unquote(page.url).endswith("#größe")


def test_search_shows_text_as_text_and_reads_notes(page: Any) -> None:
    (found,) = find(page, "zebra")
    assert "A zebra of <mark>ink</mark> and one" in found
    assert [each.inner_text() for each in page.query_selector_all(".found mark")] == ["zebra"]
    page.keyboard.press("Escape")
    assert not page.is_visible(".found")
    (found,) = find(page, "walrus")
    assert "A <b> & c" in found


def test_search_finds_what_is_written_without_spaces(page: Any) -> None:
    (found,) = find(page, "本の首")
    assert "東京は日本の首都です。" in found
    page.keyboard.press("Escape")
    assert find(page, "首本") == []


def test_search_that_finds_nothing_says_so(page: Any) -> None:
    assert find(page, "xyzzyplugh") == []
    assert page.inner_text(".found [role=status]") == "Nothing found"


def test_arrows_turn_pages_but_not_in_a_field(page: Any, start: str) -> None:
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"{start}/one.html")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"{start}/preface.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("ab")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.selectionStart") == 0
    assert page.url == f"{start}/preface.html"


def test_night_is_chosen_and_remembered(page: Any, start: str) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    day = page.evaluate(ground)
    page.click("text=Dark")
    night = page.evaluate(ground)
    assert night != day
    page.goto(f"{start}/paper.html")
    assert page.evaluate(ground) == night
    assert page.inner_text(".scheme") == "Light"


def test_without_scripts_there_is_no_dead_search(browser: Any, start: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"{start}/paper.html")
    assert not page.is_visible("input")
    assert not page.is_visible(".scheme")
    page.click("text=Contents")
    page.click("nav.sidebar >> text=Thread")
    assert page.url == f"{start}/thread.html"
    context.close()
