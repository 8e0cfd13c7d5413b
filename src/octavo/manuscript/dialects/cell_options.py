"""The options of a cell of knitr or Quarto: in its braces, and in the comments that it begins with."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from octavo.manuscript.dialects.lines import Fence, SourceLine
from octavo.manuscript.dialects.r_code import split_arguments, unquote

_CELL = re.compile(r"\{\s*(?P<engine>[A-Za-z][\w+-]*)\s*(?:[,\s]\s*(?P<rest>.*?))?\s*\}")


_OPTION = re.compile(r"[ \t]*(?:#|//|--|%%?)\|[ \t]?(.*)$")


_KEY = re.compile(r"([\w.-]+)[ \t]*:(?:[ \t]+(.*)|)$")


_FALSE = {"false", "f", "no"}


@dataclass
class Cell:
    """What a cell says: its options by Quarto's names (`fig-cap`), values plain; computed ones as they are written."""

    engine: str
    label: str = ""
    options: dict[str, str] = field(default_factory=dict)
    body: tuple[SourceLine, ...] = ()

    def is_false(self, name: str) -> bool:
        """Whether an option is switched off."""
        return self.options.get(name, "").strip().lower() in _FALSE


def parse_cell(fence: Fence) -> Cell | None:
    """The parse_cell that a block of code is; None where it is only shown."""
    if not fence.info.startswith("{") or (found := _CELL.fullmatch(fence.info)) is None:
        return None
    made = Cell(found["engine"], body=fence.body)
    for row, each in enumerate(split_arguments(found["rest"] or "")):
        key, equals, value = each.partition("=")
        if equals and re.fullmatch(r"\s*[\w.-]+\s*", key):
            made.options[key.strip().replace(".", "-").replace("_", "-")] = unquote(value.strip())
        elif row == 0:
            made.label = unquote(each.strip())
    said, start = _leading_options(fence.body)
    made.options.update(said)
    made.body = trim(fence.body[start:])
    made.label = made.options.get("label", made.label)
    return made


def _leading_options(body: Sequence[SourceLine]) -> tuple[dict[str, str], int]:
    """The options in a parse_cell's first lines, and where its code begins."""
    said: dict[str, str] = {}
    key = ""
    options = list(itertools.takewhile(bool, (_OPTION.match(line.text) for line in body)))
    for option in filter(None, options):
        if (found := _KEY.match(option[1])) is not None:
            key = found[1].replace(".", "-").replace("_", "-")
            value = (found[2] or "").strip()
            said[key] = "" if re.fullmatch(r"[|>][+-]?", value) else value
        elif key and option[1].strip():
            said[key] = f"{said[key]}\n{option[1].strip()}" if said[key] else option[1].strip()
    return {name: yaml_scalar(value) for name, value in said.items()}, len(options)


def yaml_scalar(value: str) -> str:
    value = re.sub(r"^!expr\s+", "", value)
    if len(value) > 1 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1].replace("\n", " "))
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'").replace("\n", " ")
    return value if value.startswith("-") or "\n-" in value else " ".join(value.split())


def trim(body: tuple[SourceLine, ...]) -> tuple[SourceLine, ...]:
    rows = [row for row, line in enumerate(body) if line.text.strip()]
    return body[rows[0] : rows[-1] + 1] if rows else ()


def entries(text: str) -> list[str]:
    """The entries of a list in YAML or in R; one text is a list of one."""
    if text.startswith("-"):
        parts = [re.sub(r"^-\s*", "", each) for each in re.split(r"\n(?=-)", text)]
        return [yaml_scalar(each) for each in parts]
    if rows := re.fullmatch(r"c\((.*)\)", text.strip(), re.DOTALL):
        return [unquote(each.strip()) for each in split_arguments(rows[1])]
    if rows := re.fullmatch(r"\[(.*)\]", text.strip(), re.DOTALL):
        return [unquote(each.strip()) for each in split_arguments(rows[1])]
    return [text] if text else []


def captions(text: str) -> list[str]:
    """The captions of a parse_cell: one, but where they are a list, and not a text in brackets."""
    is_list = re.match(r"-\s|c\(|\[\s*[\"']", text.strip())
    return (entries(text) if is_list else [text]) or [""]
