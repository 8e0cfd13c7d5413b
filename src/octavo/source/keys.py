"""Keys that are not ours: which of them look like a slip for one that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from octavo.model.settings import KINDS
from octavo.tools.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Collection

TOP = (
    "title", "subtitle", "author", "date", "lang", "description", "abstract", "keywords", "tags", "publisher", "rights",
    "identifier", "url", "cover-image", "cover-alt", "bibliography", "csl", "toc", "octavo",
)  # fmt: skip
OWN = (
    "formats", "theme", "css", "logo", "logo-alt", "hero", "hero-alt", "page-size", "number-sections",
    "number-headings", "number-depth", "numbers", "toc-depth", "lists", "index", "half-title", "chapters-open",
    "page-references", "print-links", "print-colours", "pdf-standard", "reader", "dialect", "filters",
    "conformance", "limits", "rules",
)  # fmt: skip
CONFORMANCE = ("certified-by", "credential", "report", "wcag", "statement")
LIMITS = ("megapixels", "megabytes", "minutes")
DIALECT = (
    "tool", "math", "smart", "autolink", "extensions", "variables", "bases", "home", "labels", "cells",
    "scripts", "outputs", "macros", "hidden", "site", "appended",
)  # fmt: skip
INNER: dict[str | int, tuple[str, ...]] = {
    "conformance": CONFORMANCE,
    "limits": LIMITS,
    "numbers": KINDS,
    "dialect": DIALECT,
}
"""The keys that stand under keys of ours."""
BOOK = (*TOP, "chapters")
GROUPS = ("front", "part", "appendices", "back")
"""What a group of the list of chapters may begin with; one with `chapters` alone is of the body."""
PART = ("part", "file", "number", "chapters")
ENTRY = ("file", "title", "number", "kind", "reader", "chapters")
"""Keys of an entry of the list of chapters that is more than a path."""

_MISPLACED = frozenset({
    "logo-alt", "hero-alt", "page-size", "print-links", "print-colours", "half-title", "chapters-open",
    "page-references",
})  # fmt: skip
"""Keys of ours that no other tool has, so that one at the top was meant for us."""

_OTHER_NAMES = {"language": "lang", "authors": "author", "sub-title": "subtitle"}
"""Names that authors give to keys of ours, and that few other tools have."""

_KNOWN_ELSEWHERE = """
acknowledgements affiliation aliases author-note authormeta authors-note beamer block-headings blog body boxlinks
categories category chapter chapters citation citations classoption colorlinks comment comments container contents
copyright cover data date-format date-meta dated dateformat dates doc docs documentclass doi draft edition editor
email excerpt execute expires featured fontfamily fontsize footer format geometry header header-includes heading id
image images include-after include-before indent institute issue jupyter knit label land lastmod late layout lead
license linestretch link link-citations linkcolor links locale lof lot mainfont mathfont menu meta modified monofont
name nocite notes number-sections orcid order output output-file page pagetitle papersize params parent part permalink
pin position private project publication publish publishdate published reference-doc references related revision right
rss runningheader sansfont section seo_title series short-title shorttitle sidebar site slides slug sort source status
style subject summary tables tag template text texts thanks theme thumbnail tile title-block-banner title-meta
title-page title-prefix title-slide titlepage titles toc-depth toc-title toc_depth top topic type updated uri urlcolor
urn vars version visibility volume weight
"""
FOREIGN = frozenset(_KNOWN_ELSEWHERE.split())


def own(key: str) -> str:
    """The hint for a key under `octavo:` that does not exist."""
    if key in TOP:
        return f"{key} stands at the top of the header, not under octavo"
    return did_you_mean(key, OWN, f"the keys are {', '.join(OWN)}")


def of_book(key: str) -> str:
    """The hint for a key at the top of book.yaml that does not exist."""
    if key in OWN:
        return "put it under octavo:"
    meant = _OTHER_NAMES.get(key.casefold())
    return f"did you mean '{meant}'?" if meant else did_you_mean(key, BOOK, f"the keys are {', '.join(BOOK)}")


def slip(key: str, given: Collection[str]) -> tuple[str, str] | None:
    """A message and a hint for a key at the top that looks like a slip for one of ours that is not given."""
    if key in TOP or key in FOREIGN:
        return None
    if key in _MISPLACED:
        return f"'{key}' has no effect here", "put it under octavo:"
    meant = _meant(key)
    if meant is None or meant in given:
        return None
    return f"'{key}' is not a key that octavo knows", f"did you mean '{meant}'?"


def _meant(key: str) -> str | None:
    plain = key.casefold().replace("_", "-").strip("- ")
    names = {**{name: name for name in TOP}, **_OTHER_NAMES}
    if plain in names:
        return names[plain]
    close = nearest(plain, names, 0.7)
    return names[close] if close and _is_slip(plain, close) else None


def _is_slip(key: str, real: str) -> bool:
    """Whether a hand that meant `real` may have typed `key`: short words lie so close together that more is asked."""
    if len(real) <= 4:
        doubled = any(real[:n] + real[n - 1 : n] + real[n:] == key for n in range(1, len(real) + 1))
        return sorted(key) == sorted(real) or doubled
    return _distance(key, real) <= (1 if len(real) < 8 else 2)


def _distance(one: str, other: str) -> int:
    """How many letters to change, add, drop or swap with their neighbour (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, before_previous, row = row, before, [i]
        for j, b in enumerate(other, 1):
            row.append(min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], before_previous[j - 2] + 1)
        before = previous
    return row[-1]
