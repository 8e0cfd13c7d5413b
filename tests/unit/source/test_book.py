"""Reading a book: book.yaml and its chapters become a spine, and each slip is told at its line."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Chapter, Publication
from octavo.source.discover import FoundSource
from octavo.source.header import HeaderValues, read_keys
from octavo.source.layouts import read

HEAD = "title: T\nlang: en\n"
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a book: its list of chapters, which begins on line 3, and the files by their names."""

    def write(chapters: str, *files: str, head: str = HEAD, **texts: str) -> Path:
        folder = tmp_path / "book"
        folder.mkdir(exist_ok=True)
        (folder / "book.yaml").write_text(head + chapters, encoding="utf-8")
        for name in files:
            text = texts.get(Path(name).stem, f"# {name}\n\nText.\n")
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


def read_book(folder: Path, defaults: str = "") -> tuple[Publication | None, list[Diagnostic]]:
    said, _ = read_keys(defaults, "octavo.yaml")
    return read(FoundSource("book", "book", folder), folder.parent, said or HeaderValues())


def book(folder: Path, defaults: str = "") -> Publication:
    publication, diagnostics = read_book(folder, defaults)
    assert diagnostics == []
    assert publication is not None
    return publication


def own(folder: Path) -> list[Chapter]:
    """The chapters that octavo does not add."""
    return [each for each in book(folder).chapters if not each.made or each.kind == "part"]


def said(folder: Path) -> list[tuple[str, str, str, str, str]]:
    return [(d.rule, d.severity, str(d.place), d.message, d.hint) for d in read_book(folder)[1]]


def only(folder: Path) -> tuple[str, str, str, str, str]:
    (one,) = said(folder)
    return one


def test_a_book_of_one_chapter(write: Write) -> None:
    folder = write("chapters: [one.md]", "one.md")
    read = book(folder)
    assert (read.name, read.kind, read.source, read.keys_name) == ("book", "book", "book", "book/book.yaml")
    assert [(each.id, each.kind, each.matter, each.made) for each in read.chapters] == [
        ("title-page", "title", "front", True),
        ("copyright-page", "copyright", "front", True),
        ("one", "chapter", "body", False),
        ("index", "index", "back", True),
    ]
    assert read.chapters[2].name == "book/one.md"
    assert read.chapters[2].file == folder / "one.md"
    assert {each.file for each in read.chapters if each.made} == {folder / "book.yaml"}
    assert str(read.key("lang")) == "book/book.yaml:2:1"
    assert read.files == (folder / "book.yaml", folder)


def test_the_three_matters_and_the_levels(write: Write) -> None:
    chapters = """chapters:
  - back: [glossary.md, {file: thanks.md, number: true}]
  - front: preface.md
  - before.md
  - part: First
    chapters:
      - a.md
      - file: b.md
        title: The *B*
        reader: gfm
        chapters: [b/inner.md]
  - part: Second
    file: second.md
    number: false
    chapters: [c.md]
  - chapters: [{file: d.md, number: false, kind: epilogue}]
  - appendices: [x.md, {file: y.md, chapters: [z.md]}]
"""
    names = ["glossary", "thanks", "preface", "before", "a", "b", "b/inner", "second", "c", "d", "x", "y", "z"]
    folder = write(chapters, *(f"{name}.md" for name in names))
    rows = [(c.id, c.matter, c.kind, c.level, c.depth, c.title, c.numbered, c.reader) for c in own(folder)]
    assert rows == [
        ("preface", "front", "preface", 1, 1, None, False, None),
        ("before", "body", "chapter", 1, 1, None, None, None),
        ("part-first", "body", "part", 1, 1, "First", None, None),
        ("a", "body", "chapter", 2, 1, None, None, None),
        ("b", "body", "chapter", 2, 1, "The *B*", None, "gfm"),
        ("b-inner", "body", "chapter", 3, 2, None, None, None),
        ("second", "body", "part", 1, 1, "Second", False, None),
        ("c", "body", "chapter", 2, 1, None, None, None),
        ("d", "body", "epilogue", 1, 1, None, False, None),
        ("glossary", "back", "glossary", 1, 1, None, False, None),
        ("thanks", "back", "chapter", 1, 1, None, True, None),
        ("x", "back", "appendix", 1, 1, None, None, None),
        ("y", "back", "appendix", 1, 1, None, None, None),
        ("z", "back", "appendix", 2, 2, None, None, None),
    ]
    assert [(c.base, c.text) for c in own(folder) if c.id in ("b-inner", "part-first")] == [
        (".", ""),
        ("b", "# b/inner.md\n\nText.\n"),
    ]


def test_what_stands_before_the_contents_and_what_ends_the_book(write: Write) -> None:
    head = HEAD + "bibliography: b.bib\n"
    chapters = """chapters:
  - front: [01-preface.md, epigraph.md, dedication.md, Copyright.md]
  - one.md
  - back: [acknowledgements.md, colophon.md]
"""
    names = ["01-preface", "epigraph", "dedication", "Copyright", "one", "acknowledgements", "colophon"]
    folder = write(chapters, *(f"{name}.md" for name in names), head=head)
    assert [(each.id, each.kind) for each in book(folder).chapters] == [
        ("title-page", "title"),
        ("Copyright", "copyright"),
        ("epigraph", "epigraph"),
        ("dedication", "dedication"),
        ("01-preface", "preface"),
        ("one", "chapter"),
        ("acknowledgements", "acknowledgments"),
        ("bibliography", "bibliography"),
        ("index", "index"),
        ("colophon", "colophon"),
    ]


def test_the_author_places_the_index_and_the_bibliography_or_wants_no_index(write: Write) -> None:
    head = HEAD + "bibliography: b.bib\n"
    chapters = "chapters: [one.md, back: [{file: i.md, kind: index}, {file: r.md, kind: bibliography}, notes.md]]"
    folder = write(chapters, "one.md", "i.md", "r.md", "notes.md", head=head, i="")
    assert [each.id for each in book(folder).chapters][2:] == ["one", "i", "r", "notes"]
    folder = write("chapters: [one.md]", "one.md", head=HEAD + "octavo: {index: false}\n")
    for name in ("i.md", "r.md", "notes.md"):
        (folder / name).unlink()
    assert [each.kind for each in book(folder).chapters] == ["title", "copyright", "chapter"]


def test_settings_of_a_book(write: Write) -> None:
    settings = book(write("chapters: [one.md]", "one.md")).settings
    assert (settings.page_size, settings.number_sections) == ((152.4, 228.6), True)
    octavo = """octavo:
  number-depth: 2
  numbers: {figures: all, equations: none}
  toc-depth: 0
  lists: [tables, figures]
  index: true
  half-title: false
  chapters-open: recto
  page-references: yes
  formats: [site, pdf]
"""
    defaults = "octavo: {page-size: A5, number-sections: false, toc-depth: 3}"
    settings = book(write("chapters: [one.md]", "one.md", head=HEAD + octavo), defaults).settings
    assert (settings.page_size, settings.number_sections, settings.number_depth) == ((148, 210), False, 2)
    assert (settings.numbered("figures"), settings.numbered("tables")) == ("all", "labelled")
    assert settings.numbered("equations") == "none"
    assert (settings.toc_depth, settings.lists, settings.index) == (0, ("figures", "tables"), True)
    assert (settings.half_title, settings.chapters_open, settings.page_references) == (False, "recto", True)
    assert settings.formats == ("pdf", "site")


def test_a_chapter_may_have_a_header(write: Write) -> None:
    folder = write(
        "chapters: [one.md, {file: two.md, title: Mine}, three.md]",
        "one.md",
        "two.md",
        "three.md",
        one="---\ntitle: 1.10\nlayout: post\nlang: xxxxx\n---\n\nText.\n",
        two="---\ntitle: Its\n---\nText.",
        three="---\n\nA rule above.\n\n---\n",
    )
    assert [(each.title, each.text) for each in own(folder)] == [
        ("1.10", "\n\n\n\n\n\nText.\n"),
        ("Mine", "\n\n\nText."),
        (None, "---\n\nA rule above.\n\n---\n"),
    ]


def test_a_chapter_with_a_broken_header_does_not_hide_the_others(write: Write) -> None:
    folder = write(
        "chapters: [one.md, two.md, three.md, gone.md]",
        "one.md",
        "two.md",
        "three.md",
        one="---\na: 'b\n---\nText",
        two="---\ntitle: [x]\n---\nText",
        three="---\ntitle: x\n\nText",
    )
    assert [each[:4] for each in said(folder)] == [
        ("yaml.syntax", "error", "book/one.md:2:4", "this quotation mark is never closed"),
        ("header.type", "error", "book/two.md:2:8", "title must be text, not a list"),
        ("yaml.syntax", "error", "book/three.md:1:1", "the header that begins here has no end"),
        ("chapter.missing", "error", "book/book.yaml:3:38", "the file 'gone.md' does not exist"),
    ]


@pytest.mark.parametrize(
    ("listed", "place", "message", "hint"),
    [
        ("[one.md, tow.md]", "3:20", "the file 'tow.md' does not exist", "did you mean 'two.md'?"),
        ("[two, one.md]", "3:12", "the file 'two' does not exist", "did you mean 'two.md'?"),
        ("[inner.md, one.md, two.md]", "3:12", "the file 'inner.md' does not exist", "did you mean 'in/inner.md'?"),
        ("[in, one.md, two.md]", "3:12", "'in' is a folder, not a file", "list the files in it"),
        (
            "[{file: qqqqqq.md}, one.md]",
            "3:19",
            "the file 'qqqqqq.md' does not exist",
            "create it, or remove it from the list",
        ),
    ],
)
def test_a_chapter_that_is_not_there(write: Write, listed: str, place: str, message: str, hint: str) -> None:
    folder = write(f"chapters: {listed}", "one.md", "two.md", "in/inner.md")
    found = [each for each in said(folder) if each[1] != "info"]
    assert found == [("chapter.missing", "error", f"book/book.yaml:{place}", message, hint)]


def test_a_chapter_listed_twice(write: Write) -> None:
    folder = write("chapters:\n- one.md\n- part: P\n  chapters: [two.md, ./one.md]", "one.md", "two.md")
    assert only(folder) == (
        "chapter.twice",
        "error",
        "book/book.yaml:6:22",
        "'one.md' is listed twice, first on line 4",
        "delete one of them",
    )


@pytest.mark.parametrize("path", ["../secret.md", "/etc/hostname", "link.md"])
def test_a_chapter_outside_the_folder(write: Write, path: str) -> None:
    folder = write(f"chapters: [one.md, {path}]", "one.md")
    (folder.parent / "secret.md").write_text("x")
    (folder / "_").mkdir()
    if path == "link.md":
        (folder / "link.md").symlink_to(folder.parent / "secret.md")
    found = next(each for each in said(folder) if each[1] == "error")
    assert found[:3] == ("chapter.outside", "error", "book/book.yaml:3:20")
    assert found[3] == f"'{path}' is not in the folder of the book"


def test_files_that_are_not_listed(write: Write) -> None:
    more = [f"m{n}.md" for n in range(8)]
    folder = write("chapters: [one.md]", "one.md", "README.md", "_draft.md", ".x.md", "in/_b/c.md", "pic.txt", *more)
    (folder / "other").mkdir()
    (folder / "other/book.yaml").write_text("title: O")
    (folder / "other/o.md").write_text("x")
    found = said(folder)
    assert [each[2] for each in found] == [*(f"book/m{n}.md" for n in range(5)), "book/book.yaml"]
    assert found[0] == (
        "chapter.unlisted",
        "info",
        "book/m0.md",
        "this file is not in the list of chapters",
        "list it in book/book.yaml, or begin its name with an underscore",
    )
    assert found[5][3] == "3 more files are not in the list of chapters"


def test_an_empty_chapter_is_left_out(write: Write) -> None:
    folder = write(
        "chapters: [one.md, {file: two.md, title: Two}, {part: P, file: p.md, chapters: [three.md]}]",
        *("one.md", "two.md", "p.md", "three.md"),
        two="---\ntitle: x\n---\n \n",
        p="",
    )
    assert only(folder) == (
        "chapter.empty",
        "warning",
        "book/two.md:1:1",
        "this chapter is empty and is left out",
        "write it, or remove it from book/book.yaml",
    )
    publication, _ = read_book(folder)
    assert publication is not None
    assert [each.id for each in publication.chapters] == ["title-page", "copyright-page", "one", "p", "three", "index"]


@pytest.mark.parametrize("chapters", ["chapters:", "chapters: []"])
def test_a_book_without_chapters(write: Write, chapters: str) -> None:
    folder = write(chapters, "one.md")
    found = said(folder)
    place = "book/book.yaml:3:1"
    hint = "list them: chapters: [one.md]"
    assert ("book.empty", "error", place, "this book has no chapters", hint) in found
    assert read_book(folder)[0] is None


def test_a_book_that_lists_no_chapters_has_those_of_its_folder(write: Write) -> None:
    folder = write("", "10-end.md", "2-begin.md", "dedication.md")
    (folder / "cover.png").write_bytes(b"")
    book, found = read_book(folder)
    assert found == []
    assert book is not None
    made = [each.name for each in book.chapters if not each.made]
    assert made == ["book/dedication.md", "book/2-begin.md", "book/10-end.md"]
    assert not book.settings.number_sections
    assert book.metadata.cover_image == "cover.png"


def test_a_book_that_lists_no_chapters_is_otherwise_read_as_a_folder(write: Write) -> None:
    folder = write("", "two.md", "three.md", two="# Series\n\n## Two\n\nx\n", three="# Series\n\n## Three\n\ny\n")
    (folder / "README.md").write_text("---\ntitle: R\nrights: © R\nlang: fr\n---\n\n# Start\n\nText.\n")
    book, found = read_book(folder)
    assert found == []
    assert book is not None
    assert (book.metadata.rights, book.metadata.lang) == ("© R", "en")
    assert [each.text.strip() for each in book.chapters if not each.made][1:] == ["## Three\n\ny", "## Two\n\nx"]
    assert folder / "README.md" in book.files


def test_folders_of_languages_are_reported_with_a_book_yaml_too(write: Write) -> None:
    folder = write("")
    for lang in ("de", "en"):
        (folder / lang).mkdir()
        (folder / lang / "one.md").write_text("# One\n\nText.\n")
    assert [each.rule for each in read_book(folder)[1]] == ["layout.languages"]


def test_a_book_of_parts_alone(write: Write) -> None:
    assert only(write("chapters: [{part: P}]"))[:4] == (
        "book.empty",
        "error",
        "book/book.yaml:1:1",
        "this book has no text",
    )


@pytest.mark.parametrize(
    ("chapters", "rule", "place", "message", "hint"),
    [
        ("- fron: [a.md]", "unknown-key", "4:3", "unknown key 'fron' next to 'file' in the list of chapters",
         "did you mean 'front'?"),
        ("- {file: a.md, titel: x}", "unknown-key", "4:16", "unknown key 'titel' next to 'file' in the list",
         "did you mean 'title'?"),
        ("- {part: P, lang: de, chapters: [a.md]}", "unknown-key", "4:13",
         "unknown key 'lang' next to 'part' in the list of chapters", "the keys are part, file, short-title, section"),
        ("- A Title: a.md", "unknown-key", "4:3", "unknown key 'A Title' next to 'file' in the list of chapters",
         "write - {file: a.md, title: A Title}"),
        ("  front: [a.md]\n  back: [b.md]", "type", "5:3", "'back' is not allowed next to 'front'",
         "give each a hyphen of its own"),
        ("- {part: P, chapters: [{part: Q, chapters: [a.md]}]}", "type", "4:25", "'part' is not allowed in a group",
         "put each group directly under chapters, with a hyphen of its own"),
        ("- {file: a.md, number: 3}", "type", "4:24", "chapters.number must be true or false, not the number 3", ""),
        ("- {file: a.md, kind: glosary}", "value", "4:22", "chapters.kind is 'glosary', not ", "'glossary'"),
        ("- {file: a.md, title: [x]}", "type", "4:23", "chapters.title must be text, not a list", ""),
        ("- {file: a.md, reader: docx}", "value", "4:24", "chapters.reader is 'docx', not ", ""),
        ("- [a.md]", "type", "4:3", "a chapter must be a path or a mapping with file, not a list", ""),
        ("- {title: A}", "type", "4:3", "a chapter must have a file", "write file: its-name.md"),
        ("- {part: , chapters: [a.md]}", "type", "4:4", "a part must have a title", "write part: Its title"),
    ],
)  # fmt: skip
def test_slips_in_the_list(write: Write, chapters: str, rule: str, place: str, message: str, hint: str) -> None:
    folder = write(f"chapters:\n{chapters}\n{'- b.md' if chapters[0] == '-' else ''}", "b.md", "a.md")
    found = next(each for each in said(folder) if each[1] == "error")
    assert found[:3] == (f"header.{rule}", "error", f"book/book.yaml:{place}")
    assert found[3].startswith(message)
    assert hint in found[4]


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("titel: x", "did you mean 'title'?"),
        ("chapter: [one.md]", "did you mean 'chapters'?"),
        ("page-size: A5", "put it under octavo:"),
        ("sub-title: A", "did you mean 'subtitle'?"),
        ("layout: post", "the keys are title, "),
    ],
)
def test_a_key_that_does_not_exist_is_an_error(write: Write, key: str, hint: str) -> None:
    rule, severity, place, message, given = only(write(f"{key}\nchapters: [one.md]", "one.md"))
    name = key.partition(":")[0]
    assert (rule, severity, place) == ("header.unknown-key", "error", "book/book.yaml:3:1")
    assert message == f"there is no key '{name}' in book.yaml"
    assert given.startswith(hint)


def test_broken_yaml_and_no_yaml_and_no_language(write: Write) -> None:
    assert only(write("chapters: [one.md", "one.md"))[:3] == ("yaml.syntax", "error", "book/book.yaml:3:11")
    assert only(write("- one.md", "one.md", head=""))[:4] == (
        "header.type",
        "error",
        "book/book.yaml:1:1",
        "book.yaml must be keys with values",
    )
    assert only(write("chapters: [one.md]", "one.md", head="title: T\n"))[:3] == (
        "lang.missing",
        "warning",
        "book/book.yaml:1:1",
    )


def test_names_of_any_kind(write: Write) -> None:
    decomposed = unicodedata.normalize("NFD", "été")
    names = ["100% #1.md", f"{decomposed}.md", "第一章.md", "a b/c d.md", "हिन्दी.md", "Kapitel: 1.md", "a-b/c-d.md"]
    listed = [unicodedata.normalize("NFC", name) for name in names]
    folder = write("chapters:\n" + "".join(f"- '{name}'\n" for name in listed), *names)
    assert [each.id for each in own(folder)] == [
        "100-1", "été", "第一章", "a-b-c-d", "हिन्दी", "Kapitel-1", "a-b-c-d-2",
    ]  # fmt: skip
    assert [each.base for each in own(folder)][3] == "a b"


def test_ids_are_told_apart_without_regard_to_case_and_made_ones_stay(write: Write) -> None:
    folder = write(
        "chapters: [a/X.md, A/x.md, index.md, title-page.md]", "a/X.md", "A/x.md", "index.md", "title-page.md"
    )
    assert [each.id for each in own(folder)] == ["a-X", "A-x-2", "index-2", "title-page-2"]


def test_a_thousand_chapters_are_read_in_a_moment(write: Write) -> None:
    names = [f"c{n}.md" for n in range(1000)]
    folder = write("chapters:\n" + "".join(f"  - {name}\n" for name in names), *names)
    began = time.process_time()
    assert len(own(folder)) == 1000
    assert time.process_time() - began < 2
