"""The keys of a header that have words for readers, and that no edition shows, so that they can be reported."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from octavo.model.diagnostic import Diagnostic, Place, info
from octavo.source import keys, values
from octavo.source.tree import Path, Spot, Tree

_FOR_READERS = """
abbreviations about acknowledgement acknowledgements acknowledgment acknowledgments affiliation affiliations
author-note author_note authornote authors-note bio biography caption citation conclusion copyright credit
credits creator deck dedication department disclaimer editor editors epigraph excerpt funding headline
highlights institute institution institutions intro introduction lead lede license licence note notes organisation
organization place preface school seotitle short-title shorttitle source subject summary synopsis tagline teaser
translator translators university venue
"""
_NAMES = frozenset(_FOR_READERS.split())
"""Keys of any tool whose values are words for readers."""
_OF_PEOPLE = frozenset({"file-as", "name", "role", *values.NAME_PARTS, "text", "literal"})
_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST = 3
"""How many words make a text of the value of a key that nobody knows."""
_HINT = "write it in the text, if readers should see it"


def report(tree: Tree, file: str, shown: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a finding for each key with words that is not one of `shown`."""
    for path, spot in find(tree, shown):
        name = ".".join(str(part) for part in path if isinstance(part, str))
        meaning = keys.meaning_of(name)
        value = tree.data.get(name) if isinstance(tree.data, dict) else None
        hint = meaning.hint(value) if meaning and meaning.path else _HINT
        yield info("header.unread", f"no edition shows '{name}'", Place(file, *spot), hint)


def find(tree: Tree, shown: Collection[str]) -> Iterator[tuple[Path, Spot]]:
    """Yield the path and the place of each key with words that is not one of `shown`; those of people too."""
    data = tree.data if isinstance(tree.data, dict) else {}
    for key, value in data.items():
        if key not in shown and _has_words(key, value) and not keys.suggest_typo(key, data):
            yield (key,), tree.key((key,))
    said = set()
    for name in ("author", "authors"):
        people = data.get(name) if name in shown else None
        for row, person in enumerate(people if isinstance(people, list) else [people]):
            for key, value in person.items() if isinstance(person, Mapping) else ():
                if key not in _OF_PEOPLE and key not in said and _has_words(key, value):
                    said.add(key)
                    path: Path = (name, row, key) if isinstance(people, list) else (name, key)
                    yield path, tree.key(path)


def _has_words(key: str, value: Any) -> bool:
    text = " ".join(_texts(value))
    if key.casefold().replace("_", "-") in _NAMES or key in _NAMES:
        return bool(_WORD.search(text))
    known = key in keys.KNOWN_ELSEWHERE or key in keys.HEADER
    if known and key not in keys.HEADER:
        return False
    if not isinstance(value, str):
        return False
    return key in keys.HEADER or len(_WORD.findall(re.sub(r"\S*[/@\\]\S*", "", text))) >= _LEAST


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
