"""The errors of the YAML reader in plain words, at the place where an author would fix them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_QUOTES = "put the value in quotes"
_INDENT = "give the keys of one level the same indentation, in spaces"


@dataclass(frozen=True, slots=True)
class _ProblemPattern:
    """`pattern` matches ruamel's message, and its groups fill `message`; `opened` means the place where it began."""

    pattern: str
    message: str
    hint: str = ""
    opened: bool = False


_PATTERNS = (
    _ProblemPattern(
        r"found character '\\t'", "this line is indented with a tab, which YAML does not allow", "use spaces"
    ),
    _ProblemPattern(
        r"found character '(.+)' that cannot start", "a value cannot begin with {0} unless it is in quotes", _QUOTES
    ),
    _ProblemPattern(
        r"quoted scalar .*unexpected (?:end of stream|document separator)",
        "this quotation mark is never closed",
        opened=True,
    ),
    _ProblemPattern(
        r"could not find expected ':'",
        "this line is not a key with a value",
        "write it as 'key: value', or indent it to continue the line above",
        opened=True,
    ),
    _ProblemPattern(r"parsing a flow sequence", "this list is never closed", "end it with ]", opened=True),
    _ProblemPattern(r"parsing a flow mapping", "this mapping is never closed", "end it with }", opened=True),
    _ProblemPattern(
        r"undefined alias '(.*)'",
        "YAML reads *{0} as a reference to &{0}, which does not exist",
        f"{_QUOTES} if it is text",
    ),
    _ProblemPattern(
        r"unknown escape character '(.*)'",
        "\\{0} means nothing between double quotes",
        "write \\\\ for a backslash, or use single quotes",
    ),
    _ProblemPattern(
        r"sequence entries are not allowed", "a list cannot begin on the line of its key", "begin it on the next line"
    ),
    _ProblemPattern(r"unacceptable character #x0*([0-9a-f]+)", "the character U+{0} is not allowed here", "delete it"),
    _ProblemPattern(r"found another document", "a second YAML document begins here", "keep one, and delete the other"),
    _ProblemPattern(r"maximum (?:depth|recursion)", "lists and mappings are nested too deeply here"),
    _ProblemPattern(r"expected <block end>", "this line is not indented like any key above it", _INDENT),
    _ProblemPattern(r"chr\(\) arg", "a \\U escape names a character that does not exist"),
)


def explain(problem: Exception, text: str) -> tuple[int, str, str]:
    """Return where in `text` it went wrong, a sentence, and a hint."""
    mark = getattr(problem, "problem_mark", None)
    index = _index(mark, problem)
    words = " ".join(str(part) for part in _parts(problem) if part)
    if "mapping values are not allowed" in words:
        return _colon(text, index)
    if "expected <block end>" in words and text[:index].rstrip(" ").endswith(("'", '"')):
        return (
            index,
            "there is text after the closing quotation mark",
            "double a quotation mark that is part of the text",
        )
    for known in _PATTERNS:
        found = re.search(known.pattern, words, re.DOTALL)
        if found:
            opening = getattr(problem, "context_mark", None) if known.opened else None
            message = known.message.format(*(group.upper() if "#x" in found[0] else group for group in found.groups()))
            return _index(opening or mark, problem), message, known.hint
    return index, f"YAML cannot be read from here on ({' '.join(words.split())[:100] or 'no reason given'})", ""


def _parts(problem: Exception) -> list[Any]:
    marked = [getattr(problem, "context", None), getattr(problem, "problem", None)]
    return marked if any(marked) else [problem]


def _index(mark: Any, problem: Exception) -> int:
    if mark is not None:
        return int(mark.index)
    position = getattr(problem, "position", 0)
    return position if isinstance(position, int) else 0


def _colon(text: str, index: int) -> tuple[int, str, str]:
    """Return the same for the most frequent mistake: a colon in a title, or a line that should not be indented."""
    start = text.rfind("\n", 0, index) + 1
    key = re.match(r"[ -]*([\w-]+): +(?=\S)", text[start:index])
    if key is None:
        return start + len(text[start:]) - len(text[start:].lstrip(" ")), _TOO_DEEP, _INDENT
    value = text[start + key.end() :].split("\n", 1)[0].strip()
    quoted = f"'{value}'" if '"' in value else f'"{value}"'
    return start + key.end(), "a value with a colon and a space in it must be in quotes", f"write {key[1]}: {quoted}"


_TOO_DEEP = "this line is indented as if it belonged to the value above it"
