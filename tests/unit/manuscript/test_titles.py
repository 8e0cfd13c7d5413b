"""What a chapter opens with, wherever its title is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from octavo.model.identifiers import Identifier
from octavo.model.publication import Contributor, Metadata, OtherContributor
from octavo.model.settings import Settings
from pictures import SMALL
from typesetter import Make, made, part

PLAIN = Settings()


def headings(book: Make, text: str, title: str | None = None) -> tuple[list[tuple[int, str]], list[str]]:
    built = book({"a-file.md": text}, more={"a-file.md": {"title": title}}, settings=PLAIN)
    return [(each.level, each.text) for each in built.galley("a-file").headings], built.rules


@pytest.mark.parametrize(
    ("text", "title", "wanted"),
    [
        ("# One\n\n## Two\n\n### Three\n", None, [(1, "One"), (2, "Two"), (3, "Three")]),
        ("## One\n\nText\n\n## Two\n", None, [(1, "One"), (2, "Two")]),
        ("# One\n\n# Two\n\n## Three\n", None, [(1, "One"), (2, "Two"), (3, "Three")]),
        ("![A picture](x.png)\n\n# One\n\n# Two\n", None, [(1, "One"), (2, "Two")]),
        ("A motto.\n\n# One\n\n## Two\n", None, [(1, "One"), (2, "Two")]),
        ("# One\n\n## Two\n", "Given *so*", [(1, "Given so"), (2, "Two")]),
        ("# One\n\n# Two\n", "One", [(1, "One"), (2, "Two")]),
        ("# One\n\n# Two\n", "Given", [(1, "Given"), (2, "One"), (2, "Two")]),
        ("Text.\n\n## Two\n\n## Three\n", "Given", [(1, "Given"), (2, "Two"), (2, "Three")]),
        ("# One {#own}\n\n[a](#own)\n", "Given", [(1, "Given")]),
        ("## One\n\nText\n", "Given", [(1, "Given"), (2, "One")]),
        ("## Given\n\n### Text\n", "Given", [(1, "Given"), (2, "Text")]),
    ],
)
def test_the_title_is_where_it_was_written(
    text: str, title: str | None, wanted: list[tuple[int, str]], book: Make
) -> None:
    found, rules = headings(book, text, title)
    assert found == wanted
    assert set(rules) <= {"image.missing"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Only text.\n", [(1, "A file")]), ("### Small\n\n# Big\n", [(1, "A file"), (2, "Small"), (2, "Big")])],
)
def test_a_chapter_without_a_title_is_called_after_its_file(
    text: str, wanted: list[tuple[int, str]], book: Make
) -> None:
    assert headings(book, text) == (wanted, ["title.missing"])


def test_the_place_of_the_title_keeps_its_names(book: Make) -> None:
    built = book(
        {"a.md": "# A *fine* title {#own}\n\n[x](#own) [y](#top)\n", "b.md": "# B\n\n[x](a.md) [y](a.md#own)\n"}
    )
    assert built.tree("a").xpath("//header[@class='opening']/h1/@id") == ["own"]
    assert built.tree("a").xpath("//p/a/@href") == ["#own", "#own"]
    assert built.tree("b").xpath("//p/a/@href") == ["octavo:a#own", "octavo:a#own"]
    assert built.texts("a", "//header/h1/em") == ["fine"]
    assert built.galley("a").top == "own"
    assert built.rules == []


def test_a_heading_of_the_same_words_as_the_title_does_not_take_its_id(book: Make) -> None:
    built = book({"a.md": "Text.\n\n## Given\n\n[x](#given)\n\n## Other\n"}, more={"a.md": {"title": "Given"}})
    assert built.tree("a").xpath("//h1/@id") == ["given-2"]
    assert built.tree("a").xpath("//section/@id") == ["given", "other"]


@pytest.mark.parametrize("kind", ["dedication", "epigraph", "copyright", "colophon"])
def test_some_pages_need_no_heading(kind: str, book: Make) -> None:
    built = book({"page.md": "For *nobody*.\n", "a.md": "# A\n\n[x](page.md)\n"}, kinds={"page.md": kind})
    assert built.tree("page").find("header") is None
    assert built.texts("page", f"section[starts-with(@class, '{kind}')]/p") == ["For nobody."]
    assert built.tree("a").xpath("//p/a/@href") == [f"octavo:page#{kind}"]
    assert built.galley("page").title == ("Copyright page" if kind == "copyright" else kind.title())
    assert [entry.text for entry in built.manuscript.contents] == ["1 A"]
    assert built.rules == []


def test_the_title_page_and_the_copyright_page(book: Make) -> None:
    metadata = Metadata(
        title="The *Book*", subtitle="A subtitle", creators=(Contributor("Ann"), Contributor("Tom", "trl")),
        date=date(2025, 6, 24), publisher="A House", rights="© 2025 Ann",
        identifiers=(Identifier("urn:isbn:9783161484100"),),
    )  # fmt: skip
    built = book({"t": made("t", "title"), "c": made("c", "copyright"), "a.md": "# A\n"}, metadata=metadata)
    page = built.texts("t", "header[@class='title-block']/*")
    assert page == ["The Book", "A subtitle", "Ann", "Translated by Tom", "A House", "June 24, 2025"]
    assert built.texts("c", "section[@class='copyright']/p") == [
        "The Book", "Ann", "Translated by Tom", "© 2025 Ann", "Published by A House", "June 24, 2025",
        "ISBN 9783161484100",
    ]  # fmt: skip
    assert built.manuscript.title == "The Book"
    assert [entry.text for entry in built.manuscript.contents] == ["1 A"]


def test_the_copyright_page_lists_all_identifiers_with_their_editions(book: Make) -> None:
    metadata = Metadata(
        title="Book", lang="de", edition="2", series=("Küste",), volume="3",
        others=(OtherContributor("Tom", "trl"), OtherContributor("Al", "tyg", label="Satz:")),
        identifiers=(
            Identifier("978-0-00-000000-2", "paperback"), Identifier("9781000000009", "epub"), Identifier("doi:1"),
        ),
    )  # fmt: skip
    built = book({"t": made("t", "title"), "c": made("c", "copyright"), "a.md": "# A\n"}, metadata=metadata)
    told = ["Übersetzt von Tom", "Satz: Al", "Küste, Band 3", "2. Auflage"]
    assert built.texts("t", "header/p") == told
    numbers = ["ISBN 978-0-00-000000-2 (Taschenbuch)", "ISBN 9781000000009 (EPUB)", "doi:1"]
    assert built.texts("c", "section/p") == ["Book", *told, *numbers]


def test_pages_with_nothing_on_them_are_left_out(book: Make) -> None:
    built = book({
        "c": made("c", "copyright"), "a.md": "# A\n", "b": made("b", "bibliography"), "i": made("i", "index"),
    })  # fmt: skip
    assert [galley.chapter for galley in built.manuscript.galleys] == ["a"]


def test_the_terms_of_a_glossary_can_be_linked_to(book: Make) -> None:
    built = book({"g.md": "# Words\n\nFine *Word*\n\n:   Its meaning.\n", "a.md": "# A\n\n[x](g.md#fine-word)\n"},
                 kinds={"g.md": "glossary"})  # fmt: skip
    assert built.tree("g").xpath("//dl[@class='glossary']/dt/@id") == ["fine-word"]
    assert built.tree("a").xpath("//p/a/@href") == ["octavo:g#fine-word"]


def test_one_chapter_that_cannot_be_read_does_not_hide_the_others(book: Make) -> None:
    built = book({"bad.md": f"# Bad\n\n{'> ' * 120}deep\n", "a.md": "# A\n\n[x](bad.md)\n"})
    assert [galley.chapter for galley in built.manuscript.galleys] == ["a"]
    assert built.rules == ["text.too-deep"]
    assert built.texts("a", "//p") == ["x"]


def test_parts_and_contents(book: Make) -> None:
    built = book({"p": part("p", "The *first*"), "a.md": "# A\n\n## B\n"}, more={"a.md": {"level": 2}})
    entries = [(each.level, each.text, each.number, each.kind) for each in built.manuscript.contents]
    assert entries == [
        (1, "Part I The first", "Part I", "part"),
        (2, "1 A", "1", "chapter"),
        (3, "1.1 B", "1.1", "section"),
    ]


def test_a_title_holds_more_than_words(book: Make, tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(SMALL)
    built = book({"a.md": "# A `code` $x^2$ ![drop](p.png) [word]{.index}^[Note.]\n\nText.\n\n## B [t]{.index}\n"})
    (heading,) = built.tree("a").xpath("header/h1")
    assert heading.xpath("img/@src") == ["res:p.png"]
    assert heading.xpath("*[local-name()='math']/@alttext") == ["x^2"]
    assert built.tree("a").xpath("//span[@class='index-mark']/@id") == ["ix-1", "ix-2"]
    assert built.manuscript.contents[0].text == "1 A code x² word"
    assert built.galley("a").reading.notes == ("note",)
    assert built.rules == []
