"""The index on the screen: its links are called by section, for there are no pages."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.model.galley import Term
from octavo.model.galley_classes import INDEX
from octavo.model.html_elements import Element
from octavo.model.reading import classes
from octavo.press.apparatus import IndexMarkup, no_pages, write_index


def fill(article: Element, terms: Sequence[Term], lang: str) -> None:
    """Write the terms into the block that the index's galley has for them; links are like the galleys'."""
    block = next((each for each in article.iter("div") if INDEX in classes(each)), None)
    if block is not None:
        write_index(block, terms, lang, no_pages, IndexMarkup())
