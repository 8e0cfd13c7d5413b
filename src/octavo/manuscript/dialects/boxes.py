"""The boxes of every tool: notes, warnings, tabs, alerts. Each becomes a div that `shape.py` knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from octavo.manuscript.dialects.lines import Fence, Item, SourceLine, indent, is_blank
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.tools.markdown_scan import columns

_KINDS = {
    "note": "note", "abstract": "note", "summary": "note", "tldr": "note", "info": "note", "todo": "note",
    "example": "note", "quote": "note", "cite": "note", "seealso": "note", "tip": "tip", "hint": "tip",
    "success": "tip", "check": "tip", "result": "tip", "important": "important", "question": "important",
    "help": "important", "faq": "important", "warning": "warning", "attention": "warning", "caution": "caution",
    "danger": "caution", "error": "caution", "failure": "caution", "fail": "caution", "missing": "caution",
    "bug": "caution",
}  # fmt: skip
"""The box of the galley for each box of another tool."""


def galley_box(kind: str) -> str:
    """Return the box of the galley that stands for a box of another tool."""
    return _KINDS.get(kind.lower(), "note")


_SAME = {"note", "tip", "important", "warning", "caution"}
"""The boxes that the galley names itself."""


def box(
    at: SourceLine, lead: str, kind: str, title: str | None, body: Iterable[SourceLine], first: str | None = None
) -> list[SourceLine]:
    """Return a box as lines of Markdown.

    Without a title, the box is titled by its kind; with an empty title, it has none. `first` is the lead of its
    first line.
    """
    kind = kind.lower()
    standard = galley_box(kind)
    marks = [f".{standard}", *([f".{_class(kind)}"] if kind != standard and _class(kind) else [])]
    if title is None and kind not in _SAME:
        title = kind.replace("-", " ").replace("_", " ")
        title = title[:1].upper() + title[1:]
    if title is not None and not title.strip():
        marks.append(".untitled")
    return titled_div(at, lead, " ".join(marks), title, body, first)


def titled_div(
    at: SourceLine, lead: str, attributes: str, title: str | None, body: Iterable[SourceLine], first: str | None = None
) -> list[SourceLine]:
    """Return a div with a title and a body."""
    head = [f"::: {{{attributes}}}", ""]
    if title and title.strip():
        head += ["::: {.title}", _escape_start(title.strip()), ":::", ""]
    top = [at.with_text((lead + text).rstrip()) for text in ["", *head]]
    if first is not None:
        top = [at.with_text(first + head[0]), *top[2:]]
    inside = list(body)
    end = inside[-1] if inside else at
    bottom = [SourceLine((lead + text).rstrip(), end.file, end.number, None) for text in ("", ":::", "")]
    return [*top, *inside, *bottom]


_MARK = re.compile(r"(?P<sign>[*+-](?=\s)|>|#|:(?=[\s:]))|(?P<number>\d+)(?=[.)]\s)")


def _escape_start(title: str) -> str:
    """Escape the beginning of a title that would otherwise be a list, a heading or a quotation."""
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
    first, lead, body, end = _take_body(items, row, found["lead"])
    kind = (found["type"] or "note").split()[0]
    return box(line, lead, kind, _title(walk, line, _strip_quotes(found["title"])), walk.rewrite(body), first), end


def tab(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`=== "Label"`, with a body indented by four columns."""
    found = _TAB.match(line.text)
    if found is None:
        return None
    first, lead, body, end = _take_body(items, row, found["lead"])
    return titled_div(
        line, lead, ".tab", _title(walk, line, _strip_quotes(found["title"])), walk.rewrite(body), first
    ), end


def in_item(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """A box or a tab at the beginning of a list item or a definition."""
    if not _IN_ITEM.match(line.text):
        return None
    return admonition(walk, line, items, row) or tab(walk, line, items, row)


def _take_body(items: Sequence[Item], row: int, lead: str) -> tuple[str | None, str, list[Item], int]:
    """Return the leads of the first and of all other lines of a box, its body, and the row after it.

    The lead of the first line is None without a bullet in it.
    """
    if not lead.strip():
        return None, lead, *take_indented(items, row)
    return lead, re.sub(r"\S", " ", lead), *take_indented(items, row, columns(lead))


def take_indented(items: Sequence[Item], row: int, margin: int | None = None) -> tuple[list[Item], int]:
    """Return what is indented by four columns more than a line, without that indent, and the row after it."""
    least = (indent(items[row]) if margin is None else margin) + 4
    end = row + 1
    while end < len(items) and (is_blank(items[end]) or indent(items[end]) >= least):
        end += 1
    while end > row + 1 and is_blank(items[end - 1]):
        end -= 1
    return [item.without_indent(4) for item in items[row + 1 : end]], end


def _title(walk: DialectWalk, line: SourceLine, title: str | None) -> str | None:
    return None if title is None else walk.prose(walk, line.with_text(title)).text


def _strip_quotes(title: str | None) -> str | None:
    return None if title is None else title[1:-1].replace('\\"', '"').replace("\\'", "'")


_IN_ITEM = re.compile(r"""[ \t]*(?:[-*+:]|\d+[.)])[ \t]+(?:!!!|\?\?\?|===[+!]*[ \t]*["'])""")
_BLOCK = re.compile(r"(?P<lead>[ \t]*)(?P<marks>/{3,})[ \t]*(?P<type>[\w-]+)[ \t]*(?:\|[ \t]*(?P<title>.*?))?[ \t]*$")
_OPTION = re.compile(r"[ \t]+([\w-]+):[ \t]*(.*)$")


def block(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`/// note | Title` to `///`; a block with more slashes can contain one with fewer."""
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
    """`> [!NOTE]`, with any name."""
    found = _ALERT.match(line.text)
    if found is None:
        return None
    lead = found["lead"]
    body: list[Item] = []
    end = row + 1
    while end < len(items) and (inside := _unquote(items[end], lead)) is not None:
        body.append(inside)
        end += 1
    kind = found["type"]
    return box(line, lead, kind, _title(walk, line, found["title"] or None), walk.rewrite(body)), end


def quotation(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """A block quote, whose content is rewritten by itself; one that opens with a heading becomes a box with a title."""
    if (found := re.match(r"[ \t]*(?=>)", line.text)) is None:
        return None
    lead = found[0]
    body: list[Item] = []
    end = row
    while end < len(items) and (inside := _unquote(items[end], lead)) is not None:
        body.append(inside)
        end += 1
    first = body[0]
    if isinstance(first, SourceLine) and (heading := re.match(r"[ \t]*#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", first.text)):
        lines = box(line, lead, "note", _title(walk, line, heading[1]), walk.rewrite(body[1:]))
        return [lines[0], lines[1].with_text(lines[1].text.replace("{", f"{{#{slug(heading[1])} ", 1)), *lines[2:]], end
    return [_quote(each, lead) for each in walk.rewrite(body)], end


def slug(title: str) -> str:
    """Return the id that GitHub gives a heading."""
    plain = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "").replace("*", "")
    return re.sub(r"[^\w\- ]", "", plain.strip().lower()).replace(" ", "-")


def _quote(line: SourceLine, lead: str) -> SourceLine:
    text = line.text.removeprefix(lead)
    return SourceLine(
        f"{lead}> {text}".rstrip(), line.file, line.number, None if line.shift is None else line.shift - 2
    )


def _unquote(item: Item, lead: str) -> Item | None:
    """Return an item of a block quote without its mark; None for one that is not in the quote."""
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
    """A table with one column whose header says that it is a note."""
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
