"""The EPUB press: galleys cut into the files of a book, with navigation, metadata and a cover.

`package.bind` does it. Everything here is a pure function of what it is given: no clock, no locale, no folder.
"""

from __future__ import annotations

from datetime import datetime

from octavo.model.edition import Edition, PageList
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication


def draw_cover(publication: Publication, manuscript: Manuscript, spread: MapJobs) -> None:
    """Have the cover drawn, for a `spread` that remembers: it needs no pages, and as much memory as a chapter."""
    from octavo.press import styles
    from octavo.press.epub import package

    sheet = styles.for_publication("reader", publication, manuscript)
    package.draw_cover(publication, manuscript.galleys[0], sheet, spread)


def make(
    publication: Publication,
    manuscript: Manuscript,
    modified: datetime,
    *,
    pages: PageList | None = None,
    spread: MapJobs = serial,
) -> Edition:
    """The EPUB of a publication; `pages` are those of the printed book, where one is made in the same run."""
    from octavo.press import styles
    from octavo.press.epub import package

    sheet = styles.for_publication("reader", publication, manuscript)
    data, found = package.bind(publication, manuscript, sheet, modified, pages, spread)
    return Edition("epub", data, (*sheet.diagnostics, *found))
