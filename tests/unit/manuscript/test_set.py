"""A book as a whole: the same in one process and in several, whatever its chapters are called."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from octavo.executor.pool import WorkerPool
from octavo.model.publication import Metadata
from typesetter import Make, set_book

CHAPTERS = {
    f"c{n}.md": f"# Chapter {n} {{#sec-{n}}}\n\n{'Words. ' * n}See @sec-{(n + 3) % 8} [@k].^[[x](c{(n + 1) % 8}.md)]\n"
    for n in range(8)
}


def test_the_same_in_several_processes(tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "b.bib").write_text("@book{k, author={Kay}, title={T}, year={2000}}\n")
    metadata = Metadata(title="B", bibliography=("b.bib",))
    alone = set_book(tmp_path, CHAPTERS, metadata=metadata)
    assert alone.rules == []
    with WorkerPool(1, ("octavo.manuscript.set",)) as hands:
        monkeypatch.setattr("typesetter.serial", hands.map)
        assert set_book(tmp_path, CHAPTERS, metadata=metadata) == alone


def test_names_of_every_kind(book: Make) -> None:
    names = ["a b.md", "50%.md", "c#.md", "é.md", "目次.md", "sub dir/x+y.md"]
    links = "[1](a%20b.md) [2](50%25.md) [3](c%23.md) [4](é.md) [5](目次.md#x) [6](sub%20dir/x+y.md) [7](e%CC%81.md)"
    more = {name: {"id": f"n{row}"} for row, name in enumerate(names)}
    built = book({"s.md": f"# Start\n\n{links}\n", **dict.fromkeys(names, "# X\n")}, more=more)
    assert built.tree("s").xpath("//p/a/@href") == [f"octavo:n{row}#x" for row in (0, 1, 2, 3, 4, 5, 3)]
    assert built.rules == []


def test_an_empty_chapter_and_a_long_title(book: Make) -> None:
    title = "A very long title " * 17
    built = book({"a.md": "", "b.md": f"# {title}\n"})
    assert built.rules == ["title.missing"]
    assert [each.title for each in built.manuscript.galleys] == ["A", title.strip()]


def test_ids_that_octavo_gives_are_not_the_authors(book: Make) -> None:
    text = '# A\n\n## Notes\n\n## ix-1 {#ix-1}\n\n<a id="fn1"></a>X.^[N.] [i]{.index} [x](#ix-1) [y](#notes)\n'
    built = book({"a.md": text})
    ids = built.tree("a").xpath("//@id")
    assert len(ids) == len(set(ids))
    assert built.texts("a", "//section[@id='ix-1-1']/h2") == ["1.2 ix-1"]
    assert built.tree("a").xpath("//p/a/@href")[-2:] == ["#ix-1-1", "#notes-1"]


def test_mathematics_may_stand_in_a_text_as_in_latex(book: Make) -> None:
    aligned = "\\begin{align*}\na &= b \\\\\nc &= d\n\\end{align*}"
    numbered = "\\begin{equation}\\label{eq:y}\nx = 1\n\\end{equation}"
    built = book({"a": f"# A\n\n{aligned}\n\n{numbered}\n\nSee @eq:y.\n"})
    assert built.rules == []
    assert built.galley("a").reading.counts.equations == 2
    assert built.texts("a", "//a[@class='xref']") == ["Equation (1.1)"]
    assert len(built.tree("a").xpath("//*[local-name()='mtr']")) == 2


def test_a_table_that_is_called_a_note_is_one(book: Make) -> None:
    tree = book({"a": "# A\n\n| NOTE: |\n| :--- |\n| It *is*. |\n\n| Notes |\n| --- |\n| None |\n"}).tree("a")
    assert ["".join(each.itertext()) for each in tree.xpath("//div[@class='note']/p")] == ["Note", "It is."]
    assert len(tree.xpath("//table")) == 1


def test_a_figure_of_raw_html_has_its_caption_at_an_end(book: Make) -> None:
    html = "<figure>\n<b>A</b>\n<figcaption><br><br>One</figcaption>\n<br><br>\n</figure>"
    more = "<figure>\n<b>A</b>\n<figcaption>One</figcaption>\nbehind\n<figcaption>Two</figcaption>\n</figure>"
    tree = book({"a": f"# A\n\n{html}\n\n{more}\n"}).tree("a")
    first, second = tree.xpath("//figure")
    assert [each.tag for each in first] == ["b", "figcaption"]
    assert [each.tag for each in second] == ["b", "p", "figcaption"]
    assert ["".join(each.itertext()).strip() for each in tree.iter("figcaption")] == ["One", "One"]
    assert not tree.xpath("//br")


def test_code_is_coloured_whatever_the_chapter(book: Make) -> None:
    code = "```python\ndef f():\n    return '<&'\n```\n"
    built = book(
        {
            "a": f"# A\n\n{code}",
            "b": "# B\n\n- in a list:\n\n  ~~~ {.python}\n  x = 1\n  ~~~\n\n```zyx\nplain\n```\n",
        }
    )
    assert built.texts("a", "//pre/code") == ["def f(): return '<&'"]
    assert built.texts("a", "//pre//span[@class='kw']") == ["def"]
    assert built.texts("b", "//li//pre//span[@class='dv']") == ["1"]
    assert built.texts("b", "//pre[contains(@class, 'zyx')]//span") == []


def test_what_can_be_folded_away_begins_with_its_summary(book: Make) -> None:
    texts = ("Text.", "<b>B</b> x <summary>S</summary> y", "<summary>S</summary> z")
    html = "\n\n".join(f"<details>{text}</details>" for text in texts)
    tree = book({"a.md": f"# A\n\n{html}\n"}).tree("a")
    folded = list(tree.iter("details"))
    assert [each[0].tag for each in folded] == ["summary"] * 3
    assert ["".join("".join(each.itertext()).split()) for each in folded] == ["…Text.", "SBxy", "Sz"]
    assert not any((each.text or "").strip() for each in folded)
