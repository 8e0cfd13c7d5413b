"""What `octavo inspect` shows of books, what `octavo new book` starts, and what `octavo clean` takes away."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterable

import pytest

from octavo.cli import completion
from octavo.cli.new import kinds
from workshop import Workshop

BOOK = """title: A Book
lang: en
chapters:
  - front: [preface.md]
  - part: The Part
    chapters: [one.md]
  - appendices: [more.md]
"""


def write(workshop: Workshop) -> None:
    workshop.write("b/book.yaml", BOOK)
    workshop.write("b/preface.md", "# Preface\n\nText.\n")
    workshop.write("b/one.md", "# One\n\n[Term]{.index}\n\n## Sec {#s}\n\n| a |\n|---|\n| b |\n\n: Cap {#tbl-t}\n")
    workshop.write("b/more.md", "# More\n\nSee @tbl-t.\n")


def test_the_spine_of_a_book(workshop: Workshop) -> None:
    write(workshop)
    ran = workshop.run("inspect", "b")
    assert ran.code == 0, ran.out
    assert ran.lines[0] == "b: book, with a book.yaml"
    spine = [line.split() for line in ran.lines[ran.lines.index("  spine") + 1 :]]
    assert [row[:2] for row in spine] == [
        ["front", "title"],
        ["front", "preface"],
        ["body", "part"],
        ["body", "chapter"],
        ["back", "appendix"],
        ["back", "index"],
    ]
    assert spine[3][2:5] == ["1", "One", "one.md"]
    holds = next(line for line in ran.lines if line.startswith("  contains"))
    assert "3 chapters" in holds
    assert "1 table" in holds
    assert "1 index term" in holds


def test_a_book_as_json(workshop: Workshop) -> None:
    write(workshop)
    ran = workshop.run("inspect", "b", "--json")
    shown = json.loads(ran.out)
    assert (ran.code, shown["kind"], shown["layout"], shown["title"]) == (0, "book", "book", "A Book")
    one = next(each for each in shown["chapters"] if each["id"] == "one")
    assert (one["file"], one["kind"], one["matter"], one["level"], one["number"]) == (
        "b/one.md", "chapter", "body", 2, "1",
    )  # fmt: skip
    assert one["counts"]["tables"] == 1
    assert [(each["level"], each["text"]) for each in shown["contents"]][:3] == [
        (1, "Preface"),
        (1, "Part I The Part"),
        (2, "1 One"),
    ]
    assert shown["captioned"][0]["anchor"] == "tbl-t"
    assert [each["text"] for each in shown["index"]] == ["Term"]
    assert {"chapter": "one", "file": "b/one.md", "id": "s"} in shown["targets"]
    assert "ix-1" not in [each["id"] for each in shown["targets"]]


def test_a_broken_book_and_a_folder_of_publications(workshop: Workshop) -> None:
    workshop.write("source/b/book.yaml", "title: B\nlang: en\nchapters: [gone.md]\n")
    ran = workshop.run("inspect", "source/b")
    assert (ran.code, ran.rules) == (1, ["chapter.missing"])
    workshop.article("Text.\n", "source/x.md")
    workshop.write("source/plain/01.md", "# One\n")
    ran = workshop.run("inspect", "source")
    assert (ran.code, ran.lines) == (0, ["source/b: book", "source/plain: folder", "source/x.md: article"])


def test_a_plain_folder(workshop: Workshop) -> None:
    workshop.write("notes/README.md", "---\nlang: en\n---\n\n# Notes\n\nText.\n")
    workshop.write("notes/02-b/x.md", "# X\n")
    workshop.write("notes/01-a.md", "# A\n")
    ran = workshop.run("inspect", "notes")
    assert (ran.code, ran.lines[0]) == (0, "notes: book, a plain folder of chapters")
    spine = [line.split()[1:3] for line in ran.lines[ran.lines.index("  spine") + 1 :]]
    assert spine == [["title", "Notes"], ["chapter", "Notes"], ["chapter", "A"], ["part", "B"], ["chapter", "X"]]


def test_a_new_book_is_understood(workshop: Workshop) -> None:
    assert workshop.run("new", "book", "source/my-book").code == 0
    ran = workshop.run("inspect", "source/my-book", "--json")
    shown = json.loads(ran.out)
    assert (ran.code, shown["diagnostics"], shown["title"]) == (0, [], "My book")
    assert shown["counts"]["notes"] == 1
    before = workshop.digests("source")
    assert workshop.run("new", "book", "source/my-book").code == 2
    assert workshop.run("new", "book", "source/my-book.md").code == 2
    assert workshop.digests("source") == before


@pytest.mark.parametrize("kind", kinds())
def test_every_template_is_built_without_a_finding(workshop: Workshop, kind: str) -> None:
    """Each shows its features, and neither the rules nor the reading back have anything to say of it."""
    assert workshop.run("new", kind, "source/my start").err.endswith(
        "build it with: octavo build 'source/my start.md'\n" if kind in ("article", "paper")
        else "build it with: octavo build 'source/my start'\n"
    )  # fmt: skip
    ran = workshop.run("check", "--own", "-j1", *(("-thtml",) if kind in ("article", "book") else ()))
    assert (ran.code, ran.out) == (0, "")
    assert workshop.run("new", kind, "source/my start").code == 2


def test_a_template_that_does_not_exist(workshop: Workshop) -> None:
    ran = workshop.run("new", "novle", "x")
    assert (ran.code, ran.err) == (2, "octavo: there is no template 'novle' — did you mean 'novel'?\n")
    assert workshop.spawn("new", "book", "x", "--ask", stdin=subprocess.DEVNULL).code == 2
    assert list(workshop.folder.iterdir()) == []


def test_a_shell_completes_values() -> None:
    def offered(complete: Callable[[str], Iterable[str]], begun: str) -> list[str]:
        return list(complete(begun))

    assert offered(completion.formats, "pdf,h") == ["pdf,html"]
    assert offered(completion.layout, "md") == ["mdbook"]
    assert offered(completion.rules, "image.no-a") == ["image.no-alt"]
    assert "image.*" in offered(completion.rules, "image.")
    assert offered(completion.explained, "al") == ["all"]
    assert offered(completion.validators, "epubcheck,vn") == ["epubcheck,vnu"]
    assert offered(completion.templates, "n") == ["novel"]


def test_a_schema_is_printed(workshop: Workshop) -> None:
    assert "chapters" in json.loads(workshop.run("schema", "book").out)["properties"]
    assert "title" in json.loads(workshop.run("schema", "header").out)["properties"]
    assert workshop.run("schema", "boek").code == 2


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--format", "pdf"], "No such option: --format — octavo has --to"),
        (["-j", "0"], "it must be 1 or more"),
        (["-j", "many"], "it must be a whole number"),
        (["--diagnostics", "xml"], "'--diagnostics': 'xml' is not one of"),
        (["--layout", "docbook"], "there is no layout 'docbook' — there are book"),
        (["--baseline", "none.json"], "none.json yet — add --update-baseline to make it"),
    ],
)
def test_a_wrong_option_is_explained(workshop: Workshop, options: list[str], says: str) -> None:
    workshop.article("Text.\n")
    ran = workshop.run("build", "x.md", *options)
    assert ran.code == 2
    assert says in ran.err


def test_clean_takes_a_site_away_and_no_other_folder(workshop: Workshop) -> None:
    write(workshop)
    workshop.write("output/b/.octavo-site", "")
    workshop.write("output/b/index.html", "<p>octavo</p>")
    workshop.article("Text.\n")
    mine = workshop.write("output/x/index.html", "<p>octavo</p>")
    assert workshop.run("clean", "b", "x.md").code == 0
    assert not (workshop.folder / "output/b").exists()
    assert mine.exists()
