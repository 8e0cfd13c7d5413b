"""What is published: its metadata, chapters and resources. Knows no disk and no format."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from octavo.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody named on the title page. `role` is a MARC relator code (`aut`, `edt`, `trl`, `ill` …)."""

    name: str
    role: str = "aut"
    file_as: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """Pandoc's keys of the header, validated. Texts are as the author wrote them, in Markdown."""

    title: str = ""
    subtitle: str | None = None
    contributors: tuple[Contributor, ...] = ()
    date: date | datetime | str | None = None
    """A date, a date with a time, or a text that the author wants shown as it is."""
    lang: str = "en"
    """BCP 47 (RFC 5646)."""
    description: str | None = None
    abstract: str | None = None
    keywords: tuple[str, ...] = ()
    publisher: str | None = None
    rights: str | None = None
    identifier: str | None = None
    url: str | None = None
    """Where the HTML edition will stand, for its canonical link."""
    cover_image: str | None = None
    cover_alt: str | None = None
    bibliography: tuple[str, ...] = ()
    csl: str | None = None
    toc: bool | None = None

    @property
    def authors(self) -> tuple[Contributor, ...]:
        """Those who wrote it, in the order given."""
        return tuple(person for person in self.contributors if person.role == "aut")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One source text. `file` is its path on disk; `name` how messages name it; `text` is decoded, its line ends LF."""

    id: str
    file: Path
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that a text shows: `name` is how galleys refer to it, unique in the publication and safe in a URL."""

    name: str
    file: Path
    media_type: str
    digest: str
    """SHA-256 of the bytes, in hexadecimal."""
    size: tuple[float, float] | None = None
    """Natural width and height in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Publication:
    """An article or a book, as read. `root` is the folder that nothing may reach out of."""

    name: str
    kind: str
    source: str
    """Path of the article's file or the book's folder, as messages name it."""
    root: Path
    metadata: Metadata
    settings: Settings
    chapters: tuple[Chapter, ...]
    key_lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of every key of the header, by dotted name (`octavo.logo`)."""
