"""The manuscript as one self-contained page for the screen."""

from __future__ import annotations

from octavo.model.edition import Edition
from octavo.model.formats import Format
from octavo.press.catalogue import PressJob
from octavo.tools import picture


def make(job: PressJob) -> Edition:
    """Make the HTML edition. Its bytes depend neither on the moment nor on the printed pages."""
    from octavo.press import styles
    from octavo.press.html import page

    sheet = styles.for_publication("screen", job.publication, job.manuscript)
    pictures = {resource.name: picture.read(resource) for resource in job.manuscript.resources}
    data = page.make(job.publication, job.manuscript, sheet, pictures)
    return Edition(Format.HTML, data, sheet.diagnostics)
