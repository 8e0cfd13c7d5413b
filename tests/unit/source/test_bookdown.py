"""Reading a book of bookdown: the order of its files, and the parts and chapters in them."""

from __future__ import annotations

from pathlib import Path

from foreign import own, read_book, write

INDEX = """\
---
title: "The Book"
author: ["Ann Author", "Ben Author"]
date: "`r Sys.Date()`"
site: bookdown::bookdown_site
url: 'https\\://example.org/b/'
bibliography: [a.bib]
lang: fr
---

```{r, include=FALSE}
# not a heading
```

# Preface {-}

Text with [a link].

# About {#about .unnumbered}

Text.

[a link]: https://example.org/
"""
TEXTS = {
    "index.Rmd": INDEX,
    "02-two.Rmd": "# Two\n\n```{r, fig.cap='with `ticks`'}\n# no heading\n```\n\n## Section\n",
    "01-one.Rmd": "# (PART) First {-}\n\n# One {#one}\n\nText.\n",
    "03-three.Rmd": "# (PART\\*) Second {-}\n\nText of the part.\n\n# Three\n\nText.\n\n# Four\n\nText.\n",
    "04-more.Rmd": "# (APPENDIX) Appendix {-}\n\n# More\n\nText.\n",
    "05-references.Rmd": "`r if (knitr::is_html_output()) '# References {-}'`\n",
    "_draft.Rmd": "# Draft\n",
}


def test_each_heading_at_the_top_is_a_chapter(tmp_path: Path) -> None:
    publication, diagnostics = read_book(write(tmp_path / "b", TEXTS))
    assert publication is not None
    assert [(e.id, e.matter, e.kind, e.level, e.numbered) for e in own(publication)] == [
        ("index-2", "front", "chapter", 1, False),
        ("index-3", "front", "chapter", 1, False),
        ("part-first", "body", "part", 1, None),
        ("01-one", "body", "chapter", 2, None),
        ("02-two", "body", "chapter", 2, None),
        ("03-three", "body", "part", 1, False),
        ("03-three-2", "body", "chapter", 2, None),
        ("03-three-3", "body", "chapter", 2, None),
        ("04-more", "back", "appendix", 1, None),
        ("05-references", "back", "bibliography", 1, False),
    ]
    metadata = publication.metadata
    assert (metadata.title, metadata.lang, metadata.date, metadata.url) == (
        "The Book", "fr", None, "https://example.org/b/",
    )  # fmt: skip
    assert [person.name for person in metadata.contributors] == ["Ann Author", "Ben Author"]
    assert [e.message for e in diagnostics] == ["2 cells of code are not run"]


def test_one_chapter_of_several_keeps_its_lines_and_the_links_of_its_file(tmp_path: Path) -> None:
    publication, _ = read_book(write(tmp_path / "b", TEXTS))
    assert publication is not None
    preface, about = own(publication)[:2]
    assert preface.text.split("\n")[14] == "# Preface {-}"
    assert preface.text.endswith("\n\n[a link]: https://example.org/")
    assert "About" not in preface.text
    assert about.text.split("\n")[18] == "# About {#about .unnumbered}"
    assert about.text.count("a link") == 1
    assert (preface.title, about.title) == ("Preface", "About")


def test_the_list_of_bookdown_yml(tmp_path: Path) -> None:
    config = (
        "rmd_files:\n  html: [index.Rmd, 02-two.Rmd, gone.Rmd]\n  latex: [index.Rmd]\n"
        "language:\n  label:\n    fig: 'FIGURE '\nbefore_chapter_script: run.R\n"
    )
    output = "bookdown::gitbook:\n  number_sections: false\n"
    files = {**TEXTS, "_bookdown.yml": config, "_output.yml": output}
    publication, diagnostics = read_book(write(tmp_path / "b", files))
    assert publication is not None
    assert [each.id for each in own(publication)] == ["index-2", "index-3", "02-two"]
    assert publication.settings.number_sections is False
    dialect = own(publication)[0].dialect
    assert dialect is not None
    assert dialect.labels == (("fig", "FIGURE"),)
    assert [(e.rule, str(e.place)) for e in diagnostics if e.rule != "lang.missing"] == [
        ("layout.not-run", "b/_bookdown.yml:7:1"),
        ("layout.not-run", "b/index.Rmd:11:1"),
        ("chapter.missing", "b/_bookdown.yml:2:33"),
    ]


def test_the_longest_list_is_read_where_none_has_the_usual_name(tmp_path: Path) -> None:
    lists = {
        "_bookdown_draft.yml": "rmd_files: [index.Rmd, 01-one.Rmd]\n",
        "_bookdown_final.yml": "rmd_files: [index.Rmd, 02-two.Rmd, 01-one.Rmd]\noutput_dir: out\n",
    }
    publication, diagnostics = read_book(write(tmp_path / "b", TEXTS | lists))
    assert publication is not None
    assert [each.id for each in own(publication)][-3:] == ["02-two", "part-first", "01-one"]
    assert own(publication)[0].dialect.outputs == ("out", "_book", "docs")  # type: ignore[union-attr]
    (said,) = (each for each in diagnostics if each.rule == "layout.several")
    assert "_bookdown_final.yml, the longest, is read" in said.message
    assert "_bookdown_draft.yml" in (said.hint or "")
