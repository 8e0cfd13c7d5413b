"""The manuscript as a folder of pages: one for each galley, with contents and search."""

from __future__ import annotations

from octavo.model.edition import Edition
from octavo.model.formats import Format
from octavo.press.catalogue import PressJob
from octavo.tools import picture


def make(job: PressJob) -> Edition:
    """Make the site. Its bytes depend neither on the moment nor on the printed pages."""
    from octavo.press import styles
    from octavo.press.html.site import icon, look, pages, redirects, search, sitemap

    publication, manuscript = job.publication, job.manuscript
    sheet = styles.for_publication("site", publication, manuscript)
    favicon, picture_file, wrong = icon.make(publication)
    site, names = pages.make(publication, manuscript, favicon, job.downloads)
    files = {name: page.data for name, page in site.items()}
    files |= look.make(sheet, [page.body for page in site.values()])
    files |= {f"{pages.PICTURES}/{each.name}": picture.read(each) for each in manuscript.resources}
    searched = [(name, page.article) for name, page in site.items() if page.article is not None]
    files |= search.make(searched, publication.metadata.lang)
    files |= picture_file
    files |= sitemap.make(publication, [name for name, page in site.items() if page.listed])
    old, more = redirects.make(publication, names, site, files)
    files |= old
    return Edition(Format.SITE, b"", (*sheet.diagnostics, *wrong, *more), files=files, downloads=job.downloads)
