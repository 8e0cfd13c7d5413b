"""The check digit of an ISBN."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetPublication
from octavo.model.diagnostic import Severity

_LISTED = re.compile(r"97[89][\d\s-]{9,16}\d|(?=(?:\d[\s-]?){9}[\dXx]$)\d{1,5}[\s-]\d{1,7}[\s-]\d{1,7}[\s-][\dXx]")
"""An identifier that can only be meant as an ISBN: with its prefix, or in the four groups of ten digits."""


def _isbn(volume: SetPublication) -> Iterator[Flaw]:
    publication = volume.publication
    for each in publication.metadata.identifiers:
        meant = "isbn" in each.text.lower() or _LISTED.fullmatch(each.text.strip())
        if meant and not valid(each.isbn):
            of_edition = f"identifier.{each.edition}"
            key = publication.key(of_edition if of_edition in publication.key_lines else "identifier")
            yield Flaw(f"'{each.text.strip()}' is not a valid ISBN", key)


def valid(digits: str) -> bool:
    """Return whether digits without hyphens are an ISBN (ISO 2108): the last one is a checksum of the others."""
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(each) * (3 if at % 2 else 1) for at, each in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 - at) * (10 if each == "X" else int(each)) for at, each in enumerate(digits)) % 11 == 0
    return False


_HEAD = "---\ntitle: Bees\nauthor: Ann Author\nlang: en\n"
RULE = Rule(
    id="metadata.isbn",
    looks_at="book",
    severity=Severity.WARNING,
    reason="Shops and libraries reject an ISBN whose check digit is wrong.",
    fix="copy the number again, digit by digit",
    wrong={"x.md": f"{_HEAD}identifier: 978-0-00-000000-3\n---\n\nBees dance.\n"},
    right={"x.md": f"{_HEAD}identifier: 978-0-00-000000-2\n---\n\nBees dance.\n"},
    examine=_isbn,
)
