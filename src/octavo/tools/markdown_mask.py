"""Markdown with parts of it replaced by spaces, so that all offsets stay the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from octavo.tools.markdown_scan import IndentedCode, code_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPAN = r"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)"
_CODE_SPAN = re.compile(_SPAN)
_COMMENT = re.compile(rf"{_SPAN}|<!--[\s\S]*?-->")
_TOKEN = re.compile(r"\\.|!\[|\[|\]|\n[ \t]*(?=\n)")

_SILENT = re.compile(
    rf"""{_SPAN}  # kept, as its words are read
    |<!--[\s\S]*?-->
    |(?<=\])\((?:<[^>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*\)  # where a link goes
    |(?<=\])\[[^\]\n]*\]                          # the label of a reference
    |\[\^[^\]\n]+\]:?                             # the call of a note
    |^[ ]{{0,3}}\[[^\]\n]+\]:[ \t]*\S+.*$           # the definition of a link
    |\{{[\#.:=%!-][^{{}}\n]*\}}|\{{\w+=[^{{}}\n]*\}}       # attributes
    |^[ \t>]*(?:\d+[.)]|:::+.*$)                  # the number of an item; a fence of a div
    |</?[A-Za-z][^<>]*>                           # tags
    |\$\$(?:(?!\n[ \t]*\n)[^$])+\$\$|(?<![\\$])\$(?=\S)[^$\n]*?\S\$(?!\d)  # mathematics
    |&[A-Za-z]+;|&\#\w+;""",
    re.VERBOSE | re.MULTILINE,
)


def without_code(text: str) -> str:
    """Blank comments and the insides of code blocks; the fences stay, as they can have attributes."""
    text = "\n".join(_without_code(text.split("\n")))
    if "<!--" not in text or "-->" not in text:
        return text
    last = text.find("\n\n", text.rfind("-->"))  # beyond it, each mark of a comment would be sought to the end
    head, rest = (text, "") if last < 0 else (text[:last], text[last:])
    return _COMMENT.sub(_blank_but_code, head) + rest


def without_code_spans(text: str, filler: str = " ") -> str:
    """Blank code within lines, or put another character in its place."""
    return _CODE_SPAN.sub(lambda found: re.sub(r"[^\n]", filler, found[0]), text)


def without_markup(text: str) -> str:
    """Blank everything that a reader does not see as words: URLs, attributes, tags, labels."""
    return _SILENT.sub(_blank_but_code, text)


def brackets(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the pairs of brackets in order: start, end, and whether it is a picture. None crosses a paragraph."""
    pairs: list[tuple[int, int, bool]] = []
    opened: list[tuple[int, bool]] = []
    for token in _TOKEN.finditer(text):
        if token[0].startswith("\n"):
            opened.clear()
        elif token[0].endswith("["):
            if not token[0].startswith("\\"):
                opened.append((token.start(), token[0] == "!["))
        elif token[0] == "]" and opened:
            start, is_image = opened.pop()
            pairs.append((start, token.end(), is_image))
    return iter(sorted(pairs))


def label(text: str) -> str:
    """Normalize the label of a reference for comparison."""
    return " ".join(text.casefold().split())


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _blank_but_code(found: re.Match[str]) -> str:
    return found[0] if found["ticks"] else _blank(found)


def _without_code(lines: list[str]) -> Iterator[str]:
    """Yield the lines with the insides of fenced blocks, and indented code, blanked."""
    kind = {}
    for block in code_blocks(lines):
        kind.update(dict.fromkeys(block.rows, "fence") | dict.fromkeys(block.code, "code"))
    indented = IndentedCode()
    for row, line in enumerate(lines):
        if row in kind:
            if kind[row] == "fence":
                indented.has(line)
            indented.end_block()
            yield line if kind[row] == "fence" else " " * len(line)
        else:
            yield " " * len(line) if indented.has(line) else line
