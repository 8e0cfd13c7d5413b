"""The printed book: a publication laid out, to be bound and to be read back in any order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from octavo.model.edition import Edition
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication
from octavo.press import cssom, styles
from octavo.press.catalogue import PressJob
from octavo.press.cssom import Origin
from octavo.press.pdf import metadata
from octavo.press.pdf.print_run import OnPlaced, PlacedGathering, PrintRun
from octavo.press.pdf.proof import destination


def make(job: PressJob) -> Edition:
    """Make the PDF of a publication."""
    return LaidOutBook(job.publication, job.manuscript, job.spread).bind(job.modified)


class LaidOutBook:
    """A publication laid out. `places` has the page of each destination, from 0; `labels` the label of each page.

    `on_placed` is called after the first round, in which everything is laid out except what consists of page numbers.
    """

    def __init__(
        self,
        publication: Publication,
        manuscript: Manuscript,
        spread: MapJobs = serial,
        on_placed: OnPlaced | None = None,
    ) -> None:
        self._sheet = styles.for_publication("print", publication, manuscript)
        self._run = PrintRun(publication, manuscript, self._sheet, spread)
        self._run.lay_out(on_placed)
        self._run.judge_sheets(self._sheet.added)
        self._run.finish()
        self.labels = self._run.labels()
        self.places = {destination(chapter, anchor): page for (chapter, anchor), page in self._run.places.items()}
        self.gatherings = self._run.placed_gatherings()

    def own_declarations(self) -> tuple[Origin, ...]:
        """Return where the declarations of the author's sheets are, in their order."""
        return tuple(dict.fromkeys(cssom.origins(self._sheet.added)))

    def without(self, chapter: str, removed: frozenset[Origin]) -> PlacedGathering:
        """Return a chapter that is laid out by itself, without some declarations of the author's sheets."""
        return PlacedGathering(self._run.without(chapter, removed), 0)

    def bind(self, modified: datetime) -> Edition:
        """Bind the PDF."""
        data = self._run.bind(modified)
        diagnostics = (*self._sheet.diagnostics, *self._run.diagnostics, *self._run.colour_problems())
        return Edition("pdf", data, diagnostics, len(self.labels), labels=self.labels)


def without_claim(edition: Edition) -> Edition:
    """Return a PDF that does not claim to conform to its standards, for one that fails them."""
    return replace(edition, data=metadata.without_claims(edition.data))
