"""The HTML elements that octavo tells apart, and the type of an element.

Each set is one fact of the HTML standard (html.spec.whatwg.org), and holds only elements that a galley or an edition
can have. Names are without a namespace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

Element: TypeAlias = "_Element"
"""An element of an lxml tree."""

MATHML = "http://www.w3.org/1998/Math/MathML"
"""The namespace of MathML, the only one in a galley."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
"""Headings: HTML, section 4.3.6."""

BLOCKS = HEADINGS | {
    "address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
"""Elements that are laid out as blocks or as parts of a table: HTML, sections 15.3.3 and 15.3.8 to 15.3.10."""

PHRASING = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img", "input", "ins", "kbd",
    "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
    "wbr",
})  # fmt: skip
"""Elements that occur in a line of text: HTML, section 3.2.5.2.5, with the parts of a ruby annotation (4.5.10)."""

INLINE = PHRASING - {"br"}
"""Phrasing elements that do not end a line: the text in front of one and the text behind it may be one word."""

WORD_BREAKS = BLOCKS | {"br"}
"""Elements that end a word: text in front of one and text behind it are never one word."""

VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
"""Elements without content and without an end tag: HTML, section 13.1.2."""

HOLDS_FLOW = frozenset({
    "article", "aside", "blockquote", "dd", "details", "div", "figcaption", "figure", "li", "section", "td",
    "th",
})  # fmt: skip
"""Elements that may have blocks and bare text side by side in them (flow content): HTML, section 3.2.5.2.2."""

SILENT = frozenset({"colgroup", "head", "nav", "script", "style", "svg", "template", "title"})
"""Elements whose text is not part of the text that a reader reads: metadata (HTML, section 3.2.5.2.1), scripts,
pictures, and navigation, which octavo makes."""

ITALIC = frozenset({"cite", "dfn", "em", "i", "var"})
"""Phrasing elements in italics: HTML, section 15.3.4."""

MONOSPACE = frozenset({"code", "kbd", "pre", "samp", "tt"})
"""Elements in a monospaced font: HTML, sections 15.3.3 and 15.3.4."""
FLAGS = frozenset({
    "allowfullscreen", "async", "autofocus", "autoplay", "checked", "controls", "default", "defer", "disabled",
    "download", "formnovalidate", "hidden", "inert", "ismap", "itemscope", "loop", "markdown", "multiple", "muted",
    "nomodule", "novalidate", "open", "playsinline", "popover", "readonly", "required", "reversed", "selected",
})  # fmt: skip
"""Attributes that need no value; `markdown` is that of Markdown Extra."""
