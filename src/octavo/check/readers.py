"""The readers: each reads finished editions back, by the functions of the module that `Format.reader` names."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from octavo.model.counts import Counts
from octavo.model.diagnostic import Diagnostic
from octavo.model.edition import Edition, PageList
from octavo.model.formats import Format
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, serial
from octavo.model.publication import Publication


class Reader(Protocol):
    """What the module of each reader offers."""

    def read_back(
        self,
        edition: Edition,
        publication: Publication,
        manuscript: Manuscript,
        pages: PageList | None = None,
        map_jobs: MapJobs = serial,
    ) -> tuple[Counts, list[Diagnostic]]:
        """Read an edition, and compare it with the manuscript; `pages` are those of the printed book, if it has any.

        Returns what was counted in it, and everything that is wrong.
        """

    def find_claim(self, paths: Sequence[Path]) -> str:
        """Return what the files of an edition claim to conform to, in words; empty if they claim nothing."""


def load_reader(format: Format) -> Reader:
    """Return the reader of a format."""
    return cast("Reader", import_module(format.reader))
