"""A publication: its metadata, chapters and resources, independent of files and formats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from octavo.model.diagnostic import Place
from octavo.model.dialect import Dialect
from octavo.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or organisation on the title page. `role` is a MARC relator code (`aut`, `edt`, `trl`, `ill` …)."""

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
    """Where the HTML edition will be published, for its canonical link."""
    cover_image: str | None = None
    cover_alt: str | None = None
    bibliography: tuple[str, ...] = ()
    csl: str | None = None
    toc: bool | None = None

    @property
    def authors(self) -> tuple[Contributor, ...]:
        """The authors, in the order given."""
        return tuple(person for person in self.contributors if person.role == "aut")


FRONT, BODY, BACK = MATTERS = ("front", "body", "back")
"""The three parts that the matter of every book falls into, in their order."""

BEFORE_CONTENTS = ("title", "copyright", "dedication", "epigraph")
"""Kinds of chapters that come before the contents; all others come after them."""


Origin = tuple[int, str, int, int | None]
"""Where lines of a rewritten text come from: the first row, the file as messages name it, the line in it, and how many
of the line's first characters were removed, or None where columns no longer match. Later rows are the lines that
follow, up to the next origin."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One source text. `file` is its path on disk, `name` what messages call it; `text` is decoded, with LF line ends.

    An article is one chapter of the kind `article`. A book has, besides the author's files, chapters that octavo makes
    itself (`made`): they have no text, and the `file` and `name` of book.yaml.
    """

    id: str
    """Unique in the publication: letters, digits, hyphens, dots and underscores, of any script."""
    file: Path
    name: str
    text: str
    base: str = "."
    """The folder that references in the text start from, relative to the publication's root, with forward slashes."""
    kind: str = "article"
    """`article`, or in a book `chapter`, `part`, `appendix`, `title`, `copyright`, `bibliography`, `index`, or one of
    the front and back matter's: `dedication`, `epigraph`, `preface`, `foreword`, `introduction`, `prologue`,
    `epilogue`, `afterword`, `conclusion`, `acknowledgments`, `glossary`, `colophon`."""
    matter: str = BODY
    level: int = 1
    """Depth in the contents: 1 is the highest; a chapter of a part is 2."""
    depth: int = 1
    """Depth among chapters, parts not counted: 1 is a chapter, 2 a chapter listed under another."""
    title: str | None = None
    """The title in the list of chapters or the file's header, as Markdown. Default: the first heading of the text."""
    numbered: bool | None = None
    """Whether it must or must not have a number; None leaves that to its kind and the settings."""
    reader: str | None = None
    """Pandoc's reader, if it differs from that of the settings."""
    dialect: Dialect | None = None
    """The Markdown of another tool that it is written in, if any."""
    origins: tuple[Origin, ...] = ()
    """Where the lines of `text` come from, in order, if it was rewritten."""
    made: bool = False


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that a text shows. `name` is how galleys refer to it: unique in the publication, and safe in a URL."""

    name: str
    file: Path
    media_type: str
    digest: str
    """SHA-256 of the bytes, in hexadecimal."""
    size: tuple[float, float] | None = None
    """Natural width and height in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Publication:
    """An article or a book, as it was read. `root` is the folder outside which nothing is read."""

    name: str
    kind: str
    source: str
    """Path of the article's file or the book's folder, as messages name it."""
    root: Path
    metadata: Metadata
    settings: Settings
    chapters: tuple[Chapter, ...]
    """In the order of the spine."""
    key_lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of every key of the header or of book.yaml, by dotted name (`octavo.logo`, `chapters.0.file`)."""
    keys_name: str = ""
    """How messages name the file with the keys: the article, or book.yaml; else the folder."""
    files: tuple[Path, ...] = ()
    """Files and folders, besides the chapters, that decided how the publication was read."""

    @property
    def is_book(self) -> bool:
        """Whether it has chapters, each on a fresh page and in a file of its own."""
        return self.kind != "article"

    @property
    def about(self) -> str:
        """The file of its only chapter, as messages name it; with more or none, its own source."""
        return self.chapters[0].name if len(self.chapters) == 1 else self.source

    def alone(self, chapter: str) -> Publication:
        """Return the publication with one chapter only, without what no single chapter needs."""
        kept = {key: place for key, place in self.key_lines.items() if not key.startswith("chapters.")}
        own = tuple(each for each in self.chapters if each.id == chapter)
        return replace(self, chapters=own, key_lines=kept, files=())

    def key(self, name: str) -> Place:
        """Return the place of a key, or else the first line of the file with the keys."""
        return Place(self.keys_name, *self.key_lines.get(name, (1, 1)))
