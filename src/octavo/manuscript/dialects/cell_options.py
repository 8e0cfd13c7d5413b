"""The options of a cell of knitr or Quarto, which are in its braces and in the comments at its beginning."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from octavo.manuscript.dialects.lines import Fence, SourceLine
from octavo.manuscript.dialects.r_code import is_closed, split_arguments, unquote

_CELL = re.compile(r"\{\s*(?P<engine>[A-Za-z][\w+-]*)\s*(?:[,\s]\s*(?P<rest>.*?))?\s*\}")


_OPTION = re.compile(r"[ \t]*(?:#|//|--|%%?)\|[ \t]?(.*)$")


_KEY = re.compile(r"([\w.-]+)[ \t]*:(?:[ \t]+(.*)|)$")


_FALSE = {"false", "f", "no"}


@dataclass
class Cell:
    """A cell: its options have the names of Quarto (`fig-cap`); values that R would compute are source code."""

    engine: str
    label: str = ""
    options: dict[str, str] = field(default_factory=dict)
    body: tuple[SourceLine, ...] = ()

    def is_false(self, name: str) -> bool:
        """Return whether an option is switched off."""
        return self.options.get(name, "").strip().lower() in _FALSE


def parse_cell(fence: Fence) -> Cell | None:
    """Return the cell that a block of code is; None where the tool would only show the block."""
    if not fence.info.startswith("{") or (found := _CELL.fullmatch(fence.info)) is None:
        return None
    options, start = _leading_options(fence.body)
    options = {**_arguments(found["rest"] or ""), **options}
    return Cell(found["engine"], options.get("label", ""), options, trim(fence.body[start:]))


def _arguments(text: str) -> dict[str, str]:
    """Return options in the form of arguments, `label, key = value`, by the names of Quarto."""
    options: dict[str, str] = {}
    for row, each in enumerate(split_arguments(text)):
        key, equals, value = each.partition("=")
        if equals and re.fullmatch(r"\s*[\w.-]+\s*", key):
            options[_name(key.strip())] = " ".join(unquote(value.strip()).split())
        elif row == 0 and each.strip():
            options["label"] = unquote(each.strip())
    return options


def _name(key: str) -> str:
    return key.replace(".", "-").replace("_", "-")


def _leading_options(body: Sequence[SourceLine]) -> tuple[dict[str, str], int]:
    """Return the options in the first lines of a cell, and the row in which its code begins.

    They are YAML, or in knitr's older form the arguments that could also be in the braces, over several lines.
    """
    options: dict[str, str] = {}
    key = ""
    first_lines = list(itertools.takewhile(bool, (_OPTION.match(line.text) for line in body)))
    texts = [found[1] for found in first_lines if found is not None]
    if texts and not any(_KEY.match(text) for text in texts[:1]) and not texts[0].strip().startswith("- "):
        return _arguments(_join_arguments(texts)), len(first_lines)
    for option in filter(None, first_lines):
        if (found := _KEY.match(option[1])) is not None:
            key = _name(found[1])
            value = (found[2] or "").strip()
            options[key] = "" if re.fullmatch(r"[|>][+-]?", value) else value
        elif key and option[1].strip():
            options[key] = f"{options[key]}\n{option[1].strip()}" if options[key] else option[1].strip()
    return {name: yaml_scalar(value) for name, value in options.items()}, len(first_lines)


def _join_arguments(lines: Sequence[str]) -> str:
    """Return arguments over several lines as one text; the comma between two of them may be missing."""
    text = ""
    for line in lines:
        is_next = re.match(r"\s*[\w.-]+\s*=(?!=)", line) and is_closed(text)
        text += (", " if is_next and text.strip() and not text.rstrip().endswith(",") else " ") + line
    return text


def yaml_scalar(value: str) -> str:
    """Return the text of a scalar in YAML."""
    value = re.sub(r"^!expr\s+", "", value)
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1].replace("\n", " "))
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'").replace("\n", " ")
    return value if value.startswith("-") or "\n-" in value else " ".join(value.split())


def trim(body: tuple[SourceLine, ...]) -> tuple[SourceLine, ...]:
    """Return the lines without empty ones at either end."""
    rows = [row for row, line in enumerate(body) if line.text.strip()]
    return body[rows[0] : rows[-1] + 1] if rows else ()


def entries(text: str) -> list[str]:
    """Return the entries of a list in YAML or R; any other text is its only entry."""
    if text.startswith("-"):
        parts = [re.sub(r"^-\s*", "", each) for each in re.split(r"\n(?=-)", text)]
        return [yaml_scalar(each) for each in parts]
    if rows := re.fullmatch(r"c\((.*)\)", text.strip(), re.DOTALL):
        return [unquote(each.strip()) for each in split_arguments(rows[1])]
    if rows := re.fullmatch(r"\[(.*)\]", text.strip(), re.DOTALL):
        return [unquote(each.strip()) for each in split_arguments(rows[1])]
    return [text] if text else []


def captions(text: str) -> list[str]:
    """Return the captions of a cell: several where they are a list, and not merely a text in brackets."""
    is_list = re.match(r"-\s|c\(|\[\s*[\"']", text.strip())
    return (entries(text) if is_list else [text]) or [""]
