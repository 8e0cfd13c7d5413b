"""The Markdown of a book made for another tool: what its files switch on, and how it differs from octavo's."""

from __future__ import annotations

from dataclasses import dataclass

THEOREMS = {
    "thm": "theorem", "lem": "lemma", "cor": "corollary", "prp": "proposition", "cnj": "conjecture",
    "def": "definition", "exm": "example", "exr": "exercise", "hyp": "hypothesis", "alg": "algorithm",
}  # fmt: skip
"""The kinds of theorems in Quarto and bookdown, by the prefixes of their labels."""


@dataclass(frozen=True, slots=True)
class DialectTraits:
    """How a dialect's links, anchors and theorems differ from those of octavo's own Markdown."""

    directory_urls: bool = False
    """Whether the page of a chapter is a folder on the site (`one/`, not `one.html`), so that links start from it."""
    global_anchors: bool = False
    """Whether a link `#name` may lead to a name in any chapter, and not only in its own."""
    pages_by_id: bool = False
    """Whether a link `name.html` leads to whatever has the id `name`."""
    links_to_rules: bool = False
    """Whether a link `name` may lead to the rule with the id `r-name`."""
    theorems: bool = False
    """Whether divs can be theorems, lemmas and the like."""
    numbers_all_theorems: bool = False
    """Whether theorems without a label are numbered, too."""
    drops_unknown_variables: bool = False
    """Whether `{{ name }}` without a value vanishes from the text; otherwise it stays."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The Markdown of one book: the dialect, and what the files of the book switch on."""

    tool: str
    """The name of the dialect: `manuscript/dialects` has a module for each."""
    math: tuple[str, ...] = ()
    """How mathematics is written, if at all: `dollars` (`$x$`), `brackets` (`\\\\(x\\\\)`, as in mdBook), `double`
    (`$$x$$` in a line too, as in GitBook)."""
    smart: bool = True
    """Whether quotation marks, dots and hyphens become typographic."""
    autolink: bool = False
    """Whether a bare URL is a link."""
    extensions: tuple[str, ...] = ()
    """Names of the preprocessors, plug-ins and Markdown extensions that the book switches on."""
    variables: tuple[tuple[str, str], ...] = ()
    """Values for dotted names in texts (`{{ book.x }}`, `{{< var x >}}`, `{{< meta x >}}`)."""
    bases: tuple[str, ...] = ()
    """Folders in which included files are looked for after that of the chapter, relative to the root, in order."""
    home: str = "."
    """The folder of the site, relative to the root; paths that begin with a slash start from it."""
    labels: tuple[tuple[str, str], ...] = ()
    """The book's own words for numbered things, by `fig`, `tab`, `eq`, `thm` and so on."""
    cells: tuple[tuple[str, str], ...] = ()
    """The options of all cells of code (`echo`, `eval` …), unless a cell sets them."""
    scripts: tuple[str, ...] = ()
    """Scripts that the tool runs before each chapter; octavo reads the options of cells in them."""
    outputs: tuple[str, ...] = ()
    """Folders of the finished site, relative to `home`, which may contain pictures that cells have made."""
    macros: str = ""
    """The file with macros for TeX, relative to the root; empty without one."""
    hidden: tuple[tuple[str, str], ...] = ()
    """What a hidden line of code begins with, by language."""
    site: str = ""
    """The URL of the book's site, for links that leave the book; may be empty."""
    appended: tuple[str, ...] = ()
    """Files whose text is appended to every chapter, in the form of the dialect's includes."""
    config: str = ""
    """The name, in messages, of the file that says all this."""
    plugin: tuple[str, ...] = ()
    """The module of another package that prepares the texts, and that package's name and version; empty for octavo's
    own dialects. The table of layouts sets it, and never a text: the module's code is run."""

    def label(self, kind: str) -> str:
        """Return the book's own word for a kind of numbered things; empty without one."""
        own = dict(self.labels)
        short = {"figure": ("fig",), "table": ("tbl", "tab"), "equation": ("eq",), "listing": ("lst",)}
        names = short.get(kind) or tuple(key for key, value in THEOREMS.items() if value == kind)
        return next((own[name].strip() for name in names if name in own), "")
