"""Reading a book of HonKit or GitBook: its list, book.json and book.js, and one of several languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from foreign import own, read_book, write

SUMMARY = """\
# Summary

* [Welcome](./README.md)

## Part one

* [One](one.md)
\t* [Two](two.md)
\t\t* [Inside](two.md#inside)
* Only words
    * [Three](three.md)
* [Elsewhere](https://example.org/)
* [Not yet]()

----

* [Four](four.md)
"""
TEXTS = {f"{name}.md": f"# {name.title()}\n\nText.\n" for name in ("one", "two", "three", "four")}
README = {"README.md": "# A *Welcome*\n\nText.\n"}
JSON = """\
{
  // as people write it
  "title": "The Book",
  "author": "Ann Author & Ben Author",
  "language": "de",
  "plugins": ["katex@2.0", "-search", "weather"],
  "variables": {"version": "1.2", "deep": {"er": "x"}},
}
"""


def test_the_list_gives_the_chapters(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", {"SUMMARY.md": SUMMARY, "book.json": JSON, **README, **TEXTS})
    (folder / "cover.jpg").write_bytes(b"")
    publication, diagnostics = read_book(folder)
    assert publication is not None
    assert [(e.id, e.matter, e.kind, e.level, e.depth) for e in own(publication)] == [
        ("README", "front", "chapter", 1, 1),
        ("part-part-one", "body", "part", 1, 1),
        ("one", "body", "chapter", 2, 1),
        ("two", "body", "chapter", 3, 2),
        ("part-only-words", "body", "chapter", 2, 1),
        ("three", "body", "chapter", 3, 2),
        ("four", "body", "chapter", 1, 1),
    ]
    assert [(e.rule, str(e.place)) for e in diagnostics] == [
        ("chapter.draft", "b/SUMMARY.md:13:3"),
        ("chapter.elsewhere", "b/SUMMARY.md:12:3"),
        ("layout.not-run", "b/book.json:6:39"),
    ]
    metadata, dialect = publication.metadata, own(publication)[0].dialect
    assert dialect is not None
    assert (metadata.title, metadata.lang, metadata.cover_image) == ("The Book", "de", "cover.jpg")
    assert [person.name for person in metadata.contributors] == ["Ann Author", "Ben Author"]
    assert dialect.math == ("double",)
    assert dict(dialect.variables) == {
        "book.title": "The Book",
        "book.author": "Ann Author & Ben Author",
        "book.language": "de",
        "book.version": "1.2",
        "book.deep.er": "x",
    }
    assert publication.settings.number_sections is False


def test_a_readme_that_is_not_listed_is_the_preface(tmp_path: Path) -> None:
    publication, diagnostics = read_book(write(tmp_path / "b", {"SUMMARY.md": "* [One](one.md)", **README, **TEXTS}))
    assert publication is not None
    assert [(e.id, e.matter) for e in own(publication)] == [("README", "front"), ("one", "body")]
    assert publication.metadata.title == "A *Welcome*"
    assert [e.message for e in diagnostics] == ["no language is given; English (en) is assumed"]


def test_the_heading_that_a_readme_begins_with_is_the_title(tmp_path: Path) -> None:
    readme = "***The Book***\n==============\n\n### Why\n\nText.\n\n# Donate\n"
    files = {"SUMMARY.md": "* [One](one.md)", "README.md": readme, **TEXTS}
    publication, _ = read_book(write(tmp_path / "b", files))
    assert publication is not None
    assert publication.metadata.title == "The Book"


def test_literal_keys_of_a_script_are_read(tmp_path: Path) -> None:
    script = (
        "const version = require('./package.json').version;\n/* about */\nmodule.exports = {\n"
        "    root: './text',\n    title: 'It\\'s a ' + 'book',\n    'author': `Ann`,\n    language: \"fr\",\n"
        "    variables: { version, major: version.split('.')[0], name: 'x', f() { return {}; } },\n"
        "    plugins: process.env.X ? ['a'] : [],\n    structure: { summary: 'TOC.md', readme: 'intro.md' },\n};\n"
    )
    files = {"book.js": script, "text/TOC.md": "* [One](one.md)", "text/intro.md": "# In", "text/one.md": "# One"}
    publication, diagnostics = read_book(write(tmp_path / "b", files))
    assert publication is not None
    assert diagnostics == []
    assert [each.id for each in own(publication)] == ["intro", "one"]
    assert (publication.metadata.title, publication.metadata.lang) == ("In", "fr")
    dialect = own(publication)[0].dialect
    assert dialect is not None
    assert dict(dialect.variables)["book.name"] == "x"


LANGS = {
    "LANGS.md": "* [English](en/)\n* [עברית](he)\n",
    "book.json": '{"title": "The Book"}',
    **{
        f"{lang}/{name}": text
        for lang in ("en", "he")
        for name, text in {"SUMMARY.md": "* [One](one.md)", **TEXTS}.items()
    },
}


def test_one_of_several_languages_must_be_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", LANGS)
    publication, diagnostics = read_book(folder)
    assert publication is None
    assert [(e.rule, str(e.place), e.hint) for e in diagnostics] == [
        ("layout.choice", "b/LANGS.md:1:3", "name one of them: b/en, b/he")
    ]
    hebrew, diagnostics = read_book(folder / "he")
    assert hebrew is not None
    assert (hebrew.name, hebrew.metadata.lang, hebrew.metadata.title) == ("he", "he", "The Book")
    assert diagnostics == []


@pytest.mark.parametrize("summary", ["# Summary of my year\n\nIt was long.\n", "* no link\n"])
def test_a_text_called_summary_is_not_a_list(tmp_path: Path, summary: str) -> None:
    publication, _ = read_book(write(tmp_path / "b", {"SUMMARY.md": summary, **README, **TEXTS}))
    assert publication is not None
    assert "SUMMARY" in [each.id for each in own(publication)]


def test_a_language_without_a_list_is_read_in_order_of_names(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", {**LANGS, "LANGS.md": "* [English](en/)\n* [Farsi](./fa)\n", "fa/README.md": "# R"})
    write(folder, {"fa/02.md": "# Two", "fa/01.md": "# One", "fa/code/readme.md": "# Code"})
    publication, diagnostics = read_book(folder / "fa")
    assert publication is not None
    assert [(each.id, each.matter) for each in own(publication)] == [
        ("README", "front"),
        ("01", "body"),
        ("02", "body"),
    ]
    assert (publication.metadata.lang, diagnostics) == ("fa", [])
