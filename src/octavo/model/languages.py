"""What octavo knows of each language: one file each in `octavo/languages/`, read only when the language is used.

To add a language, add `xx.toml`, named by its tag. `name` is its English name; `script` is the ISO 15924 code of its
script, which is needed if that is not Latin. Everything else is optional:

- `called`, more names that authors give to it; `variants`, names of its variants and their tags
- `endings`, what a regular noun may end in, besides its form in a dictionary; a regular expression
- `own-letters`, letters that an index sorts on their own, after the first of them; others count as their base letter
- `regions`, those of its regions that write another script; `like`, the language whose words and sentences it uses
- `[guess]`: texts without a language may be in this one. Among the languages of a script it is the one whose `letters`
  make up a `share` of the letters of the script; the largest share that is reached wins. Without a share, it is the one
  whose letters are the most frequent.
- `[lists]`, what is between the members of a list in a sentence, and before the last of them
- `[proofreading]`, what rules of `octavo check` look for; each of its keys is named and explained by `Proofreading`
- `[words]`, `[credits]` (by MARC relator code) and `[accessibility]`, what octavo itself prints, each of them complete;
  without them it is printed in English
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent.parent / "languages"
_GUESS = "[guess]"
FALLBACK = "en"
"""The language that octavo speaks where it has no words of the publication's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageGuess:
    """What distinguishes texts in a language from others in the same script."""

    letters: str = ""
    """Letters that the others do not have, or use less."""
    alphabet: str = ""
    """Instead of them: an alphabet of `writing.ALPHABETS`."""
    share: float = 0.0
    """The share of these among all letters of the script, from 0 to 1, from which on a text is in this language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListWords:
    """What is between the members of a list in a sentence, and before the last of them."""

    between: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proofreading:
    """The words that rules look for. A rule finds nothing in a language without words for it."""

    vague_links: tuple[str, ...] = ()
    """Texts of links that do not say where they lead."""
    picture_words: tuple[str, ...] = ()
    """Words that only say that there is a picture."""
    picture_opening: str = ""
    """How alt text begins that says so; a regular expression."""
    colour_alone: str = ""
    """Phrases that make sense only to readers who see colours; a regular expression."""
    repeatable: tuple[str, ...] = ()
    """Words that are repeated on purpose. In a language without them, words are repeated for emphasis."""
    spaced_marks: str = ""
    """The punctuation marks that have a space before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What the file of a language says. Parts that it leaves out are empty."""

    tag: str = ""
    name: str = ""
    called: tuple[str, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    script: str = ""
    own_letters: str = " "
    endings: str = ""
    """What a regular noun may end in, besides its form in a dictionary; a regular expression."""
    regions: Mapping[str, str] = field(default_factory=dict)
    like: str = ""
    guess: LanguageGuess | None = None
    lists: ListWords | None = None
    proofreading: Proofreading = Proofreading()
    words: Mapping[str, str] = field(default_factory=dict)
    credits: Mapping[str, str] = field(default_factory=dict)
    accessibility: Mapping[str, str] = field(default_factory=dict)

    @property
    def parent(self) -> str:
        """The tag of the language that it is a variant of; empty if it is not a variant."""
        return self.tag.rpartition("-")[0]


@cache
def tags() -> frozenset[str]:
    """Return the tags of all languages that there is a file for."""
    return frozenset(file.stem for file in _FOLDER.glob("*.toml"))


@cache
def load(tag: str) -> Language:
    """Return what is known of a language by its tag; nothing if there is no file for it."""
    if tag not in tags():
        return Language(tag=tag)
    said = tomllib.loads(_text(tag))
    guess, lists, proofreading = (said.pop(name, None) for name in ("guess", "lists", "proofreading"))
    return Language(
        tag=tag,
        called=tuple(said.pop("called", ())),
        own_letters=said.pop("own-letters", " "),
        guess=None if guess is None else LanguageGuess(**guess),
        lists=None if lists is None else ListWords(**lists),
        proofreading=_proofreading(proofreading or {}),
        **said,
    )


@cache
def find(lang: str) -> Language:
    """Return the language that a BCP 47 tag means: `zh-Hant` for `zh-TW`, `pt` for `pt-BR`."""
    primary = lang.partition("-")[0].lower()
    variant = f"{primary}-{script(lang).title()}"
    found = load(variant if variant in tags() else primary)
    return find(found.like) if found.like else found


@cache
def script(lang: str) -> str:
    """Return the script of a language, given by its BCP 47 tag, as ISO 15924 code; empty if it is not known."""
    primary, *rest = lang.lower().split("-")
    explicit = next((part for part in rest if len(part) == 4 and part.isalpha()), "")
    if explicit:
        return explicit
    language = load(primary)
    regional = next((own for region, own in language.regions.items() if region.lower() in rest), "")
    return regional or language.script


def guessable() -> Iterator[Language]:
    """Yield the languages that a text can be guessed to be in."""
    yield from (load(tag) for tag in sorted(tags()) if _GUESS in _text(tag))


def own_name(lang: str) -> str:
    """Return what a language is called by those who speak it: `Deutsch`; its tag where that is not known."""
    known = find(lang)
    called = (each for each in known.called if len(each) > 3 or not each.isascii())  # `eng` is only a code
    name = next(called, known.name or lang)
    return name[:1].upper() + name[1:]


def describe(lang: str) -> str:
    """Return how messages name a language: `Russian (ru)`, or its tag alone."""
    name = load(lang).name
    return f"{name} ({lang})" if name else lang


def names() -> dict[str, str]:
    """Return the tags of all languages and variants by their names, in lower case."""
    found: dict[str, str] = {}
    for language in map(load, sorted(tags())):
        found |= {name.casefold(): language.tag for name in (language.name, *language.called)}
        found |= language.variants
    return found


def _proofreading(said: Mapping[str, Any]) -> Proofreading:
    values: dict[str, Any] = {}
    for name, value in said.items():
        values[name.replace("-", "_")] = tuple(value) if isinstance(value, list) else value
    return Proofreading(**values)


def _text(tag: str) -> str:
    return (_FOLDER / f"{tag}.toml").read_text(encoding="utf-8")
