"""Reading a plain folder of chapters: the order of names, folders as parts, and what the README says."""

from __future__ import annotations

from pathlib import Path

from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Chapter, Publication
from octavo.source.discover import FoundSource
from octavo.source.header import HeaderValues, read_keys
from octavo.source.layouts import read

HEADER = "---\ntitle: The *Book*\nlang: en\nauthor: Ann\n---\n"


def write(folder: Path, **texts: str) -> None:
    """Write files by their paths, in which two underscores stand for a slash."""
    for name, text in texts.items():
        file = folder / (name.replace("__", "/") + ".md")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def read_folder(folder: Path, defaults: str = "lang: en") -> tuple[Publication | None, list[Diagnostic]]:
    said, _ = read_keys(defaults, "octavo.yaml")
    return read(FoundSource(folder.name, "folder", folder), folder.parent, said or HeaderValues())


def book(folder: Path) -> Publication:
    publication, diagnostics = read_folder(folder)
    assert diagnostics == []
    assert publication is not None
    return publication


def own(folder: Path) -> list[Chapter]:
    return [each for each in book(folder).chapters if not each.made or each.kind == "part"]


def test_the_order_of_names(tmp_path: Path) -> None:
    folder = tmp_path / "my_notes"
    write(folder, c10="# Ten", c9="# Nine", README="# All of it\n\nText", _draft="x", preface="# P")
    read = book(folder)
    assert [(each.id, each.kind, each.matter) for each in own(folder)] == [
        ("README", "chapter", "front"),
        ("preface", "preface", "front"),
        ("c9", "chapter", "body"),
        ("c10", "chapter", "body"),
    ]
    assert (read.kind, read.source, read.metadata.title, read.keys_name) == (
        "book", "my_notes", "All of it", "my_notes/README.md",
    )  # fmt: skip
    assert [each.kind for each in read.chapters if each.made] == ["title", "copyright", "index"]
    assert (read.settings.number_sections, read.settings.page_size) == (False, (152.4, 228.6))


def test_folders_are_parts(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(
        folder,
        **{
            "end": "# End",
            "01-first_steps__a": "# A",
            "02__README": "# Second\n\nText",
            "02__b": "# B",
            "02__deep__index": "# Deep",
            "02__deep__c": "# C",
            "02__flat__d": "# D",
            "03__index": "No heading.",
            "03__e": "# E",
        },
    )
    (folder / "04-empty").mkdir()
    assert [(each.id, each.kind, each.level, each.depth, each.title, each.text) for each in own(folder)] == [
        ("part-first-steps", "part", 1, 1, "First steps", ""),
        ("01-first_steps-a", "chapter", 2, 1, None, "# A"),
        ("02-README", "part", 1, 1, None, "# Second\n\nText"),
        ("02-b", "chapter", 2, 1, None, "# B"),
        ("02-deep-index", "chapter", 2, 1, None, "# Deep"),
        ("02-deep-c", "chapter", 3, 2, None, "# C"),
        ("02-flat-d", "chapter", 2, 1, None, "# D"),
        ("03-index", "part", 1, 1, "03", "No heading."),
        ("03-e", "chapter", 2, 1, None, "# E"),
        ("end", "chapter", 1, 1, None, "# End"),
    ]
    assert [path.relative_to(folder).as_posix() for path in book(folder).files] == [
        ".", "01-first_steps", "02", "02/deep", "02/flat", "03", "04-empty",
    ]  # fmt: skip


def test_the_header_of_the_readme_is_that_of_the_book(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, README=HEADER + "# Welcome\n\nText.\n", a="# A\n")
    read = book(folder)
    assert (read.metadata.title, read.metadata.authors[0].name) == ("The *Book*", "Ann")
    assert str(read.key("author")) == "b/README.md:4:1"
    assert (own(folder)[0].title, own(folder)[0].text) == ("Welcome", "\n" * 5 + "# Welcome\n\nText.\n")


def test_a_readme_without_text_only_names_the_book(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, README=HEADER, a="# A\n")
    assert [each.id for each in own(folder)] == ["a"]
    assert folder / "README.md" in book(folder).files


def test_the_name_of_the_folder_is_its_title_where_nothing_else_is(tmp_path: Path) -> None:
    folder = tmp_path / "my_notes"
    write(folder, a="# A", b="# B")
    publication, (one,) = read_folder(folder, "")
    assert publication is not None
    assert (publication.metadata.title, publication.keys_name) == ("My notes", "my_notes")
    assert (one.rule, one.severity, str(one.place)) == ("lang.missing", "warning", "my_notes")
    assert one.hint == "add a README.md that begins with a header: lang: en"


def test_headings_in_code_do_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, README="```\n# no\n```\n\nReal *one* {#x}\n========\n\ntext", a="# A")
    assert book(folder).metadata.title == "Real *one*"


def test_nothing_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, README=HEADER, a=" ")
    publication, found = read_folder(folder)
    assert publication is None
    assert [(one.rule, str(one.place)) for one in found] == [("chapter.empty", "b/a.md:1:1"), ("book.empty", "b")]


def test_a_broken_readme(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, README="---\ntitle: 'x\n---\n", a="# A")
    publication, (one,) = read_folder(folder)
    assert publication is None
    assert (one.rule, str(one.place)) == ("yaml.syntax", "b/README.md:2:8")


def test_names_of_files_give_front_and_back_matter(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    names = ("foreword", "dedication", "appendix-b", "apA", "thanks", "glossary", "one", "02-preface", "part__preface")
    write(folder, CONTRIBUTING="# C", part__apA="# A", part__ch="# C", **dict.fromkeys(names, "# T\n\nText\n"))
    assert [(each.id, each.kind, each.matter) for each in own(folder)] == [
        ("dedication", "dedication", "front"),
        ("foreword", "foreword", "front"),
        ("02-preface", "preface", "body"),
        ("one", "chapter", "body"),
        ("part-part", "part", "body"),
        ("part-preface", "preface", "body"),
        ("part-ch", "chapter", "body"),
        ("part-apA", "chapter", "body"),
        ("apA", "appendix", "back"),
        ("appendix-b", "appendix", "back"),
        ("glossary", "glossary", "back"),
        ("thanks", "chapter", "back"),
    ]


def test_the_title_of_a_series_is_not_a_chapter_title(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    texts = {"ch1": "# The Series\n# One\n\nText\n", "ch2": "# The Series\n\n## Two\n", "ch3": "# Mine\n# Three\n"}
    write(folder, README="# R", **texts)
    assert [each.text.strip().split("\n")[0] for each in own(folder)] == ["# R", "# One", "## Two", "# Mine"]
    assert own(folder)[1].text.split("\n")[1] == "# One"


def test_a_picture_called_cover_is_the_cover(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    write(folder, README="# B", one="# One")
    assert book(folder).metadata.cover_image is None
    (folder / "images").mkdir()
    (folder / "images" / "cover.png").write_bytes(b"")
    assert book(folder).metadata.cover_image == "images/cover.png"
