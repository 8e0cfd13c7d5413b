"""What is reported as lost or added when a text is compared with a galley."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.build import reading
from octavo.build.source_agreement import agree
from octavo.check.source_agreement import agreement, sources
from octavo.model.diagnostic import Severity
from octavo.model.dialect import SourceHints
from octavo.model.edition import SourceAgreement
from octavo.model.jobs import serial
from octavo.model.publication import Chapter
from octavo.model.settings import RunOptions
from octavo.source.discover import discover

SOURCE = Path(__file__).parents[4] / "source"
TEXT = "The hive is full of bees.\n\nThey *dance* on the comb[^1], and the others follow.\n\n[^1]: In the dark.\n"
GALLEY = (
    "<p>The hive is full of bees.</p><p>They <em>dance</em> on the comb, and the others follow.</p>"
    '<section class="notes"><ol><li class="note"><p>In the dark.</p></li></ol></section>'
)


def said(text: str, body: str, hints: SourceHints | None = None, *, is_article: bool = False) -> list[str]:
    lines = text.split("\n")
    source = sources.WrittenChapter(text, tuple("a.md" for _ in lines), tuple(range(1, len(lines) + 1)))
    html = f'<article class="galley">{body}</article>'.encode()
    found = agreement.compare(agreement.AgreementJob("a", source, html, hints or SourceHints(), (), is_article))
    return [f"{each.place}: {each.rule}: {each.message}" for each in agreement.report([found], {}, Severity.WARNING)]


def test_a_text_that_is_all_there_is_silent() -> None:
    assert said(TEXT, GALLEY) == []


@pytest.mark.parametrize("word", ["hive", "bees", "dance", "comb", "and", "follow", "dark"])
def test_a_single_word_that_is_lost_is_named_at_its_place(word: str) -> None:
    before = TEXT[: TEXT.index(word)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    lost = f"a.md:{line}:{column}: text.lost: the word '{word}' is in the text, but in no edition"
    assert said(TEXT, GALLEY.replace(word, "")) == [lost]


def test_what_is_printed_twice_is_added() -> None:
    twice = GALLEY.replace("<section", "<p>They dance on the comb.</p><section")
    (found,) = said(TEXT, twice)
    assert found.startswith("a.md:3:")
    assert "text.added: the words 'they dance on the comb' are in the editions" in found


def test_words_that_marks_divide_are_one() -> None:
    text = "H~2~O, **R**eproducible, caf&eacute; and un*frigging*believable. C# is no C.\n"
    galley = "<p>H<sub>2</sub>O, <strong>R</strong>eproducible, café and un<em>frigging</em>believable. C# is no C.</p>"
    assert said(text, galley) == []
    assert "'c#'" in said(text, galley.replace("C#", "C"))[0]


def test_captions_may_be_written_behind_their_tables() -> None:
    text = "Before it.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n: What a and b are {#tbl-a}\n\nAfter it.\n"
    row = "<tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>"
    table = f"<table><caption>What a and b are</caption>{row}</table>"
    assert said(text, f"<p>Before it.</p>{table}<p>After it.</p>") == []


@pytest.mark.parametrize(
    ("title", "lost"),
    [("The dance of bees", "dance"), ("'The dance of bees'", "dance"), ("The **dance** of bees", "dance")],
)
def test_the_title_and_the_subtitle_of_an_article_must_be_shown(title: str, lost: str) -> None:
    block = '<header class="title-block"><h1>The dance of bees</h1><p>In the dark hive</p></header><p>They dance.</p>'
    text = f"---\ntitle: {title}\nsubtitle: In the dark hive\n---\n\nThey dance.\n"
    assert said(text, block, is_article=True) == []
    assert lost in said(text, block.replace("The dance", "The"), is_article=True)[0]
    assert "a.md:3:18: text.lost: the word 'dark'" in said(text, block.replace("dark", ""), is_article=True)[0]
    assert said(text, block.replace("dark", "")) == []  # a book has its title elsewhere


def test_a_title_that_may_be_formed_is_accounted_for() -> None:
    text = "---\ntitle: Bees &amp; $x^2$\n---\n\nThey dance.\n"
    assert said(text, "<h1>Bees</h1><p>They dance.</p>", is_article=True) == []


def test_no_word_is_found_in_code_that_is_run() -> None:
    text = "We install it by hand today.\n\n```{r}\ninstall(hive)\n```\n\nThen it is there.\n"
    galley = "<p>We install it by hand today.</p><pre><code>install(hive)</code></pre><p>Then it is there.</p>"
    hints = SourceHints(runs_cells=True)
    assert said(text, galley, hints) == []
    (found,) = said(text, galley.replace("We install", "We"), hints)
    assert found.startswith("a.md:1:4: text.lost: the word 'install'")


def test_a_single_word_is_not_found_far_away() -> None:
    words = " ".join(f"word{number}" for number in range(300))
    text = f"The bees dance.\n\n{words}\n"
    galley = f"<p>The bees dance.</p><p>{words}</p>"
    far = f"<p>The bees .</p><p>{words}</p><p>dance</p>"
    near = "<p>The bees .</p><p>dance</p>" + f"<p>{words}</p>"
    assert said(text, galley) == said(text, near) == []
    assert any("text.lost: the word 'dance'" in each for each in said(text, far))


def test_the_tags_of_formulas_are_found_in_their_numbers() -> None:
    text = "It holds.\n\n$$a = b \\tag{7}$$\n\nAnd on.\n"
    galley = '<p>It holds.</p><div><math alttext="a = b"/><span class="equation-number">(7)</span></div><p>And on.</p>'
    assert said(text, galley) == []
    assert "text.lost: the word '7'" in said(text, galley.replace("(7)", ""))[0]


def test_hidden_text_of_the_author_may_be_in_one_edition_only() -> None:
    text = "They dance.\n\n<p hidden>Only in one</p>\n"
    assert said(text, "<p>They dance.</p><p hidden=''>Only in one</p>") == []


@pytest.mark.parametrize(
    ("text", "galley"),
    [
        ("# 标题\n\n天地玄黄，宇宙洪荒。\n", "<h1>标题</h1><p>天地玄黄，宇宙洪。</p>"),
        ("النحل يرقص على الشمع\n", "<p>النحل على الشمع</p>"),
        ("मधुमक्खी छत्ते पर नाचती है\n", "<p>मधुमक्खी छत्ते पर है</p>"),
        ("Пчела танцует на сотах\n", "<p>Пчела на сотах</p>"),
    ],
)
def test_every_script_is_compared(text: str, galley: str) -> None:
    assert [each for each in said(text, galley) if "text.lost" in each]


def test_the_files_that_a_chapter_includes_are_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One.\n\n{{#include b.md}}\n\nTwo.\n")
    (tmp_path / "b.md").write_text("Inside,\nand lost,\nand more.\n")
    origins = ((0, "a.md", 1, 0), (2, "b.md", 1, 0), (3, "b.md", 3, 0), (4, "a.md", 4, 0))
    chapter = Chapter("a", tmp_path / "a.md", "a.md", "One.\n\nInside,\nand more.\n\nTwo.\n", origins=origins)
    found = sources.read(chapter, tmp_path)
    assert found is not None
    assert "and lost," in found.text
    assert (found.files[4], found.numbers[4]) == ("b.md", 2)


def agreed(path: Path) -> tuple[SourceAgreement, list[str]]:
    (found,) = discover([path], path.parent, None)[0]
    publication, before = reading.read(found, path.parent, RunOptions())
    assert publication is not None
    publication, manuscript, after = reading.set_text(publication, serial)
    assert manuscript is not None
    counts, wrong = agree(publication, manuscript, [*before, *after], False)
    return counts, [f"{each.place}: {each.message}" for each in wrong]


def test_the_essay_has_every_word_and_each_kind_has_its_count() -> None:
    counts, wrong = agreed(SOURCE / "the-light-that-finds-us.md")
    assert wrong == []
    assert (counts.words, counts.in_order, counts.moved) == (1310, 1310, 0)
    assert dict(counts.kinds) == {
        "attribute": 1, "citation": 3, "div": 1, "header": 150, "label": 4, "prose": 1310,
    }  # fmt: skip
    elements = {name: (ours, theirs) for name, ours, theirs in counts.elements}
    assert (elements["headings"], elements["notes"]) == ((5, 6), (2, 2))  # the title is in the header


@pytest.mark.slow
def test_the_guide_has_every_word_and_most_of_them_must_be_there() -> None:
    counts, wrong = agreed(SOURCE / "guide")
    assert wrong == []
    kinds = dict(counts.kinds)
    assert counts.words > 0.85 * sum(kinds.values())
    assert counts.moved < 0.01 * counts.words
    assert {"address", "attribute", "citation", "code", "formula", "info string", "marker", "prose"} <= set(kinds)
    assert kinds["attribute"] < 0.1 * counts.words  # two thirds of them are entries of the index
    assert kinds["prose"] + kinds["code"] > 0.99 * counts.words
    assert sum(kinds.get(kind, 0) for kind in ("comment", "raw", "script", "tag", "TeX", "condition")) < 100
