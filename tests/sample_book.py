"""A small book made by hand, for the tests of the presses: title page, preface, a part of two chapters, index."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lxml import etree

from octavo.model import reading
from octavo.model.galley import Captioned, ContentsEntry, Galley, Heading, Locator, Manuscript, Term
from octavo.model.publication import Chapter, Metadata, Publication
from octavo.model.settings import PAGE_SIZES, Settings

MARK = '<span class="index-mark" id="ix-1">'
LONG = "The plain sheet shows the printed word until a careful margin reads its folio. " * 60


def galley(kind: str, name: str, inner: str, *, matter: str = "body", level: int = 1) -> Galley:
    html = f'<article class="galley" data-chapter="{name}" data-kind="{kind}">{inner}</article>'
    root = etree.fromstring(html)
    heads = tuple(
        Heading(int(h.tag[1]), h.get("id"), reading.plain_text(h)) for h in root.iter("h1", "h2") if h.get("id")
    )
    title = heads[0].text if heads else ""
    return Galley(
        name, html.encode(), title, "", "", heads, (), reading.read(root), kind=kind, matter=matter, level=level
    )


def opening(name: str, title: str, number: str = "") -> str:
    label = f'<span class="number">{number}</span> ' if number else ""
    return f'<header class="opening"><h1 id="{name}">{label}{title}</h1></header>'


def volume() -> Manuscript:
    """Title page, preface, a part of two chapters, and an index."""
    galleys = (
        galley("title", "title-page", '<header class="title-block"><h1 class="title" id="title">Folding</h1></header>',
               matter="front"),
        galley("preface", "preface", opening("preface", "Preface") + "<p>Why.</p>", matter="front"),
        galley("part", "one", opening("one", "By Hand", "Part I")),
        galley("chapter", "paper", f'{opening("paper", "Paper", "1")}<p>A {MARK}sheet</span>. '
               f'{LONG}</p><p>See <a class="xref paged" href="octavo:thread#knots">Section 2.1</a>.</p>'
               f'<p><span class="index-mark" id="ix-2">sheet</span></p>', level=2),
        galley("chapter", "thread", f'{opening("thread", "Thread", "2")}<p>Go <a href="octavo:paper#ix-2">back</a>.</p>'
               f'<p>{LONG}</p><section class="level2" id="knots-section"><h2 id="knots">Knots</h2>'
               f'<p>{MARK}knot</span> {LONG}</p></section>', level=2),
        galley("index", "index", opening("index", "Index") + '<div class="index apparatus" role="doc-index"></div>',
               matter="back"),
    )  # fmt: skip
    contents = tuple(
        ContentsEntry(h.level + g.level - 1, g.chapter, h.id, h.text, "", g.kind if h.level == 1 else "section")
        for g in galleys if g.kind != "title" for h in g.headings
    )  # fmt: skip
    index = (
        Term("knot", (Locator("thread", "ix-1", "2.1"),), initial="K"),
        Term("sheet", (Locator("paper", "ix-1", "1"), Locator("paper", "ix-2", "1")), see_also=("knot",), initial="S"),
    )
    captioned = (Captioned("figure", "Figure 2.1", "A knot", "thread", "knots"),)
    return Manuscript(galleys, contents, captioned, index)


def publication(manuscript: Manuscript, **settings: object) -> Publication:
    chapters = tuple(
        Chapter(g.chapter, Path("book.yaml"), "book.yaml", "", kind=g.kind, matter=g.matter, made=True)
        for g in manuscript.galleys
    )
    own = replace(Settings(page_size=PAGE_SIZES["6x9"]), **settings)  # type: ignore[arg-type]
    return Publication("b", "book", "b", Path(), Metadata(title="Folding"), own, chapters, {}, "book.yaml")
