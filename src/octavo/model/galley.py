"""A chapter set once as semantic HTML, everything resolved: the input that all presses share."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from octavo.model.publication import Resource


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader meets, counted the same way in the manuscript and in every edition."""

    words: int = 0
    headings: int = 0
    figures: int = 0
    tables: int = 0
    notes: int = 0
    equations: int = 0
    links: int = 0

    def as_dict(self) -> dict[str, int]:
        """By name, in the order of the report."""
        return asdict(self)

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(asdict(self).values(), asdict(other).values(), strict=True)))


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a text: its counts, its words in reading order, and the words of its notes in note order."""

    counts: Counts
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the contents. `level` is 1 for the title of the publication; `text` is plain."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Galley:
    """`html` is one well-formed XHTML `<article>` without namespace; its shape is drawn in docs/architecture.md.

    `title` and `subtitle` are plain text; `resources` are all that `html` shows.
    """

    chapter: str
    html: str
    title: str
    subtitle: str
    date: str
    """As shown on the title page."""
    headings: tuple[Heading, ...]
    resources: tuple[Resource, ...]
    reading: Reading
