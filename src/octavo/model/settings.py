"""What the author can set (`Settings`), and what a single run can (`RunOptions`, which never changes an edition)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from octavo.model.diagnostic import Severity
from octavo.model.dialect import Dialect
from octavo.model.formats import USUAL_FORMATS
from octavo.model.keys import Rebuild, Scope, Shape, ValueType, key, only_text

KINDS = ("figures", "tables", "listings", "equations")
"""What can be numbered besides headings."""
PAGE_SIZES = {
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
    "Letter": (215.9, 279.4),
    "6x9": (152.4, 228.6),
    "7x10": (177.8, 254.0),
}
"""The usual trim sizes by name, width and height in millimetres."""
OTHER_PAGE_SIZES = {
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A6": (105.0, 148.0),
    "A7": (74.0, 105.0),
    "B3": (353.0, 500.0),
    "B4": (250.0, 353.0),
    "B5": (176.0, 250.0),
    "B6": (125.0, 176.0),
    "B7": (88.0, 125.0),
    "JIS-B4": (257.0, 364.0),
    "JIS-B5": (182.0, 257.0),
    "JIS-B6": (128.0, 182.0),
    "Half-Letter": (139.7, 215.9),
    "Digest": (139.7, 215.9),
    "Statement": (139.7, 215.9),
    "Executive": (184.15, 266.7),
    "Legal": (215.9, 355.6),
    "Ledger": (279.4, 431.8),
    "Tabloid": (279.4, 431.8),
}
"""Other sizes with a name: of ISO 216 and JIS P 0138, and of the United States."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits above which octavo refuses a file or stops working, so that one file cannot exhaust the machine."""

    megapixels: float = key(50.0, "The largest picture, in millions of pixels.", value=ValueType.AMOUNT)
    megabytes: float = key(40.0, "The largest file, in millions of bytes.", value=ValueType.AMOUNT)
    minutes: float = key(
        10.0,
        "The longest time that one chapter of a book may take at once, or one validator for one edition, in minutes.",
        value=ValueType.AMOUNT,
        rebuild=Rebuild.NOTHING,
    )


@dataclass(frozen=True, slots=True)
class Conformance:
    """What the author claims about the publication's accessibility: who has assessed it, and by which standard."""

    certified_by: str | None = key(None, "Who has assessed the publication. Without a name nothing is claimed.")
    credential: str | None = key(None, "What qualifies them.")
    report: str | None = key(None, "The URL of their report.", value=ValueType.URL)
    wcag: str = key("2.1 AA", "The version and level of WCAG that the publication conforms to.", value=ValueType.WCAG)
    """European law asks for the default (EN 301 549)."""
    statement: bool = key(False, "Whether all editions show readers an accessibility statement.", value=ValueType.FLAG)


HEADS = ("author", "title", "part", "chapter", "section", "none")
"""What a running head can show."""
CHOICES = ("running-heads-", "openings-", "initials-", "first-line-", "scene-breaks-")
"""How the names of `Settings.choices` begin."""


@dataclass(frozen=True, slots=True)
class Openings:
    """How chapters begin."""

    align: str = key(
        "start",
        "How their titles are aligned.",
        value=ValueType.CHOICE,
        choices=("start", "center"),
        synonyms={"left": "start", "centre": "center", "centered": "center", "centred": "center", "middle": "center"},
        rebuild=Rebuild.EDITIONS,
    )
    height: str | None = key(
        None,
        "How far down the page they begin.",
        name="from",
        value=ValueType.CHOICE,
        choices=("top", "quarter", "third", "half"),
        rebuild=Rebuild.EDITIONS,
        default_doc="four lines down",
    )


@dataclass(frozen=True, slots=True)
class Glossary:
    """How the text refers to the glossary of a book."""

    link: str = key(
        "none",
        "Whether a term is a link to its entry where a chapter uses it `first`. What you mark is a link in any case.",
        value=ValueType.CHOICE,
        choices=("none", "first"),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """The keys under `octavo:`. Paths are relative to the publication's folder, as written."""

    formats: tuple[str, ...] = key(
        USUAL_FORMATS,
        "The editions to make.",
        value=ValueType.FORMAT,
        shape=Shape.WORDS,
        rebuild=Rebuild.NOTHING,
    )
    theme: str = key(
        "literary",
        "The look: a theme such as `literary` or `technical`, or a folder in your `themes/`.",
        rebuild=Rebuild.EDITIONS,
    )
    css: tuple[str, ...] = key(
        (), "Your own style sheets, in their order.", shape=Shape.LIST, is_path=True, rebuild=Rebuild.EDITIONS
    )
    logo: str | None = key(None, "The publisher's logo, for the title page.", is_path=True)
    logo_alt: str | None = key(
        None, "Alt text for the logo.", is_octavo_only=True, default_doc="the name of the publisher"
    )
    hero: str | None = key(None, "A picture below the title.", is_path=True)
    hero_alt: str | None = key(None, "Alt text for that picture.", is_octavo_only=True)
    page_size: tuple[float, float] = key(
        PAGE_SIZES["A4"],
        "The trim size: a name, or width and height. Without units, numbers below 20 are inches: `5.5x8.5`.",
        value=ValueType.PAGE_SIZE,
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
        default_doc="`A4`; in a book `6x9`, in one made for another tool `7x10`",
    )
    """Width and height of the trimmed page in millimetres."""
    number_sections: bool = key(
        False,
        "Whether headings are numbered; in a book also parts, chapters and appendices.",
        value=ValueType.FLAG,
        default_doc="`false`; in a book with `book.yaml` `true`",
    )
    number_headings: bool = key(
        True, "Whether the headings within chapters are numbered too.", value=ValueType.FLAG, scope=Scope.BOOK
    )
    number_depth: int = key(3, "How many levels of headings are numbered.", value=ValueType.LEVEL)
    """In a book 1 is the chapter, in an article the section."""
    numbers: tuple[tuple[str, str], ...] = key(
        (),
        "Which figures, tables, listings and equations are numbered: those with a label, all, or none. For headings,"
        " see `number-sections`.",
        value=ValueType.CHOICE,
        shape=Shape.MAPPING,
        choices=("all", "labelled", "none"),
        members=KINDS,
        default_doc="`labelled`",
    )
    """For each of `KINDS` that is given: `all`, `labelled` (those with a label, `#fig-…`), or `none`."""
    addresses: str = key(
        "flat",
        "What the site calls the page of a chapter: after its path, all in one folder (`flat`) or in folders (`files`:"
        " `cli/init.html`; `folders`: `cli/init/index.html`), or after the id of its heading (`headings`).",
        value=ValueType.CHOICE,
        choices=("flat", "files", "folders", "headings"),
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
        scope=Scope.BOOK,
        default_doc="`flat`; of a book made for another tool, that tool's",
    )
    redirects: tuple[tuple[str, str], ...] = key(
        (),
        "Old pages of the site, each with the page or URL that it leads to.",
        value=ValueType.WORD,
        shape=Shape.MAPPING,
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    """Both are paths from the folder of the site, or those of texts from the folder of the texts."""
    favicon: str | None = key(
        None, "The icon of the site.", is_path=True, is_octavo_only=True, rebuild=Rebuild.EDITIONS
    )
    repository: str | None = key(
        None,
        "The URL of the repository, to which each page of the site links.",
        value=ValueType.URL,
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    edit_url: str | None = key(
        None,
        "The URL at which a text can be edited, with `{path}` for its path from the folder of the texts.",
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    translations: tuple[tuple[str, str], ...] = key(
        (),
        "The sites of translations, by language: each a URL, or a path from the folder of the site.",
        value=ValueType.WORD,
        shape=Shape.MAPPING,
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    version: str | None = key(
        None, "The version that the site shows next to its title.", is_octavo_only=True, rebuild=Rebuild.EDITIONS
    )
    toc_depth: int = key(
        2, "How many levels the printed contents have, not counting parts.", value=ValueType.LEVEL,
        rebuild=Rebuild.EDITIONS,
    )  # fmt: skip
    lists: tuple[str, ...] = key(
        (),
        "The lists that follow the contents.",
        value=ValueType.CHOICE,
        shape=Shape.WORDS,
        choices=("figures", "tables", "listings"),
        rebuild=Rebuild.EDITIONS,
        scope=Scope.BOOK,
    )
    index: bool | None = key(
        None,
        "Whether there is an index.",
        value=ValueType.FLAG,
        scope=Scope.BOOK,
        default_doc="`true`, if it has entries",
    )
    half_title: bool = key(
        True,
        "Whether the printed book opens with a page that shows its title alone.",
        value=ValueType.FLAG,
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
        scope=Scope.BOOK,
    )
    chapters_open: str = key(
        "page",
        "Where chapters begin in print: on the next page, or on the next right-hand one.",
        value=ValueType.CHOICE,
        choices=("page", "recto"),
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
        scope=Scope.BOOK,
    )
    running_heads: tuple[tuple[str, str], ...] = key(
        (),
        "What is at the head of left and of right pages.",
        value=ValueType.CHOICE,
        shape=Shape.MAPPING,
        choices=HEADS,
        members=("left", "right"),
        synonyms={"book": "title", "name": "author", "off": "none", "no": "none", "false": "none"},
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
        default_doc="`left: title`, `right: chapter`",
    )
    openings: Openings = key(  # noqa: RUF009  (a field)
        Openings(),
        "How chapters begin.",
        shape=Shape.GROUP,
        group=Openings,
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    initials: str = key(
        "none",
        "How the first letter of a chapter is set: three lines deep, raised above the first line, or as usual.",
        value=ValueType.CHOICE,
        choices=("none", "drop", "raised"),
        synonyms={"dropped": "drop", "raise": "raised", "no": "none", "false": "none", "off": "none"},
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    first_line: str = key(
        "plain",
        "How the first line of a chapter is set.",
        value=ValueType.CHOICE,
        choices=("plain", "small-caps"),
        synonyms={
            "none": "plain",
            "smallcaps": "small-caps",
            "small caps": "small-caps",
            "small-capitals": "small-caps",
        },
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    scene_breaks: str = key(
        "rule",
        "What separates scenes, where the text has `* * *`.",
        value=ValueType.CHOICE,
        choices=("rule", "asterisks", "ornament", "blank"),
        synonyms={"line": "rule", "stars": "asterisks", "asterisk": "asterisks", "space": "blank", "none": "blank"},
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    page_references: bool = key(
        False,
        "Whether cross-references in print also give the page.",
        value=ValueType.FLAG,
        is_octavo_only=True,
    )
    print_links: str = key(
        "footnote",
        "How print shows the URL of a link.",
        value=ValueType.CHOICE,
        choices=("footnote", "inline", "none"),
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    print_colours: str = key(
        "rgb",
        "The colours that the print shop asks for.",
        value=ValueType.CHOICE,
        choices=("rgb", "cmyk", "grey"),
        synonyms={"gray": "grey", "black": "grey", "bw": "grey"},
        is_octavo_only=True,
        rebuild=Rebuild.EDITIONS,
    )
    pdf_standard: tuple[str, ...] = key(
        ("ua-1",),
        "The standards that the PDF conforms to: PDF/UA, and PDF/A for archives.",
        value=ValueType.STANDARD,
        shape=Shape.WORDS,
        rebuild=Rebuild.EDITIONS,
    )
    """By the names of `standard.STANDARDS`."""
    reader: str = key("markdown", "Pandoc's reader, with extensions.", value=ValueType.READER)
    dialect: Dialect | None = key(  # noqa: RUF009  (a field)
        None,
        "How the Markdown of a book made for another tool is written.",
        shape=Shape.GROUP,
        group=Dialect,
        scope=Scope.BOOK,
    )
    """Paths in it are relative to the book's folder."""
    filters: tuple[str, ...] = key(
        (), "Lua filters in the publication's folder, in their order.", shape=Shape.LIST, is_path=True
    )
    glossary: Glossary = key(  # noqa: RUF009  (a field)
        Glossary(),
        "How the text refers to the glossary.",
        shape=Shape.GROUP,
        group=Glossary,
        scope=Scope.BOOK,
    )
    conformance: Conformance = key(  # noqa: RUF009  (a field)
        Conformance(),
        "What the publication claims about its accessibility.",
        shape=Shape.GROUP,
        group=Conformance,
    )
    limits: Limits = key(  # noqa: RUF009  (a field)
        Limits(), "The limits above which octavo refuses a file or stops.", shape=Shape.GROUP, group=Limits
    )
    rules: tuple[tuple[str, Severity | None], ...] = key(
        (),
        "The severity of rules, by id (`image.no-alt`) or by family (`text.*`).",
        value=ValueType.SEVERITY,
        shape=Shape.MAPPING,
        rebuild=Rebuild.NOTHING,
    )
    """Rule id, or `family.*`, and the severity wanted for it; None is off. Later ones override earlier ones."""

    @property
    def choices(self) -> frozenset[str]:
        """The names by which style sheets know what the author has chosen: `:root.initials-drop`."""
        openings = [("align", self.openings.align), ("from", self.openings.height)]
        return frozenset(
            {
                f"initials-{self.initials}",
                f"first-line-{self.first_line}",
                f"scene-breaks-{self.scene_breaks}",
                *(f"openings-{name}-{value}" for name, value in openings if value),
                *(f"running-heads-{side}-{shown}" for side, shown in self.running_heads),
            }
        )

    def of_text(self) -> Settings:
        """Return the settings that the text of a chapter depends on; the others have their defaults."""
        return only_text(self, Settings())

    def numbered(self, kind: str) -> str:
        """Return which of a kind are numbered: `all`, `labelled` or `none`."""
        return dict(self.numbers).get(kind, "labelled")

    def severity_of(self, rule: str, usual: Severity | None) -> Severity | None:
        """Return the severity that the author gives a rule, or `usual`."""
        names = (rule, f"{rule.partition('.')[0]}.*")
        return next((severity for name, severity in reversed(self.rules) if name in names), usual)


@dataclass(frozen=True, slots=True)
class RunOptions:
    """The options of one run. None of them changes what is in an edition."""

    formats: tuple[str, ...] | None = None
    output: Path = Path("output")
    name: str | None = None
    """The name of the editions; None takes that of the source."""
    jobs: int = 1
    use_cache: bool = True
    strict: bool = False
    verbose: bool = False
    layout: str | None = None
    """The layout by which folders are read; None detects it."""
    rules: tuple[tuple[str, Severity | None], ...] = ()
    """As in `Settings`, for this run; they override those."""
    required: tuple[str, ...] = ()
    """The validators that must be installed."""
    baseline: Path | None = None
    """The file with the findings to ignore."""
    external: bool = False
    """Whether links to other sites are checked on the web."""
    trusted: bool = True
    """Whether programs that come with a text are run: its Lua filters, and plug-ins."""
