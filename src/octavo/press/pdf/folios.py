"""Folios: the page of the book on which each gathering begins, and the label of each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from octavo.press.pdf.bind import PageLabels
from octavo.press.pdf.proof import Proof

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A gathering to be placed: is it front matter, and does it open on a right page?"""

    name: str
    front: bool
    recto: bool


@dataclass(frozen=True, slots=True)
class Folios:
    """Where everything is. Pages are counted from 0 through the whole book, empty ones included."""

    starts: dict[str, int]
    blanks: dict[str, int]
    """How many empty pages come before a gathering."""
    arabic: int
    """The first page after those with roman numerals, labelled 1."""
    total: int

    def label(self, page: int) -> str:
        """Return the label of a page."""
        return roman(page + 1) if page < self.arabic else str(page - self.arabic + 1)

    def folio(self, name: str) -> tuple[int, str]:
        """Return the number of the first page of a gathering, and the CSS counter style in which it is written."""
        start = self.starts[name]
        return (start + 1, "lower-roman") if start < self.arabic else (start - self.arabic + 1, "decimal")

    def side(self, name: str) -> str:
        """Return the side of the first page of a gathering."""
        return "left" if self.starts[name] % 2 else "right"

    def labels(self) -> list[PageLabels]:
        """Return the labels of all pages for the PDF."""
        front = [PageLabels(0, "r")] if self.arabic else []
        return [*front, PageLabels(self.arabic, "D")] if self.arabic < self.total else front


def place(units: Sequence[Unit], pages: Mapping[str, int], facing: bool) -> Folios:
    """Place gatherings one after the other. With `facing` pages the body begins on a right page."""
    starts: dict[str, int] = {}
    blanks: dict[str, int] = {}
    page, arabic = 0, -1
    for unit in units:
        begins_body = arabic < 0 and not unit.front
        gap = page % 2 if unit.recto or (begins_body and facing) else 0
        page += gap
        if begins_body:
            arabic = page
        starts[unit.name], blanks[unit.name] = page, gap
        page += pages[unit.name]
    return Folios(starts, blanks, page if arabic < 0 else arabic, page)


def anchors(folios: Folios, proofs: Mapping[str, Proof]) -> dict[tuple[str, str], int]:
    """Return the page of every anchor of the book, by chapter and id."""
    return {
        (name, anchor): folios.starts[name] + page
        for name, proof in proofs.items()
        for anchor, page in proof.anchors.items()
    }


def roman(number: int) -> str:
    """Return a number in lower-case roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
