"""Numbers of headings and captions, and what refers to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.model.publication import Metadata
from octavo.model.settings import Settings
from pictures import SMALL
from typesetter import Make, made, part

FIGURE = "![A *fine* caption](p.png){#fig-one}\n"


@pytest.fixture(autouse=True)
def _picture(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(SMALL)


def numbers(built: object) -> list[str]:
    return [entry.number for entry in built.manuscript.contents]  # type: ignore[attr-defined]


def test_chapters_run_through_the_parts_and_appendices_have_letters(book: Make) -> None:
    built = book(
        {
            "preface.md": "# Preface\n\n## In it\n",
            "p1": part("p1", "One"), "a.md": "# A\n\n## S\n\n### T\n\n#### U\n",
            "p2": part("p2", "Two"), "b.md": "# B\n\n## S {-}\n\n### Under it\n\n## T\n", "c.md": "# C {.unnumbered}\n",
            "d.md": "# D\n", "x.md": "# X\n\n## S\n", "y.md": "# Y\n",
        },
        kinds={"preface.md": "preface", "x.md": "appendix", "y.md": "appendix"},
    )  # fmt: skip
    assert numbers(built) == [
        "", "", "Part I", "1", "1.1", "1.1.1", "", "Part II", "2", "", "", "2.1", "", "3", "Appendix A", "A.1",
        "Appendix B",
    ]  # fmt: skip
    assert built.texts("p2", "//h1") == ["Part II Two"]
    assert built.texts("x", "//h1/span[@class='number']") == ["Appendix A"]
    assert built.galley("a").title == "A"


def test_chapters_under_chapters(book: Make) -> None:
    built = book(
        {"a.md": "# A\n", "b.md": "# B\n", "c.md": "# C\n\n## S\n", "d.md": "# D\n", "e.md": "# E\n", "f.md": "# F\n"},
        more={
            "b.md": {"depth": 2, "level": 2}, "c.md": {"depth": 2, "level": 2}, "d.md": {"numbered": False},
            "e.md": {"depth": 2, "level": 2}, "f.md": {"numbered": True},
        },
    )  # fmt: skip
    assert numbers(built) == ["1", "1.1", "1.2", "1.2.1", "", "", "2"]


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [("en", ["Part I", "1"]), ("de", ["Teil I", "1"]), ("ja", ["第一部", "第1章"]), ("zh", ["第一部分", "第1章"])],
)
def test_numbers_by_language(lang: str, wanted: list[str], book: Make) -> None:
    built = book({"p": part("p", "One"), "a.md": "# A\n"}, metadata=Metadata(title="B", lang=lang))
    assert numbers(built) == wanted


def test_nothing_is_numbered_unless_it_is_asked_for(book: Make) -> None:
    built = book({"p": part("p", "P"), "a.md": f"# A\n\n## S\n\n{FIGURE}", "b.md": f"# B\n\n{FIGURE}"},
                 settings=Settings())  # fmt: skip
    assert numbers(built) == ["", "", "", ""]
    assert [each.label for each in built.manuscript.captioned] == ["Figure 1", "Figure 2"]


EVERYTHING = f"""# Chapter

{FIGURE}
![Without a label](p.png)

| a | b |
|---|---|
| 1 | 2 |

: A table {{#tbl-t}}

::: {{#tbl-u}}
| a | b |
|---|---|
| 1 | 2 |

Another table
:::

```{{#lst-l .python lst-cap="A *listing*"}}
x = 1
```

```{{.python caption="Without a label"}}
x = 2
```

Before $$x = y$$ {{#eq-e}} after.

$$
z
$$ {{#eq:f}}

$$w$$

::: {{#fig-group}}
![First](p.png){{#fig-first}}

![Second](p.png)

Both of them
:::
"""


def test_captions(book: Make) -> None:
    built = book({"a.md": "# A\n", "b.md": EVERYTHING})
    listed = [(each.kind, each.label, each.text) for each in built.manuscript.captioned]
    assert listed == [
        ("figure", "Figure 2.1", "A fine caption"),
        ("table", "Table 2.1", "A table"),
        ("table", "Table 2.2", "Another table"),
        ("listing", "Listing 2.1", "A listing"),
        ("figure", "Figure 2.2", "Both of them"),
    ]
    assert built.texts("b", "//figcaption")[:2] == ["Figure 2.1 A fine caption", "Without a label"]
    assert built.texts("b", "//figure[@class='listing'][1]/*")[0] == "Listing 2.1 A listing"
    assert built.texts("b", "//div[@class='equation']/span[@class='equation-number']") == ["(2.1)", "(2.2)"]
    assert built.tree("b").xpath("//div[@class='equation']/@id") == ["eq-e", "eq-f"]
    assert built.texts("b", "//figure[@class='group']/div[@class='row']/figure/figcaption") == ["(a) First", "Second"]
    assert built.galley("b").reading.counts.equations == 3
    assert built.rules == []


def test_all_or_none_of_a_kind(book: Make) -> None:
    every = tuple((kind, "all") for kind in ("figures", "tables", "listings", "equations"))
    built = book({"b.md": EVERYTHING}, settings=Settings(numbers=every))
    labels = [each.label for each in built.manuscript.captioned]
    assert labels == ["Figure 1", "Figure 2", "Table 1", "Table 2", "Listing 1", "Listing 2", "Figure 3"]
    assert all(each.anchor for each in built.manuscript.captioned)
    assert built.texts("b", "//span[@class='equation-number']") == ["(1)", "(2)", "(3)"]
    none = tuple((kind, "none") for kind in ("figures", "tables", "listings", "equations"))
    built = book({"b.md": EVERYTHING, "c.md": "# C\n\nSee @fig-one and @tbl-t.\n"}, settings=Settings(numbers=none))
    assert built.manuscript.captioned == ()
    assert built.texts("c", "//p") == ["See A fine caption and A table."]


REFERENCES = [
    ("@fig-one", "Figure 1.1"),
    ("@Fig-one", "Figure 1.1"),
    ("@fig:one", "Figure 1.1"),
    ("[@fig-one]", "Figure 1.1"),
    ("[-@fig-one]", "1.1"),
    ("[Fig. @fig-one]", "Fig. 1.1"),
    ("[@fig-one; @tbl-t]", "Figure 1.1 and Table 1.1"),
    ("[@fig-one; @tbl-t; @lst-l]", "Figure 1.1, Table 1.1 and Listing 1.1"),
    ("[@fig-one, left]", "Figure 1.1, left"),
    ("@fig-first", "Figure 1.2a"),
    ("@eq-e", "Equation (1.1)"),
    ("[-@eq:f]", "(1.2)"),
    ("@sec-there", "Chapter 2"),
    ("@sec-deep", "Section 2.1"),
    ("@sec-plain", "Plain heading"),
    ("@sec-app", "Appendix A"),
    ("@sec-part", "Part I"),
]


def test_cross_references(book: Make) -> None:
    lines = "\n\n".join(f"X {written}" for written, _ in REFERENCES)
    built = book(
        {
            "a.md": f"{EVERYTHING}\n## Refs\n\n{lines}\n",
            "b.md": "# There {#sec-there}\n\n## Deep {#sec-deep}\n\n## Plain *heading* {#sec-plain .unnumbered}\n",
            "p.md": "# Part {#sec-part}\n", "x.md": "# App {#sec-app}\n",
        },
        kinds={"x.md": "appendix", "p.md": "part"},
    )  # fmt: skip
    shown = built.texts("a", "//section[h2]/p[a[@class='xref']]")
    assert shown[-len(REFERENCES) :] == [f"X {wanted}" for _, wanted in REFERENCES]
    assert built.tree("a").xpath("//a[@class='xref']/@href")[-5:] == [
        "octavo:b#sec-there", "octavo:b#sec-deep", "octavo:b#sec-plain", "octavo:x#sec-app", "octavo:p#sec-part",
    ]  # fmt: skip
    assert built.rules == []


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        ("de", "Abbildung 1.1 und Gleichung (1.1)"), ("fr", "Figure 1.1 et Équation (1.1)"),
        ("es", "Figura 1.1 y Ecuación (1.1)"), ("ja", "図1.1、式(1.1)"), ("zh-Hans", "图1.1、公式(1.1)"),
        ("nl", "Figuur 1.1 en Vergelijking (1.1)"), ("xx", "Figure 1.1 and Equation (1.1)"),
    ],
)  # fmt: skip
def test_references_by_language(lang: str, wanted: str, book: Make) -> None:
    text = f"# A\n\n{FIGURE}\n$$x$$ {{#eq-e}}\n\n## S\n\n[@fig-one; @eq-e]\n"
    built = book({"a.md": text}, metadata=Metadata(title="B", lang=lang))
    assert built.texts("a", "//section/p[a]") == [wanted]


def test_references_with_their_page(book: Make) -> None:
    text = f"# A {{#sec-a}}\n\n{FIGURE}\n[@fig-one]{{.page}} and [see @fig-one and more]{{.other}} @sec-a\n"
    built = book({"a.md": text})
    assert built.tree("a").xpath("//a/@class") == ["xref paged", "xref", "xref"]
    assert not built.tree("a").xpath("//span[@class='page']")
    built = book({"a.md": text}, settings=Settings(page_references=True))
    assert set(built.tree("a").xpath("//a/@class")) == {"xref paged"}


def test_a_reference_to_nothing(book: Make) -> None:
    built = book({"a.md": f"# A\n\n{FIGURE}", "b.md": "# B\n\nOn\nit see @fig-won.\n"})
    (found,) = built.found
    assert (found.rule, str(found.place)) == ("ref.unresolved", "b.md:4:8")
    assert found.hint == "did you mean '@fig-one'?"
    assert built.texts("b", "//p") == ["On it see @fig-won."]


def test_a_label_in_two_chapters(book: Make) -> None:
    built = book({"a.md": f"# A\n\n{FIGURE}", "b.md": f"# B\n\n{FIGURE}\n@fig-one\n", "c.md": "# C\n\n@fig-one\n"})
    (found,) = built.found
    assert (found.rule, str(found.place)) == ("label.duplicate", "b.md:3:28")
    assert built.tree("b").xpath("//a/@href") == ["#fig-one"], "a chapter's own label comes first"
    assert built.tree("c").xpath("//a/@href") == ["octavo:a#fig-one"]


def test_a_caption_that_refers_serves_as_alternative_text(book: Make) -> None:
    built = book({"a.md": f"# A {{#sec-a}}\n\n{FIGURE}\n![As in @fig-one](p.png)\n"})
    assert built.tree("a").xpath("//img/@alt")[1] == "As in Figure 1.1"


def test_an_article_numbers_plainly(book: Make) -> None:
    text = f"## S {{#sec-s}}\n\n{FIGURE}\n$$x$$ {{#eq-e}}\n\nSee @fig-one, @eq-e and @sec-s.\n"
    built = book({"a.md": text}, kind="article", metadata=Metadata(title="T"))
    assert built.texts("a", "//p[a]") == ["See Figure 1, Equation (1) and Section 1."]
    assert built.texts("a", "//h2") == ["1 S"]


def test_the_words_are_in_the_order_of_the_text(book: Make) -> None:
    built = book({"a.md": f"# A\n\nOne @fig-one.^[Note.] Two.\n\n{FIGURE}"})
    assert " ".join(built.galley("a").reading.words) == "1 a one figure 1 1 two figure 1 1 a fine caption"
    assert built.galley("a").reading.notes == ("note",)


def test_made_chapters_stand_in_the_language(book: Make) -> None:
    built = book({"a.md": "# A\n\n[x]{.index}\n", "i": made("i", "index")}, metadata=Metadata(title="B", lang="de"))
    assert built.texts("i", "header[@class='opening']/h1") == ["Register"]


def test_labels_wherever_they_are_put(book: Make) -> None:
    text = """# A

::: {#fig-one}
![](p.png){.decorative}

One picture
:::

::: {#fig-code}
```python
x
```

Code as a figure
:::

::: {#lst-div}
```python
x
```

A listing
:::

- In a list $$a$$ {#eq-list} here

> $$c$$ {#eq-quote}

$$
b \\label{eq:inner}
$$

<figure id="fig-raw"><img src="p.png" alt="x"/><figcaption>Raw *not*</figcaption></figure>

<a id="sec-anchor"></a>Text.

@fig-one @fig-code @lst-div @eq-list @eq-quote @eq:inner @fig-raw @sec-anchor
"""
    built = book({"a.md": text})
    assert built.texts("a", "//a[@class='xref']") == [
        "Figure 1.1", "Figure 1.2", "Listing 1.1", "Equation (1.1)", "Equation (1.2)", "Equation (1.3)", "Figure 1.3",
        "Chapter 1",
    ]  # fmt: skip
    assert built.texts("a", "//figure[@id='fig-one']/figcaption") == ["Figure 1.1 One picture"]
    assert built.texts("a", "//li/div/span[@class='equation-number']") == ["(1.1)"]
    assert built.tree("a").xpath("//*[local-name()='math']/@alttext") == ["a", "c", "b"]
    assert b"mml:" not in built.galley("a").html
    assert built.rules == []
