"""Links whose text is an address: no edition hyphenates it."""

from __future__ import annotations

import re

from octavo.manuscript.elements import all_text
from octavo.model import reading
from octavo.model.galley_classes import URI, XREF
from octavo.model.html_elements import Element

_ADDRESS = re.compile(r"(?=.*[^\W\d_])\S*\w(?:[/.@#?=:]+\w)\S*")


def mark_addresses(article: Element) -> None:
    """Mark the links whose text is a URL, a DOI, an email address or a path: one word with signs in it."""
    for link in article.iter("a"):
        marks = reading.classes(link)
        if not {URI, XREF} & {*marks} and link.get("href") and _ADDRESS.fullmatch(all_text(link).strip()):
            link.set("class", " ".join([*marks, URI]))
