"""The galley as one self-contained page for the screen."""

from __future__ import annotations

from datetime import datetime

from octavo.model.edition import Edition
from octavo.model.galley import Galley
from octavo.model.publication import Publication


def make(publication: Publication, galley: Galley, modified: datetime) -> Edition:
    """The HTML edition of an article. Its bytes do not depend on the moment."""
    from octavo.press import styles
    from octavo.press.html import page

    del modified
    sheet = styles.for_publication("screen", publication)
    pictures = {resource.name: resource.file.read_bytes() for resource in galley.resources}
    return Edition("html", page.make(publication, galley, sheet, pictures), sheet.diagnostics)
