"""The rules: each module in a folder here defines `RULE`, or `RULES` where several are alike.

Nothing lists them. To add a rule, add its module to the folder of what it looks at: the tests, the guide's reference
and the command find it. Other packages add rules by the entry points of the group `octavo.rules`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from octavo.check.rules.rule import Example, Flaw, Rule, by_id
from octavo.check.rules.views import FinishedEdition, PrintedPages, SetChapter, SetPublication, SourceText
from octavo.model.diagnostic import Diagnostic, warning
from octavo.model.errors import MachineError
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
    "is_known",
    "select",
    "suggest",
    "unknown",
]  # fmt: skip

FROM_OUTSIDE = VALIDATOR_NAMES
"""The families whose rules are those of a validator."""
_GROUP = "octavo.rules"
"""The entry points by which other packages add rules. Each names a module with `RULE` or `RULES`."""
_REPORTED = ("stage", "edition", "outside")
"""What the rules in `reported` look at. Every other folder is called by what its rules look at."""


@cache
def every(trusted: bool = False) -> Mapping[str, Rule]:
    """Return all rules, by their ids.

    Those of other packages are loaded for `trusted` texts only. Raises `MachineError` if they cannot be used.
    """
    own = by_id(_own())
    return by_id([*own.values(), *_of_packages(own)]) if trusted else own


def _own() -> Iterator[Rule]:
    for found in walk_packages(__path__, f"{__name__}."):
        folder = found.name.removeprefix(f"{__name__}.").rpartition(".")[0]
        if folder:
            for rule in _rules_of(import_module(found.name)):
                if rule.looks_at not in (_REPORTED if folder == "reported" else (folder,)):
                    raise ValueError(
                        f"the rule '{rule.id}' looks at '{rule.looks_at}', but is in the folder '{folder}'"
                    )
                yield rule


def _of_packages(own: Mapping[str, Rule]) -> Iterator[Rule]:
    from octavo.tools import plugins

    owners = dict.fromkeys(own, "octavo")
    for plugin in plugins.find(_GROUP):
        name = f"the plug-in '{plugin.name}'"
        module = plugins.load(plugin)
        if not (hasattr(module, "RULE") or hasattr(module, "RULES")):
            raise MachineError(f"{name} defines neither RULE nor RULES", "repair or uninstall its package")
        for rule in _rules_of(module):
            if rule.id in owners:
                message = f"{name} has a rule '{rule.id}', which {owners[rule.id]} has too"
                raise MachineError(message, "rename that rule, or uninstall the package of the plug-in")
            owners[rule.id] = name
            yield rule


def _rules_of(module: ModuleType) -> Iterable[Rule]:
    rules: Iterable[Rule] = module.RULES if hasattr(module, "RULES") else (module.RULE,)
    return rules


def is_known(name: str, trusted: bool = False) -> bool:
    """Return whether a name is the id of a rule, or a family of rules (`image.*`); `trusted` as for `every`."""
    family, _, rest = name.partition(".")
    if family in FROM_OUTSIDE:
        return bool(rest)
    known = every(trusted)
    return name in known or (rest == "*" and any(each.startswith(f"{family}.") for each in known))


def suggest(name: str, trusted: bool = False) -> list[str]:
    """Return the ids nearest to a name that is unknown; for the bare name of a family (`image`), the whole family."""
    if is_known(f"{name}.*", trusted):
        return [f"{name}.*"]
    return difflib.get_close_matches(name, every(trusted), 3, 0.6)


def select(name: str, trusted: bool = False) -> list[Rule]:
    """Return the rule with an id, or those of a family (`image.*`); `trusted` as for `every`."""
    family = name.removesuffix("*")
    return [
        rule for rule in every(trusted).values() if rule.id == name or (family != name and rule.id.startswith(family))
    ]


def unknown(publication: Publication, trusted: bool = False) -> Iterable[Diagnostic]:
    """Report the names under `rules` in a header or `book.yaml` that belong to no rule; `trusted` as for `every`."""
    for name, _ in publication.settings.rules:
        key = f"octavo.rules.{name}"
        if key in publication.key_lines and not is_known(name, trusted):
            near = suggest(name, trusted)
            hint = f"did you mean '{near[0]}'?" if near else "'octavo check --explain all' lists all rules"
            yield warning("rule.unknown", f"there is no rule '{name}'", publication.key(key), hint)
