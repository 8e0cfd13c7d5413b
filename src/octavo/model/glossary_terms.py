"""How the terms of a glossary are found in a text: in any case, in the plural, and as whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from octavo.model import languages
from octavo.model.writing import writing

_IDEOGRAPHIC = ("jpan", "hans", "hant")


def forms(term: str) -> Iterator[str]:
    """Yield the forms of an entry: its words, and those in brackets behind them, `alternative text (alt text)`."""
    found = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", term)
    yield from (each.strip() for each in (found.groups() if found else (term,)) if each.strip())


def is_name(form: str) -> bool:
    """Return whether a form is a name or an abbreviation, of which the case counts."""
    return sum(each.isupper() for each in form) > 1


def key(form: str) -> str:
    """Return a form as terms are compared: without case, with single spaces."""
    plain = " ".join(form.split())
    return plain if is_name(plain) else plain.casefold()


@cache
def _pattern(listed: tuple[str, ...], lang: str) -> re.Pattern[str]:
    """Return what finds forms in a text; each has a group of its own, in their order."""
    is_ideographic = writing(lang) in _IDEOGRAPHIC
    endings = languages.find(lang).endings
    each = "|".join(f"({_words(form, endings)})" for form in listed)
    return re.compile(each if is_ideographic else rf"(?<![\w-])(?:{each})(?![\w-])")


def _words(form: str, endings: str) -> str:
    words = r"\s+".join(re.escape(word) for word in form.split())
    stem = words if is_name(form) else f"(?i:{words})"
    ending = f"(?:{endings})?" if endings else ""
    if endings.startswith("s|es|") and form.endswith("y") and not is_name(form):
        return f"(?:{stem}{ending}|(?i:{words[:-1]})ies)"
    return stem + ending


def find(text: str, known: Iterable[str], lang: str) -> Iterator[tuple[int, int, str]]:
    """Yield the place of each of the forms in a text, and which form it is; of two at one place the longer one."""
    listed = tuple(sorted(set(known), key=lambda each: (-len(each), each)))
    for match in _pattern(listed, lang).finditer(text) if listed else ():
        yield match.start(), match.end(), listed[(match.lastindex or 1) - 1]
