"""`octavo adopt`: after it, octavo understands the book of another tool as before."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from foreign import read_book, write
from octavo.model.dialect import Dialect
from octavo.model.publication import Chapter, ChapterKind, Metadata, Publication
from octavo.source import adopt, foreign, layouts
from octavo.source.discover import FoundSource
from octavo.source.header import NOTHING
from octavo.source.layout_readers import quarto

CASES = Path(__file__).parents[2] / "cases" / "dialects"
ALL = sorted(path.relative_to(CASES).as_posix() for path in CASES.glob("*/*") if path.parent.name != "plain")


def adopted(publication: Publication, folder: Path) -> Publication:
    """Write book.yaml into a folder, and read the book by it."""
    (folder / "book.yaml").write_text(adopt.write_book_yaml(publication, folder, NOTHING), encoding="utf-8")
    again, found = layouts.read(FoundSource(publication.name, "book", folder), folder.parent)
    assert again is not None, found
    assert [each for each in found if each.severity == "error"] == []
    return again


@pytest.mark.parametrize("case", ALL)
def test_each_construct_is_read_as_before(case: str, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(CASES / case, tmp_path / "b"))
    known = folder / "dialect.json"
    said = json.loads(known.read_text(encoding="utf-8")) if known.is_file() else {}
    lang = said.pop("lang", "en")
    dialect = Dialect(case.partition("/")[0], **{key: _plain(value) for key, value in said.items()})
    file = next(folder.glob("one.*"))
    chapter = Chapter(
        "one", file, f"b/{file.name}", file.read_text(encoding="utf-8"), dialect=dialect, kind=ChapterKind.CHAPTER
    )
    before = Publication(
        "b", "book", "b", folder, Metadata(title="T", lang=lang), foreign.USUAL, (chapter,), keys_name="x"
    )
    after = adopted(before, folder)
    again = next(each for each in after.chapters if not each.made)
    assert again.dialect is not None
    labels = tuple((kind, word.strip()) for kind, word in dialect.labels)
    usual = replace(dialect, variables=again.dialect.variables, labels=labels)
    assert replace(again.dialect, config="") == replace(usual, config="")
    assert again.text == chapter.text or chapter.text.startswith("---")
    assert after.settings.page_size == before.settings.page_size


def _plain(value: object) -> Any:
    return tuple(_plain(each) for each in value) if isinstance(value, list) else value


TEXTS = {
    "mdbook": {
        "book.toml": '[book]\ntitle = "B"\nlanguage = "en"\n[preprocessor.mine]\n',
        "src/SUMMARY.md": "[Intro](README.md)\n\n# Part *one*\n\n- [Say `it`](a/one.md)\n  - [Later]()\n"
        "  - [Deep](a/deep.md)\n\n---\n\n- [Unlike](two.md)\n\n[Last](last.md)\n",
        "src/README.md": "# Welcome\n",
        "src/a/one.md": "# Another title\n\n{{#include ../part.md}}\n",
        "src/a/deep.md": "## Low\n\n## Lower\n",
        "src/two.md": "Text.\n",
        "src/last.md": "# Last\n",
        "src/part.md": "Included.\n",
        "src/404.md": "# Gone\n",
        "CONTRIBUTING.md": "# Join\n",
    },
    "mkdocs": {
        "mkdocs.yml": "site_name: B\ntheme: {language: de, features: [navigation.indexes]}\n"
        "nav: [index.md, {Teil: [teil/index.md, {'Ein *Name*': teil/a.md}, {Tiefer: [teil/b.md]}]}, {Ende: c.md}]\n",
        "docs/index.md": "# Start\n",
        "docs/teil/index.md": "# Der Teil\n",
        "docs/teil/a.md": "---\ntitle: Kopf\n---\n# Überschrift\n",
        "docs/teil/b.md": "Ohne.\n",
        "docs/c.md": "## Eins\n\n## Zwei\n",
    },
    "quarto": {
        "_quarto.yml": "project: {type: book}\nlang: en\nnumber-depth: 2\nbook:\n  title: B\n  chapters: [index.qmd, "
        "{part: p.qmd, chapters: [a.qmd, {file: b.qmd, text: Short}]}, c.qmd]\n  appendices: [d.qmd]\nversion: '3'\n",
        "index.qmd": "# Preface {.unnumbered}\n",
        "p.qmd": "# The part\n\nText.\n",
        "a.qmd": "---\ntitle: A {{< meta version >}}\nnumber-sections: false\n---\n\n{{< meta version >}}\n",
        "b.qmd": "---\ntitle: B\nsubtitle: Sub\nown: mine\n---\n\n{{< meta own >}}\n\n```{r}\n1\n```\n",
        "c.qmd": "# C {-}\n",
        "d.qmd": "# D\n",
    },
    "bookdown": {
        "_bookdown.yml": "rmd_files: [index.Rmd, a.Rmd, refs.Rmd]\n",
        "index.Rmd": "---\ntitle: B\nlang: en\nisbn: 978-3-16-148410-0\nbibliography: b.bib\n---\n\n# Hello {-}\n",
        "a.Rmd": "# (PART) First {-}\n\nOf the part.\n\n# One\n\n# Two\n\nMore.\n\n# (APPENDIX) X {-}\n\n# Three\n",
        "refs.Rmd": "`r if (knitr::is_html_output()) '# References {-}'`\n",
        "b.bib": "",
    },
    "honkit": {
        "book.json": '{"title": "B", "language": "en", "author": "A, B"}',
        "README.md": "# Welcome\n",
        "SUMMARY.md": "# Summary\n\n* [Welcome](README.md)\n* [One](one.md)\n  * Later\n\n## Part\n\n* [Two](two.md)\n",
        "one.md": "# 1\n",
        "two.md": "# Two\n",
        "GLOSSARY.md": "## bee\n\nAn insect.\n",
    },
}  # fmt: skip


@pytest.mark.parametrize("tool", TEXTS)
def test_a_whole_book_is_understood_as_before(tool: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "b", TEXTS[tool])
    before, _ = read_book(folder)
    assert before is not None
    after = adopted(before, folder)
    assert list(adopt.differences(before, after)) == []


def test_files_of_the_tool_and_included_ones_are_no_forgotten_chapters(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", {**TEXTS["mdbook"], "src/forgotten.md": "# Forgotten\n"})
    before, _ = read_book(folder)
    assert before is not None
    adopted(before, folder)
    _, found = layouts.read(FoundSource("b", "book", folder), tmp_path)
    assert [each.place.file for each in found if each.rule == "chapter.unlisted"] == ["b/src/forgotten.md"]


def test_a_date_is_the_same_before_and_after(tmp_path: Path) -> None:
    files = {
        "_quarto.yml": 'project: {type: book}\nbook: {title: T, date: "2024-01-02", chapters: [index.qmd]}\nlang: en\n',
        "index.qmd": "# One\n\nText.\n",
    }
    write(tmp_path / "b", files)
    before, _ = layouts.read(FoundSource("b", "quarto", tmp_path / "b"), tmp_path)
    assert before is not None
    assert before.metadata.date == date(2024, 1, 2)
    assert list(adopt.differences(before, adopted(before, tmp_path / "b"))) == []


def test_a_day_that_does_not_exist_is_shown_as_typed() -> None:
    assert [quarto.day(text) for text in ("2024-02-30", "May 1, 2024", "today")] == ["2024-02-30", "May 1, 2024", ""]
