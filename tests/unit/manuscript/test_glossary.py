"""Links to the glossary: at marked terms, and at the first use of the others."""

from __future__ import annotations

import pytest

from octavo.model import glossary_terms
from octavo.model.settings import Glossary, Settings
from typesetter import Make, SetBook

GLOSSARY = """# Glossary

Alternative text (alt text)
: Words for a hive.

Hive
: Where bees live.

IT
: A department.

running head
: Above the text.

head
: Above.

query
: A question.
"""
TEXT = """# Hives

## A query

`A hive`, [hive](https://example.org/), a hive, hives. *Alt texts*; it and IT. Running heads, a head, beehive, sub-hive.

![A query](https://example.org/x.png)

A [bee house]{.term entry="hive"}, a [head]{.term}, [gone]{.term}.^[A query.]
"""


def terms(book: SetBook, chapter: str = "a") -> list[tuple[str, str]]:
    links = book.tree(chapter).xpath("//a[@class='term']")
    return [("".join(link.itertext()), link.get("href").partition("#")[2]) for link in links]


def set_with(book: Make, link: str, glossary: str = GLOSSARY) -> SetBook:
    kinds = {"glossary.md": "glossary"}
    return book({"a.md": TEXT, "glossary.md": glossary}, kinds=kinds, settings=Settings(glossary=Glossary(link)))


def test_terms_are_linked_at_their_first_use(book: Make) -> None:
    found = set_with(book, "first")
    assert terms(found) == [
        ("Alt texts", "alternative-text-alt-text"),
        ("IT", "it"),
        ("Running heads", "running-head"),
        ("bee house", "hive"),
        ("head", "head"),
    ]
    assert terms(found, "glossary") == []
    assert [(each.rule, each.message) for each in found.found if each.rule.startswith("glossary.")] == [
        ("glossary.no-entry", "the glossary has no entry 'gone'")
    ]
    assert found.galley("a").reading.text == set_with(book, "none").galley("a").reading.text


def test_what_is_marked_is_linked_in_any_case(book: Make) -> None:
    assert terms(set_with(book, "none")) == [("bee house", "hive"), ("head", "head")]


def test_a_glossary_without_entries_is_reported_where_a_term_is_marked(book: Make) -> None:
    found = set_with(book, "first", "# Glossary\n\n## Hive\n\nWhere bees live.\n")
    reported = [each for each in found.found if each.rule == "glossary.no-entry"]
    assert [each.message.rpartition(" ")[2] for each in reported] == ["'hive'", "'head'", "'gone'"]
    assert all("definition list" in (each.hint or "") for each in reported)
    assert terms(found) == []


def test_without_a_glossary_the_class_is_the_author_s(book: Make) -> None:
    found = book({"a.md": TEXT}, settings=Settings(glossary=Glossary("first")))
    assert terms(found) == []
    assert "glossary.no-entry" not in found.rules


@pytest.mark.parametrize(
    ("lang", "form", "text", "found"),
    [
        ("en", "query", "Queries, query's", ["Queries", "query's"]),
        ("en", "box", "boxes and boxing", ["boxes"]),
        ("en", "UNIX", "unix, UNIX", ["UNIX"]),
        ("en", "C++", "C++ or C", ["C++"]),
        ("en", "alt text", "alt\ntext", ["alt\ntext"]),
        ("de", "Bogen", "des Bogens, Bögen", ["Bogens"]),
        ("ru", "улей", "Улей и улейный", ["Улей"]),
        ("ja", "見本", "この見本は", ["見本"]),
        ("tr", "dizin", "dizinler", []),
    ],
)
def test_forms_of_words(lang: str, form: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end, _ in glossary_terms.find(text, [form], lang)] == found
