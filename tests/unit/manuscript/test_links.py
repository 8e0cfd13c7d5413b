"""Links between chapters, and pictures of chapters in folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.model.publication import Metadata
from pictures import SMALL, png
from typesetter import Make, made

THERE = '# There\n\n## A heading\n\n## Ein Über-Titel\n\n<a id="raw:one"></a>Text.\n\n## A heading\n'


@pytest.mark.parametrize(
    ("written", "leads"),
    [
        ("sub/there.md", "octavo:there#there"),
        ("sub/there.md#a-heading", "octavo:there#a-heading"),
        ("sub/there.html#a-heading", "octavo:there#a-heading"),
        ("./sub/there.md#raw:one", "octavo:there#raw-one"),
        ("/sub/there.md", "octavo:there#there"),
        ("sub/there", "octavo:there#there"),
        ("sub/there.md#ein-%C3%BCber-titel", "octavo:there#ein-über-titel"),
        ("sub/there.md#a-heading_1", "octavo:there#a-heading-1"),
        ("a%20b.md", "octavo:a b#spaced"),
        ("<a b.md#spaced>", "octavo:a b#spaced"),
        ("here.md#own", "#own"),
        ("#own", "#own"),
        ("#ein-über-titel", "octavo:there#ein-über-titel"),
        ("folder/", "octavo:README#first"),
        ("folder/index.html", "octavo:README#first"),
        ("https://example.org/x.md", "https://example.org/x.md"),
    ],
)
def test_links_lead_into_other_chapters(written: str, leads: str, book: Make) -> None:
    built = book({
        "here.md": f"# Here\n\n## Own\n\n[x]({written})\n", "sub/there.md": THERE, "a b.md": "# Spaced\n",
        "folder/README.md": "# First\n",
    })  # fmt: skip
    assert built.tree("here").xpath("//p/a/@href") == [leads]
    assert built.rules == []


def test_links_start_from_the_folder_of_the_chapter(book: Make) -> None:
    built = book({"sub/a.md": "# A\n\n[x](b.md) [y](../c.md) [z](c.md)\n", "sub/b.md": "# B\n", "c.md": "# C\n"})
    assert built.tree("a").xpath("//p/a/@href") == ["octavo:b#b", "octavo:c#c"]
    (found,) = built.found
    assert (found.rule, str(found.place), found.hint) == (
        "link.broken-file",
        "sub/a.md:3:24",
        "did you mean '../c.md'?",
    )


@pytest.mark.parametrize(
    ("written", "rule", "hint"),
    [
        ("there.md#a-headin", "link.broken-anchor", "did you mean 'there.md#a-heading'?"),
        ("#a-headin", "link.broken-anchor", "did you mean '#a-heading', in there.md?"),
        ("their.md", "link.broken-file", "did you mean 'there.md'?"),
        ("unlisted.md", "link.outside", ""),
        ("code.py", "link.outside", ""),
    ],
)
def test_links_to_nothing(written: str, rule: str, hint: str, tmp_path: Path, book: Make) -> None:
    (tmp_path / "unlisted.md").write_text("# Unlisted\n")
    built = book({"here.md": f"# Here\n\n[x]({written})\n", "there.md": THERE})
    (found,) = built.found
    assert (found.rule, str(found.place)) == (rule, "here.md:3:1")
    assert not hint or found.hint == hint
    assert built.texts("here", "//p") == ["x"]
    assert not built.tree("here").xpath("//p/a")


def test_an_anchor_of_several_chapters(book: Make) -> None:
    built = book({"a.md": "# A\n\n[x](#same)\n", "b.md": "# B\n\n## Same\n", "c.md": "# C\n\n## Same\n"})
    assert built.tree("a").xpath("//p/a/@href") == ["octavo:b#same"]
    assert [(each.rule, each.severity, str(each.place)) for each in built.found] == [
        ("link.ambiguous", "info", "a.md:3:1")
    ]


def test_pictures_of_one_name_in_two_folders(tmp_path: Path, book: Make) -> None:
    for folder, data in (("", SMALL), ("sub", png(9, 9)), ("other", png(8, 8))):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "p.png").write_bytes(data)
    built = book({
        "a.md": "# A\n\n![x](p.png)\n", "sub/b.md": "# B\n\n![x](p.png) ![y](../other/p.png) ![z](/p.png)\n",
    })  # fmt: skip
    assert built.tree("a").xpath("//img/@src") == ["res:p.png"]
    assert built.tree("b").xpath("//img/@src") == ["res:sub--p.png", "res:other--p.png", "res:p.png"]
    assert len(built.manuscript.resources) == 3
    assert built.rules == []


def test_a_picture_is_named_as_what_it_is(tmp_path: Path, book: Make) -> None:
    (tmp_path / "p.jpg").write_bytes(png(9, 9))
    assert book({"a": "# A\n\n![x](p.jpg)\n"}).tree("a").xpath("//img/@src") == ["res:p.jpg.png"]


def test_a_picture_that_is_missing_is_named_from_the_chapters_folder(tmp_path: Path, book: Make) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "p.png").write_bytes(SMALL)
    built = book({"sub/a.md": "# A\n\n![x](p.png)\n"})
    (found,) = built.found
    assert (found.rule, found.hint, str(found.place)) == (
        "image.missing",
        "did you mean '../img/p.png'?",
        "sub/a.md:3:1",
    )


def test_what_the_title_page_links_to(book: Make) -> None:
    metadata = Metadata(title="B", abstract="See [it](#own) and [that](a.md), after @sec-x.")
    built = book({"t": made("t", "title"), "a.md": "# A\n\n## Own\n\n## X {#sec-x}\n"}, metadata=metadata)
    assert built.tree("t").xpath("//div[@class='abstract']//a/@href") == [
        "octavo:a#own",
        "octavo:a#a",
        "octavo:a#sec-x",
    ]
    assert built.rules == []


def test_an_alternative_text_as_quarto_has_it(tmp_path: Path, book: Make) -> None:
    (tmp_path / "p.png").write_bytes(SMALL)
    built = book({"a.md": '# A\n\n![Caption](p.png){#fig-x fig-alt="What it shows"}\n'})
    assert built.tree("a").xpath("//figure/img/@alt") == ["What it shows"]
    assert not built.tree("a").xpath("//@data-fig-alt")


def test_what_raw_html_says_of_other_elements_is_true(book: Make) -> None:
    text = '# A\n\n<span id="x1">X</span> <b aria-labelledby="x1 gone">B</b> <i aria-labelledby="gone">I</i>\n'
    tree = book({"a.md": text}).tree("a")
    assert [each.get("aria-labelledby") for each in (*tree.iter("b", "strong"), *tree.iter("i", "em"))] == ["x1", None]
