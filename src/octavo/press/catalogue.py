"""The presses: one line for each output format. Print goes first, because it takes longest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

from octavo.model.edition import Edition
from octavo.model.galley import Galley
from octavo.model.publication import Publication

Make = Callable[[Publication, Galley, datetime], Edition]


@dataclass(frozen=True, slots=True)
class Press:
    """`module` has `make`; it is imported only when something is to be made, for some take long to import."""

    format: str
    suffix: str
    module: str

    def make(self, publication: Publication, galley: Galley, modified: datetime) -> Edition:
        """The edition, the same bytes for the same input; `modified` is when the source was."""
        make: Make = import_module(self.module).make
        return make(publication, galley, modified)


PRESSES = (
    Press("pdf", ".pdf", "octavo.press.pdf"),
    Press("epub", ".epub", "octavo.press.epub"),
    Press("html", ".html", "octavo.press.html"),
)


def press(format: str) -> Press:
    """The press of a format."""
    return next(press for press in PRESSES if press.format == format)
