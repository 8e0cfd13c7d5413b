"""Reading a book of Quarto: its list of chapters, what _quarto.yml and the headers say."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreign import book, own, read_book, write
from octavo.source.discover import discover

CONFIG = """\
project:
  type: book
book:
  title: "The *Book*"
  author:
    - name: Ann Author
    - name: {given: Ben, family: Author}
  date: today
  site-url: https://example.org/
  cover-image: cover.png
  chapters:
    - index.qmd
    - preface.qmd
    - one.qmd
    - part: "First"
      chapters:
        - two.qmd
        - text: Label
          file: three.qmd
    - part: second.qmd
      chapters: [four.qmd]
    - references.qmd
  appendices:
    - more.qmd
bibliography: [list.bib]
lang: de
crossref:
  fig-title: Bild
execute:
  echo: false
filters: [own.lua]
"""
TEXTS = {
    "index.qmd": "# Welcome\n\nText.\n",
    "preface.qmd": "# Preface {.unnumbered}\n\nText.\n",
    "one.qmd": "---\ntitle: One\nbibliography: more.bib\n---\n\n## Section\n",
    "two.qmd": "# Two {-}\n\nText.\n",
    "three.qmd": "Text.\n",
    "second.qmd": "# Second {.unnumbered}\n",
    "four.qmd": "# Four\n\n```{r}\n1 + 1\n```\n\n```{python}\n```\n",
    "references.qmd": "# References {.unnumbered}\n\n::: {#refs}\n:::\n",
    "more.qmd": "# More\n",
}


def test_the_list_gives_the_chapters(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", {"_quarto.yml": CONFIG, **TEXTS})
    publication, diagnostics = read_book(folder)
    assert publication is not None
    assert [(e.id, e.matter, e.kind, e.level, e.title) for e in own(publication)] == [
        ("index-2", "front", "chapter", 1, None),
        ("preface", "front", "preface", 1, None),
        ("one", "body", "chapter", 1, "One"),
        ("part-first", "body", "part", 1, "First"),
        ("two", "body", "chapter", 2, None),
        ("three", "body", "chapter", 2, "Label"),
        ("second", "body", "part", 1, None),
        ("four", "body", "chapter", 2, None),
        ("references", "back", "chapter", 1, None),
        ("more", "back", "appendix", 1, None),
    ]
    metadata = publication.metadata
    assert [person.name for person in metadata.contributors] == ["Ann Author", "Ben Author"]
    assert (metadata.title, metadata.lang, metadata.date, metadata.url) == (
        "The *Book*", "de", None, "https://example.org/",
    )  # fmt: skip
    assert (metadata.bibliography, metadata.cover_image) == (("list.bib", "more.bib"), "cover.png")
    dialect = own(publication)[0].dialect
    assert dialect is not None
    assert (dialect.labels, dialect.cells) == ((("fig", "Bild"),), (("echo", "false"),))
    assert [(e.message, str(e.place)) for e in diagnostics] == [
        ("the filter 'own.lua' is not run", "b/_quarto.yml:31:11"),
        ("2 cells of code are not run", "b/four.qmd:3:1"),
    ]
    assert (publication.settings.number_sections, publication.settings.number_headings) == (True, True)


def test_a_project_that_is_not_a_book(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", {"_quarto.yml": "project:\n  type: website\n", "README.md": "# R", "a.md": "# A"})
    assert [each.rule for each in discover([folder], tmp_path)[1]] == ["config.unread"]
    assert [each.kind for each in discover([folder], tmp_path, layout="folder")[0]] == ["folder"]


@pytest.mark.parametrize("profile", ["profile:\n  default: print\n", "profile:\n  group: [[print, screen]]\n"])
def test_profiles_and_named_files_are_merged(tmp_path: Path, profile: str) -> None:
    config = "project:\n  type: book\nmetadata-files: [about.yml]\nbook:\n  title: T\n  chapters: [a.qmd]\n"
    files = {
        "_quarto.yml": config + profile,
        "_quarto-print.yml": "book: {title: Printed}\nnumber-sections: false\n",
        "about.yml": "lang: fr\nbook: {title: Other, author: Ann}\n",
        "a.qmd": "# A",
    }
    publication = book(write(tmp_path / "b", files))
    assert (publication.metadata.title, publication.metadata.lang) == ("Printed", "fr")
    assert [person.name for person in publication.metadata.contributors] == ["Ann"]
    assert publication.settings.number_sections is False


def test_paths_are_relative_to_the_repository(tmp_path: Path) -> None:
    config = CONFIG.replace("filters: [own.lua]\n", "")
    repository = write(tmp_path / "r", {".git/HEAD": "", "book/_quarto.yml": config})
    write(repository / "book", TEXTS)
    publication, _ = read_book(repository)
    assert publication is not None
    assert publication.metadata.bibliography == ("book/list.bib", "book/more.bib")
    assert publication.metadata.cover_image == "book/cover.png"


def test_a_depth_of_zero_numbers_only_chapters(tmp_path: Path) -> None:
    config = CONFIG + "format:\n  html:\n    number-depth: 0\n"
    publication, _ = read_book(write(tmp_path / "b", {**TEXTS, "_quarto.yml": config}))
    assert publication is not None
    assert (publication.settings.number_sections, publication.settings.number_depth) == (True, 1)


def test_a_header_can_leave_a_chapter_unnumbered(tmp_path: Path) -> None:
    config = (
        "project:\n  type: book\nlang: en\nbook:\n  title: T\n  chapters: [index.qmd, a.qmd, b.qmd, c.qmd, d.qmd]\n"
    )
    files = {
        "_quarto.yml": config,
        "index.qmd": "# Welcome\n",
        "a.qmd": "---\ntitle: Foreword {.unnumbered}\n---\n\nText\n",
        "b.qmd": "# B\n",
        "c.qmd": "---\ntitle: C\nnumber-sections: false\n---\n\nText\n",
        "d.qmd": "# D\n",
    }
    publication = book(write(tmp_path / "b", files))
    assert [(each.title, each.matter, each.numbered) for each in own(publication)] == [
        (None, "front", None),
        ("Foreword", "front", False),
        (None, "body", None),
        ("C", "body", False),
        (None, "body", None),
    ]
