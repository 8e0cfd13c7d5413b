"""Which publications a command means."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from octavo.source.discover import discover


@pytest.fixture
def here(tmp_path: Path) -> Path:
    for name in (
        "source/b10.md",
        "source/b9.md",
        "source/README.md",
        "source/_part.md",
        "source/.x.md",
        "source/a b.md",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "source/pictures").mkdir()
    return tmp_path


def names(here: Path, *paths: str) -> list[str]:
    found, diagnostics = discover([Path(path) for path in paths], here)
    assert diagnostics == []
    return [one.name for one in found]


def said(here: Path, *paths: str) -> tuple[str, str, str, str]:
    _, (one,) = discover([Path(path) for path in paths], here)
    return one.rule, str(one.place), one.message, one.hint


def test_everything_in_source(here: Path) -> None:
    assert names(here) == ["a b", "b9", "b10"]


def test_paths_in_their_order_and_none_twice(here: Path) -> None:
    assert names(here, "source/b10.md", "source", "source/b9.md") == ["b10", "a b", "b9"]


def test_a_file_named_outright(here: Path) -> None:
    assert names(here, "source/README.md") == ["README"]
    (here / "notes.txt").write_text("x")
    (here / "NOTES2.MARKDOWN").write_text("x")
    assert names(here, "notes.txt", "NOTES2.MARKDOWN") == ["notes", "NOTES2"]


def test_names_of_any_kind(here: Path) -> None:
    folder = here / "other"
    folder.mkdir()
    for name in ("100% #1.md", unicodedata.normalize("NFD", "été.md"), "日本.md"):
        (folder / name).write_text("x")
    assert names(here, "other") == ["100% #1", "été", "日本"]


def test_no_such_file(here: Path) -> None:
    assert said(here, "source/b8.md") == (
        "source.missing",
        "source/b8.md",
        "there is no file or folder called 'source/b8.md'",
        "did you mean 'source/b9.md'?",
    )
    assert said(here, "source/b10")[3] == "did you mean 'source/b10.md'?"


def test_a_folder_without_publication(here: Path) -> None:
    assert said(here, "source/pictures") == (
        "source.none",
        "source/pictures",
        "there is no publication in 'source/pictures'",
        "start one: octavo new article source/pictures/my-article.md",
    )


def test_no_source_at_all(tmp_path: Path) -> None:
    assert said(tmp_path) == (
        "source.none",
        ".",
        "there is no article and no book here",
        "name one, as in 'octavo build my-book', or start one: octavo new article my-article.md",
    )
    (tmp_path / "source").mkdir()
    (tmp_path / "README.md").write_text("x")
    assert said(tmp_path)[2:] == (
        "there is no article and no book here, nor in 'source'",
        "name what you want to build: octavo build README.md",
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["book.yaml", "one.md"], ["here"]),
        (["book.toml", "src/SUMMARY.md"], ["here"]),
        (["docs/mkdocs.yml"], ["here"]),
        (["01-a.md", "02-b.md"], ["here"]),
        (["a.md", "b.md", "node_modules/x/c.md", "env/pyvenv.cfg", "env/d.md"], ["a", "b"]),
        (["shelf/book.yaml", "a.md"], ["a", "shelf"]),
        (["source/a.md", "book.yaml"], ["a"]),
        (["source/a.md", "b.md"], ["a"]),
        (["source/main.c", "b.md"], ["b"]),
    ],
)
def test_without_a_name_the_folder_itself(tmp_path: Path, files: list[str], expected: list[str]) -> None:
    """`source/` comes first, then whatever publication the current folder is or has."""
    write(tmp_path / "here", *files)
    if "book.yaml" in files:
        (tmp_path / "here/book.yaml").write_text("title: A\nlang: en\nchapters: [one.md]\n")
    if "src/SUMMARY.md" in files:
        (tmp_path / "here/src/SUMMARY.md").write_text("- [A](a.md)\n")
    assert names(tmp_path / "here") == expected


def test_source_may_be_a_folder_of_the_book(tmp_path: Path) -> None:
    write(tmp_path / "here", "source/one.md", "source/two.md")
    (tmp_path / "here/book.yaml").write_text("title: A\nlang: en\nchapters: [source/one.md, source/two.md]\n")
    assert names(tmp_path / "here") == ["here"]
    (tmp_path / "here/book.yaml").unlink()
    (tmp_path / "here/book.toml").write_text('[book]\ntitle = "A"\nsrc = "source"\n')
    (tmp_path / "here/source/SUMMARY.md").write_text("- [A](one.md)\n")
    assert names(tmp_path / "here") == ["here"]


def test_a_file_that_is_not_markdown(here: Path) -> None:
    (here / "a.docx").write_bytes(b"PK")
    assert said(here, "a.docx") == (
        "source.unsupported",
        "a.docx",
        "this is not a Markdown file",
        "octavo reads .md, .markdown and .txt",
    )


def test_two_of_one_name(here: Path) -> None:
    (here / "B9.md").write_text("x")
    found, (one,) = discover([Path("source/b9.md"), Path("B9.md")], here)
    assert [each.name for each in found] == ["b9"]
    assert (one.rule, str(one.place), one.hint) == (
        "output.clash",
        "B9.md",
        "rename one of them, or build it into another folder with --output",
    )
    assert one.message == "two publications are called 'B9': this one and source/b9.md"


def kinds(here: Path, *paths: str) -> list[tuple[str, str]]:
    found, diagnostics = discover([Path(path) for path in paths], here)
    assert diagnostics == []
    return [(one.name, one.kind) for one in found]


def write(here: Path, *names: str) -> None:
    for name in names:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("x")


def test_books_in_source(here: Path) -> None:
    write(here, "source/guide/book.yaml", "source/guide/one.md", "source/plain/in/one.md", "source/_old/one.md")
    expected = [("a b", "article"), ("b9", "article"), ("b10", "article"), ("guide", "book"), ("plain", "folder")]
    assert kinds(here) == kinds(here, "source") == expected


def test_a_folder_of_an_article_is_no_book(here: Path) -> None:
    write(here, "source/b9/part.md")
    assert names(here) == ["a b", "b9", "b10"]


def test_a_book_named_outright(here: Path) -> None:
    write(here, "guide/book.yaml", "guide/README.md", "guide/01.md")
    assert (
        kinds(here, "guide") == kinds(here, "guide/book.yaml") == kinds(here, "guide/../guide/") == [("guide", "book")]
    )
    assert discover([Path()], here / "guide")[0] == discover([Path("guide")], here)[0]


@pytest.mark.parametrize(
    "files",
    [("README.md", "a.md"), ("Index.md", "a.md"), ("01-a.md", "02-b.md"), ("1 a.md", "2 b.md", "end.md"), ("in/a.md",)],
)
def test_a_folder_of_chapters_named_outright(here: Path, files: tuple[str, ...]) -> None:
    write(here, *(f"other/{name}" for name in files))
    assert kinds(here, "other") == [("other", "folder")]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (("a.md", "b.md"), [("a", "article"), ("b", "article")]),
        (("01-a.md",), [("01-a", "article")]),
        (("2024-01-02-a.md", "2024-02-03-b.md"), [("2024-01-02-a", "article"), ("2024-02-03-b", "article")]),
        (("README.md", "a.md", "octavo.yaml", "in/b.md"), [("a", "article"), ("in", "folder")]),
        (("README.md", "a.md", "in/book.yaml"), [("a", "article"), ("in", "book")]),
    ],
)
def test_a_folder_of_publications_named_outright(
    here: Path, files: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    write(here, *(f"other/{name}" for name in files))
    assert kinds(here, "other") == expected


def test_a_book_and_an_article_of_one_name(here: Path) -> None:
    write(here, "source/b9/book.yaml")
    found, (one,) = discover([], here)
    assert [each.name for each in found] == ["a b", "b9", "b10"]
    assert one.rule == "output.clash"


def test_a_link_to_nowhere_is_told(here: Path) -> None:
    (here / "source/c.md").symlink_to(here / "gone.md")
    assert said(here)[:2] == ("source.missing", "source/c.md")


def test_what_lies_elsewhere_is_named_in_full(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    assert said(here, str(other / "x.md"))[1] == (other / "x.md").as_posix()


def foreign(folder: Path, *names: str) -> None:
    """Small books of other tools, by the file that tells."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text({"SUMMARY.md": "- [A](a.md)\n", "_quarto.yml": "project:\n  type: book\n"}.get(file.name, ""))


def placed(here: Path, path: str) -> list[tuple[str, str, str]]:
    found, _ = discover([Path(path)], here)
    return [(one.name, one.kind, one.path.relative_to(here).as_posix()) for one in found]


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("_quarto.yml", "quarto"),
        ("_bookdown.yml", "bookdown"),
        ("book.toml", "mdbook"),
        ("src/SUMMARY.md", "mdbook"),
        ("mkdocs.yaml", "mkdocs"),
        ("book.js", "honkit"),
        ("SUMMARY.md", "honkit"),
    ],
)
def test_books_of_other_tools_are_known_by_their_files(file: str, kind: str, tmp_path: Path) -> None:
    foreign(tmp_path / "b", file)
    assert placed(tmp_path, "b") == [("b", kind, "b")]
    foreign(tmp_path / "r" / "docs", file)
    (tmp_path / "r" / "README.md").write_text("# R")
    assert placed(tmp_path, "r") == [("r", kind, "r/docs")]
    if "/" not in file and file != "SUMMARY.md":
        assert placed(tmp_path, f"r/docs/{file}") == [("docs", kind, "r/docs")]


def test_a_quarto_project_of_another_type_is_no_book(tmp_path: Path) -> None:
    foreign(tmp_path / "r" / "inner", "_quarto.yml")
    (tmp_path / "r" / "_quarto.yml").write_text("project:\n  type: default\n# type: book\n")
    assert placed(tmp_path, "r") == [("r", "quarto", "r/inner")]


def test_a_book_yaml_comes_first(tmp_path: Path) -> None:
    foreign(tmp_path / "b", "book.toml", "book.yaml")
    assert placed(tmp_path, "b") == [("b", "book", "b")]


def test_a_shelf_may_hold_books_of_other_tools(tmp_path: Path) -> None:
    foreign(tmp_path / "source", "one/book.toml", "two/docs/mkdocs.yml")
    for name in ("article", "one/src/a", "two/docs/a", "three/01-a"):
        (tmp_path / "source" / f"{name}.md").parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / f"{name}.md").write_text("# A")
    assert placed(tmp_path, "source") == [
        ("article", "article", "source/article.md"),
        ("one", "mdbook", "source/one"),
        ("three", "folder", "source/three"),
        ("two", "mkdocs", "source/two/docs"),
    ]


def test_of_several_books_in_a_folder_one_must_be_meant(tmp_path: Path) -> None:
    foreign(tmp_path / "r", "docs/book.toml", "guide/book.toml", "test_book/book.toml")
    found, (said,) = discover([Path("r")], tmp_path)
    assert [one.path.name for one in found] == ["docs"]
    assert (said.rule, said.hint) == ("layout.several", "to read another, name it: r/guide")
    foreign(tmp_path / "s", "docs/en/mkdocs.yml", "docs/fr/mkdocs.yml")
    found, (said,) = discover([Path("s")], tmp_path)
    assert found == []
    assert (said.rule, said.hint) == ("layout.choice", "name one of them: s/docs/en, s/docs/fr")
    foreign(tmp_path / "t", "one/book.toml", "two/book.toml")
    assert [name for name, _, _ in placed(tmp_path, "t")] == ["one", "two"]
