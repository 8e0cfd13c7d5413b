"""The rules, each in a place of its own: a module here that defines `RULE`, or `RULES` where several look alike.

There is no list of them. A rule is added by adding its module: the tests, the guide's reference and the command find
it.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from octavo.check.rules.rule import (
    Example,
    FinishedEdition,
    Flaw,
    PrintedPages,
    Rule,
    SetChapter,
    SetPublication,
    SourceText,
    by_id,
)
from octavo.model.diagnostic import Diagnostic, warning
from octavo.model.formats import VALIDATOR_NAMES
from octavo.model.publication import Publication

__all__ = [
    "Example",
    "FinishedEdition",
    "Flaw",
    "PrintedPages",
    "Rule",
    "SetChapter",
    "SetPublication",
    "SourceText",
    "every",
    "is_one",
    "like",
    "named",
    "unknown",
]  # fmt: skip

FROM_OUTSIDE = VALIDATOR_NAMES
"""The families whose rules are those of a validator."""


@cache
def every() -> Mapping[str, Rule]:
    """All rules, by their ids."""
    found: list[Rule] = []
    for module in walk_packages(__path__, f"{__name__}."):
        if not module.ispkg and module.name != f"{__name__}.rule":
            loaded = import_module(module.name)
            found += getattr(loaded, "RULES", None) or [loaded.RULE]
    return by_id(found)


def like(name: str) -> list[str]:
    """The ids that come nearest to one that is none; a family's own name stands for all of it."""
    if is_one(f"{name}.*"):
        return [f"{name}.*"]
    return difflib.get_close_matches(name, every(), 3, 0.6)


def is_one(name: str) -> bool:
    """Whether a name is that of a rule, or of a family of rules (`image.*`)."""
    family, _, rest = name.partition(".")
    if family in FROM_OUTSIDE:
        return bool(rest)
    return name in every() or (rest == "*" and any(each.startswith(f"{family}.") for each in every()))


def named(name: str) -> list[Rule]:
    """The rule of a name, or those of a family."""
    family = name.removesuffix("*")
    return [rule for rule in every().values() if rule.id == name or (family != name and rule.id.startswith(family))]


def unknown(publication: Publication) -> Iterable[Diagnostic]:
    """Names under `rules` that no rule has."""
    for name, _ in publication.settings.rules:
        key = f"octavo.rules.{name}"
        if key in publication.key_lines and not is_one(name):
            near = like(name)
            hint = f"did you mean '{near[0]}'?" if near else "'octavo check --explain' lists all"
            yield warning("rule.unknown", f"there is no rule called '{name}'", publication.key(key), hint)
