"""Where code and addresses break: code in blocks at marked places, in text after signs, in narrow cells not at all."""

from __future__ import annotations

import re

from lxml import etree

from octavo.model.html_elements import MONOSPACE, Element
from octavo.model.reading import classes
from octavo.press.pdf.tree import parent_of, text_of, texts

_LONG = 24
"""The length in characters above which a line of code may have to break, even in a narrow column."""
_SHORT = 24
"""The most characters of code that are kept on one line in a table cell."""
_WORD = 14
"""The length in characters up to which a word of code never breaks."""
_TAB = 4
"""Characters from one tab stop to the next, as on the screen (`tab-size` in screen.css)."""


_ADDRESS = re.compile(
    r"((?<![!-~])(?=[!-~]{15})[(<\[\"']*(?:[a-z][a-z0-9+.-]*:/|www\.|doi:|10\.\d{4,}/|[\w.+-]+@\w|(?:[\w.~-]*/){3})[!-~]*)"
)
"""A long word that is a URL, a DOI, an email address or a path."""


def expand_tabs(article: Element) -> None:
    """Turn tabs in blocks of code into spaces: a PDF shows no tab, and the words around one would run together."""
    for block in article.iter("pre"):
        if "\t" not in text_of(block):
            continue
        column = 0

        def expanded(text: str | None) -> str | None:
            nonlocal column
            done = ""
            for one in text or "":
                width = _TAB - column % _TAB if one == "\t" else 1
                done += " " * width if one == "\t" else one
                column = 0 if one == "\n" else column + width
            return done or None

        for event, element in etree.iterwalk(block, events=("start", "end")):
            if event == "start":
                element.text = expanded(element.text)
            elif element is not block:
                element.tail = expanded(element.tail)


def let_lines_break(article: Element) -> None:
    """Let long lines in blocks of code break at soft hyphens, which the styles show as a sign, and nowhere else."""
    for code in article.iter("code"):
        if parent_of(code).tag != "pre":
            continue
        lines = text_of(code).split("\n")
        if max(map(len, lines), default=0) <= _LONG:
            continue
        for holder, key in list(texts(code)):
            text = getattr(holder, key)
            setattr(holder, key, "\n".join(_with_breaks(line) for line in text.split("\n")))


def _with_breaks(line: str) -> str:
    line = line.replace("\t", "    ").replace(" ", "\u00a0")
    line = re.sub(r"([-/?!|])(?=[^\w\s])", "\\1\u2060", line)  # prose may break here, without a sign
    return re.sub(r"(?<=[^\w\s])(?=\w)|(?<=\u00a0)(?=[^\u00a0])|(?<=\w{8})(?=\w)", "\u00ad", line)


def let_words_break(article: Element) -> None:
    """Let code in running text break at its spaces, and a long word of it after signs, or a line would be stretched.

    Code of several words breaks within a word only where that is very long.
    """
    for code in article.iter("code"):
        holder = parent_of(code)
        if holder.tag == "pre":
            continue
        in_table = any(True for _ in code.iterancestors("table"))
        longest = _WORD if " " not in text_of(code).strip() else _SHORT
        for element, key in list(texts(code)):
            text = getattr(element, key)
            pieces = re.split(r"(\s+)", text)
            setattr(element, key, "".join(_word_of_code(piece, longest, in_table) for piece in pieces))


def _word_of_code(word: str, longest: int, in_table: bool) -> str:
    """Join what prose would break, such as an option and its dashes; let a long word break after signs."""
    if len(word) > longest and not in_table:
        word = re.sub(r"(?<=\w{2}[(,./_=\\-])(?=\w{3})|(?<=::)(?=\w{3})", "\u00ad", word)
        return re.sub(r"(?<=[-/?!|])(?=[^\s\u00ad])", "\u2060", word)
    return re.sub(r"(?<=[-/?!|])(?=\S)", "\u2060", word) if len(word) <= longest else word


def let_addresses_break(article: Element) -> None:
    """Let URLs, email addresses and paths break after their signs, never with a hyphen.

    Those that are the text of a link are marked in the galley; others are marked here.
    """
    for element, key in [*texts(article)]:
        holder = element if key == "text" else parent_of(element)
        around = [holder, *holder.iterancestors()]
        if any(each.tag in MONOSPACE or "address" in classes(each) for each in around):
            continue
        text = str(getattr(element, key))
        if any({"uri", "email"} & {*classes(each)} for each in around):
            setattr(element, key, _address_with_breaks(text))
        elif any(len(word) > _WORD for word in text.split()):
            _mark_addresses(element, key, text)


def _mark_addresses(element: Element, key: str, text: str) -> None:
    """Put each address in a text into an element of its own."""
    pieces = _ADDRESS.split(text)
    if len(pieces) == 1:
        return
    setattr(element, key, pieces[0])
    holder, at = (element, 0) if key == "text" else (parent_of(element), parent_of(element).index(element) + 1)
    for number, (address, after) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True)):
        made = etree.Element("span", {"class": "uri"})
        made.text, made.tail = _address_with_breaks(address), after
        holder.insert(at + number, made)


def _address_with_breaks(text: str) -> str:
    return re.sub(r"(?<=[/.?&=_#,;:%@+~-])(?=[^\s/.?&=_#,;:%@+~-])", "\u00ad", text)


def keep_cells_whole(article: Element) -> None:
    """Keep a few words of code in a table cell on one line: columns become as narrow as their texts can be broken."""
    for cell in article.iter("td", "th"):
        for code in cell.iter("code"):
            text = code.text or ""
            if not len(code) and len(text) <= _SHORT:
                code.text = text.replace(" ", "\u00a0")
