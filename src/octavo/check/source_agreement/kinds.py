"""The kinds of characters in an author's file."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a character of a source text belongs to. The values are the names in the report."""

    PROSE = "prose"
    CODE = "code"
    FORMULA = "formula"
    ALT = "alt"
    ENTITY = "entity"
    """A character reference, such as `&eacute;`: what it stands for is prose."""
    ESCAPE = "escape"
    """A backslash with the sign that it protects."""
    MARK = "mark"
    """Signs within or around words that are not shown: `**R**eady`, `H~2~O`, backticks."""
    HEADER = "header"
    TITLE = "title"
    """A title or subtitle in the header of the file."""
    COMMENT = "comment"
    TAG = "tag"
    ATTRIBUTE = "attribute"
    """An attribute list, or the attributes of a tag, a div or a directive."""
    ADDRESS = "address"
    DEFINITION = "definition"
    """The definition of a link or an abbreviation."""
    LABEL = "label"
    """The label of a note or of a link."""
    INFO = "info string"
    CITATION = "citation"
    REFERENCE = "cross-reference"
    DIV = "div"
    DIRECTIVE = "directive"
    """What another tool replaces or runs: `{{…}}`, `{%…%}`, `!!! note`."""
    MARKER = "marker"
    """The number or bullet of a list's item."""
    EMOJI = "emoji"
    TEX = "TeX"
    """Commands of TeX that are not shown."""
    RAW = "raw"
    """Raw text for one format only."""
    SCRIPT = "script"
    DRAWING = "drawing"
    CELL = "cell"
    """Code that another tool runs."""
    OPTION = "cell option"
    HIDDEN = "hidden line"
    CONDITION = "condition"
    """Text for other formats than those of octavo."""


SHOWN = frozenset({Kind.PROSE, Kind.CODE, Kind.FORMULA, Kind.ALT, Kind.ENTITY})
"""The kinds whose words must be in the galley; the words of all others are accounted for, and counted."""
JOINING = frozenset({Kind.MARK, Kind.COMMENT, Kind.ATTRIBUTE, Kind.ADDRESS, Kind.RAW})
"""The kinds that do not part the words on their two sides."""
KINDS = tuple(Kind)
CODES = {kind: code for code, kind in enumerate(KINDS)}
"""The byte that each kind is noted by."""
