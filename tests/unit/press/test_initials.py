"""What keys choose of the look of a novel: the first letter, running heads, scene breaks, openings."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from octavo.model.settings import CHOICES, Openings, Settings
from octavo.press import cssom, initials, styles
from workshop import Workshop, poppler

LONG = "and the mud shone like the inside of a shell " * 5


def marked(html: str, initial: str = "drop", lang: str = "en", with_spans: bool = True, kind: str = "chapter") -> str:
    article = etree.fromstring(f'<article class="galley"><header><h1>T</h1></header>{html}</article>')
    words = "".join(map(str, article.itertext()))
    initials.mark(article, kind, Settings(initials=initial), lang, with_spans)
    assert "".join(map(str, article.itertext())) == words
    return etree.tostring(article, encoding="unicode").partition("</header>")[2].removesuffix("</article>")


@pytest.mark.parametrize(
    ("text", "initial"),
    [
        ("They ", "T"),
        ("“Élan ", "“É"),
        ("E\u0301lan ", "E\u0301"),
        ("«\u202fTout ", "«\u202fT"),
        ("‘“It ", "‘“I"),
        ("<em>“Out</em> of ", "“O"),
        ('<span class="index-mark" id="ix-1"/>They ', "T"),
        ('<span class="smallcaps">They</span> ', "T"),
        ("Они ", "О"),
        ("Όταν ", "Ό"),
        ("« Tout ", "« T"),
    ],
)
def test_the_first_letter_has_the_marks_before_it(text: str, initial: str) -> None:
    made = marked(f"<p>{text}{LONG}</p>")
    assert f'<span class="initial">{initial}</span>' in made
    assert '<p class="opening-text drop has-initial">' in made


@pytest.mark.parametrize(
    "text", ["1984 was ", "كان ", "אחרי ", "春眠 ", "हम ", "<code>They</code> ", "… ", "— Ja ", '<img src="res:a"/> ']
)
def test_some_texts_have_no_initial(text: str) -> None:
    assert marked(f"<p>{text}{LONG}</p>") == f"<p>{text}{LONG}</p>"


@pytest.mark.parametrize("kind", ["dedication", "copyright", "part", "glossary", "title"])
def test_some_pages_have_no_initial(kind: str) -> None:
    assert "initial" not in marked(f"<p>They {LONG}</p>", kind=kind)


def test_a_digraph_is_one_letter_where_it_is_one() -> None:
    assert '<span class="initial">IJ</span>ssel' in marked(f"<p>IJssel {LONG}</p>", lang="nl")
    assert '<span class="initial">IJ</span>ssel' in marked(f"<p>IJssel {LONG}</p>", lang="nl", with_spans=False)
    assert '<span class="initial">I</span>J' in marked(f"<p>IJssel {LONG}</p>", lang="fr")


def test_only_print_needs_a_span_so_that_the_word_stays_whole() -> None:
    assert marked(f"<p>They {LONG}</p>", with_spans=False) == f'<p class="opening-text drop">They {LONG}</p>'


def test_a_short_paragraph_has_a_raised_initial() -> None:
    assert marked("<p>“No,” she said.</p>").startswith('<p class="opening-text raised has-initial">')


def test_the_paragraph_may_be_in_the_first_section() -> None:
    made = marked(
        f'<blockquote><p>Motto</p></blockquote><section class="level2"><h2>A</h2><p>They {LONG}</p></section>'
    )
    assert '<h2>A</h2><p class="opening-text drop' in made
    assert "<blockquote><p>Motto" in made


def test_the_paragraph_may_be_in_a_division_of_the_author() -> None:
    later = f'<section class="level2"><h2>A</h2><p>Later {LONG}</p></section>'
    assert '<div class="mine"><p class="opening-text drop' in marked(
        f'<div class="mine"><p>They {LONG}</p></div>{later}'
    )


@pytest.mark.parametrize("name", ["letter", "telegram", "sign", "tip", "line-block", "aside"])
def test_what_is_set_apart_has_no_initial(name: str) -> None:
    made = marked(f'<div class="{name}"><p>Dear {LONG}</p></div><p>They {LONG}</p>')
    assert f'<div class="{name}"><p>Dear' in made
    assert '</div><p class="opening-text drop' in made


def choose(css: str, *chosen: str) -> str:
    return cssom.serialize(cssom.choose(cssom.parse(css).rules, chosen, CHOICES)).strip()


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (":root.initials-drop p { top: 0 }", "p{top:0}"),
        (":root.initials-raised p { top: 0 }", ""),
        (":root.initials-raised p, :root.initials-drop b, i { top: 0 }", "b, i{top:0}"),
        (":root.initials-drop { --a: 1 }", ":root{--a:1}"),
        (":root.mine p { top: 0 }", ":root.mine p{top:0}"),
        ("@media print { :root.initials-drop p { top: 0 } }", "@media print{p{top:0}\n}"),
    ],
)
def test_rules_apply_where_their_key_is_chosen(css: str, left: str) -> None:
    assert choose(css, "initials-drop") == left


@pytest.mark.parametrize("medium", styles.MEDIA)
def test_a_sheet_has_only_what_is_chosen(medium: str) -> None:
    usual = styles.sheet(medium, Settings(), Path()).css
    chosen = Settings(
        initials="drop", first_line="small-caps", scene_breaks="ornament", openings=Openings("center", "third")
    )
    css = styles.sheet(medium, chosen, Path()).css
    assert not any(f":root.{name}" in sheet for name in CHOICES for sheet in (usual, css))
    assert "opening-text" not in usual
    assert all(each in css for each in ("opening-text", "::first-line", "hr::before"))


NOVEL = """\
title: Salt
author: [Ann Author, Bea Author]
lang: en
toc: false
chapters:
- part: Ebb
  chapters: [a.md]
- part: Flow
  chapters: [b.md]
octavo:
  page-size: 100mm 120mm
  formats: [pdf, epub, html]
  running-heads: {left: author, right: part}
  initials: drop
  first-line: small-caps
  scene-breaks: blank
  openings: {align: center, from: top}
"""


def test_a_novel_without_a_style_sheet(workshop: Workshop) -> None:
    """Heads, initials and blank lines, which show asterisks at the edge of a page; all editions agree word for word."""
    line = "They walked out along the causeway.\n\n"
    breaks = "* * *\n\n"
    workshop.write("n/book.yaml", NOVEL)
    workshop.write("n/a.md", f"# A\n\n“They {LONG}.\n\n" + line * 3 + (line + breaks) * 12 + line)
    letter = "::: letter\n[Here]{.date}\n\nDear you,\n\n[Me]{.signature}\n:::\n\n"
    workshop.write("n/b.md", f"# B\n\nNo.\n\n{letter}{line * 40}")
    ran = workshop.run("build", "n")
    assert (ran.code, ran.rules) == (0, [])
    file = str(workshop.folder / "output" / "n.pdf")
    pages = poppler("pdftotext", "-layout", file, "-").split("\f")
    assert any("ann author and bea author" in page.lower() for page in pages)
    assert any(page.lstrip().lower().startswith("ebb") for page in pages)
    assert any(page.lstrip().lower().startswith("flow") for page in pages)
    starred = [page.split().count("*") // 3 for page in pages]
    assert 0 < sum(starred) < 12
