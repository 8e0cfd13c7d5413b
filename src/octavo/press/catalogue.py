"""The presses: each makes an edition in one format, by a function `make` of the module that `Format.press` names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol

from octavo.model.edition import Edition, PageList
from octavo.model.formats import Format
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication


@dataclass(frozen=True, slots=True)
class PressJob:
    """What a press makes an edition from; a press ignores what its format has no use for."""

    publication: Publication
    manuscript: Manuscript
    modified: datetime
    """When the source was last changed."""
    pages: PageList | None = None
    """The pages of the printed book, if it is made as well."""
    spread: MapJobs = serial
    """Runs a function over many values, perhaps in other processes."""
    downloads: tuple[str, ...] = ()
    """The files that are put into a site when it is published, and that it offers."""


class Make(Protocol):
    """What the module of each press offers under the name `make`."""

    def __call__(self, job: PressJob, /) -> Edition:
        """Make an edition: the same bytes for the same job."""


def make_edition(
    format: Format,
    publication: Publication,
    manuscript: Manuscript,
    modified: datetime,
    *,
    pages: PageList | None = None,
    spread: MapJobs = serial,
    downloads: tuple[str, ...] = (),
) -> Edition:
    """Make an edition in a format; the parameters are those of a `PressJob`."""
    make: Make = import_module(format.press).make
    return make(PressJob(publication, manuscript, modified, pages, spread, downloads))
