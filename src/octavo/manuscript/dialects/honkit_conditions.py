"""The conditions in the templates of HonKit and GitBook, as far as names and texts decide them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import Item, SourceLine

TAG = re.compile(r"(?P<lead>[ \t]*)\{%-?\s*(?P<name>[\w-]+)\s*(?P<rest>[^%]*?)-?%\}(?P<after>.*)$")
"""A tag of a template at the beginning of a line."""
_OUTPUT = {"output.name": "ebook", "output.format": "epub"}
"""What the tool tells a text about the edition; octavo's editions have what an ebook has."""
_COMPARED = re.compile(r"(?P<left>.+?)\s*(?P<how>===?|!==?)\s*(?P<right>.+)")


def choose_branch(context: DialectContext, line: SourceLine, condition: str, items: Sequence[Item]) -> list[Item]:
    """Return the part of a conditional block whose condition holds; everything where that cannot be known."""
    branches: list[tuple[str, list[Item]]] = [(condition, [])]
    depth = 0
    for item in items:
        tag = TAG.match(item.text) if isinstance(item, SourceLine) and "{%" in item.text else None
        name = tag["name"] if tag else ""
        depth += (name == "if") - (name == "endif")
        if tag and not depth and name in ("elif", "elseif", "else"):
            branches.append((tag["rest"].strip() if name != "else" else "true", []))
        else:
            branches[-1][1].append(item)
    for each, inside in branches:
        holds = evaluate(context, each)
        if holds is None:
            message = f"whether '{each}' holds is not known here"
            context.report("dialect.not-run", message, line, "its text is shown, whichever branch it is in")
            return [item for _, inside in branches for item in inside]
        if holds:
            return inside
    return []


def evaluate(context: DialectContext, condition: str) -> bool | None:
    """Return whether a condition of a template holds; None where that would need more than names and texts."""
    for word, decides in ((" or ", True), (" and ", False)):
        if word in condition:
            parts = [evaluate(context, each) for each in condition.split(word)]
            return decides if decides in parts else None if None in parts else not decides
    if condition.startswith("not ") or (condition.startswith("!") and "=" not in condition):
        inner = evaluate(context, condition.removeprefix("not ").removeprefix("!").strip())
        return None if inner is None else not inner
    if compared := _COMPARED.fullmatch(condition):
        left, right = (_operand(context, compared[side]) for side in ("left", "right"))
        return None if left is None or right is None else (left == right) == (compared["how"][0] == "=")
    value = _operand(context, condition)
    return None if value is None else value.lower() not in ("", "false", "0", "none", "null")


def _operand(context: DialectContext, text: str) -> str | None:
    """Return a literal or the value of a name, which is empty for a variable that the book does not set."""
    text = text.strip()
    if re.fullmatch(r"([\"'])[^\"']*\1", text):
        return text[1:-1]
    if re.fullmatch(r"\d+|true|false", text):
        return text
    if not re.fullmatch(r"[A-Za-z_][\w.-]*", text):
        return None
    value = _OUTPUT.get(text, context.texts.get(f"{{{text}}}", context.value(text)))
    if value is None and text.startswith("book."):
        return "true" if any(name.startswith(f"{text}.") for name, _ in context.dialect.variables) else ""
    return value


def _choose_in_line(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """`{% if x %}y{% else %}z{% endif %}` within a line."""
    holds, other = evaluate(context, found["condition"]), found["other"] or ""
    if holds is None:
        message = f"whether '{found['condition']}' holds is not known here"
        context.report("dialect.not-run", message, line, "its text is shown, whichever branch it is in")
        return " ".join(filter(None, (found["inside"], other)))
    return found["inside"] if holds else other


IN_LINE = InlineRules(
    (
        InlineRule(
            "endif",
            r"\{%-?\s*if\s+(?P<condition>[^%]*?)\s*-?%\}(?P<inside>(?:(?!\{%-?\s*(?:if|endif|else)\b).)*)"
            r"(?:\{%-?\s*else\s*-?%\}(?P<other>(?:(?!\{%-?\s*(?:if|endif)\b).)*))?\{%-?\s*endif\s*-?%\}",
            _choose_in_line,
        ),
    )
)
"""The conditions within a line."""
