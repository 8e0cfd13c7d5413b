"""What a text in other scripts than Latin needs: font families and style sheets.

Leaves to `styles/` how a script is set, and to `fonts.py` the faces. A text in Latin letters alone needs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from octavo.model.galley import Manuscript
from octavo.model.words import direction
from octavo.model.writing import (
    ARABIC,
    EAST_ASIAN,
    HANGUL,
    HEBREW,
    IDEOGRAPHS,
    KANA,
    WIDE_SIGNS,
    guess,
    writing,
)
from octavo.press.fonts import Stacks

_ANY = re.compile(f"[{HEBREW}{ARABIC}{HANGUL}{IDEOGRAPHS}{KANA}{WIDE_SIGNS}]")
_EASTERN = re.compile(f"[{IDEOGRAPHS}{KANA}{WIDE_SIGNS}]")
_ALONE = {"kore": re.compile(f"[{HANGUL}]"), "hebr": re.compile(f"[{HEBREW}]"), "arab": re.compile(f"[{ARABIC}]")}
_SIGNS = re.compile(
    "[\u203c\u2049\u20d0-\u20ef\u2100-\u218b\u219a-\u23ff\u2460-\u24ff\u25a0-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001d400-\U0001d7ff\U0001f000-\U0001fbff]"
)
_LANG = re.compile(r' lang="([^"]+)"')

NAMES = {"jpan": "JP", "kore": "KR", "hans": "SC", "hant": "TC", "hebr": "Hebrew", "arab": "Arabic"}
"""The names of each writing's families, after `Source Serif 4` and `Inter`."""
SIGNS = ("Octavo Symbols", "Octavo Emoji", "Octavo Mathematics")
"""The families of symbols, emoji and mathematics, for print alone: screens have their own, in colour."""
_FULL_MARKS = frozenset({"jpan", "hans", "hant"})
"""Writings in which dashes, dots and quotation marks are as wide as an ideograph, though Latin has them too."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The writings of a publication.

    `main` is that of its language, if it is one of `NAMES`; `order` has those of its letters, the preferred one first;
    `passages` has the languages of passages in which a Han character has another shape.
    """

    main: str = ""
    order: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    is_rtl: bool = False
    signs: bool = False
    """Whether there are symbols, emoji or letters of formulas, which few fonts have."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of `styles/scripts/` that they need."""
        names = ["scripts"] if self.order or self.main else []
        names += ["eastern"] if self.main in EAST_ASIAN else []
        return (*names, *(["rtl"] if self.is_rtl else []))


LATIN = Needs()


def needs(manuscript: Manuscript, lang: str) -> Needs:
    """Return what a manuscript in a language needs."""
    main, is_rtl = writing(lang), direction(lang) == "rtl"
    texts = [galley.html.decode() for galley in manuscript.galleys]
    shown = [text for text in texts if _ANY.search(text)]
    signs = any(_SIGNS.search(text) for text in texts)
    if not shown:  # octavo's own words are in the language of the text all the same
        return Needs(main, (main,) if main in NAMES else (), (), is_rtl, signs)
    tags = dict.fromkeys(tag for text in shown for tag in _LANG.findall(text))
    eastern = main if main in EAST_ASIAN else ""
    if not eastern and any(_EASTERN.search(text) for text in shown):
        letters = "".join(_EASTERN.findall("".join(shown)))
        eastern = writing(guess(letters) or "zh")
    found = [name for name, letters in _ALONE.items() if any(letters.search(text) for text in shown)]
    others = tuple(tag for tag in tags if writing(tag) in EAST_ASIAN and writing(tag) != eastern)
    order = dict.fromkeys([*([eastern] if eastern else []), *found, *map(writing, others)])
    return Needs(main, tuple(order), others, is_rtl, signs)


def stacks(plain: Stacks, needs: Needs, medium: str, kinds: Mapping[str, str]) -> Stacks:
    """Return the stacks of a sheet with the families that help out; `kinds` has the kind of type of each family.

    In print, emphasis in East Asian text is set in the sans: WeasyPrint 70 has no emphasis dots.
    """
    is_print = medium == "print"
    if needs.signs and is_print:
        text, display, small, code = ((*each, *SIGNS) for each in (plain.text, plain.display, plain.small, plain.code))
        plain = Stacks(text, display, small, code)
    if not needs.order:
        return plain
    passages = (
        (tag, _extend(plain, _first(writing(tag), needs.order), writing(tag), is_print, kinds))
        for tag in needs.passages
    )
    return replace(_extend(plain, needs.order, needs.main, is_print, kinds), passages=tuple(passages))


def _first(one: str, order: Iterable[str]) -> tuple[str, ...]:
    return (one, *(each for each in order if each != one))


def _extend(plain: Stacks, order: tuple[str, ...], main: str, is_print: bool, kinds: Mapping[str, str]) -> Stacks:
    """The stacks with more families.

    `main` is the writing of the text itself: marks in a Latin text that quotes Chinese stay Latin.
    """

    def families(stack: tuple[str, ...], kind: str = "") -> tuple[str, ...]:
        own = kinds.get(stack[0], "serif")
        kind = kind or ("Serif" if own == "serif" else "Sans")
        marks = [f"Octavo {kind} {NAMES[order[0]]} Marks"] if main in _FULL_MARKS and own != "mono" else []
        signs = [family for family in stack if family in SIGNS]
        plain = [family for family in stack if family not in SIGNS]
        return (*marks, *plain, *(f"Octavo {kind} {NAMES[name]}" for name in order), *signs)

    return Stacks(
        families(plain.text),
        families(plain.display),
        families(plain.small),
        families(plain.code),
        families(plain.text, "Sans") if is_print else (),
    )


def rules(whole: Stacks) -> str:
    """Return CSS: the tokens that name the families, and rules for passages with other shapes of Han characters."""
    named = (f"--{part}-family:{_listed(getattr(whole, part))}" for part in ("text", "display", "small", "code"))
    written = [f":root{{{';'.join(named)}}}"]
    for tag, own in (("", whole), *whole.passages):
        here = f":lang({tag})" if tag else ""
        if here:
            written += [
                f"{here}{{font-family:{_listed(own.text)}}}",
                f"h1{here},h2{here},h1 {here},h2 {here}{{font-family:{_listed(own.display)}}}",
                f"pre{here},code{here},pre {here},code {here}{{font-family:{_listed(own.code)}}}",
            ]
        if own.emphasis:
            written.append(f".dotted{here}{{font-family:{_listed(own.emphasis)}}}")
    return "".join(written)


def _listed(families: tuple[str, ...]) -> str:
    return ",".join(f'"{family}"' for family in families)


_LEADING: Mapping[str, float] = {"jpan": 1.22, "hans": 1.22, "hant": 1.22, "kore": 1.16, "arab": 1.22, "hebr": 1.05}


def leading(needs: Needs) -> float:
    """Return how much more height a line takes than a Latin one, as a factor."""
    return _LEADING.get(needs.main, 1.0)
