"""Folios: on which page of the book each gathering begins, and how each page is labelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from octavo.press.pdf.bind import Labels
from octavo.press.pdf.proof import Proof

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """A gathering to be placed: whether it belongs to the front matter, and whether it opens on a right page."""

    name: str
    front: bool
    recto: bool


@dataclass(frozen=True, slots=True)
class Folios:
    """Where everything stands. Pages count from 0 over the whole book, empty ones too."""

    starts: dict[str, int]
    blanks: dict[str, int]
    """How many empty pages stand before a gathering."""
    arabic: int
    """The page on which the numbering in roman numerals ends, and the other begins with 1."""
    total: int

    def label(self, page: int) -> str:
        """What a page is called."""
        return roman(page + 1) if page < self.arabic else str(page - self.arabic + 1)

    def folio(self, name: str) -> tuple[int, str]:
        """The number of a gathering's first page, and the style that it is written in."""
        start = self.starts[name]
        return (start + 1, "lower-roman") if start < self.arabic else (start - self.arabic + 1, "decimal")

    def side(self, name: str) -> str:
        """The side of a gathering's first page."""
        return "left" if self.starts[name] % 2 else "right"

    def labels(self) -> list[Labels]:
        """The same for a PDF's page labels."""
        front = [Labels(0, "r")] if self.arabic else []
        return [*front, Labels(self.arabic, "D")] if self.arabic < self.total else front


def place(units: Sequence[Unit], pages: Mapping[str, int], facing: bool) -> Folios:
    """Place gatherings one after the other. With `facing` pages the body begins on a right one."""
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
    """The page of every anchor of the book, by chapter and id."""
    return {
        (name, anchor): folios.starts[name] + page
        for name, proof in proofs.items()
        for anchor, page in proof.anchors.items()
    }


def roman(number: int) -> str:
    """A number in small roman numerals."""
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
