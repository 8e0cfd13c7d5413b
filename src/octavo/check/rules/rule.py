"""What a rule is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from octavo.model.diagnostic import Place, Severity

Kind = Literal["source", "chapter", "book", "print", "epub", "html", "pdf", "stage", "edition", "outside"]
"""What a rule looks at: see `Rule.looks_at`."""
Example = str | Mapping[str, str]
"""The text of an article, or the files of a folder by their paths in it."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that a rule finds in a publication.

    `message` is one sentence without a full stop; `hint` replaces the rule's own fix where there is a better one;
    `pages` are the labels of the printed pages that show the flaw.
    """

    message: str
    place: Place
    hint: str = ""
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule: what it looks at, why it exists, and how it finds what breaks it.

    `id` is `subject.fault` and never changes; `reason` says in one sentence why a reader would care; `fix` is the
    general hint, in the imperative. `wrong` is an example that breaks the rule and `right` one that does not: the tests
    build both, and the guide shows them.
    """

    id: str
    looks_at: Kind
    """Which view `examine` gets:

    - `source`: the text of a chapter, in Markdown (`SourceText`)
    - `chapter`: a chapter once it is typeset (`SetChapter`)
    - `book`: the whole manuscript (`SetPublication`)
    - `print`: the printed pages of a chapter (`PrintedPages`)
    - `pdf`, `epub`, `html`: a finished edition (`FinishedEdition`); `html` includes the site

    Rules without `examine` are reported elsewhere: `stage`, where a stage cannot do what the author wrote; `edition`,
    where an edition is read back; `outside`, by a browser, a validator or a server on the web.
    """
    severity: Severity
    reason: str
    fix: str
    wrong: Example = ""
    right: Example = ""
    examine: Callable[[Any], Iterable[Flaw]] | None = None
    on: bool = True
    """Whether `octavo check` looks for it without being asked."""
    also: Severity | None = None
    """Another severity that it has in some cases."""
    leaves_out: bool = False
    """Whether it says that words at its place are left out or replaced, so that none of them counts as lost or added."""

    @property
    def on_every_build(self) -> bool:
        """Whether `octavo build` reports it too."""
        return self.looks_at in ("stage", "edition")


def by_id(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Return rules by their ids, in the order of the ids. Raises `ValueError` if two have the same id."""
    found: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        if rule.id in found:
            raise ValueError(f"two rules have the id '{rule.id}'")
        found[rule.id] = rule
    return MappingProxyType(found)
