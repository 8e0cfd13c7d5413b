"""The class names of a galley: the vocabulary that the manuscript writes and that presses, checks and styles read.

docs/architecture.md ("The shape of a galley") shows each in its place. Names that only one press uses are its own.
"""

from __future__ import annotations

# The galley and its first child
GALLEY = "galley"
"""The article that a chapter becomes."""
TITLE_BLOCK = "title-block"
"""The header with the title of the publication."""
LOGO = "logo"
"""The paragraph with the publisher's or the author's logo."""
TITLE = "title"
"""The title of the publication."""
SUBTITLE = "subtitle"
"""The subtitle of the publication or of a chapter."""
AUTHORS = "authors"
"""The line that names the authors."""
CONTRIBUTORS = "contributors"
"""A line that names the people of one other role."""
PUBLISHER = "publisher"
"""The line that names the publisher."""
DATE = "date"
"""The line with the date."""
ABSTRACT = "abstract"
"""The abstract."""
THANKS = "thanks"
"""The thanks of the author."""
HERO = "hero"
"""The figure with the picture that the title page shows."""
OPENING = "opening"
"""The header with the title of a chapter."""
COPYRIGHT = "copyright"
"""The section of a copyright page."""
DEDICATION = "dedication"
"""The section of a dedication."""
EPIGRAPH = "epigraph"
"""The section of an epigraph."""
WORK = "work"
"""The title of the publication on its copyright page."""
RIGHTS = "rights"
"""The line about rights on the copyright page."""
IDENTIFIER = "identifier"
"""The line with the ISBN or another identifier on the copyright page."""

# Sections and headings
LEVEL = "level"
"""With a number behind it (`level2`): a section whose heading has that level."""
UNNUMBERED = "unnumbered"
"""A heading, or its section, that has no number."""
NUMBER = "number"
"""The number in a heading."""

# Pages
PAGE_BREAK = "page-break"
"""An empty element at which a page ends."""
BREAK_BEFORE = "break-before"
"""An element that begins a page."""
BREAK_AFTER = "break-after"
"""An element that ends a page."""

# Notes
NOTES = "notes"
"""The section of the notes of a chapter."""
NOTE = "note"
"""A note in that section (`li`), or a box of that kind (`div`)."""
NOTE_REF = "note-ref"
"""A reference to a note."""
NOTE_BACK = "note-back"
"""The link from a note back to its reference."""

# Pictures, tables, listings, equations
PICTURE = "picture"
"""A paragraph that is nothing but a picture."""
UNDESCRIBED = "undescribed"
"""A picture without alt text that is not marked as decoration."""
MISSING_IMAGE = "missing-image"
"""The alt text in place of a picture that does not exist."""
GROUP = "group"
"""A figure that holds figures."""
ROW = "row"
"""The figures of a group."""
LISTING = "listing"
"""A figure that holds code."""
EQUATION = "equation"
"""A displayed formula with a number."""
EQUATION_NUMBER = "equation-number"
"""The number of an equation."""
CONTINUED = "continued"
"""The rest of a paragraph that an equation divides."""
LABEL = "label"
"""The number that a caption begins with."""
ABSENT = "absent"
"""The text in place of a result that the author's tool has not computed."""

# Code and mathematics
CODE = "code"
"""A block of code; its other class is the language."""
CODE_TITLE = "code-title"
"""The name of a block of code."""
CODE_NOTE = "code-note"
"""What is said of a block of code, such as that it does not compile."""
MARKED = "marked"
"""A line of code that the author marks."""
TEX = "tex"
"""Mathematics shown as its TeX, because it cannot be parsed."""

# Boxes
TIP = "tip"
"""A box of that kind."""
IMPORTANT = "important"
"""A box of that kind."""
WARNING = "warning"
"""A box of that kind."""
CAUTION = "caution"
"""A box of that kind."""
UNTITLED = "untitled"
"""A box without a title."""
BOX_TITLE = "box-title"
"""The title of a box, of a theorem or of a tab."""
TAB = "tab"
"""One of several alternatives, which follow one another."""

ASIDE = "aside"
"""What is said next to the text: a box, or words within a paragraph that are set apart from it."""

# Lines and lists
LINE_BLOCK = "line-block"
"""Lines that are kept as the author broke them, such as verse."""
TASK_LIST = "task-list"
"""A list of tasks."""
TASK = "task"
"""The box in front of a task."""
DONE = "done"
"""A task that is done."""
OPEN = "open"
"""A task that is not done yet."""
RULE = "rule"
"""The paragraph with the name of a rule of a grammar."""
RULE_NAME = "rule-name"
"""The name of a rule of a grammar."""
OVER = "over"
"""The name of a rule that a heading follows."""

# References
XREF = "xref"
"""A cross-reference."""
PAGED = "paged"
"""A cross-reference to which print adds the page."""
URI = "uri"
"""A link whose text is a URL, an email address or a path."""
CITATION = "citation"
"""A citation."""
REFERENCES = "references"
"""The bibliography."""
CSL_ENTRY = "csl-entry"
"""An entry of the bibliography."""
INDEX = "index"
"""The index."""
INDEX_MARK = "index-mark"
"""A place that the index refers to."""
GLOSSARY = "glossary"
"""A list of terms."""

# Language
DOTTED = "dotted"
"""Emphasis in a script that marks it with dots (Chinese, Japanese)."""
UPRIGHT = "upright"
"""Emphasis in a script that has no italics (Korean, Hebrew, Arabic)."""

# Accessibility
ACCESSIBILITY = "accessibility"
"""The section of the accessibility statement."""
STATEMENT = "statement"
"""The sentences of the accessibility statement."""
CONFORMS = "conforms"
"""A statement that claims conformance."""

# What is not the author's text
APPARATUS = "apparatus"
"""What octavo adds to the author's text (contents, permalinks, printed URLs): it is not counted as text."""

TOKENS = frozenset({
    "al", "an", "at", "bn", "bu", "cf", "ch", "cn", "co", "cv", "do", "dt", "dv", "er", "ex", "fl", "fu", "im", "in",
    "kw", "op", "ot", "pp", "re", "sc", "ss", "st", "va", "vs", "wa",
})  # fmt: skip
"""The classes that Pandoc's highlighter (skylighting) gives to pieces of code."""
OF_PANDOC = frozenset({
    "csl-bib-body", "csl-block", "csl-indent", "csl-left-margin", "csl-right-inline", "email", "example",
    "hanging-indent", "nocase", "smallcaps", "underline",
})  # fmt: skip
"""The other classes that Pandoc gives, and octavo keeps."""
