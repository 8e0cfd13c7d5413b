"""The presses: one line for each output format. Print goes first: it takes longest, and the EPUB asks for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol

from octavo.model.edition import Edition, PageList
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication


class Make(Protocol):
    """What the module of each press has under the name `make`."""

    def __call__(
        self,
        publication: Publication,
        manuscript: Manuscript,
        modified: datetime,
        *,
        pages: PageList | None,
        spread: MapJobs,
    ) -> Edition:
        """`modified` is when the source was; `pages` are those of the printed book, if it is made as well."""


@dataclass(frozen=True, slots=True)
class Press:
    """`module` has `make`; it is imported only when something is to be made, for some take long to import."""

    format: str
    suffix: str
    module: str

    def make(
        self,
        publication: Publication,
        manuscript: Manuscript,
        modified: datetime,
        *,
        pages: PageList | None = None,
        spread: MapJobs = serial,
    ) -> Edition:
        """The edition, the same bytes for the same input."""
        make: Make = import_module(self.module).make
        return make(publication, manuscript, modified, pages=pages, spread=spread)


PRESSES = (
    Press("pdf", ".pdf", "octavo.press.pdf"),
    Press("epub", ".epub", "octavo.press.epub"),
    Press("html", ".html", "octavo.press.html"),
    Press("site", "/index.html", "octavo.press.html.site"),
)


def press(format: str) -> Press:
    """The press of a format."""
    return next(press for press in PRESSES if press.format == format)
