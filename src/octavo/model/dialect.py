"""The Markdown of a book that was made for another tool: what its files switch on, and how it differs from octavo's."""

from __future__ import annotations

from dataclasses import dataclass

THEOREMS = {
    "thm": "theorem", "lem": "lemma", "cor": "corollary", "prp": "proposition", "cnj": "conjecture",
    "def": "definition", "exm": "example", "exr": "exercise", "hyp": "hypothesis", "alg": "algorithm",
}  # fmt: skip
"""What is numbered like a theorem in Quarto's books and bookdown's, by how its labels begin."""


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
    """The Markdown of one book: the tool it is written for, and what the book's own files switch on."""

    tool: str
    """The name of the dialect: `manuscript/dialects` has a module for each."""
    math: tuple[str, ...] = ()
    """How mathematics is written where there is any: `dollars` (`$x$`), `brackets` (`\\\\(x\\\\)`, as in mdBook),
    `double` (`$$x$$` in a line too, as in GitBook)."""
    smart: bool = True
    """Whether straight quotes, dots and hyphens are made typographic."""
    autolink: bool = False
    """Whether a bare address is a link."""
    extensions: tuple[str, ...] = ()
    """Names of the preprocessors, plug-ins and Markdown extensions that the book switches on, as it writes them."""
    variables: tuple[tuple[str, str], ...] = ()
    """Values that texts may ask for by a dotted name (`{{ book.x }}`, `{{< var x >}}`, `{{< meta x >}}`)."""
    bases: tuple[str, ...] = ()
    """Folders that includes are looked for in after the chapter's own, from the publication's root, in their order."""
    home: str = "."
    """The folder that paths which begin with a slash start from, and that the site is made of: from the root."""
    labels: tuple[tuple[str, str], ...] = ()
    """What the book calls what is numbered (`fig`, `tab`, `eq`, `thm` … and the word for it), where it says so."""
    cells: tuple[tuple[str, str], ...] = ()
    """What holds for every cell of code that does not say otherwise (`echo`, `eval` …), as the book writes it."""
    scripts: tuple[str, ...] = ()
    """Scripts that its tool runs before each chapter, as its own files name them: read for what they say of cells."""
    outputs: tuple[str, ...] = ()
    """Folders that the tool puts the finished site in, from `home`: pictures that cells have made may lie there."""
    macros: str = ""
    """The file that says what TeX's macros stand for, from the publication's root; empty where there is none."""
    hidden: tuple[tuple[str, str], ...] = ()
    """What a hidden line of code begins with, by language."""
    site: str = ""
    """The address of the book's site, which links that leave the book are put behind; empty where none is said."""
    appended: tuple[str, ...] = ()
    """Files whose text is put behind every chapter's, as the dialect's includes name them."""
    config: str = ""
    """How messages name the file that says all this."""
    plugin: tuple[str, ...] = ()
    """The module of another package that prepares the texts, and that package's name and version; empty for octavo's
    own dialects. The table of layouts sets it, and never a text: the module's code is run."""

    def label(self, kind: str) -> str:
        """What the book calls a kind of what is numbered; nothing where it does not say."""
        own = dict(self.labels)
        short = {"figure": ("fig",), "table": ("tbl", "tab"), "equation": ("eq",), "listing": ("lst",)}
        names = short.get(kind) or tuple(key for key, value in THEOREMS.items() if value == kind)
        return next((own[name].strip() for name in names if name in own), "")
