"""The reader of HTML: of one page, and of a site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from octavo.check import screen
from octavo.check.screen_page import OpenedEdition
from octavo.model.counts import Counts
from octavo.model.diagnostic import Diagnostic
from octavo.model.edition import Edition, PageList
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication

_STATEMENT = re.compile(rb'<p class="[^"]*\bconforms\b')


def read_back(
    edition: Edition,
    publication: Publication,
    manuscript: Manuscript,
    pages: PageList | None = None,
    map_jobs: MapJobs = serial,
) -> tuple[Counts, list[Diagnostic]]:
    """Read a page or a site, and compare it with the manuscript. It does not show where printed pages begin."""
    del pages
    return screen.examine(open_edition(edition, map_jobs), publication, manuscript)


def open_edition(edition: Edition, map_jobs: MapJobs = serial) -> OpenedEdition:
    """Read a page, or all pages of a site."""
    files: Mapping[str, bytes] = {"": edition.data} if edition.files is None else edition.files
    names = [name for name in sorted(files) if not name or name.endswith(".html")]
    opened = screen.open_pages(edition.format, files, names, names, is_xml=False, map_jobs=map_jobs)
    return replace(opened, names=opened.names | {*edition.downloads})


def find_claim(paths: Sequence[Path]) -> str:
    """Return the claim of an edition that any page has a statement of conformance in."""
    return "to conform to WCAG" if any(_STATEMENT.search(path.read_bytes()) for path in paths) else ""
