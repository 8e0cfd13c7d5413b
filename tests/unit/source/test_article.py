"""Reading an article: bytes become a publication, or a diagnostic that says which byte is in the way."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from pathlib import Path

import pytest

from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Publication
from octavo.source import defaults
from octavo.source.discover import FoundSource
from octavo.source.layouts import read

HEADER = "---\ntitle: T\nlang: en\n---\n"


def article(folder: Path, data: bytes | str) -> tuple[Publication | None, list[Diagnostic]]:
    path = folder / "a.md"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read(FoundSource("a", "article", path), folder)


def refused(folder: Path, data: bytes | str) -> tuple[str, str, str, str]:
    publication, diagnostics = article(folder, data)
    assert publication is None
    one = diagnostics[-1]
    return one.rule, str(one.place), one.message, one.hint


def text(folder: Path, data: bytes | str) -> str:
    publication, diagnostics = article(folder, data)
    assert diagnostics == []
    assert publication is not None
    return publication.chapters[0].text


def test_an_article_is_read(tmp_path: Path) -> None:
    publication, diagnostics = article(
        tmp_path, "---\ntitle: Τίτλος\nlang: el\ndate: 2025-06-24T03:30\n---\n\nΚείμενο\n"
    )
    assert diagnostics == []
    assert publication is not None
    assert (publication.name, publication.kind, publication.source) == ("a", "article", "a.md")
    assert (publication.root, publication.chapters[0].file) == (tmp_path.resolve(), tmp_path / "a.md")
    assert publication.metadata.date == datetime(2025, 6, 24, 3, 30)  # noqa: DTZ001
    assert str(publication.key("date")) == "a.md:4:1"


def test_line_numbers_of_the_text_are_those_of_the_file(tmp_path: Path) -> None:
    assert text(tmp_path, HEADER + "\nOne\n") == "\n\n\n\n\nOne\n"


def test_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    unix = text(tmp_path, HEADER + "One\nTwo\n")
    assert text(tmp_path, b"\xef\xbb\xbf" + (HEADER + "One\nTwo\n").replace("\n", "\r\n").encode()) == unix
    assert text(tmp_path, (HEADER + "One\nTwo\n").replace("\n", "\r")) == unix


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_text_that_is_not_utf_8(tmp_path: Path, encoding: str) -> None:
    curly = "”" if encoding == "cp1252" else ""
    guess = "windows-1252" if encoding == "cp1252" else "ISO-8859-1"
    data = (HEADER.replace("\n", "\r\n") + f"A small café{curly}\r\n").encode(encoding)
    assert refused(tmp_path, data) == (
        "source.encoding",
        "a.md:5:12",
        f"the file is not UTF-8: the byte 0xE9; it is probably {guess}",
        f"convert it: iconv -f {guess} -t UTF-8 OLD > NEW",
    )


def test_a_damaged_byte_in_utf_8_is_no_other_encoding(tmp_path: Path) -> None:
    assert refused(tmp_path, HEADER.encode() + "é ".encode() + b"\xff\n") == (
        "source.encoding",
        "a.md:5:3",
        "the file is not UTF-8: the byte 0xFF",
        "save it as UTF-8 in your editor",
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_wide_text(tmp_path: Path, encoding: str) -> None:
    name = encoding.upper()[:6]
    assert refused(tmp_path, (HEADER + "Text\n").encode(encoding)) == (
        "source.encoding",
        "a.md:1:1",
        f"the file is not UTF-8; it is probably {name}",
        f"convert it: iconv -f {name} -t UTF-8 OLD > NEW",
    )


def test_a_nul(tmp_path: Path) -> None:
    message = "the character U+0000 cannot be published"
    assert refused(tmp_path, HEADER + "One\nT\0wo") == ("source.encoding", "a.md:6:2", message, "delete it")


def test_an_empty_file(tmp_path: Path) -> None:
    for data in ("", " \n\t\n", "\ufeff"):
        assert refused(tmp_path, data)[:3] == ("source.empty", "a.md:1:1", "this file is empty")


def test_a_header_with_nothing_behind_it(tmp_path: Path) -> None:
    assert refused(tmp_path, HEADER + "\n \n")[:3] == ("source.empty", "a.md:5:1", "there is no text after the header")


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    publication, (one,) = read(FoundSource("b", "article", tmp_path / "b.md"), tmp_path)
    assert publication is None
    assert (one.rule, one.message) == ("source.unreadable", "this file cannot be read: no such file or directory")


def test_defaults_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "octavo.yaml").write_text("publisher: House\noctavo:\n  themes: x\n  theme: technical\n")
    said, (one,) = defaults.read(tmp_path, tmp_path)
    assert (one.rule, str(one.place), one.hint) == ("header.unknown-key", "octavo.yaml:3:3", "did you mean 'theme'?")
    (tmp_path / "a.md").write_text(HEADER + "x")
    publication, diagnostics = read(FoundSource("a", "article", tmp_path / "a.md"), tmp_path, said)
    assert diagnostics == []
    assert publication is not None
    assert (publication.metadata.publisher, publication.settings.theme) == ("House", "technical")


def test_defaults_that_are_no_mapping(tmp_path: Path) -> None:
    (tmp_path / "octavo.yaml").write_text("- a\n")
    _, (one,) = defaults.read(tmp_path, tmp_path)
    assert (one.rule, str(one.place), one.message) == (
        "header.type",
        "octavo.yaml:1:1",
        "octavo.yaml must be keys with values",
    )


def test_accents_in_names(tmp_path: Path) -> None:
    path = tmp_path / unicodedata.normalize("NFD", "Café 50% #1 日本.md")
    path.write_text(HEADER + "x", encoding="utf-8")
    publication, diagnostics = read(FoundSource("Café 50% #1 日本", "article", path), tmp_path)
    assert diagnostics == []
    assert publication is not None
    assert publication.source == path.name


TEXTS = {
    "ru": "Пчёлы живут в улье и собирают мёд всё лето.",
    "uk": "Бджоли живуть у вулику, і їхній мед збирають усе літо.",
    "el": "Οι μέλισσες ζουν στην κυψέλη και μαζεύουν μέλι όλο το καλοκαίρι.",
    "hi": "मधुमक्खियाँ छत्ते में रहती हैं और पूरी गर्मी शहद इकट्ठा करती हैं।",
    "th": "ผึ้งอาศัยอยู่ในรังและเก็บน้ำผึ้งตลอดฤดูร้อน",
    "ja": "蜜蜂は巣箱に住み、夏のあいだ蜜を集める。",
    "zh": "蜜蜂住在蜂箱里，整个夏天都在采蜜，这是我们说过的。",
    "he": "הדבורים גרות בכוורת ואוספות דבש כל הקיץ.",
}


@pytest.mark.parametrize(("lang", "body"), TEXTS.items(), ids=TEXTS)
def test_the_language_of_an_article_is_guessed(tmp_path: Path, lang: str, body: str) -> None:
    """Code and a few words in Latin letters do not hide it."""
    for more in ("", "\n\n```python\nfor bee in hive:\n    print(bee, bee.honey, sum(hive))\n```\n\nPandoc, EPUB.\n"):
        publication, diagnostics = article(tmp_path, f"---\ntitle: T\n---\n\n{body}{more}\n")
        assert publication is not None
        assert publication.metadata.lang == lang
        (one,) = diagnostics
        assert (one.rule, one.hint) == ("lang.missing", f"add lang: {lang} to the header")
        assert one.message.startswith("no language is given; ")
        assert one.message.endswith(f"({lang}) is assumed from its letters")


@pytest.mark.parametrize(
    "body",
    [
        "Bees live in a hive, and пчёлы are bees in Russian.",
        "Les abeilles vivent dans une ruche ; « μέλι » est le mot grec pour le miel.",
        "The Hindi word is शहद, and the Thai one is น้ำผึ้ง, but this is an English sentence about both of them.",
        "Bees.",
    ],
)
def test_foreign_words_in_latin_letters_make_no_other_language(tmp_path: Path, body: str) -> None:
    publication, diagnostics = article(tmp_path, body)
    assert publication is not None
    assert publication.metadata.lang == "en"
    assert [each.message for each in diagnostics] == ["no language is given; English (en) is assumed"]


def test_a_language_that_is_given_is_never_guessed(tmp_path: Path) -> None:
    publication, diagnostics = article(tmp_path, HEADER + TEXTS["ru"])
    assert publication is not None
    assert (publication.metadata.lang, diagnostics) == ("en", [])
