"""Markdown with parts of it blanked out, each by as many characters, so that offsets stay true."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPAN = r"(?<![`\\])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n)[\s\S])+?(?<!`)(?P=ticks)(?!`)"
_CODE_SPAN = re.compile(_SPAN)
_COMMENT = re.compile(rf"{_SPAN}|<!--[\s\S]*?-->")
_FENCE = re.compile(r"(?:[ \t>]|(?:[-*+]|\d+[.)])(?=[ \t]))*+(`{3,}|~{3,})(.*)")
_LIST_LIKE = re.compile(r" {0,3}(?:[-*+]|\(?[#\w]{1,4}[.)]|\(?@\w*\)|\[\^[^\]]+\]:|[:~])(?:[ \t]|$)")
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
    """The text with comments and the insides of code blocks blanked; the fences stay, for what they may carry."""
    text = "\n".join(_lines(text.split("\n")))
    return _COMMENT.sub(_blank_but_code, text) if "<!--" in text else text


def without_code_spans(text: str) -> str:
    """The text with code within lines blanked."""
    return _CODE_SPAN.sub(_blank, text)


def without_markup(text: str) -> str:
    """The text with all blanked that a reader does not meet as words: addresses, attributes, tags, labels."""
    return _SILENT.sub(_blank_but_code, text)


def brackets(text: str) -> Iterator[tuple[int, int, bool]]:
    """The pairs of brackets in order: start, end, and whether it is a picture's; none goes beyond its paragraph."""
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
    """The label of a reference, as labels are compared."""
    return " ".join(text.casefold().split())


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _blank_but_code(found: re.Match[str]) -> str:
    return found[0] if found["ticks"] else _blank(found)


def _lines(lines: list[str]) -> Iterator[str]:
    fence, indented, in_list, blank = "", False, False, True
    for line in lines:
        found = _FENCE.match(line)
        if fence:
            closed = found and found[1].startswith(fence) and not found[2].strip()
            fence = "" if closed else fence
            yield line if closed else " " * len(line)
            continue
        if found and not (found[1][0] == "`" and "`" in found[2]):
            fence, indented = found[1], False
            yield line
            continue
        if line.strip():
            deep = line.startswith(("    ", "\t"))
            indented = deep and (indented or (blank and not in_list))
            in_list = in_list if deep else bool(_LIST_LIKE.match(line)) or (in_list and not blank)
        blank = not line.strip()
        yield " " * len(line) if indented else line
