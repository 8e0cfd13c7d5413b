"""A publication: its metadata, chapters and resources, independent of files and formats."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from octavo.model.diagnostic import Place
from octavo.model.dialect import Dialect
from octavo.model.identifiers import Identifier
from octavo.model.keys import Shape, ValueType, key, paths, required
from octavo.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or organisation on the title page."""

    name: str = required("The name.")
    role: str = key(
        "aut", "A MARC relator code, or a word such as `translator`.", value=ValueType.ROLE, default_doc="author"
    )
    """A MARC relator code (`aut`, `edt`, `trl`, `ill` …)."""
    file_as: str | None = key(None, "The name as it is sorted: `Austen, Jane`.")
    label: str | None = key(None, "What the book says before the name, or around it: `Maps by`, `Maps: {}`.")


@dataclass(frozen=True, slots=True)
class OtherContributor(Contributor):
    """A person or organisation on the title page who is no author."""

    role: str = key(
        "ctb", "A MARC relator code, or a word such as `translator`.", value=ValueType.ROLE, default_doc="contributor"
    )


@dataclass(frozen=True, slots=True)
class Metadata:
    """Pandoc's keys of the header, validated. Texts are as the author wrote them, in Markdown."""

    title: str = key("", "The title, in Markdown.", default_doc="the first heading, or the name of the file")
    subtitle: str | None = key(None, "A line below the title.", misnomers=("sub-title",))
    creators: tuple[Contributor, ...] = key(
        (),
        "Who wrote it: one or more, each a name or a mapping with `name`, `role` and `file-as`. `authors` adds to it.",
        name="author",
        value=ValueType.PERSON,
        group=Contributor,
        shape=Shape.LIST,
        aliases=("authors",),
    )
    others: tuple[OtherContributor, ...] = key(
        (),
        "Who else made it: a mapping of roles to names (`translator: Ann Bell`), or a list as for `author`.",
        name="contributors",
        value=ValueType.PERSON,
        group=OtherContributor,
        shape=Shape.LIST,
        aliases=("contributor",),
    )
    date: date | datetime | str | None = key(  # noqa: RUF009  (a field)
        None, "`2025-06-24`, `2025-06-24T03:30`, or any text.", value=ValueType.MOMENT
    )
    """A date, a date with a time, or a text that is shown as it is."""
    lang: str = key(
        "en", "The language of the text, in BCP 47: `en`, `pt-BR`, `zh-Hant`.", value=ValueType.LANGUAGE,
        misnomers=("language",), default_doc="guessed from the letters of the text, else `en`",
    )  # fmt: skip
    """BCP 47 (RFC 5646)."""
    description: str | None = key(None, "A sentence or two, for search engines and shops.")
    abstract: str | None = key(None, "A summary below the title, in Markdown.")
    thanks: str | None = key(None, "Thanks below the abstract, in Markdown.")
    keywords: tuple[str, ...] = key(
        (), "Words to find it by. `tags` adds to them.", shape=Shape.WORDS, aliases=("tags",)
    )
    publisher: str | None = key(None, "The name of the publishing house.")
    rights: str | None = key(None, "Who holds the rights, and the licence.")
    edition: str | None = key(None, "Which edition it is: `Second edition`, or its number.")
    series: tuple[str, ...] = key((), "The series that it belongs to.", shape=Shape.LIST)
    volume: str | None = key(None, "Its number in that series.")
    identifiers: tuple[Identifier, ...] = key(
        (),
        "An ISBN, a DOI, a URL …, or one for each edition: `{print: …, epub: …}`.",
        name="identifier",
        value=ValueType.IDENTIFIER,
    )
    url: str | None = key(None, "Where the HTML or the site will be published.")
    cover_image: str | None = key(
        None, "The picture on the cover of the EPUB.", is_path=True, default_doc="drawn by octavo"
    )
    cover_alt: str | None = key(None, "Alt text for the cover.")
    bibliography: tuple[str, ...] = key(
        (), "Files of references, in BibTeX, BibLaTeX, CSL JSON or CSL YAML.", shape=Shape.LIST, is_path=True
    )
    csl: str | None = key(None, "A citation style, as a file.", is_path=True, default_doc="author and date")
    header_includes: tuple[str, ...] = key(
        (), "TeX. The macros that it defines hold for all formulas; the rest is for LaTeX.", shape=Shape.LIST
    )
    references: str | None = key(
        None, "References themselves, as a list of entries of CSL YAML.", value=ValueType.REFERENCES
    )
    """CSL JSON."""
    nocite: tuple[str, ...] = key(
        (), "Works that the bibliography lists although no text cites them: `@key`, or `@*` for all.", shape=Shape.LIST
    )
    reference_section_title: str | None = key(
        None, "The heading of the bibliography.", default_doc="the word for it in the language of the text"
    )
    link_citations: bool = key(True, "Whether citations are links to the bibliography.", value=ValueType.FLAG)
    suppress_bibliography: bool = key(
        False, "Whether citations are written without a bibliography.", value=ValueType.FLAG
    )
    toc: bool | None = key(
        None,
        "Whether there is a table of contents.",
        value=ValueType.FLAG,
        default_doc="in print `true` for a book; in HTML `true` from three headings on",
    )

    @property
    def has_references(self) -> bool:
        """Whether it says where its references are."""
        return bool(self.bibliography or self.references)

    @property
    def contributors(self) -> tuple[Contributor, ...]:
        """Everyone who is named, in the order given."""
        return (*self.creators, *self.others)

    @property
    def authors(self) -> tuple[Contributor, ...]:
        """The authors, in the order given."""
        return tuple(person for person in self.contributors if person.role == "aut")


class Matter(StrEnum):
    """The three parts of a book, in their order."""

    FRONT = "front"
    BODY = "body"
    BACK = "back"


FRONT, BODY, BACK = Matter


class ChapterKind(StrEnum):
    """The kinds of chapters: an article is one chapter of the first kind, the others are those of books."""

    ARTICLE = "article"
    CHAPTER = "chapter"
    PART = "part"
    APPENDIX = "appendix"
    TITLE = "title"
    COPYRIGHT = "copyright"
    DEDICATION = "dedication"
    EPIGRAPH = "epigraph"
    PREFACE = "preface"
    FOREWORD = "foreword"
    INTRODUCTION = "introduction"
    PROLOGUE = "prologue"
    EPILOGUE = "epilogue"
    AFTERWORD = "afterword"
    CONCLUSION = "conclusion"
    ACKNOWLEDGMENTS = "acknowledgments"
    GLOSSARY = "glossary"
    BIBLIOGRAPHY = "bibliography"
    INDEX = "index"
    COLOPHON = "colophon"


BEFORE_CONTENTS = (ChapterKind.TITLE, ChapterKind.COPYRIGHT, ChapterKind.DEDICATION, ChapterKind.EPIGRAPH)
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
    kind: ChapterKind = ChapterKind.ARTICLE
    matter: Matter = Matter.BODY
    level: int = 1
    """Depth in the contents: 1 is the highest; a chapter of a part is 2."""
    depth: int = 1
    """Depth among chapters, parts not counted: 1 is a chapter, 2 a chapter listed under another."""
    title: str | None = None
    """The title in the list of chapters or the file's header, as Markdown. Default: the first heading of the text."""
    subtitle: str | None = None
    """The line below the title, as Markdown."""
    adds_title: bool = False
    """Whether its title is that of its file's header, which does not replace a heading with other words."""
    label: str | None = None
    """What contents, running heads and navigation call it, as Markdown, where that is not its title."""
    numbered: bool | None = None
    """Whether it must or must not have a number; None leaves that to its kind and the settings."""
    reader: str | None = None
    """Pandoc's reader, if it differs from that of the settings."""
    dialect: Dialect | None = None
    """The Markdown of another tool that it is written in, if any."""
    nocite: tuple[str, ...] = ()
    """As in `Metadata`, from the file's header."""
    values: tuple[tuple[str, str], ...] = ()
    """Values that its own header gives to names of its dialect; they take precedence over those of the book."""
    origins: tuple[Origin, ...] = ()
    """Where the lines of `text` come from, in order, if it was rewritten."""
    made: bool = False


class Conversion(StrEnum):
    """What has to be done to a picture before editions can show it."""

    NONE = ""
    UPRIGHT = "upright"
    """Its pixels are turned as the camera notes (Exif 2.32, tag Orientation)."""
    PIXELS = "pixels"
    """It becomes a PNG or, in the colours of printing inks, a JPEG."""
    PAGE = "page"
    """A page of a PDF becomes pixels."""
    LINES = "lines"
    """A page of a PDF becomes a drawing in SVG."""


@dataclass(frozen=True, slots=True)
class PictureReference:
    """How a text refers to a picture, so that its place can be found however the lines of the text have moved."""

    written: str = ""
    """A path or URL."""
    nth: int = 0
    """How many equal references come before it."""
    drawing: int | None = None
    """Which of the drawings in raw HTML it is, where there is no reference."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A picture that a text shows. `name` is how galleys refer to it: unique in the publication, and safe in a URL."""

    name: str
    file: Path
    """Its file, or that of the text which contains it."""
    media_type: str
    """The type of what editions show."""
    digest: str
    """SHA-256 of the bytes before they are converted, in hexadecimal."""
    size: tuple[float, float] | None = None
    """Natural width and height in CSS pixels."""
    data: bytes | None = None
    """The picture itself, where the text contains it; else it is in `file`."""
    conversion: Conversion = Conversion.NONE
    page: int = 1
    """Which page of a PDF."""
    shown: PictureReference | None = None
    """Where the text shows it first."""


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
    def named_files(self) -> tuple[Path, ...]:
        """The files that its keys name, whether or not they exist."""
        return tuple(self.root / name for record in (self.metadata, self.settings) for name in paths(record))

    def alone(self, chapter: str) -> Publication:
        """Return the publication with one chapter only, without what no single chapter needs."""
        kept = {key: place for key, place in self.key_lines.items() if not key.startswith("chapters.")}
        own = tuple(each for each in self.chapters if each.id == chapter)
        return replace(self, chapters=own, key_lines=kept, files=())

    def key(self, name: str) -> Place:
        """Return the place of a key, or else the first line of the file with the keys."""
        return Place(self.keys_name, *self.key_lines.get(name, (1, 1)))
