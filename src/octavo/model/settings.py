"""What the author may set. `Settings` changes the bytes of an edition; `RunOptions` never does."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from octavo.model.diagnostic import Severity
from octavo.model.dialect import Dialect
from octavo.model.formats import USUAL_FORMATS

KINDS = ("figures", "tables", "listings", "equations")
"""What may be numbered besides headings."""
PAGE_SIZES = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "Letter": (215.9, 279.4),
    "6x9": (152.4, 228.6),
    "7x10": (177.8, 254.0),
}
"""Trim sizes by name, width and height in millimetres."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What octavo refuses to take in, so that one file cannot exhaust the machine."""

    megapixels: float = 50.0
    megabytes: float = 40.0
    minutes: float = 10.0
    """That may be spent on one chapter at a time."""


@dataclass(frozen=True, slots=True)
class Conformance:
    """What the author says of the publication's accessibility: who has assessed it, and by what."""

    certified_by: str | None = None
    credential: str | None = None
    """What entitles them to."""
    report: str | None = None
    """The address of their report."""
    wcag: str = "2.1 AA"
    """Version and level of the Web Content Accessibility Guidelines. European law asks for these (EN 301 549)."""
    statement: bool = False
    """Whether readers are told, in all editions."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys under `octavo:`. Paths are relative to the publication's folder, as written."""

    formats: tuple[str, ...] = USUAL_FORMATS
    theme: str = "literary"
    css: tuple[str, ...] = ()
    logo: str | None = None
    logo_alt: str | None = None
    hero: str | None = None
    hero_alt: str | None = None
    page_size: tuple[float, float] = PAGE_SIZES["A4"]
    """Width and height of the trimmed page in millimetres."""
    number_sections: bool = False
    """Number the headings; in a book parts, chapters and appendices too."""
    number_headings: bool = True
    """Of a book: whether the headings within chapters are numbered too."""
    number_depth: int = 3
    """How many levels of headings are numbered: in a book 1 is the chapter, in an article the section."""
    numbers: tuple[tuple[str, str], ...] = ()
    """For each of `KINDS` that is said: `all`, `labelled` (those with a label, `#fig-…`), or `none`."""
    toc_depth: int = 2
    """Levels of the contents in print, parts not counted: 1 is chapters only."""
    lists: tuple[str, ...] = ()
    """Of what there are lists behind the contents: figures, tables, listings."""
    index: bool | None = None
    """Whether a book has an index; None: where there are entries for one."""
    half_title: bool = True
    """Whether a printed book opens with a page that shows its title alone."""
    chapters_open: str = "page"
    """Where chapters of a printed book open: `page`, the next page, or `recto`, the next right one."""
    page_references: bool = False
    """Whether cross-references say on paper on which page it stands."""
    print_links: str = "footnote"
    """How the address of an external link is shown on paper: footnote, inline or none."""
    pdf_standard: tuple[str, ...] = ("ua-1",)
    """What the PDF conforms to, by names of `standard.STANDARDS`."""
    print_colours: str = "rgb"
    """Those that the print shop asks for: rgb, cmyk or grey."""
    reader: str = "markdown"
    dialect: Dialect | None = None
    """Of a book that was made for another tool: how its Markdown is written. Paths are from the book's folder."""
    filters: tuple[str, ...] = ()
    conformance: Conformance = field(default_factory=Conformance)
    limits: Limits = field(default_factory=Limits)
    rules: tuple[tuple[str, Severity | None], ...] = ()
    """Rule id, or `family.*`, and the severity wanted for it; None is off. What stands later goes before."""

    def of_text(self) -> Settings:
        """Those that a chapter is set by. The rest, which shape editions, are as where nothing is said."""
        usual = Settings()
        limits = replace(self.limits, minutes=usual.limits.minutes)
        return replace(self, limits=limits, **{name: getattr(usual, name) for name in _OF_EDITIONS})

    def numbered(self, kind: str) -> str:
        """Which of a kind are numbered: `all`, `labelled` or `none`."""
        return dict(self.numbers).get(kind, "labelled")

    def taken(self, rule: str, usual: Severity | None) -> Severity | None:
        """How seriously the author takes a rule that is usually `usual`."""
        names = (rule, f"{rule.partition('.')[0]}.*")
        return next((severity for name, severity in reversed(self.rules) if name in names), usual)


_OF_EDITIONS = (
    "formats", "theme", "css", "page_size", "toc_depth", "lists", "half_title", "chapters_open", "print_links",
    "pdf_standard", "print_colours", "rules",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How this run is to go; nothing in here changes what is made."""

    formats: tuple[str, ...] | None = None
    output: Path = Path("output")
    jobs: int = 1
    use_cache: bool = True
    strict: bool = False
    verbose: bool = False
    layout: str | None = None
    """By which layout folders are read, where that is not to be found out."""
    rules: tuple[tuple[str, Severity | None], ...] = ()
    """As in `Settings`, for this run; it goes before those."""
    required: tuple[str, ...] = ()
    """The validators that must be here."""
    baseline: Path | None = None
    """The file of the findings that are to be passed over."""
    external: bool = False
    """Whether the web is asked after the places that publications link to."""
