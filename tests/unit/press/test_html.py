"""The page: whole in itself, of the right shape, the same each time."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from octavo.model import reading
from octavo.model.galley import Entry, Galley, Heading, Manuscript
from octavo.model.publication import Chapter, Contributor, Metadata, Publication, Resource
from octavo.model.settings import Settings
from octavo.press import styles
from octavo.press.html import page

SAMPLE = (Path(__file__).parent / "galley_sample.html").read_text(encoding="utf-8")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><title>a "mark"</title></svg>'
HEADER = Metadata(
    title="A Sampler for Compositors",
    contributors=(Contributor("Ada Quire"), Contributor("Cleo Recto", "trl")),
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
    return Galley("c", text, "A Sampler", "Every Construct", "", headings, pictures, reading.read(root))


def manuscript(text: str = SAMPLE) -> Manuscript:
    only = galley(text)
    entries = (
        Entry(heading.level - 1, "c", heading.id, heading.text) for heading in only.headings if heading.level > 1
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


@pytest.mark.parametrize("theme", styles.theme_names())
def test_without_pictures_the_page_weighs_less_than_150_kb(theme: str) -> None:
    assert len(made(theme=theme, pictures=False)) < 150_000


def test_only_the_faces_in_use_are_packed() -> None:
    text = '<article class="galley"><header class="title-block"><h1 id="title">A</h1></header><p>b</p></article>'
    found = re.findall(r'@font-face\{font-family:"([^"]+)"', made(text))
    assert set(found) == {"Octavo Serif", "Octavo Serif Display"}


def test_faces_can_be_unpacked(whole: str) -> None:
    faces = re.findall(r"data:font/woff2;base64,([A-Za-z0-9+/=]+)", whole)
    assert {base64.b64decode(face)[:4] for face in faces} == {b"wOF2"}


def test_the_same_input_gives_the_same_bytes(whole: str) -> None:
    assert made() == whole
