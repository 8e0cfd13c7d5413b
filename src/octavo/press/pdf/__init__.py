"""The press for print: galleys dressed for paper, laid out separately, and bound into one tagged PDF.

Page numbers flow back: contents, lists, index and cross-references name pages, and are laid out again until none of
those changes. Other packages use what is listed here and nothing else of this package but the data of `proof.py`.
"""

from __future__ import annotations

from octavo.press.pdf.bind import bind_alone
from octavo.press.pdf.book import LaidOutBook, make, without_claim
from octavo.press.pdf.jobs import cut_face, lay_out
from octavo.press.pdf.print_run import OnPlaced, PlacedGathering

__all__ = [
    "LaidOutBook",
    "OnPlaced",
    "PlacedGathering",
    "bind_alone",
    "clean_up",
    "cut_face",
    "lay_out",
    "make",
    "warm",
    "without_claim",
]


def warm() -> None:
    """Import WeasyPrint, which takes most of a second: worth doing while something else is waited for.

    Raises `MachineError` where a library of the system is missing, or where this WeasyPrint does not fit octavo.
    """
    from octavo.press.pdf.engine import rendering

    rendering.warm()


def clean_up() -> None:
    """Remove the files that WeasyPrint has written in this process, if it was used at all."""
    from octavo.press.pdf.engine import rendering

    rendering.clean_up()
