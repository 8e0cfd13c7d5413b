"""A chapter set as semantic HTML, with everything resolved: the input that all presses share."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from octavo.model.counts import Counts
from octavo.model.publication import ChapterKind, Matter, Metadata, Resource


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in a text: its counts, its words in reading order, and those of each note, with spaces between."""

    counts: Counts
    text: str
    notes: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of the text one by one; there are many in a book, and they are seldom needed."""
        return tuple(self.text.split(" ")) if self.text else ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a galley. `level` is 1 for the galley's own title; `text` is plain, and begins with the number."""

    level: int
    id: str
    text: str
    number: str = ""
    """Its number as it is shown (`3.2`, `A`, `Part II`); empty without one."""
    markup: str = ""
    """Its words, where there are formulas among them: an XHTML `<span>` with MathML, without the number."""
    label: str = ""
    """What contents and running heads call it, with its number; empty where that is its text."""

    @property
    def listed(self) -> str:
        """What contents, running heads and navigation show."""
        return self.label or self.text


@dataclass(frozen=True, slots=True)
class Galley:
    """`html` is one well-formed XHTML `<article>` without namespace, in UTF-8; docs/architecture.md shows its form.

    `title` and `subtitle` are plain text; `resources` are all that `html` shows. Ids are unique within the galley;
    links lead to `#ID` in the galley itself and to `octavo:CHAPTER#ID` in another.
    """

    chapter: str
    html: bytes
    title: str
    subtitle: str
    date: str
    """As shown on the title page."""
    headings: tuple[Heading, ...]
    resources: tuple[Resource, ...]
    reading: Reading
    kind: str = ChapterKind.ARTICLE
    matter: Matter = Matter.BODY
    level: int = 1
    depth: int = 1
    """Kind, matter, level and depth are those of its `Chapter`; a press has kinds of its own for pages that it adds."""

    @property
    def top(self) -> str:
        """Return the id for links to the whole galley."""
        return self.headings[0].id if self.headings else ""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents of a publication. `level` is 1 for the highest; entries are in reading order."""

    level: int
    chapter: str
    anchor: str
    text: str
    number: str = ""
    kind: str = "section"
    """The kind of its chapter, for a chapter's title; else `section`."""
    markup: str = ""
    """As of a `Heading`."""


@dataclass(frozen=True, slots=True)
class Captioned:
    """A figure, table or listing with a number and a caption: a line of the list of its kind."""

    kind: str
    label: str
    """What the caption begins with: `Figure 3.2`."""
    text: str
    chapter: str
    anchor: str
    markup: str = ""
    """As of a `Heading`: the words of the caption, without the label."""


@dataclass(frozen=True, slots=True)
class Locator:
    """A place that an entry of the index points to; a range ends at the anchor `until` in `until_chapter`.

    `label` names the place where there are no pages: the number of its section, or its title.
    """

    chapter: str
    anchor: str
    label: str
    until_chapter: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """An entry of the index, with those below it, in the order of the language."""

    text: str
    locators: tuple[Locator, ...] = ()
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    below: tuple[Term, ...] = ()
    initial: str = ""
    """The letter that it is listed under; only for entries of the highest level."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A whole publication, set: one galley per chapter, in the order of the spine, and what was collected from all."""

    galleys: tuple[Galley, ...]
    contents: tuple[ContentsEntry, ...] = ()
    captioned: tuple[Captioned, ...] = ()
    index: tuple[Term, ...] = ()
    missing_files: tuple[Path, ...] = ()
    """Where files were looked for that texts refer to and that do not exist."""
    conforms: bool = False
    """Whether it may claim to conform to the accessibility guidelines that its settings name."""
    metadata: Metadata = field(default_factory=Metadata)
    """The metadata of the publication in plain text, for what programs read."""

    @property
    def title(self) -> str:
        """Return the plain title of the publication: its first galley is the article, or the book's title page."""
        return self.galleys[0].title

    @property
    def counts(self) -> Counts:
        """Return what a reader meets in all galleys."""
        return sum((galley.reading.counts for galley in self.galleys), Counts())

    @property
    def resources(self) -> tuple[Resource, ...]:
        """Return everything that galleys show, each resource once, by name."""
        named = {each.name: each for galley in self.galleys for each in galley.resources}
        return tuple(named[name] for name in sorted(named))
