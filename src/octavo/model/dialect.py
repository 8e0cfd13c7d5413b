"""The Markdown of a book made for another tool: what its files switch on, and how it differs from octavo's."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.model.keys import Shape, ValueType, key, required

THEOREMS = {
    "thm": "theorem", "lem": "lemma", "cor": "corollary", "prp": "proposition", "cnj": "conjecture",
    "def": "definition", "exm": "example", "exr": "exercise", "hyp": "hypothesis", "alg": "algorithm",
}  # fmt: skip
"""The kinds of theorems in Quarto and bookdown, by the prefixes of their labels."""


@dataclass(frozen=True, slots=True)
class SourceHints:
    """What has to be known of a dialect to say which words of a text are shown, without reading it as octavo does."""

    hidden: tuple[tuple[str, str], ...] = ()
    """What a hidden line of code begins with, by language; a sign with a space behind it may also end the line."""
    runs_cells: bool = False
    """Whether blocks and pieces of code with the name of a language in braces are run, and perhaps not shown."""
    has_templates: bool = False
    """Whether text between `{% if … %}` and `{% endif %}` is perhaps not shown."""
    shown_formats: tuple[str, ...] = ()
    """Where text can be for some formats only (`content-visible`, `content-hidden`): the formats that are shown."""


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
    hints: SourceHints = SourceHints()
    """What is left out of its texts."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The Markdown of one book: the dialect, and what the files of the book switch on."""

    tool: str = required("The tool that the book was made for.", value=ValueType.DIALECT)
    math: tuple[str, ...] = key((), "How mathematics is written: `dollars`, `brackets`, `double`.", shape=Shape.WORDS)
    """`dollars` (`$x$`), `brackets` (`\\\\(x\\\\)`, as in mdBook), `double` (`$$x$$` in a line too, as in GitBook)."""
    smart: bool = key(True, "Whether straight quotes, dots and hyphens are made typographic.", value=ValueType.FLAG)
    autolink: bool = key(False, "Whether a bare URL is a link.", value=ValueType.FLAG)
    extensions: tuple[str, ...] = key(
        (), "The preprocessors, plug-ins and Markdown extensions that the book switches on.", shape=Shape.LIST
    )
    """As the book writes their names."""
    variables: tuple[tuple[str, str], ...] = key(
        (), "Values that texts use by name.", value=ValueType.WORD, shape=Shape.MAPPING
    )
    """By a dotted name (`{{ book.x }}`, `{{< var x >}}`, `{{< meta x >}}`)."""
    bases: tuple[str, ...] = key(
        (), "More folders in which included files are looked for.", shape=Shape.LIST, is_path=True
    )
    """After the chapter's own folder, in their order; from the publication's root."""
    home: str = key(".", "The folder from which paths that begin with a slash start.", is_path=True)
    """The folder that the site is made of, from the publication's root."""
    labels: tuple[tuple[str, str], ...] = key(
        (),
        "The book's words for figures (`fig`), tables (`tab`) and other numbered things.",
        value=ValueType.WORD,
        shape=Shape.MAPPING,
    )
    cells: tuple[tuple[str, str], ...] = key(
        (), "The defaults of every code cell (`echo`, `eval` …).", value=ValueType.WORD, shape=Shape.MAPPING
    )
    """As the book writes them."""
    scripts: tuple[str, ...] = key(
        (), "Scripts that set the defaults of code cells; they are read, not run.", shape=Shape.LIST
    )
    """Those that its tool runs before each chapter, as its own files name them."""
    outputs: tuple[str, ...] = key(
        (), "Folders of the finished site, in which the results of cells may be.", shape=Shape.LIST
    )
    """From `home`."""
    macros: str = key("", "The file that defines macros of TeX.", is_path=True)
    """From the publication's root."""
    hidden: tuple[tuple[str, str], ...] = key(
        (), "What a hidden line of code begins with, by language.", value=ValueType.WORD, shape=Shape.MAPPING
    )
    site: str = key("", "The URL of the book's site, for links that leave the book.")
    """Such links are appended to it."""
    appended: tuple[str, ...] = key((), "Files whose text is appended to every chapter.", shape=Shape.LIST)
    """As the dialect's includes name them."""
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
