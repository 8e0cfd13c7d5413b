"""The house style of a publisher: 'honeybee' is one word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules import Flaw, Rule, SourceText
from octavo.model.diagnostic import Severity

APART = re.compile(r"\bhoney[ -]bees?\b", re.IGNORECASE)


def find_apart(text: SourceText) -> Iterator[Flaw]:
    for found in APART.finditer(text.prose):
        message = f"'{found[0]}' is not written as one word"
        yield Flaw(message, text.at(found.start()))


RULE = Rule(
    id="house.honey-bee",
    looks_at="source",
    severity=Severity.WARNING,
    reason="Readers look up one spelling in every index.",
    fix="write 'honeybee'",
    wrong="A honey bee dances.\n",
    right="A honeybee dances.\n",
    examine=find_apart,
)
