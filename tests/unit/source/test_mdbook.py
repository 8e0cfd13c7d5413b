"""Reading an mdBook: its list of chapters, what book.toml says, and what it switches on."""

from __future__ import annotations

from pathlib import Path

from foreign import book, own, read_book, write

TOML = """\
[book]
title = "The Book"
authors = ["Ann Author", "Ben Author"]
description = "About it"
language = "pt_BR"
"""
SUMMARY = """\
# Summary

<!-- - [Not yet](hidden.md) -->
[Preface](preface.md)
[Before](before.md "with a title")

# First *part*

- [One `x`](one.md)
\t* [Deeper](deep/README.md)
        - [Deepest](<deep/est of all.md>)
    - [Not written]()
- [Two [brackets]](two.md)

## No part

- [Again](two.md#there)

----

# Second

1. [Three](three.md)

[After](after.md)
"""


TEXTS = {
    f"src/{name}.md": f"# {name.title()}\n\nText.\n"
    for name in ("preface", "before", "one", "deep/README", "deep/est of all", "two", "three", "after")
}


def test_the_list_gives_the_chapters(tmp_path: Path) -> None:
    folder = write(tmp_path / "b", {"book.toml": TOML, "src/SUMMARY.md": SUMMARY, **TEXTS})
    publication, diagnostics = read_book(folder)
    assert publication is not None
    assert [(e.rule, str(e.place)) for e in diagnostics] == [("chapter.draft", "b/src/SUMMARY.md:12:7")]
    assert [(e.id, e.matter, e.kind, e.level, e.depth, e.numbered) for e in own(publication)] == [
        ("preface", "front", "preface", 1, 1, False),
        ("before", "front", "chapter", 1, 1, False),
        ("part-first-part", "body", "part", 1, 1, False),
        ("one", "body", "chapter", 2, 1, None),
        ("deep-README", "body", "chapter", 3, 2, None),
        ("deep-est-of-all", "body", "chapter", 4, 3, None),
        ("two", "body", "chapter", 2, 1, None),
        ("part-second", "body", "part", 1, 1, False),
        ("three", "body", "chapter", 2, 1, None),
        ("after", "back", "chapter", 1, 1, False),
    ]
    metadata = publication.metadata
    assert (metadata.title, metadata.lang, metadata.description) == ("The Book", "pt-BR", "About it")
    assert [person.name for person in metadata.contributors] == ["Ann Author", "Ben Author"]


def test_a_title_comes_from_the_text_or_the_list(tmp_path: Path) -> None:
    summary = "- [Label](a.md)\n- [Label *two*](b.md)\n- [Code](c.md)\n"
    texts = {"a": "## Own\n\n### More\n", "b": "Text.\n\n### Low\n\n# High\n", "c": "```\n# no heading\n```\n"}
    files = {"book.toml": TOML, "src/SUMMARY.md": summary, **{f"src/{name}.md": text for name, text in texts.items()}}
    assert [each.title for each in own(book(write(tmp_path / "b", files)))] == [None, "Label *two*", "Code"]


def test_what_the_book_switches_on(tmp_path: Path) -> None:
    toml = TOML + (
        "[output.html]\nmathjax-support = true\nsmart-punctuation = false\nsite-url = 'https://example.org/b/'\n"
        "[output.html.code.hidelines]\npython = '~'\n[preprocessor.katex]\n[preprocessor.weather]\n"
    )
    publication, diagnostics = read_book(write(tmp_path / "b", {"book.toml": toml, "src/SUMMARY.md": SUMMARY, **TEXTS}))
    assert publication is not None
    dialect = own(publication)[0].dialect
    assert dialect is not None
    assert (dialect.tool, dialect.math, dialect.smart, dialect.home) == (
        "mdbook",
        ("brackets", "dollars"),
        False,
        "src",
    )
    assert (dialect.hidden, dialect.site, dialect.config) == (
        (("python", "~"),),
        "https://example.org/b/",
        "b/book.toml",
    )
    assert [str(e.place) for e in diagnostics if e.rule == "layout.not-run"] == ["b/book.toml:13:2"]


def test_a_site_url_can_be_in_two_keys(tmp_path: Path) -> None:
    toml = TOML + "[output.html]\nsite-url = '/b/'\ncname = 'example.org'\n"
    publication = book(write(tmp_path / "b", {"book.toml": toml, "src/SUMMARY.md": "- [One](one.md)", **TEXTS}))
    dialect = own(publication)[0].dialect
    assert dialect is not None
    assert dialect.site == "https://example.org/b/"


def test_another_source_folder_and_no_book_toml(tmp_path: Path) -> None:
    files = {"text/SUMMARY.md": "- [A](a.md)", "text/a.md": "# A\n"}
    named = write(tmp_path / "named", {"book.toml": '[book]\nsrc = "text"\nlanguage = "en"\n', **files})
    assert [each.name for each in own(book(named))] == ["named/text/a.md"]
    bare = write(tmp_path / "my-book", {"src/SUMMARY.md": "- [A](a.md)", "src/a.md": "# A\n"})
    publication, diagnostics = read_book(bare)
    assert publication is not None
    assert publication.metadata.title == "My book"
    assert [each.message for each in diagnostics] == ["no language is given; English (en) is assumed"]


def test_a_language_is_guessed_from_letters(tmp_path: Path) -> None:
    files = {"book.toml": "", "src/SUMMARY.md": "- [あ](a.md)", "src/a.md": "# あ\n\nこれは日本語の本です。\n"}
    publication, diagnostics = read_book(write(tmp_path / "b", files))
    assert publication is not None
    assert publication.metadata.lang == "ja"
    assert [(e.rule, e.message) for e in diagnostics] == [
        ("lang.missing", "no language is given; Japanese (ja) is assumed from its letters")
    ]
    assert diagnostics[0].hint.endswith("lang: ja")


def test_the_root_is_the_repository(tmp_path: Path) -> None:
    repository = write(tmp_path / "r", {".git/HEAD": "", "book/book.toml": TOML})
    write(repository / "book", {"src/SUMMARY.md": "- [A](in/a.md)\n- [Up](../../up.md)", "src/in/a.md": "# A"})
    write(repository, {"up.md": "# Up"})
    publication = book(repository)
    assert publication.root == repository.resolve()
    assert publication.name == "r"
    assert [(e.name, e.id, e.base) for e in own(publication)] == [
        ("r/book/src/in/a.md", "in-a", "book/src/in"),
        ("r/up.md", "up", "."),
    ]


def test_errors_in_the_list_are_warnings(tmp_path: Path) -> None:
    files = {"book.toml": TOML, "src/SUMMARY.md": "- [A](a.md)\n- [Gone](gone.md)\n  - [B](b.md)\n- [A](a.md)\n"}
    folder = write(tmp_path / "b", {**files, "src/a.md": "# A", "src/b.md": "# B"})
    publication, diagnostics = read_book(folder)
    assert publication is not None
    assert {each.rule for each in diagnostics} == {"chapter.missing", "chapter.twice"}
    assert {dict(publication.settings.rules)[each.rule] for each in diagnostics} == {"warning"}
    assert [(e.id, e.title, e.level) for e in own(publication)] == [
        ("a", None, 1),
        ("part-gone", "Gone", 1),
        ("b", None, 2),
    ]
