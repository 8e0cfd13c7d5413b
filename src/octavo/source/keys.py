"""The keys that an author can write, by where they are written, and what was meant by one that does not exist.

The records themselves are with the fields that hold the values: `Metadata`, `Settings` and the groups under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from octavo.model.keys import Key, Scope, Shape, ValueType, keys_of
from octavo.model.publication import ChapterKind, Metadata
from octavo.model.settings import Settings
from octavo.source import elsewhere
from octavo.source.elsewhere import Meaning
from octavo.tools.suggest import find_typo

if TYPE_CHECKING:
    from collections.abc import Collection

CHAPTER_KINDS = tuple(
    kind for kind in ChapterKind if kind not in (ChapterKind.ARTICLE, ChapterKind.PART, ChapterKind.TITLE)
)
"""What an author can say that a chapter is."""

OCTAVO = Key(name="octavo", doc="The keys of octavo's own.", shape=Shape.GROUP, group=Settings)
CHAPTERS = Key(name="chapters", doc="The chapters, in their order.", shape=Shape.LIST, scope=Scope.BOOK)
"""The list is read by `chapter_list`."""

HEADER: Mapping[str, Key] = {
    name: key for key in (*keys_of(Metadata).values(), OCTAVO) for name in (key.name, *key.aliases)
}
"""The keys at the top of a header and of octavo.yaml, and their aliases."""
BOOK: Mapping[str, Key] = {**HEADER, CHAPTERS.name: CHAPTERS}
"""The keys at the top of book.yaml."""
SETTINGS: Mapping[str, Key] = {key.name: key for key in keys_of(Settings).values()}
"""The keys under `octavo`."""

_FILE = Key(name="file", doc="A Markdown file, from the folder of book.yaml.", value=ValueType.WORD)
_NUMBER = Key(name="number", doc="Whether it has a number, if that differs from its group.", value=ValueType.FLAG)
_INSIDE = Key(name="chapters", doc="The chapters under it.", shape=Shape.LIST)
_SHORT = Key(name="short-title", doc="What contents, running heads and navigation call it, if not by its title.")
_SECTION = Key(
    name="section",
    doc="Which of the chapters in the file it is, where each heading of the highest level begins one: `1` is the first,"
    " and `0` shows none of the text.",
    value=ValueType.COUNT,
)
ENTRY_KEYS = (
    _FILE,
    Key(name="title", doc="The title, instead of the one in the file, or where there is no file."),
    _SHORT,
    _SECTION,
    _NUMBER,
    Key(
        name="kind",
        doc="What it is, where the name of the file does not say so.",
        value=ValueType.CHOICE,
        choices=CHAPTER_KINDS,
    ),
    Key(name="reader", doc="Pandoc's reader for this file, with extensions.", value=ValueType.READER),
    _INSIDE,
)
"""The keys of an entry of the list of chapters that is more than a path."""
PART_KEYS = (
    Key(name="part", doc="The title of the part; with a file, it can be empty."),
    _FILE,
    _SHORT,
    _SECTION,
    _NUMBER,
    _INSIDE,
)
ENTRY = tuple(key.name for key in ENTRY_KEYS)
PART = tuple(key.name for key in PART_KEYS)
GROUPS = ("front", "part", "appendices", "back")
"""What a group of the list of chapters can begin with; one with `chapters` alone is part of the body."""

_KNOWN_ELSEWHERE = """
acknowledgements affiliation aliases author-note authormeta authors-note beamer block-headings blog body boxlinks
categories category chapter chapters citation citations classoption colorlinks comment comments container contents
copyright cover data date-format date-meta dated dateformat dates doc docs documentclass doi draft editor
email excerpt execute expires featured fontfamily fontsize footer format geometry header heading id
image images include-after include-before indent institute issue jupyter knit label land lastmod late layout lead
license linestretch link linkcolor links locale lof lot mainfont mathfont menu meta modified monofont
name notes number-sections orcid order output output-file page pagetitle papersize params parent part permalink
pin position private project publication publish publishdate published reference-doc related revision right
rss runningheader sansfont section seo_title short-title shorttitle sidebar site slides slug sort source status
style subject summary tables tag template text texts theme thumbnail tile title-block-banner title-meta
title-page title-prefix title-slide titlepage titles toc-depth toc-title toc_depth top topic type updated uri urlcolor
urn vars version visibility weight
"""
KNOWN_ELSEWHERE = frozenset(_KNOWN_ELSEWHERE.split())
"""Keys of other tools."""


def inner(key: Key) -> Mapping[str, Key]:
    """Return the keys under a key, by name; nothing if it is no group, or a mapping that can have any."""
    if key.group is not None:
        return {each.name: each for each in keys_of(key.group).values()}
    return dict.fromkeys(key.members, key)


def suggest(key: str, path: Sequence[str | int], value: Any = None) -> str:
    """Return the hint for a key that does not exist under `path`: in book.yaml, under `octavo`, or deeper."""
    if len(path) > 1:
        return _nearest(key, inner(SETTINGS[str(path[1])]))
    if not path and key in SETTINGS:
        return "put it under octavo:"
    if path and key in HEADER:
        return f"put {key} at the top of the header, not under octavo"
    if not path and (meant := _misnomers().get(key.casefold())):
        return f"did you mean '{meant}'?"
    meaning = meaning_of(key)
    return meaning.hint(value, bool(path)) if meaning else _nearest(key, SETTINGS if path else BOOK)


def meaning_of(key: str) -> Meaning | None:
    """Return what octavo has for a word from elsewhere, if it is one."""
    found = elsewhere.find(key)
    is_here = found is not None and all(
        name in known for name, known in zip(found.path, (BOOK, SETTINGS), strict=False)
    )
    return found if is_here else None


def meanings_in(data: Mapping[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Yield the keys of a header that octavo does not read, and for which it has something that is not given."""
    own = data.get(OCTAVO.name)
    own = own if isinstance(own, Mapping) else {}
    for key, value in data.items():
        if value is None or key in HEADER or (key in SETTINGS and SETTINGS[key].is_octavo_only):
            continue
        meaning = meaning_of(key)
        if meaning is None or meaning.is_common or meaning.is_page:
            continue
        is_given = meaning.path[-1] in own if len(meaning.path) > 1 else meaning.path and meaning.path[0] in data
        if not is_given and not (not meaning.path and own.get("css")):
            yield key, meaning


def suggest_typo(key: str, given: Collection[str]) -> tuple[str, str] | None:
    """Return a message and a hint for a key at the top of a header that is probably a typo for one that is not given.

    Keys of other tools are left alone.
    """
    if key in HEADER or key in KNOWN_ELSEWHERE or (elsewhere.find(key) and key.casefold() not in _misnomers()):
        return None
    if key in SETTINGS and SETTINGS[key].is_octavo_only:
        return f"'{key}' has no effect here", "put it under octavo:"
    names = {**{name: name for name in HEADER}, **_misnomers()}
    typo = find_typo(key.strip("-_ "), names)
    if typo is None or names[typo] in given:
        return None
    return f"'{key}' is not a key that octavo knows", f"did you mean '{names[typo]}'?"


def _nearest(key: str, names: Iterable[str]) -> str:
    names = tuple(names)
    typo = find_typo(key, names)
    return f"did you mean '{typo}'?" if typo else f"the keys are {', '.join(names)}"


def _misnomers() -> dict[str, str]:
    return {wrong: key.name for key in HEADER.values() for wrong in key.misnomers}
