"""The numbers by which a publication is known, and which of its editions has which."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

PRINTED = ("print", "paperback", "hardcover")
"""Editions on paper; the PDF is what they are printed from."""
EDITIONS = (*PRINTED, "pdf", "epub", "html")
"""What an identifier can be given to."""
_OF_FORMAT = {"pdf": ("pdf", *PRINTED), "epub": ("epub",), "html": ("html",), "site": ("html",)}
"""The editions whose identifiers a file has, the first that has any."""
_NAMED_ISBN = re.compile(r"(?i)^(?:urn:)?isbn(?:-1[03])?[:\s]*")
_ISBN = re.compile(r"97[89]\d{10}|\d{9}[\dX]")
_HYPHENS = re.compile(r"[\s\u2010-\u2012-]")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier as the author wrote it; without an `edition` it belongs to the whole publication."""

    text: str
    edition: str = ""

    @property
    def bare(self) -> str:
        """It without the word ISBN, where it begins with that."""
        return _NAMED_ISBN.sub("", self.text.strip())

    @property
    def isbn(self) -> str:
        """The 10 or 13 digits of an ISBN, whether or not the last one fits the others; empty for anything else."""
        digits = _HYPHENS.sub("", self.bare).upper()
        return digits if _ISBN.fullmatch(digits) else ""

    @property
    def uri(self) -> str:
        """An ISBN as a URN (RFC 8141), and anything else as it is."""
        return f"urn:isbn:{self.isbn}" if self.isbn else self.text


def of_format(identifiers: Iterable[Identifier], format_: str) -> tuple[Identifier, ...]:
    """Return the identifiers of the file of a format: its own, then those of the whole publication.

    An ISBN belongs to one edition, so that of the publication is left out where the edition has one of its own.
    """
    given = tuple(identifiers)
    names = _OF_FORMAT.get(format_, ())
    own = next((found for name in names if (found := tuple(each for each in given if each.edition == name))), ())
    has_isbn = any(each.isbn for each in own)
    return (*own, *(each for each in given if not each.edition and not (has_isbn and each.isbn)))
