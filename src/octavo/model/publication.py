"""What is published: its metadata, chapters and resources. Knows no disk and no format."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from octavo.model.diagnostic import Place
from octavo.model.dialect import Dialect
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


FRONT, BODY, BACK = MATTERS = ("front", "body", "back")
"""The three parts that the matter of every book falls into, in their order."""

BEFORE_CONTENTS = ("title", "copyright", "dedication", "epigraph")
"""Kinds of chapters that stand before the contents; all others stand after them."""


Origin = tuple[int, str, int, int | None]
"""Where lines of a text that was rewritten come from: the row from which on that is so, the file as messages name it,
its line, and how many of its first characters are gone, or None where columns are no longer the author's. The rows that
follow are the lines that follow."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One source text. `file` is its path on disk; `name` how messages name it; `text` is decoded, its line ends LF.

    An article is one chapter of the kind `article`. A book has, besides the author's files, chapters that octavo makes
    (`made`): they have no text, and their `file` and `name` are those of book.yaml.
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
    """What the list of chapters or the file's header calls it, in Markdown; else the first heading of the text does."""
    numbered: bool | None = None
    """False where it must have no number, True where it must; None leaves it to its kind and the settings."""
    reader: str | None = None
    """Pandoc's reader, where it is not that of the settings."""
    dialect: Dialect | None = None
    """Whose Markdown it is written in, where that is another tool's."""
    origins: tuple[Origin, ...] = ()
    """Where the lines of `text` come from, in their order, where it is not as the author wrote it."""
    made: bool = False


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
    """In the order of the spine."""
    key_lines: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Line and column of every key of the header or of book.yaml, by dotted name (`octavo.logo`, `chapters.0.file`)."""
    keys_name: str = ""
    """How messages name the file that `key_lines` is about: the article, or book.yaml; else the folder."""
    files: tuple[Path, ...] = ()
    """Files and folders beside the chapters that decided how the publication was read."""

    @property
    def is_book(self) -> bool:
        """Whether it has chapters of its own, each on a fresh page and in a file of its own."""
        return self.kind != "article"

    def alone(self, chapter: str) -> Publication:
        """The publication with that one chapter, and with what of it no chapter asks for left out."""
        kept = {key: place for key, place in self.key_lines.items() if not key.startswith("chapters.")}
        own = tuple(each for each in self.chapters if each.id == chapter)
        return replace(self, chapters=own, key_lines=kept, files=())

    def key(self, name: str) -> Place:
        """The place of a key, or of the first line of the file of the keys."""
        return Place(self.keys_name, *self.key_lines.get(name, (1, 1)))
