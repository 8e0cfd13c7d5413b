"""What all layouts of other tools tolerate: odd configurations, and paths that lead out of the book."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreign import own, read_book, write

SECRET = "# Secret\n\nText.\n"
TEXTS = {
    "src/a.md": "# A\n\nText.\n",
    "docs/a.md": "# A\n\nText.\n",
    "docs/sub/README.md": "# Sub\n\n- [up](../)\n- [self](./)\n",
    "a.md": "# A\n\nText.\n",
    "a.qmd": "# A\n\nText.\n",
}
ODD = {
    "nothing as expected": {
        "book.toml": "book = 1\noutput = 2\npreprocessor = [1]\n",
        "src/SUMMARY.md": "- [A](a.md)\n- [](../../../secret.md)\n- [x](%00)\n- [y](<>)\n- [dir](.)\n"
        + " " * 90
        + "- z\n",
    },
    "an unknown language": {"book.toml": "[book]\nlanguage = 'klingon klang'\n", "src/SUMMARY.md": "[A](a.md)"},
    "an empty file": {"mkdocs.yml": ""},
    "a list": {"mkdocs.yml": "- a\n"},
    "all kinds of entries": {
        "mkdocs.yml": "nav:\n  - null\n  - 3\n  - {a: null}\n  - {c: [null, {d: [a.md]}]}\n"
        "  - {1: a.md}\n  - sub/*\n  - ../../secret.md\n"
    },
    "its own parent": {"mkdocs.yml": "INHERIT: mkdocs.yml\nsite_name: X\n"},
    "a parent outside": {"mkdocs.yml": "INHERIT: ../../secret.md\nsite_name: X\n"},
    "lists that name each other": {
        "mkdocs.yml": "plugins:\n  - literate-nav: {nav_file: README.md}\nnav: [{S: sub/}, {D: ./}, a.md]\n"
    },
    "json of other types": {
        "book.json": '{"plugins": {"a": 1}, "variables": [1], "author": {"x": 1}, "title": null}',
        "SUMMARY.md": "* [A](a.md)",
    },
    "a function": {"book.js": "module.exports = function () { return {title: 'x'} }", "SUMMARY.md": "* [A](a.md)"},
    "mappings in mappings": {
        "_quarto.yml": "project:\n  type: book\nbook:\n  author: {name: {name: {x: 1}}}\n"
        "  chapters: [null, 3, {part: null}, {part: [x]}, {part: X, chapters: [{part: Y, chapters: [a.qmd]}]}, [a.qmd],"
        " {text: x}, ../../secret.md, ---]\n  appendices: {a: 1}\n"
        "metadata-files: ../../secret.md\nprofile: 3\nexecute: 3\ncrossref: [1]\nbibliography: {a: 1}\n"
    },
    "files of bookdown's outside": {"_bookdown.yml": "rmd_files: [../../secret.md, a.md, null]\nlanguage: 3\n"},
}
REFUSED = {
    "texts of mdBook outside": ({"book.toml": "[book]\nsrc = '../..'\n"}, "chapter.outside"),
    "texts of MkDocs outside": ({"mkdocs.yml": "docs_dir: /etc\n"}, "chapter.outside"),
    "texts of HonKit outside": ({"book.json": '{"root": "../.."}'}, "chapter.outside"),
    "a language that is the book": ({"LANGS.md": "* [x](.)\n"}, "layout.choice"),
    "braces without end": ({"book.js": "module.exports = {" * 300}, "json.syntax"),
    "no texts": ({"_quarto.yml": "project:\n  type: book\nbook: 3\n"}, "book.empty"),
}


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_configuration_is_tolerated(odd: str, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(SECRET)
    publication, _ = read_book(write(tmp_path / "x" / "b", {**TEXTS, **ODD[odd]}))
    assert publication is not None
    assert "A" in "".join(each.text for each in own(publication))
    assert not any("Secret" in each.text for each in own(publication))


@pytest.mark.parametrize("refused", REFUSED)
def test_what_cannot_be_read_is_reported(refused: str, tmp_path: Path) -> None:
    files, rule = REFUSED[refused]
    publication, diagnostics = read_book(write(tmp_path / "x" / "b", {**TEXTS, **files}))
    assert publication is None
    assert [each.rule for each in diagnostics] == [rule]
