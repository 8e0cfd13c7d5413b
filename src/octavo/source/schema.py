"""What is generated from the records of the keys: the JSON schemas for editors, and the guide's tables of keys.

Only `tools/generate.py` imports this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from octavo.model.diagnostic import Severity
from octavo.model.formats import FORMATS
from octavo.model.identifiers import EDITIONS
from octavo.model.keys import Key, Scope, Shape, ValueType, keys_of
from octavo.model.publication import Metadata
from octavo.model.settings import PAGE_SIZES, Settings
from octavo.model.standard import STANDARDS
from octavo.source import keys, layouts, values

Schema = dict[str, Any]

_TEXT: Schema = {"type": ["string", "number"]}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> str:
    """Return the schema of a header and of octavo.yaml."""
    about = "Other keys are left to other tools."
    schema = {"type": "object", "description": about, "properties": _properties(keys.HEADER)}
    return _write(schema, "Header of an octavo article")


def book_json_schema() -> str:
    """Return the schema of book.yaml."""
    schema = {
        **_closed(_properties(keys.BOOK), keys.CHAPTERS.name),
        "$defs": {"Entry": {"anyOf": [_FILE, _entry()]}, "Group": {"anyOf": [{"$ref": "#/$defs/Entry"}, *_groups()]}},
    }
    chapters = _one_or_more({"$ref": "#/$defs/Group"})
    schema["properties"][keys.CHAPTERS.name] = {**chapters, "description": keys.CHAPTERS.doc}
    return _write(schema, "book.yaml of an octavo book")


def metadata_table() -> str:
    """Return the guide's table of the keys at the top."""
    return _table(_rows(Metadata), "The keys at the top", "glance-metadata")


def settings_table() -> str:
    """Return the guide's table of the keys under `octavo`."""
    return _table(_rows(Settings), "The keys under `octavo`", "glance-octavo")


def groups_table() -> str:
    """Return the guide's table of the keys under keys."""
    groups = [key for record in (Metadata, Settings) for key in keys_of(record).values()]
    rows = [row for key in groups if key.group is not None for row in _rows(key.group, f"{key.name}: ")]
    return _table(rows, "The keys under other keys", "glance-inner")


def describe(key: Key) -> str:
    """Return what the value of a key is, in Markdown."""
    if key.shape is Shape.GROUP:
        return "a mapping"
    one = _describe_one(key)
    if key.shape is Shape.MAPPING:
        return f"a mapping of {', '.join(f'`{each}`' for each in key.members) or 'names'} to {one}"
    return f"one or more: {one}" if key.shape in (Shape.LIST, Shape.WORDS) else one


def _describe_one(key: Key) -> str:
    if key.is_path:
        return "a path"
    choices = {
        ValueType.CHOICE: key.choices,
        ValueType.FLAG: ("true", "false"),
        ValueType.FORMAT: tuple(map(str, FORMATS)),
        ValueType.DIALECT: tuple(layouts.dialects()),
        ValueType.STANDARD: STANDARDS,
        ValueType.SEVERITY: (*map(str, Severity), "off"),
    }
    if key.value in choices:
        return ", ".join(f"`{each}`" for each in choices[key.value])
    return _WORDS.get(key.value, "text")


_WORDS = {
    ValueType.AMOUNT: "a number",
    ValueType.LEVEL: f"0 to {values.DEEPEST}",
    ValueType.COUNT: "0 to 999",
    ValueType.LANGUAGE: "a language tag",
    ValueType.MOMENT: "a date or text",
    ValueType.PERSON: "a name or a mapping",
    ValueType.ROLE: "a role",
    ValueType.IDENTIFIER: "one or more texts, or a mapping of editions to them",
    ValueType.REFERENCES: "a list of entries",
    ValueType.PAGE_SIZE: f"{', '.join(f'`{each}`' for each in PAGE_SIZES)}, or `170mm 240mm`",
    ValueType.READER: "a reader",
    ValueType.URL: "a URL",
    ValueType.WCAG: "such as `2.2 AA`",
}


def default(key: Key, value: Any) -> str:
    """Return what holds where a key is not given, in Markdown."""
    if key.default_doc:
        return key.default_doc
    if key.is_required or value in (None, "", ()) or key.group is not None:
        return "–"
    listed = value if isinstance(value, tuple) else (value,)
    return ", ".join(f"`{str(each).lower() if isinstance(each, bool) else _number(each)}`" for each in listed)


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rows(record: Any, prefix: str = "") -> Iterator[str]:
    """Yield a row of a table for each key of a dataclass."""
    defaults = {each.name: each.default for each in fields(record)}
    for name, key in keys_of(record).items():
        names = ", ".join(f"`{prefix}{each}`" for each in (key.name, *key.aliases))
        about = f"{key.doc} Only in books." if key.scope is Scope.BOOK else key.doc
        yield f"| {names} | {describe(key)} | {default(key, defaults[name])} | {about} |"


def _table(rows: Iterable[str], caption: str, name: str) -> str:
    head = ("| Key | Value | Default | What it is for |", "|-------|-----------|---------|------------------|")
    return "\n".join([*head, *rows, "", f": {caption} {{#tbl-{name}}}", ""])


def _properties(known: Mapping[str, Key]) -> Schema:
    return {name: _property(key, name) for name, key in known.items()}


def _property(key: Key, name: str) -> Schema:
    about = key.doc.replace("`", "") if name == key.name else f"The same as {key.name}."
    return {"description": about, "anyOf": [_schema(key), {"type": "null"}]}


def _schema(key: Key) -> Schema:
    if key.shape is Shape.GROUP:
        required = [each.name for each in keys.inner(key).values() if each.is_required]
        return _closed(_properties(keys.inner(key)), *required)
    one = _one(key)
    if key.shape is Shape.ONE:
        return one
    if key.shape is Shape.MAPPING:
        return _closed(dict.fromkeys(key.members, one)) if key.members else _open(one)
    return _one_or_more(one)


def _one(key: Key) -> Schema:
    """Return the schema of one value of a key."""
    if key.value is ValueType.CHOICE:
        return {"enum": [*key.choices, *key.synonyms]}
    if key.value is ValueType.PERSON:
        inner = {name: _one(each) | {"description": each.doc} for name, each in keys.inner(key).items()}
        inner["text"] = {**_TEXT, "description": "The same as name, as Pandoc writes it for EPUB."}
        required = [{"required": ["name"]}, {"required": ["text"]}]
        by_role = {"type": "object", "additionalProperties": True}
        return {"anyOf": [_TEXT, {"type": "object", "properties": inner, "anyOf": required}, by_role]}
    return _SCHEMAS[key.value]


def _one_or_more(item: Schema) -> Schema:
    return {"anyOf": [item, {"type": "array", "items": item}]}


def _open(item: Schema) -> Schema:
    return {"type": "object", "additionalProperties": item}


def _closed(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_OF_ALL: Schema = {
    "anyOf": [_TEXT, {"type": "object", "properties": {"scheme": _TEXT, "text": _TEXT}, "required": ["text"]}]
}
_BY_EDITION: Schema = {"type": "object", "properties": dict.fromkeys(EDITIONS, _one_or_more(_OF_ALL))}
_IDENTIFIER = {"anyOf": [*_OF_ALL["anyOf"], _BY_EDITION]}
_SCHEMAS: Mapping[ValueType, Schema] = {
    ValueType.TEXT: _TEXT,
    ValueType.WORD: {"type": ["string", "number", "boolean"]},
    ValueType.FLAG: {"type": "boolean"},
    ValueType.AMOUNT: {"type": "number", "exclusiveMinimum": 0},
    ValueType.LEVEL: {"type": "integer", "minimum": 0, "maximum": values.DEEPEST},
    ValueType.COUNT: {"type": "integer", "minimum": 0, "maximum": 999},
    ValueType.LANGUAGE: {"type": "string", "pattern": "^[A-Za-z]{2,3}(-|$)"},
    ValueType.MOMENT: _TEXT,
    ValueType.IDENTIFIER: _one_or_more(_IDENTIFIER),
    ValueType.REFERENCES: {"type": "array"},
    ValueType.ROLE: {"type": "string"},
    ValueType.FORMAT: {"enum": list(FORMATS)},
    ValueType.DIALECT: {"enum": layouts.dialects()},
    ValueType.PAGE_SIZE: {"type": "string", "examples": [*PAGE_SIZES, "170mm 240mm"]},
    ValueType.STANDARD: {"enum": list(STANDARDS)},
    ValueType.READER: {"type": "string"},
    ValueType.URL: {"type": "string", "format": "uri"},
    ValueType.WCAG: {"enum": list(values.WCAG)},
    ValueType.SEVERITY: {"enum": [*map(str, Severity), "off", False]},
}
"""The schema of each type of value but those that depend on the key, `CHOICE` and `PERSON`."""

_FILE = {"type": "string", "description": keys.ENTRY_KEYS[0].doc}
_ENTRIES = _one_or_more({"$ref": "#/$defs/Entry"})


def _listed(members: Iterable[Key]) -> Schema:
    """Return the properties of an entry of the list of chapters."""
    return {
        key.name: {**(_ENTRIES if key.shape is Shape.LIST else _one(key)), "description": key.doc} for key in members
    }


def _entry() -> Schema:
    has_text = [{"required": ["file"]}, {"required": ["title", "chapters"]}]
    return {**_closed(_listed(keys.ENTRY_KEYS)), "anyOf": has_text}


def _groups() -> Iterator[Schema]:
    for name in (*keys.GROUPS, keys.CHAPTERS.name):
        yield _closed(_listed(keys.PART_KEYS), name) if name == "part" else _closed({name: _ENTRIES}, name)


def _write(schema: Schema, title: str) -> str:
    return (
        json.dumps({"$schema": _DRAFT, **schema, "title": title}, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    )
