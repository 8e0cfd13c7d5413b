"""What a bookshop's catalogue asks of a book: ONIX, and the forms of KDP, Apple Books, Kobo and Google Play."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import FinishedEdition, Flaw, Rule, SetPublication
from octavo.model.diagnostic import Severity

_ISBN = re.compile(r"(?i)(?:urn:)?isbn(?:-1[03])?:?|[\s\u2010-\u2012-]")
_LISTED = re.compile(r"97[89][\d\s-]{9,16}\d")
"""What is meant for an ISBN where nobody says so."""


def _lacking(book: FinishedEdition) -> Iterator[Flaw]:
    """Only of a book that is on its way to the shops: one with a number."""
    metadata = book.publication.metadata
    if not metadata.identifier:
        return
    known = {
        "author": metadata.contributors,
        "publisher": metadata.publisher,
        "date": metadata.date,
        "description": metadata.description or metadata.abstract,
        "keywords": metadata.keywords,
        "rights": metadata.rights,
    }
    lacking = [name for name, value in known.items() if not value]
    if lacking:
        named = " and ".join(filter(None, [", ".join(lacking[:-1]), lacking[-1]]))
        yield Flaw(f"the metadata have no {named}", book.whole, f"add {named}")


def _isbn(volume: SetPublication) -> Iterator[Flaw]:
    identifier = volume.publication.metadata.identifier or ""
    meant = "isbn" in identifier.lower() or _LISTED.fullmatch(identifier.strip())
    digits = _ISBN.sub("", identifier).upper()
    if meant and not valid(digits):
        key = volume.publication.key("identifier")
        yield Flaw(f"'{identifier.strip()}' is no ISBN: its last figure does not fit the others", key)


def valid(digits: str) -> bool:
    """Whether figures without hyphens are an ISBN (ISO 2108): the last one is a sum of the others."""
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(each) * (3 if at % 2 else 1) for at, each in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 - at) * (10 if each == "X" else int(each)) for at, each in enumerate(digits)) % 11 == 0
    return False


_HEAD = "---\ntitle: Bees\nauthor: Ann Author\nlang: en\n"
_ALL = (
    "publisher: A Small Press\nidentifier: 978-0-00-000000-2\ndate: 2025-01-31\nrights: © 2025 Ann Author\n"
    "description: How bees find home.\nkeywords: [bees]\n"
)
RULES = (
    Rule(
        "metadata.shop",
        "epub",
        Severity.INFO,
        "A shop finds, shelves and shows a book by what its metadata say. Asked of books that have an identifier.",
        "add it to the header or to book.yaml",
        wrong={"x.md": f"{_HEAD}identifier: 978-0-00-000000-2\n---\n\nBees dance.\n"},
        right={"x.md": f"{_HEAD}{_ALL}---\n\nBees dance.\n"},
        examine=_lacking,
    ),
    Rule(
        "metadata.isbn",
        "book",
        Severity.WARNING,
        "Shops and libraries refuse an ISBN whose last figure, which is reckoned from the others, is wrong.",
        "copy it again, figure by figure",
        wrong={"x.md": f"{_HEAD}identifier: 978-0-00-000000-3\n---\n\nBees dance.\n"},
        right={"x.md": f"{_HEAD}identifier: 978-0-00-000000-2\n---\n\nBees dance.\n"},
        examine=_isbn,
    ),
)
