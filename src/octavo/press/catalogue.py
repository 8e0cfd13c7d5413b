"""The presses: each makes an edition in one format, by a function `make` of the module that `Format.press` names."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module
from typing import Protocol

from octavo.model.edition import Edition, PageList
from octavo.model.formats import Format
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication


class Make(Protocol):
    """What the module of each press offers under the name `make`."""

    def __call__(
        self,
        publication: Publication,
        manuscript: Manuscript,
        modified: datetime,
        *,
        pages: PageList | None,
        spread: MapJobs,
    ) -> Edition:
        """Make an edition.

        `modified` is when the source was changed; `pages` are those of the printed book, if it is made as well.
        """


def make_edition(
    format: Format,
    publication: Publication,
    manuscript: Manuscript,
    modified: datetime,
    *,
    pages: PageList | None = None,
    spread: MapJobs = serial,
) -> Edition:
    """Make an edition in a format: the same bytes for the same input."""
    make: Make = import_module(format.press).make
    return make(publication, manuscript, modified, pages=pages, spread=spread)
