r"""Formulas in TeX's own brackets, written in dollars for Pandoc: `\( … \)`, `\[ … \]`, also with two backslashes.

In Markdown a backslash before a bracket only says that the bracket is text. So a pair counts as a formula if what is
in it looks like one.
"""

from __future__ import annotations

import re

from octavo.tools.markdown_mask import without_code, without_code_spans

_PAIR = re.compile(
    r"(?<!\\)(?P<slash>\\\\?)(?:\((?P<inline>(?:(?!\n[ \t>]*\n)[^$])+?)(?P=slash)\)"
    r"|\[(?P<display>(?:(?!\n[ \t>]*\n)[^$])+?)(?P=slash)\])"
)
_CERTAIN = re.compile(r"\\[A-Za-z]+|[\^_]\s*[{\\A-Za-z0-9+*-]|[=<>≤≥≈∈→]")
_LIKELY = re.compile(r"\s*(?:[A-Za-z]'*|\d+(?:\.\d+)?|[A-Za-z0-9]\s*[-+*/,]\s*[A-Za-z0-9]|[A-Za-z]\([A-Za-z]\))\s*")
_WORDS = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{3,}(?![A-Za-z}(])\s+(?<![\\A-Za-z])[A-Za-z]{3,}(?![A-Za-z])")
_TEXT = re.compile(r"\\(?:text|mathrm|operatorname|mbox|textrm|label|tag|ref|eqref)\*?\s*\{[^{}]*\}")


def write_dollars(text: str) -> str:
    """Return a text with its formulas in dollars; every line keeps its number."""
    if "\\(" not in text and "\\[" not in text:
        return text
    masked = without_code_spans(without_code(text))
    pairs = list(_PAIR.finditer(masked))
    certain = [bool(_CERTAIN.search(_inside(found))) and not _has_words(_inside(found)) for found in pairs]
    out, at = [], 0
    for found, is_certain in zip(pairs, certain, strict=True):
        is_link = text[found.end() : found.end() + 1] in ("(", "[", ":") and found["display"] is not None
        likely = any(certain) and found["inline"] is not None and _LIKELY.fullmatch(_inside(found))
        if is_link or not (is_certain or likely):
            continue
        mark = "$" if found["display"] is None else "$$"
        group = "inline" if found["display"] is None else "display"
        inside = text[found.start(group) : found.end(group)]
        out += [text[at : found.start()], mark, inside if mark == "$$" else _trim(inside), mark]
        at = found.end()
    return "".join([*out, text[at:]]) if out else text


def _inside(found: re.Match[str]) -> str:
    return found["inline"] if found["display"] is None else found["display"]


def _has_words(inside: str) -> bool:
    """Tell whether there is a phrase in it, as in `\\[see the note = above\\]`."""
    return bool(_WORDS.search(_TEXT.sub("", inside)))


def _trim(inside: str) -> str:
    """Return a formula without the space at its ends, where dollars allow none, but with all its lines."""
    bare = inside.strip()
    return bare + "\n" * (inside.count("\n") - bare.count("\n"))
