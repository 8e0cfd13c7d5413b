"""The manuscript as a folder of pages: one for each galley, with contents, search and what else they need."""

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
    """The site. Its bytes depend neither on the moment nor on the printed pages."""
    from octavo.press import styles
    from octavo.press.html.site import look, search, sitemap
    from octavo.press.html.site import pages as made

    del modified, pages, spread
    sheet = styles.for_publication("site", publication, manuscript)
    site = made.make(publication, manuscript)
    files = {name: page.data for name, page in site.items()}
    files |= look.make(sheet, [page.body for page in site.values()])
    files |= {f"{made.PICTURES}/{each.name}": each.file.read_bytes() for each in manuscript.resources}
    files |= search.make(
        [(name, page) for name, page in site.items() if page.article is not None], publication.metadata.lang
    )
    files |= sitemap.make(publication, [name for name, page in site.items() if page.listed])
    return Edition("site", b"", sheet.diagnostics, files=files)
