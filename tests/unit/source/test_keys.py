"""The records of the keys: complete, documented, and right about what follows from a key."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from octavo.model.diagnostic import Severity
from octavo.model.dialect import Dialect
from octavo.model.keys import Key, Rebuild, Shape, ValueType, keys_of, only_text, paths
from octavo.model.publication import Contributor, Metadata, OtherContributor, Publication
from octavo.model.settings import Conformance, Glossary, Limits, Openings, Settings
from octavo.source import keys, schema, values
from octavo.source.validate import construct, validate

GUIDE = Path(__file__).parents[3] / "source" / "guide"
RECORDS: tuple[type, ...] = (
    Metadata,
    Contributor,
    OtherContributor,
    Settings,
    Conformance,
    Glossary,
    Limits,
    Openings,
    Dialect,
)
OURS = {"config", "plugin"}
"""Fields that no key sets."""
ALL = [(record, name, key) for record in RECORDS for name, key in keys_of(record).items()]
CASES = pytest.mark.parametrize(
    ("record", "name", "key"), ALL, ids=[f"{record.__name__}.{name}" for record, name, _ in ALL]
)
TABLES = "\n".join((schema.metadata_table(), schema.settings_table(), schema.groups_table()))
SCHEMAS = (schema.json_schema(), schema.book_json_schema())
EXAMPLES: dict[ValueType, Any] = {
    ValueType.TEXT: "text", ValueType.WORD: "word", ValueType.FLAG: True, ValueType.AMOUNT: 7.0, ValueType.LEVEL: 1,
    ValueType.LANGUAGE: "de", ValueType.MOMENT: "Spring", ValueType.IDENTIFIER: "urn:isbn:9", ValueType.ROLE: "edt",
    ValueType.FORMAT: "site", ValueType.DIALECT: "mdbook", ValueType.PAGE_SIZE: (148.0, 210.0),
    ValueType.STANDARD: "a-2b", ValueType.READER: "gfm", ValueType.URL: "https://example.org/",
    ValueType.WCAG: "2.2 AA", ValueType.SEVERITY: Severity.INFO, ValueType.REFERENCES: "[]",
}  # fmt: skip


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_is_a_key(record: type) -> None:
    assert {each.name for each in fields(record)} - set(keys_of(record)) <= OURS


def test_every_type_of_value_has_a_parser_and_a_schema() -> None:
    depending = {ValueType.CHOICE, ValueType.PERSON}
    assert set(values.PARSERS) | depending == set(ValueType)
    assert set(schema._SCHEMAS) | depending == set(ValueType)


@CASES
def test_a_key_is_documented(record: type, name: str, key: Key) -> None:
    assert key.doc.endswith((".", "…"))
    assert f"{key.name}`" in TABLES
    assert key.doc in TABLES
    if record in (Metadata, Settings):
        reference = (GUIDE / "reference" / "keys.md").read_text(encoding="utf-8")
        assert f"`{key.name}`" in reference, f"describe {key.name} in reference/keys.md"


@CASES
def test_a_key_is_in_the_schema_of_both_files(record: type, name: str, key: Key) -> None:
    assert all(f'"{key.name}": {{' in text for text in SCHEMAS)


def test_the_schema_of_a_book_has_all_its_keys() -> None:
    assert json.loads(SCHEMAS[1])["properties"].keys() == keys.BOOK.keys()


@CASES
def test_a_key_says_what_it_invalidates(record: Any, name: str, key: Key) -> None:
    """What does not change the text is not in what a chapter is made of, and what does is."""
    usual = record("plain") if record is Dialect else record("A Name") if issubclass(record, Contributor) else record()
    changed = replace(usual, **{name: _other(key)})
    assert changed != usual
    assert (only_text(changed, usual) != usual) is (key.rebuild is Rebuild.TEXT)


@CASES
def test_a_path_is_an_input_of_the_build(record: type, name: str, key: Key) -> None:
    if record not in (Metadata, Settings) or not key.is_path:
        assert key.is_path is (name in {"bases", "home", "macros"})
        return
    given = replace(record(), **{name: ("a/b",) if key.shape is Shape.LIST else "a/b"})  # type: ignore[type-var]
    assert list(paths(given)) == ["a/b"]
    metadata, settings = (given, Settings()) if record is Metadata else (Metadata(), given)
    publication = Publication("x", "article", "x.md", Path("/p"), metadata, settings, ())  # type: ignore[arg-type]
    assert publication.named_files == (Path("/p/a/b"),)


def test_keys_that_are_files_are_paths() -> None:
    """What a reader of the documentation would take for a file is one."""
    found = {key.name for record, _, key in ALL if key.is_path and record in (Metadata, Settings)}
    assert found == {"bibliography", "csl", "cover-image", "logo", "hero", "css", "favicon", "filters"}


def test_what_is_left_out_is_as_usual() -> None:
    assert construct(Settings, {}) == Settings()
    usual = Settings(theme="technical", rules=(("text.prime", Severity.INFO),))
    said, wrong = validate({"rules": {"text.*": "off"}, "limits": {}}, keys.SETTINGS, is_open=False)
    assert wrong == []
    made = construct(Settings, said, usual)
    assert made == replace(usual, rules=(("text.*", None), ("text.prime", Severity.INFO)))


def test_no_name_is_given_to_two_keys_of_one_place() -> None:
    for record in RECORDS:
        names = [name for key in keys_of(record).values() for name in (key.name, *key.aliases, *key.misnomers)]
        assert len(names) == len(set(names))


def _other(key: Key) -> Any:
    """A value that is not the key's default."""
    if key.group in (Contributor, OtherContributor):
        return (key.group("Ann"),)
    if key.group is not None:
        return {
            Limits: Limits(megabytes=1),
            Conformance: Conformance("Ann"),
            Glossary: Glossary("first"),
            Openings: Openings("center"),
            Dialect: Dialect("plain"),
        }[key.group]
    one = key.choices[-1] if key.choices else EXAMPLES[key.value]
    if key.value is ValueType.FLAG and key.name in ("number-headings", "half-title", "smart", "link-citations"):
        one = False
    return one if key.shape is Shape.ONE else (("figures", one),) if key.shape is Shape.MAPPING else (one,)
