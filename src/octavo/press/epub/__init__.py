"""The EPUB press: one galley cut into the files of a book, with navigation, metadata and a cover.

`package.bind` does it. Everything here is a pure function of what it is given: no clock, no locale, no folder.
"""

from __future__ import annotations

from datetime import datetime

from octavo.model.edition import Edition
from octavo.model.galley import Galley
from octavo.model.publication import Publication


def make(publication: Publication, galley: Galley, modified: datetime) -> Edition:
    """The EPUB of an article."""
    from octavo.press import styles
    from octavo.press.epub import package

    sheet = styles.for_publication("reader", publication)
    data, found = package.bind(publication, galley, sheet, modified)
    return Edition("epub", data, (*sheet.diagnostics, *found))
