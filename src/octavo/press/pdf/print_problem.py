"""What is wrong with a galley on paper: a diagnostic whose place in the author's text is still to be found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintProblem:
    """A problem of one gathering; its place is looked up by `equation` or `letter` in the text of its chapter."""

    rule: str
    message: str
    hint: str
    equation: str = ""
    """The TeX of the equation that cannot be printed."""
    letter: str = ""
    """The character that no font has."""
