"""Where code breaks: in blocks at marked places, in running text after its signs, in narrow table cells not at all."""

from __future__ import annotations

import re

from lxml import etree

from octavo.model.html_elements import Element
from octavo.press.pdf.tree import parent_of, text_of, texts

_LONG = 24
"""The length in characters above which a line of code may have to break, even in a narrow column."""
_SHORT = 24
"""The most characters of code that are kept on one line in a table cell."""
_WORD = 14
"""The length in characters up to which a word of code never breaks."""
_TAB = 4
"""Characters from one tab stop to the next, as on the screen (`tab-size` in screen.css)."""


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
    """Let a long word of code in running text break after its signs, or the line before it would be stretched."""
    for code in article.iter("code"):
        holder = parent_of(code)
        if holder.tag == "pre" or any(True for _ in code.iterancestors("table")):
            continue
        for element, key in list(texts(code)):
            text = getattr(element, key)
            if any(len(word) > _WORD for word in text.split()):
                setattr(element, key, re.sub(r"\S+", _word_with_breaks, text))


def _word_with_breaks(found: re.Match[str]) -> str:
    word = found[0]
    return word if len(word) <= _WORD else re.sub(r"(?<=\w{2}[(,./_=\\-])(?=\w{3})|(?<=::)(?=\w{3})", "\u00ad", word)


def keep_cells_whole(article: Element) -> None:
    """Keep a few words of code in a table cell on one line: columns become as narrow as their texts can be broken."""
    for cell in article.iter("td", "th"):
        for code in cell.iter("code"):
            text = code.text or ""
            if not len(code) and len(text) <= _SHORT:
                code.text = text.replace(" ", "\u00a0")
