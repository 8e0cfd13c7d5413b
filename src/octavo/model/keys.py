"""What a key of a header, of octavo.yaml or of book.yaml is: one record, kept with the field that holds its value.

To add a key, add a field to `Metadata`, `Settings` or a group of keys, with `key(…)` as its default. The parser, the
JSON schemas, the guide's table, the list of files that a build depends on, and what must be made again follow from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum, StrEnum, auto
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")


class ValueType(Enum):
    """What one value may be. `source.values` has the parser and the schema of each."""

    TEXT = auto()
    WORD = auto()
    FLAG = auto()
    AMOUNT = auto()
    LEVEL = auto()
    COUNT = auto()
    CHOICE = auto()
    """One of the key's `choices`."""
    LANGUAGE = auto()
    MOMENT = auto()
    IDENTIFIER = auto()
    REFERENCES = auto()
    """A list of entries of a bibliography."""
    ROLE = auto()
    PERSON = auto()
    """A name, or a mapping with the keys of `Key.group`."""
    FORMAT = auto()
    DIALECT = auto()
    """The name of a dialect of Markdown."""
    PAGE_SIZE = auto()
    STANDARD = auto()
    READER = auto()
    URL = auto()
    WCAG = auto()
    SEVERITY = auto()


class Shape(Enum):
    """How many values a key has."""

    ONE = auto()
    LIST = auto()
    """One value, or a list of them."""
    WORDS = auto()
    """A list of values, or text with commas between them."""
    MAPPING = auto()
    """A mapping of names to values."""
    GROUP = auto()
    """A mapping with the keys of `Key.group`."""


class Rebuild(StrEnum):
    """What has to be made again when a key changes. Later members are part of earlier ones."""

    TEXT = "text"
    """The chapters are set again, and so are the editions."""
    EDITIONS = "editions"
    """The chapters are kept; editions are made again."""
    NOTHING = "nothing"
    """Chapters and editions are kept: it decides which editions are made, what is reported, or how long to wait."""


class Scope(StrEnum):
    """Where a key has an effect. It is accepted everywhere, since octavo.yaml holds for articles and books alike."""

    ALL = "articles and books"
    BOOK = "books"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """Everything that octavo has to know of a key."""

    doc: str
    """What it is for: a sentence, in Markdown."""
    value: ValueType = ValueType.TEXT
    shape: Shape = Shape.ONE
    name: str = ""
    """As the author writes it. `keys_of` fills it in from the name of the field where it is left out."""
    aliases: tuple[str, ...] = ()
    """Other keys whose values are added to those of this one."""
    misnomers: tuple[str, ...] = ()
    """Names that authors give to it by mistake, and that few other tools have."""
    choices: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Other words for the choices."""
    members: tuple[str, ...] = ()
    """The only names that a mapping may have; empty where it may have any."""
    group: type | None = None
    """The dataclass whose keys are under this one, or under each of its members."""
    is_path: bool = False
    """Whether its values are paths of files or folders, relative to the publication's folder."""
    is_required: bool = False
    """Whether its group cannot do without it."""
    is_octavo_only: bool = False
    """Whether no other tool has a key of this name, so that one at the top of a header was meant to be under octavo."""
    rebuild: Rebuild = Rebuild.TEXT
    scope: Scope = Scope.ALL
    default_doc: str = ""
    """What holds where it is not given, where the field's own default does not show it, in Markdown."""

    @property
    def attribute(self) -> str:
        """Its name as values are kept by until they are in their dataclass: with underscores."""
        return self.name.replace("-", "_")


def key(default: T, doc: str, **facts: Any) -> T:
    """Return a field of a dataclass that is a key; `facts` are the other fields of `Key`."""
    return field(default=default, metadata={"key": Key(doc=doc, **facts)})


def required(doc: str, **facts: Any) -> Any:
    """Return a field of a dataclass that is a key without which its group means nothing."""
    return field(metadata={"key": Key(doc=doc, is_required=True, **facts)})


def keys_of(record: type) -> Mapping[str, Key]:
    """Return the keys of a dataclass, by the name of the field that holds the value."""
    return _keys_of(record)


@cache
def _keys_of(record: Any) -> Mapping[str, Key]:
    found = {}
    for each in fields(record):
        if (own := each.metadata.get("key")) is not None:
            found[each.name] = replace(own, name=own.name or each.name.replace("_", "-"))
    return MappingProxyType(found)


def paths(record: Any) -> Iterator[str]:
    """Yield the paths that the keys of a record name, as the author wrote them."""
    for name, own in keys_of(type(record)).items():
        value = getattr(record, name)
        if own.is_path and value:
            yield from [value] if isinstance(value, str) else value


def with_paths(record: T, change: Callable[[str], str | None]) -> T:
    """Return the record with each of its paths changed; a member of a list that becomes None is left out."""
    changed: dict[str, Any] = {}
    for name, own in keys_of(type(record)).items():
        value = getattr(record, name)
        if own.is_path and value:
            is_one = isinstance(value, str)
            changed[name] = change(value) if is_one else tuple(new for old in value if (new := change(old)))
    return _replaced(record, changed)


def only_text(record: T, usual: T) -> T:
    """Return the record with every key that does not change the text as it is in `usual`."""
    changed: dict[str, Any] = {}
    for name, own in keys_of(type(record)).items():
        value, default = getattr(record, name), getattr(usual, name)
        if own.rebuild is not Rebuild.TEXT:
            changed[name] = default
        elif own.shape is Shape.GROUP and value is not None and default is not None:
            changed[name] = only_text(value, default)
    return _replaced(record, changed)


def _replaced(record: T, changed: Mapping[str, Any]) -> T:
    return replace(record, **changed)  # type: ignore[type-var]
