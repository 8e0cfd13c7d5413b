"""The preparation of other tools' Markdown: its lines, their places, and its diagnostics."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.manuscript.dialects import definition, prepare
from octavo.manuscript.dialects.code import parse_info
from octavo.manuscript.dialects.lines import Fence, SourceLine, join_lines, scan, split_lines
from octavo.manuscript.set import set_manuscript
from octavo.model.diagnostic import Diagnostic
from octavo.model.dialect import Dialect
from octavo.model.jobs import serial
from octavo.model.publication import Chapter, Metadata, Publication
from octavo.model.settings import Settings
from octavo.tools.locate import Finder


def fences(text: str) -> list[Fence]:
    return [item for item in scan(split_lines(text, "a.md")) if isinstance(item, Fence)]


def book(folder: Path, files: dict[str, str], dialect: Dialect, settings: Settings = Settings()) -> Publication:  # noqa: B008
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    name = next(iter(files))
    chapter = Chapter("one", folder / name, f"book/{name}", files[name], base=str(Path(name).parent), kind="chapter",
                      dialect=dialect)  # fmt: skip
    return Publication("x", "book", ".", folder, Metadata(title="T"), settings, (chapter,), keys_name="x")


def said(publication: Publication) -> list[Diagnostic]:
    ready, found = prepare(publication, serial)
    return [*found, *set_manuscript(ready, serial)[1]]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("```\na\n```\n\n~~~ x\n```\n~~~", ["a", "```"]),
        ("````\n```\na\n```\n````", ["```\na\n```"]),
        ("> ```\n> a\n> ```\nb", ["a"]),
        ("> ```\n> a\nnot quoted", ["a"]),
        ("- ```\n  a\n    b\n  ```", ["a\n  b"]),
        ("1. x\n\n   ```\n   a\n   ```", ["a"]),
        ("-\tx\n\n\t```\n\ta\n\t```", ["a"]),
        ("Text.\n\n    ```rust,ignore\n    a\n    ```\n\n```\nb\n```", ["b"]),
        ("- x\n\ntext\n\n\t```\n\ta\n\t```", []),
        ("1. x\n   y\n\n       code\n\n    ```\n    a\n    ```", ["a"]),
        ("!!! note\n\n    ```\n    a\n    ```", ["a"]),
        (">     ```rust,ignore\n>     a\n>     ```\n\n```\nb\n```", ["b"]),
        ("> - x\n>\n>     ```\n>     a\n>     ```", ["a"]),
        ("- x\n  > ```\n  > a\n  > ```", ["a"]),
        ("text\n\n    ```{r}\n    a\n    ```", ["a"]),
        ("    ```\n    a\n```", ["a"]),
        ("text ``` no fence\n", []),
        ("```code``` in a line", []),
        ('```{r, fig.cap="`x`"}\na\n```', ["a"]),
        ("<!--\n```\n-->\n```\na\n```", ["a"]),
        ("`<!--` text\n```\na\n```\n-->", ["a"]),
        ("```\nnever closed", ["never closed"]),
    ],
)
def test_the_scanner_knows_fences(text: str, bodies: list[str]) -> None:
    assert ["\n".join(line.text for line in fence.body) for fence in fences(text)] == bodies


def test_comments_are_removed_and_lines_keep_their_numbers() -> None:
    items = scan(split_lines("a <!-- b --> c\n<!--\nd\n--> e\nf", "a.md"))
    assert [(item.text, item.number) for item in items if isinstance(item, SourceLine)] == [
        ("a  c", 1), ("", 2), (" e", 4), ("f", 5)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lang", "words", "title", "marked"),
    [
        ("rust,ignore", "rust", ["ignore"], "", ""),
        ('py hl_lines="1 3-4" title="a b.py"', "py", [], "a b.py", "1 3-4"),
        ("{ .sh .no-copy }", "sh", ["no-copy"], "", ""),
        ("{.r filename='x.R'}", "r", [], "x.R", ""),
        ("{lang: html}", "html", [], "", ""),
        ("js{1,3-4}", "js", [], "", "1 3-4"),
        ("rust:src/main.rs", "rust", [], "src/main.rs", ""),
        ("c++", "c++", [], "", ""),
        ("", "", [], "", ""),
    ],
)
def test_every_form_of_info_string(text: str, lang: str, words: list[str], title: str, marked: str) -> None:
    found = parse_info(text)
    assert (found.lang, found.words, found.title, found.highlight) == (lang, words, title, marked)


def test_consecutive_lines_are_one_run() -> None:
    assert join_lines(split_lines("a\nb\nc", "a.md")) == ("a\nb\nc", ((0, "a.md", 1, 0),))


def test_a_place_in_a_rewritten_text_is_in_the_author_s_file(tmp_path: Path) -> None:
    files = {
        "src/one.md": "# One\n\n!!! note\n\n    Text.\n\n    ![p](gone.png)\n\n--8<-- 'parts/two.md'\n",
        "parts/two.md": "Two.\n\n=== 'Tab'\n\n    ??? tip\n\n        ![q](lost.png)\n",
    }
    found = said(book(tmp_path, files, Dialect("mkdocs", bases=("parts", "."))))
    assert [(str(each.place), each.rule) for each in found] == [
        ("book/src/one.md:7:5", "image.missing"), ("book/parts/two.md:7:9", "image.missing")
    ]  # fmt: skip


def test_pandoc_s_warnings_have_the_author_s_place(tmp_path: Path) -> None:
    files = {
        "one.md": "# One\n\n::: {.callout-note}\n## Box\nText.\n:::\n\n[a]: https://a.org/\n\n[a]: https://b.org/\n\n[a]\n"
    }
    found = said(book(tmp_path, files, Dialect("quarto")))
    assert [(each.place.file, each.place.line, each.rule) for each in found] == [
        ("book/one.md", 10, "link.duplicate-label")
    ]


def test_included_files_are_files_of_the_publication(tmp_path: Path) -> None:
    files = {"one.md": "# One\n\n{{#include two.md}}\n\n{{#include three.md}}\n", "two.md": "Two.\n"}
    ready, _ = prepare(book(tmp_path, files, Dialect("mdbook")), serial)
    assert {path.name for path in ready.files} == {"two.md", "three.md"}


def test_texts_that_include_themselves_end(tmp_path: Path) -> None:
    for tool, text in (
        ("mdbook", "{{#include one.md}}"),
        ("mkdocs", '--8<-- "one.md"'),
        ("quarto", "{{< include one.md >}}"),
    ):
        ready, _ = prepare(book(tmp_path / tool, {"one.md": f"# One\n\n{text}\n"}, Dialect(tool)), serial)
        assert ready.chapters[0].text.count("One") > 1


def test_the_author_s_own_reader_is_used(tmp_path: Path) -> None:
    ready, _ = prepare(book(tmp_path, {"one.md": "# One\n"}, Dialect("mdbook"), Settings(reader="gfm")), serial)
    assert ready.chapters[0].reader == "gfm"


def reader(dialect: Dialect, lang: str) -> str:
    return definition(dialect).reader_for(dialect, lang)


def test_readers_have_the_extensions_of_the_book() -> None:
    assert "tex_math_dollars" not in reader(Dialect("mdbook"), "en")
    assert reader(Dialect("mdbook", math=("dollars",)), "en").count("+tex_math_dollars") == 1
    assert "+east_asian_line_breaks" in reader(Dialect("honkit"), "ja")
    assert "east_asian" not in reader(Dialect("honkit"), "ko")
    assert "+smart" not in reader(Dialect("mdbook", smart=False), "en")


def test_a_text_without_a_dialect_stays(tmp_path: Path) -> None:
    chapter = Chapter("one", tmp_path / "one.md", "one.md", "# {{#include x}}\n")
    publication = Publication("x", "article", ".", tmp_path, Metadata(), Settings(), (chapter,))
    assert prepare(publication, serial) == (publication, ())


def test_a_finder_has_no_column_in_a_rewritten_line() -> None:
    finder = Finder("a\nb x", "a.md", origins=((0, "one.md", 4, 0), (1, "two.md", 9, None)))
    assert str(finder.words("x")) == "two.md:9"
    assert str(finder.words("a")) == "one.md:4:1"


def test_the_headings_of_a_bookdown_book_are_those_of_one_text() -> None:
    from octavo.manuscript.dialects.bookdown import link_chapters

    def chapter(name: str, text: str) -> Chapter:
        return Chapter(name, Path(f"{name}.Rmd"), f"{name}.Rmd", text, kind="chapter", dialect=Dialect("bookdown"))

    one = chapter(
        "one", "# One\n\nSee [Two: More], [The own] and [nothing], [Given](#x) and \\[Two: More].\n\n## The own\n"
    )
    two = chapter("two", "# Two: More\n\n## Given {#g}\n\n```\n# Code\n```\n\n[x][One] [Code] [given]\n\n[One]: #it\n")
    assert [each.text.splitlines()[-1] for each in link_chapters([one, two])] == [
        "[Two: More]: #two-more",
        "[One]: #it",
    ]


def test_indented_marks_close_a_block_only_where_nothing_else_does() -> None:
    assert [len(each.body) for each in fences("```\na\n    ```\nb\n```\n\ntext\n")] == [3]
    assert [len(each.body) for each in fences("```\na\n    ```\n\ntext\n")] == [1]
    assert [len(each.body) for each in fences("```{r}\na\n  ```\nb\n```\n")] == [3]
