"""Mathematics in dollars, separated from Markdown before Pandoc sees it: it may look like markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from octavo.manuscript.dialects.inline import CODE, InlineRule, template
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine
from octavo.tools.markdown_scan import columns

_DISPLAY = re.compile(rf"{CODE}|(?<!\\)\$\$")
_LEAD = re.compile(r"(?:[ \t]|>|(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_LONGEST = 400
"""The lines of mathematics after which dollars are assumed to mean something else."""


def display_blocks(items: Sequence[Item], macros: Mapping[str, str]) -> list[Item]:
    """Return the items with mathematics between double dollars, on lines of its own, as blocks of code in `math`."""
    result: list[Item] = []
    items = list(items)
    row = 0
    while row < len(items):
        item = items[row]
        marks = _marks(item) if isinstance(item, SourceLine) and "$$" in item.text else []
        if isinstance(item, SourceLine) and len(marks) % 2 == 1:
            end = next((at for at in range(row + 1, min(len(items), row + _LONGEST)) if _marks(items[at])), None)
            if end is not None and all(isinstance(each, SourceLine) for each in items[row:end]):
                block, behind = _block(items, row, end, marks[-1], macros)
                result += block
                row = end + 1
                if behind:  # the next formula may begin there
                    row, items[end] = end, behind
                continue
        if isinstance(item, SourceLine) and (end := _end_of_single(items, row)) is not None:
            block, behind = _block(items, row, end, item.text.index("$"), macros, 1)
            result += block
            row = end + 1
            if behind:
                row, items[end] = end, behind
            continue
        if isinstance(item, SourceLine) and len(marks) == 2 and item.text.strip()[:2] == item.text.strip()[-2:] == "$$":
            result.append(_fence(item, item.text[: marks[0]], [item.with_text(item.text.strip()[2:-2])], macros))
        else:
            result.append(item)
        row += 1
    return result


def _marks(item: Item) -> list[int]:
    """Return where double dollars are in a line, outside code."""
    if not isinstance(item, SourceLine) or "$$" not in item.text:
        return []
    return [found.start() for found in _DISPLAY.finditer(item.text) if found[0] == "$$"]


_BRACKET = re.compile(rf"{CODE}|\\\\[\[(]|\\\\[\])]")


def join_brackets(items: Sequence[Item]) -> list[Item]:
    """Return the items with mathematics in brackets that continues over lines joined to one line."""
    result: list[Item] = []
    for item in items:
        last = result[-1] if result else None
        if isinstance(item, SourceLine) and item.text.strip() and isinstance(last, SourceLine) and _is_open(last.text):
            result[-1] = last.with_text(f"{last.text} {item.text.strip()}")
        else:
            result.append(item)
    return result


def _is_open(text: str) -> bool:
    """Return whether mathematics begins in a line, does not end in it, and is not alone in it."""
    marks = [found[0] for found in _BRACKET.finditer(text) if found[0][:2] == "\\\\"]
    return bool(marks) and marks[-1][-1] in "[(" and text.strip() != "\\\\["


def unescape(tex: str) -> str:
    """Return mathematics in brackets without the escapes that Markdown resolves before MathJax sees it."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", tex)


_OPEN = re.compile(rf"{_LEAD.pattern}\$(?:[^$]*\\begin\{{[^$]*|(?:\\hspace\{{[^{{}}]*\}})?[ \t]*)$")


def _end_of_single(items: Sequence[Item], row: int) -> int | None:
    """Return the row in which mathematics in single dollars ends that opens a line and continues over others."""
    item = items[row]
    if not isinstance(item, SourceLine) or "$" not in item.text or not _OPEN.match(item.text):
        return None
    for at in range(row + 1, min(len(items), row + _LONGEST)):
        here = items[at]
        if not isinstance(here, SourceLine) or not here.text.strip():
            return None
        if (found := re.search(r"(?<!\\)\$", here.text)) is not None:
            return None if here.text.startswith("$$", found.start()) else at
    return None


def _block(
    items: Sequence[Item], row: int, end: int, at: int, macros: Mapping[str, str], marks: int = 2
) -> tuple[list[Item], SourceLine | None]:
    """Return mathematics from one row to another in so many dollars, and the rest of its last line."""
    first, last = items[row], items[end]
    assert isinstance(first, SourceLine)
    assert isinstance(last, SourceLine)
    before = first.text[:at]
    lead = before if not before.strip(" \t>") or _LEAD.fullmatch(before) else ""
    close = _marks(last)[0] if marks == 2 else last.text.index("$")
    inside = [
        first.with_text(first.text[at + marks :]),
        *(each for each in items[row + 1 : end] if isinstance(each, SourceLine)),
        last.with_text(last.text[:close]),
    ]
    bare = [each.with_text(re.sub(r"^[ \t]*>[ ]?", "", each.text)) if ">" in lead else each for each in inside]
    result: list[Item] = [] if lead else [first.with_text(before)]
    result.append(_fence(first, lead, [each for each in bare if each.text.strip()], macros))
    after = last.text[close + marks :].lstrip()
    return result, last.with_text(re.sub(r"[^>\s]", " ", lead) + after) if after else None


def _fence(at: SourceLine, lead: str, tex: Sequence[SourceLine], macros: Mapping[str, str]) -> Fence:
    width = columns(lead.rpartition(">")[2])
    body = [line.without_indent(width) for line in tex]
    if macros and body:
        whole = expand("\n".join(line.text for line in body), macros)
        body = [body[0].with_text(text) for text in whole.split("\n")]
    if body and any("\\\\" in line.text for line in body) and not any("\\begin" in line.text for line in body):
        body = [at.with_text(r"\begin{aligned}"), *body, at.with_text(r"\end{aligned}")]
    return Fence(at, lead, "```", "math", tuple(body))


INLINE = (
    InlineRule("$$", r"\$\$(?P<tex>[^$`]+)\$\$", template("`{tex}`{{.octavo-math .display}}")),
    InlineRule(
        "$", r"(?<![\\$\w])\$(?=\S)(?P<tex>(?:\\.|[^$\\`])+?)(?<=\S)\$(?![\d$])", template("`{tex}`{{.octavo-math}}")
    ),
)
"""The marks of mathematics in a line."""


@dataclass(frozen=True)
class _Macro:
    body: str
    takes: int


def expand(tex: str, macros: Mapping[str, str]) -> str:
    """Expand the macros in TeX, as KaTeX does."""
    for _ in range(8):
        before = tex
        for name, body in macros.items():
            if name in tex:
                tex = _expand_macro(tex, name, _Macro(body, max(map(int, re.findall(r"#(\d)", body)), default=0)))
        if tex == before or len(tex) > 100_000:
            break
    return tex


def _expand_macro(tex: str, name: str, macro: _Macro) -> str:
    result, at = "", 0
    pattern = re.compile(re.escape(name) + (r"(?![A-Za-z])" if name[-1].isalpha() else ""))
    while (found := pattern.search(tex, at)) is not None:
        end, arguments = found.end(), []
        for _ in range(macro.takes):
            end, argument = _argument(tex, end)
            arguments.append(argument)
        put = macro.body
        for number, argument in enumerate(arguments, 1):
            put = put.replace(f"#{number}", argument)
        result += tex[at : found.start()] + (f"{{{put}}}" if not macro.takes and put[:1] != "\\" else put)
        if put[-1:].isalpha() and tex[end : end + 1].isalpha():
            result += " "
        at = end
    return result + tex[at:]


def _argument(tex: str, at: int) -> tuple[int, str]:
    """Return where the next argument ends, and the argument: a group in braces, or one token."""
    while at < len(tex) and tex[at].isspace():
        at += 1
    if tex[at : at + 1] == "{":
        depth = 0
        for end in range(at, len(tex)):
            depth += {"{": 1, "}": -1}.get(tex[end], 0) if tex[end - 1] != "\\" else 0
            if depth == 0:
                return end + 1, tex[at + 1 : end]
        return len(tex), tex[at + 1 :]
    token = re.compile(r"\\(?:[A-Za-z]+|.)|.", re.DOTALL).match(tex, at)
    return (token.end(), token[0]) if token else (at, "")


def macros(text: str | None) -> dict[str, str]:
    """Parse a file of macros for mdbook-katex: `\\name:{body}`, one on each line."""
    found = (re.fullmatch(r"(\\(?:[A-Za-z]+|.)):(.+)", line.strip()) for line in (text or "").split("\n"))
    bodies = {each[1]: each[2] for each in found if each}
    return {name: body[1:-1] if _argument(body, 0)[0] == len(body) else body for name, body in bodies.items()}


def expand_line(line: SourceLine, macros: Mapping[str, str]) -> SourceLine:
    """Expand the macros in a line outside code: mathematics may continue over the end of a line."""
    if "\\" not in line.text:
        return line
    if "`" not in line.text:
        return line.with_text(expand(line.text, macros))
    parts, at = [], 0
    for found in re.finditer(CODE, line.text):
        parts += [expand(line.text[at : found.start()], macros), found[0]]
        at = found.end()
    return line.with_text("".join([*parts, expand(line.text[at:], macros)]))
