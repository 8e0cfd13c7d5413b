"""The metadata that bookshops ask for, by ONIX and the forms of KDP, Apple Books, Kobo and Google Play."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import FinishedEdition
from octavo.model.diagnostic import Severity


def _lacking(book: FinishedEdition) -> Iterator[Flaw]:
    """Look only at books with an identifier, which are on their way to the shops."""
    metadata = book.publication.metadata
    if not metadata.identifiers:
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
        yield Flaw(f"the metadata lacks {named}", book.whole)


_HEAD = "---\ntitle: Bees\nauthor: Ann Author\nlang: en\n"
_ALL = (
    "publisher: A Small Press\nidentifier: 978-0-00-000000-2\ndate: 2025-01-31\nrights: © 2025 Ann Author\n"
    "description: How bees find home.\nkeywords: [bees]\n"
)
RULE = Rule(
    id="metadata.shop",
    looks_at="epub",
    severity=Severity.INFO,
    reason=(
        "Shops find, shelve and show a book by its metadata, which octavo checks in books that have an identifier."
    ),
    fix="add what is missing to the header or to `book.yaml`",
    wrong={"x.md": f"{_HEAD}identifier: 978-0-00-000000-2\n---\n\nBees dance.\n"},
    right={"x.md": f"{_HEAD}{_ALL}---\n\nBees dance.\n"},
    examine=_lacking,
)
