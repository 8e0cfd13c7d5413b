"""The manuscript as one self-contained page for the screen."""

from __future__ import annotations

from datetime import datetime

from octavo.model.edition import Edition, PageList
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication


def make(
    publication: Publication,
    manuscript: Manuscript,
    modified: datetime,
    *,
    pages: PageList | None = None,
    spread: MapJobs = serial,
) -> Edition:
    """The HTML edition. Its bytes depend neither on the moment nor on the printed pages."""
    from octavo.press import styles
    from octavo.press.html import page

    del modified, pages, spread
    sheet = styles.for_publication("screen", publication, manuscript)
    pictures = {resource.name: resource.file.read_bytes() for resource in manuscript.resources}
    return Edition("html", page.make(publication, manuscript, sheet, pictures), sheet.diagnostics)
