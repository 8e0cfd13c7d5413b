"""How much a text or an edition contains, counted for the report and for comparing editions."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader meets, counted in the same way in the manuscript and in every edition."""

    words: int = 0
    headings: int = 0
    figures: int = 0
    tables: int = 0
    notes: int = 0
    equations: int = 0
    links: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts by name, in the order of the report."""
        return asdict(self)

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(asdict(self).values(), asdict(other).values(), strict=True)))
