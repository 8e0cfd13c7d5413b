"""The keys that an author can write, by where they are written, and what was meant by one that does not exist.

The records themselves are with the fields that hold the values: `Metadata`, `Settings` and the groups under them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from octavo.model.keys import Key, Scope, Shape, ValueType, keys_of
from octavo.model.publication import ChapterKind, Metadata
from octavo.model.settings import Settings
from octavo.tools.suggest import did_you_mean, find_typo

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
ENTRY_KEYS = (
    _FILE,
    Key(name="title", doc="The title, instead of the one in the file, or where there is no file."),
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
PART_KEYS = (Key(name="part", doc="The title of the part."), _FILE, _NUMBER, _INSIDE)
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


def suggest(key: str, path: Sequence[str | int]) -> str:
    """Return the hint for a key that does not exist under `path`: in book.yaml, under `octavo`, or deeper."""
    if not path:
        if key in SETTINGS:
            return "put it under octavo:"
        meant = _misnomers().get(key.casefold())
        return f"did you mean '{meant}'?" if meant else _nearest(key, BOOK)
    if len(path) == 1:
        if key in HEADER:
            return f"put {key} at the top of the header, not under octavo"
        return _nearest(key, SETTINGS)
    return _nearest(key, inner(SETTINGS[str(path[1])]))


def suggest_typo(key: str, given: Collection[str]) -> tuple[str, str] | None:
    """Return a message and a hint for a key at the top of a header that is probably a typo for one that is not given.

    Keys of other tools are left alone.
    """
    if key in HEADER or key in KNOWN_ELSEWHERE:
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
    return did_you_mean(key, names, f"the keys are {', '.join(names)}")


def _misnomers() -> dict[str, str]:
    return {wrong: key.name for key in HEADER.values() for wrong in key.misnomers}
