"""What is wrong with a galley on paper: a diagnostic whose place in the author's text is still to be found."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.press.cssom import Origin


@dataclass(frozen=True, slots=True)
class PrintProblem:
    """A problem of one gathering; its place in the text is found by `equation`, `letter` or `picture`."""

    rule: str
    message: str
    hint: str
    equation: str = ""
    """The TeX of the equation that cannot be printed."""
    letter: str = ""
    """The character that no font has."""
    picture: str = ""
    """The name of the picture that has it."""


@dataclass(frozen=True, slots=True)
class SheetPiece:
    """A piece of an author's sheet that print can use or not, and where it is."""

    css: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class SheetRemark:
    """What print ignores of a piece."""

    origin: Origin
    message: str
    hint: str
