"""The EPUB press: galleys divided into the files of an ebook, with navigation, metadata and a cover.

`package.bind` does the work. Everything here is a pure function of its arguments: no clock, no locale, no folder.
"""

from __future__ import annotations

from octavo.model.edition import Edition
from octavo.model.formats import Format
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs
from octavo.model.publication import Publication
from octavo.press.catalogue import PressJob


def draw_cover(publication: Publication, manuscript: Manuscript, spread: MapJobs) -> None:
    """Draw the cover early, for a `spread` that remembers it: it needs no pages, and as much memory as a chapter."""
    from octavo.press import styles
    from octavo.press.epub import package

    sheet = styles.for_publication("reader", publication, manuscript)
    package.draw_cover(publication, manuscript.galleys[0], sheet, spread)


def make(job: PressJob) -> Edition:
    """Make the EPUB of a publication, with the pages of the printed book if one is made in the same run."""
    from octavo.press import styles
    from octavo.press.epub import package

    sheet = styles.for_publication("reader", job.publication, job.manuscript)
    data, found = package.bind(job, sheet)
    return Edition(Format.EPUB, data, (*sheet.diagnostics, *found))
