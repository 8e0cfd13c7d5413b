"""Figures, tables and listings that the text does not mention."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetPublication
from octavo.model.diagnostic import Severity


def _unmentioned(volume: SetPublication) -> Iterator[Flaw]:
    mentioned = set[tuple[str, str]]()
    for chapter, article in volume.articles.items():
        for link in article.iter("a"):
            target = link.get("href", "")
            into, _, name = target.removeprefix("octavo:").partition("#")
            mentioned.add((into if target.startswith("octavo:") else chapter, name))
    for each in volume.manuscript.captioned:
        place = volume.find(each.chapter).identifier(each.anchor)
        if place.column and (each.chapter, each.anchor) not in mentioned:
            hint = f"refer to it in the text, `@{each.anchor}`, or remove its label"
            yield Flaw(f"nothing refers to {each.label} ('{each.anchor}')", place, hint)


RULE = Rule(
    id="ref.never",
    looks_at="book",
    severity=Severity.INFO,
    reason=("A numbered figure or table should be referred to, because print may move it pages away from its text."),
    fix="refer to it in the text, or remove its label",
    wrong={
        "x.md": "---\ntitle: A\nlang: en\n---\n\nBees dance.\n\n| Insect | Dances |\n|---|---|\n| Bee | yes |\n\n: Who dances {#tbl-who}\n",
    },
    right={
        "x.md": "---\ntitle: A\nlang: en\n---\n\nBees dance: @tbl-who.\n\n| Insect | Dances |\n|---|---|\n| Bee | yes |\n\n: Who dances {#tbl-who}\n",
    },
    examine=_unmentioned,
)
