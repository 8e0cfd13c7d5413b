"""Boxes of every tool: notes, warnings, tabs, alerts; each becomes a div that `shape.py` knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from octavo.manuscript.dialects.lines import Fence, Item, SourceLine, indent, is_blank
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.tools.markdown_scan import columns

_KINDS = {
    "note": "note", "abstract": "note", "summary": "note", "tldr": "note", "info": "note", "todo": "note",
    "example": "note", "quote": "note", "cite": "note", "seealso": "note", "tip": "tip", "hint": "tip",
    "success": "tip", "check": "tip", "done": "tip", "important": "important", "question": "important",
    "help": "important", "faq": "important", "warning": "warning", "attention": "warning", "caution": "caution",
    "danger": "caution", "error": "caution", "failure": "caution", "fail": "caution", "missing": "caution",
    "bug": "caution",
}  # fmt: skip
"""The box of the galley that looks like each of other tools'."""


def galley_box(kind: str) -> str:
    """The box of the galley that looks like another tool's."""
    return _KINDS.get(kind.lower(), "note")


_SAME = {"note", "tip", "important", "warning", "caution"}
"""Those that the galley itself has a word for."""


def box(
    at: SourceLine, lead: str, kind: str, title: str | None, body: Iterable[SourceLine], first: str | None = None
) -> list[SourceLine]:
    """A box. A title that is empty is none; where none is said, its kind is. `first` is the lead of its first line."""
    kind = kind.lower()
    known = galley_box(kind)
    marks = [f".{known}", *([f".{_class(kind)}"] if kind != known and _class(kind) else [])]
    if title is None and kind not in _SAME:
        title = kind.replace("-", " ").replace("_", " ")
        title = title[:1].upper() + title[1:]
    if title is not None and not title.strip():
        marks.append(".untitled")
    return titled_div(at, lead, " ".join(marks), title, body, first)


def titled_div(
    at: SourceLine, lead: str, attributes: str, title: str | None, body: Iterable[SourceLine], first: str | None = None
) -> list[SourceLine]:
    """A div with a title and what is in it."""
    head = [f"::: {{{attributes}}}", ""]
    if title and title.strip():
        head += ["::: {.title}", _words(title.strip()), ":::", ""]
    opened = [at.with_text((lead + text).rstrip()) for text in ["", *head]]
    if first is not None:
        opened = [at.with_text(first + head[0]), *opened[2:]]
    inside = list(body)
    end = inside[-1] if inside else at
    closed = [SourceLine((lead + text).rstrip(), end.file, end.number, None) for text in ("", ":::", "")]
    return [*opened, *inside, *closed]


_MARK = re.compile(r"(?P<sign>[*+-](?=\s)|>|#|:(?=[\s:]))|(?P<number>\d+)(?=[.)]\s)")


def _words(title: str) -> str:
    """A title that would else be a list, a heading or a quotation."""
    found = _MARK.match(title)
    if found is None:
        return title
    return f"\\{title}" if found["sign"] else f"{found['number']}\\{title[found.end() :]}"


def _class(kind: str) -> str:
    return re.sub(r"[^\w-]+", "-", kind).strip("-")


_BULLET = r"(?P<lead>[ \t]*(?:(?:[-*+:]|\d+[.)])[ \t]+)?)"
_ADMONITION = re.compile(
    _BULLET + r"""(?:!!!|\?\?\?\+?)[ \t]*(?P<type>[\w][\w -]*?)?(?:[ \t]+(?P<title>".*"|'.*'))?[ \t]*$"""
)
_TAB = re.compile(_BULLET + r"""===[+!]*[ \t]+(?P<title>".*"|'.*')[ \t]*$""")


def admonition(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`!!! note "Title"` and `??? note "Title"`, with a body indented by four columns."""
    found = _ADMONITION.match(line.text)
    if found is None or not (found["type"] or found["title"]):
        return None
    first, lead, body, end = _indented(items, row, found["lead"])
    kind = (found["type"] or "note").split()[0]
    return box(line, lead, kind, _title(walk, line, _unquoted(found["title"])), walk.rewrite(body), first), end


def tab(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`=== "Label"`, with a body indented by four columns."""
    found = _TAB.match(line.text)
    if found is None:
        return None
    first, lead, body, end = _indented(items, row, found["lead"])
    return titled_div(line, lead, ".tab", _title(walk, line, _unquoted(found["title"])), walk.rewrite(body), first), end


def in_item(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """A box or a tab that opens an item of a list, or what a term means."""
    if not _IN_ITEM.match(line.text):
        return None
    return admonition(walk, line, items, row) or tab(walk, line, items, row)


def _indented(items: Sequence[Item], row: int, lead: str) -> tuple[str | None, str, list[Item], int]:
    """What is indented under a line: the lead of the box's first line, where a bullet is in it, and of all others."""
    if not lead.strip():
        return None, lead, *indented(items, row)
    return lead, re.sub(r"\S", " ", lead), *indented(items, row, columns(lead))


def indented(items: Sequence[Item], row: int, margin: int | None = None) -> tuple[list[Item], int]:
    """What belongs to a line because it is indented by four columns more, with those taken off."""
    wanted = (indent(items[row]) if margin is None else margin) + 4
    end = row + 1
    while end < len(items) and (is_blank(items[end]) or indent(items[end]) >= wanted):
        end += 1
    while end > row + 1 and is_blank(items[end - 1]):
        end -= 1
    return [item.without_indent(4) for item in items[row + 1 : end]], end


def _title(walk: DialectWalk, line: SourceLine, title: str | None) -> str | None:
    return None if title is None else walk.prose(walk, line.with_text(title)).text


def _unquoted(title: str | None) -> str | None:
    return None if title is None else title[1:-1].replace('\\"', '"').replace("\\'", "'")


_IN_ITEM = re.compile(r"""[ \t]*(?:[-*+:]|\d+[.)])[ \t]+(?:!!!|\?\?\?|===[+!]*[ \t]*["'])""")
_BLOCK = re.compile(r"(?P<lead>[ \t]*)(?P<marks>/{3,})[ \t]*(?P<type>[\w-]+)[ \t]*(?:\|[ \t]*(?P<title>.*?))?[ \t]*$")
_OPTION = re.compile(r"[ \t]+([\w-]+):[ \t]*(.*)$")


def block(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`/// note | Title` to `///`: more slashes hold fewer."""
    found = _BLOCK.match(line.text)
    if found is None:
        return None
    end = row + 1
    closes = re.compile(rf"[ \t]*{found['marks']}[ \t]*$")
    while end < len(items) and not (isinstance(here := items[end], SourceLine) and closes.match(here.text)):
        end += 1
    if end == len(items):
        return None
    start, options = row + 1, {}
    while start < end and isinstance(here := items[start], SourceLine) and (said := _OPTION.match(here.text)):
        options[said[1]] = said[2]
        start += 1
    body = walk.rewrite(items[start:end])
    kind, title, lead = found["type"], _title(walk, line, found["title"]), found["lead"]
    if kind == "tab":
        return titled_div(line, lead, ".tab", title, body), end + 1
    if kind in ("html", "define", "caption", "figure-caption", "table-caption"):
        return body, end + 1
    if kind == "details":
        kind = options.get("type", "note")
    return box(line, lead, kind, title, body), end + 1


_ALERT = re.compile(r"(?P<lead>[ \t]*)>[ \t]*\[!(?P<type>[\w-]+)\][+-]?[ \t]*(?P<title>.*?)[ \t]*$")


def alert(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`> [!NOTE]`, of any name."""
    found = _ALERT.match(line.text)
    if found is None:
        return None
    lead = found["lead"]
    body: list[Item] = []
    end = row + 1
    while end < len(items) and (inside := _without_mark(items[end], lead)) is not None:
        body.append(inside)
        end += 1
    kind = found["type"]
    return box(line, lead, kind, _title(walk, line, found["title"] or None), walk.rewrite(body)), end


def quotation(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """What is quoted, gone over by itself; a quotation that opens with a heading is a box with a title."""
    if (found := re.match(r"[ \t]*(?=>)", line.text)) is None:
        return None
    lead = found[0]
    body: list[Item] = []
    end = row
    while end < len(items) and (inside := _without_mark(items[end], lead)) is not None:
        body.append(inside)
        end += 1
    first = body[0]
    if isinstance(first, SourceLine) and (heading := re.match(r"[ \t]*#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", first.text)):
        made = box(line, lead, "note", _title(walk, line, heading[1]), walk.rewrite(body[1:]))
        return [made[0], made[1].with_text(made[1].text.replace("{", f"{{#{slug(heading[1])} ", 1)), *made[2:]], end
    return [_marked(each, lead) for each in walk.rewrite(body)], end


def slug(title: str) -> str:
    """The id that a heading has on GitHub."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "").replace("*", "")
    return re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")


def _marked(line: SourceLine, lead: str) -> SourceLine:
    text = line.text.removeprefix(lead)
    return SourceLine(
        f"{lead}> {text}".rstrip(), line.file, line.number, None if line.shift is None else line.shift - 2
    )


def _without_mark(item: Item, lead: str) -> Item | None:
    """An item of a quotation without its mark; None for what is not in it."""
    text = item.lead if isinstance(item, Fence) else item.text
    found = re.match(r"([ \t]*)>[ ]?", text)
    if found is None or abs(columns(found[1]) - columns(lead)) > 3:
        return None
    rest = lead + text[found.end() :]
    if isinstance(item, Fence):
        return Fence(item.opening, rest, item.marks, item.info, item.body)
    shift = None if item.shift is None else item.shift + len(text) - len(rest)
    return SourceLine(rest, item.file, item.number, shift)


_CELL = re.compile(
    r"[ \t]*\|[ \t]*(?P<type>NOTE|TIP|IMPORTANT|WARNING|CAUTION|INFO)[ \t]*:?[ \t]*\|[ \t]*$", re.IGNORECASE
)
_RULE = re.compile(r"[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*$")
_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*$")


def table(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """A table of one column, whose head says that it is a note."""
    found = _CELL.match(line.text)
    if found is None or row + 2 > len(items):
        return None
    rule = items[row + 1] if row + 1 < len(items) else None
    if not isinstance(rule, SourceLine) or not _RULE.match(rule.text):
        return None
    body: list[SourceLine] = []
    end = row + 2
    while end < len(items) and isinstance(here := items[end], SourceLine) and (cell := _ROW.match(here.text)):
        body += [walk.prose(walk, here.with_text(cell[1].strip())), here.with_text("")]
        end += 1
    return box(line, "", found["type"], None, body), end
