"""What R code says without being run: literal texts, the arguments of calls, and the pictures and captions in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.manuscript.dialects.lines import SourceLine


def split_arguments(text: str) -> Iterator[str]:
    """Yield the arguments of a call in R, or words before them."""
    depth, quote, start = 0, "", 0
    for at, each in enumerate(text):
        if quote:
            quote = "" if each == quote and text[at - 1] != "\\" else quote
        elif each in "\"'`":
            quote = each
        elif each in "([{":
            depth += 1
        elif each in ")]}":
            depth -= 1
        elif each == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    if text[start:].strip():
        yield text[start:]


def is_closed(text: str) -> bool:
    """Return whether no text and no bracket is open at the end of a piece of R."""
    bare = re.sub(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", "", text)
    return not re.search(r"[\"']", bare) and all(bare.count(a) <= bare.count(b) for a, b in ("()", "[]", "{}"))


def unquote(value: str) -> str:
    """Return a literal without its quotation marks."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value[1:-1])
    return value


_TABLE_CALL = re.compile(
    r"(?<![\w.])(?P<name>kable|kbl|set_caption|tab_caption|datatable|pander|pandoc\.table|xtable|tt|flextable_caption)\("
)
_CAPTIONING = ("set_caption", "tab_caption")
"""Calls whose first text is a caption."""


_CAPTION = re.compile(
    r"(?:caption\s*=\s*)(?P<text>[\"'].*[\"']|(?:[\w.]+::)?(?:paste0?|str_c)\(.*\)|[\w.]+)", re.DOTALL
)
_TABLE_LABEL = re.compile(r"\(\\?#tab:(?P<label>[\w:-]+)\)\s*")


@dataclass(frozen=True, slots=True)
class TableCall:
    """What the code of a cell says of a table that it makes: `label` is empty where the label of the cell counts."""

    caption: str
    label: str = ""


def table_calls(body: Sequence[SourceLine]) -> Iterator[TableCall]:
    """Yield the tables with a caption that the code of a cell makes, each once if there is a call for each format."""
    whole = "\n".join(line.text for line in body)
    seen: set[str] = set()
    for found in _TABLE_CALL.finditer(whole):
        caption = label = ""
        for argument in split_arguments(until_closed(whole[found.end() :])):
            plain = argument.strip()
            if named := re.fullmatch(r"label\s*=\s*([\"'])(.*)\1", plain, re.DOTALL):
                label = named[2]
            elif (value := _CAPTION.fullmatch(plain)) is not None:
                caption = caption or _text_of(value["text"], whole)
            elif found["name"] in _CAPTIONING and plain[:1] in ("'", '"'):
                caption = caption or _text_of(plain, whole)
        if own := _TABLE_LABEL.search(caption):
            caption, label = _TABLE_LABEL.sub("", caption), own["label"]
        if caption and seen.isdisjoint({caption, f"#{label}"}):
            seen |= {caption, f"#{label}" if label else caption}
            yield TableCall(caption, label)


def _text_of(value: str, whole: str) -> str:
    """Return the text of a literal, of a call that pastes texts, or of a name to which one is assigned."""
    if re.fullmatch(r"[\w.]+", value):
        value = _value_of(value, whole)
    return " ".join((unquote(value) if value[0] in "\"'" else paste(value)).split()) if value else ""


def _value_of(name: str, whole: str) -> str:
    """Return the text, or the call that pastes texts, that the code of a cell assigns to a name."""
    found = re.search(rf"(?m)^\s*{re.escape(name)}\s*(?:<-|=)\s*(?=[\"']|(?:[\w.]+::)?(?:paste0?|str_c)\()", whole)
    if found is None:
        return ""
    rest = whole[found.end() :]
    if rest[0] in "\"'":
        value = re.match(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", rest)
        return value[0] if value else ""
    head, _, inside = rest.partition("(")
    return f"{head}({until_closed(inside)})"


def paste(text: str) -> str:
    """Return the literal texts that R would paste, with an ellipsis for what only a run would show."""
    name, _, rest = text.partition("(")
    parts = [each.strip() for each in split_arguments(until_closed(rest))]
    plain = [
        unquote(each) if each[:1] in "\"'" else "…" for each in parts if not re.match(r"(?:sep|collapse)\s*=", each)
    ]
    if all(each == "…" for each in plain):
        return ""
    between = "" if name.strip().endswith(("paste0", "str_c")) else " "
    return " ".join(between.join(plain).split())


_INCLUDE = re.compile(r"include_graphics\(")


def included_pictures(body: Sequence[SourceLine]) -> Iterator[str]:
    """Yield the pictures that a cell includes by name."""
    whole = "\n".join(line.text.partition("#")[0] if line.text.lstrip().startswith("#") else line.text for line in body)
    if "include_graphics" not in whole:
        return
    for found in _INCLUDE.finditer(whole):
        argument = next(split_arguments(until_closed(whole[found.end() :])), "").strip()
        argument = re.sub(r"^path\s*=\s*", "", argument)
        yield from _paths(argument, whole)


def _paths(argument: str, whole: str) -> Iterator[str]:
    if path := re.fullmatch(r"(?:[\w.]+::)?(?:here|file\.path)\((.*)\)", argument, re.DOTALL):
        parts = [unquote(each.strip()) for each in split_arguments(path[1])]
        if all(re.fullmatch(r"\s*[\"'].*[\"']\s*", each) for each in split_arguments(path[1])):
            yield "/".join(parts)
    elif rows := re.fullmatch(r"c\((.*)\)", argument, re.DOTALL):
        for each in split_arguments(rows[1]):
            yield from _paths(each.strip(), whole)
    elif re.fullmatch(r"\"[^\"]*\"|'[^']*'", argument):
        yield argument[1:-1]
    elif re.fullmatch(r"[\w.]+", argument):
        value = re.search(rf"(?m)^\s*{re.escape(argument)}\s*(?:<-|=)\s*([\"'])(.*?)\1\s*$", whole)
        if value:
            yield value[2]


def until_closed(text: str) -> str:
    """Return the text up to the parenthesis that closes the one before it."""
    depth, quote = 0, ""
    for at, each in enumerate(text):
        if quote:
            quote = "" if each == quote else quote
        elif each in "\"'":
            quote = each
        elif each == "(":
            depth += 1
        elif each == ")":
            if depth == 0:
                return text[:at]
            depth -= 1
    return text
