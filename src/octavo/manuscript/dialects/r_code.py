"""What R code says without being run: literal texts, the arguments of calls, the pictures and captions in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.manuscript.dialects.lines import SourceLine


def split_arguments(text: str) -> Iterator[str]:
    """Parts of a row of R's arguments, or of words before them."""
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


def unquote(value: str) -> str:
    """A literal without its quotation marks."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value[1:-1])
    return value


_TABLE_CALL = re.compile(r"\b(?:kable|kbl|set_caption|datatable)\(")


_CAPTION = re.compile(r"caption\s*=\s*(?P<text>[\"'].*[\"']|(?:[\w.]+::)?(?:paste0?|str_c)\(.*\)|[\w.]+)", re.DOTALL)


def table_caption(body: Sequence[SourceLine]) -> str:
    """What the code of a parse_cell calls the table that it makes."""
    whole = "\n".join(line.text for line in body)
    for found in _TABLE_CALL.finditer(whole):
        for argument in split_arguments(until_closed(whole[found.end() :])):
            if (said := _CAPTION.fullmatch(argument.strip())) is not None:
                text = said["text"]
                if re.fullmatch(r"[\w.]+", text):  # a name: what it stands for may be said before
                    text = _value_of(text, whole)
                if not text:
                    continue
                return " ".join((unquote(text) if text[0] in "\"'" else paste(text)).split())
    return ""


def _value_of(name: str, whole: str) -> str:
    """The text, or the texts pasted together, that a name is given in a parse_cell."""
    found = re.search(rf"(?m)^\s*{re.escape(name)}\s*(?:<-|=)\s*(?=[\"']|(?:[\w.]+::)?(?:paste0?|str_c)\()", whole)
    if found is None:
        return ""
    rest = whole[found.end() :]
    if rest[0] in "\"'":
        said = re.match(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", rest)
        return said[0] if said else ""
    head, _, inside = rest.partition("(")
    return f"{head}({until_closed(inside)})"


def paste(text: str) -> str:
    """The literal texts that R would paste together, with an ellipsis for what only a run would know."""
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
    """The pictures that a parse_cell shows by their names."""
    whole = "\n".join(line.text.partition("#")[0] if line.text.lstrip().startswith("#") else line.text for line in body)
    if "include_graphics" not in whole:
        return
    for found in _INCLUDE.finditer(whole):
        argument = next(split_arguments(until_closed(whole[found.end() :])), "").strip()
        argument = re.sub(r"^path\s*=\s*", "", argument)
        yield from _paths(argument, whole)


def _paths(argument: str, whole: str) -> Iterator[str]:
    if joined := re.fullmatch(r"(?:[\w.]+::)?(?:here|file\.path)\((.*)\)", argument, re.DOTALL):
        parts = [unquote(each.strip()) for each in split_arguments(joined[1])]
        if all(re.fullmatch(r"\s*[\"'].*[\"']\s*", each) for each in split_arguments(joined[1])):
            yield "/".join(parts)
    elif rows := re.fullmatch(r"c\((.*)\)", argument, re.DOTALL):
        for each in split_arguments(rows[1]):
            yield from _paths(each.strip(), whole)
    elif re.fullmatch(r"\"[^\"]*\"|'[^']*'", argument):
        yield argument[1:-1]
    elif re.fullmatch(r"[\w.]+", argument):
        set_to = re.search(rf"(?m)^\s*{re.escape(argument)}\s*(?:<-|=)\s*([\"'])(.*?)\1\s*$", whole)
        if set_to:
            yield set_to[2]


def until_closed(text: str) -> str:
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
