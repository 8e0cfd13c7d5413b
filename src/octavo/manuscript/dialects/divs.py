"""Pandoc's divs as Quarto and bookdown use them: callouts, tabs, theorems, and text for some formats only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.manuscript.dialects import boxes, code
from octavo.manuscript.dialects.lines import Item, SourceLine
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.model.dialect import THEOREMS

_OPENING = re.compile(r"(?P<lead>[ \t]*):{3,}[ \t]*(?:\{(?P<attributes>.*)\}|(?P<name>[\w][\w.-]*))[ \t]*:*[ \t]*$")
_CLOSING = re.compile(r"[ \t]*:{3,}[ \t]*$")
_HEADING = re.compile(r"[ \t]*(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t]*(?:\{[^{}]*\})?[ \t]*$")
_RMD = re.compile(r"rmd-?(note|tip|warning|caution|important|info)")
_THEOREMS = {**THEOREMS, "sol": "solution", "rem": "remark"}
EBOOK = frozenset({"epub", "epub2", "epub3", "html", "html4", "html5", "ebook"})
"""The formats of Quarto whose text is in all editions of octavo: those of an ebook, which runs nothing."""


def div(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """A div with a meaning in Quarto or bookdown; any other stays."""
    found = _OPENING.match(line.text)
    if found is None:
        return None
    info = code.parse_info(f"{{{found['attributes']}}}" if found["attributes"] is not None else f"{{.{found['name']}}}")
    marks = [each for each in (info.lang, *info.words) if each]
    lead = found["lead"]
    for mark in marks:
        if mark in ("content-visible", "content-hidden"):
            end = end_of_div(items, row)
            inside = walk.rewrite(items[row + 1 : end])
            result = [*inside, line.with_text("")] if is_visible(mark, info.values) else []
            return [line.with_text(""), *result], end + 1
        if mark == "panel-tabset":
            end = end_of_div(items, row)
            return _tabs(walk, line, lead, items[row + 1 : end]), end + 1
        if mark.startswith("callout-"):
            return _callout(line, lead, mark.removeprefix("callout-"), info, items, row)
        if rmd := _RMD.fullmatch(mark):
            return _callout(line, lead, rmd[1], info, items, row)
    kind = _THEOREMS.get(info.id[:3]) if info.id[3:4] in ("-", ":") else None
    kind = kind or next((mark for mark in marks if mark in _THEOREMS.values() or mark == "proof"), None)
    if kind:
        name = info.values.get("name", "")
        if label := theorem_attributes(walk, kind, info.id):
            heading, after = _first_heading(items, row) if not name else (None, row)
            return _without_end(theorem(line, lead, kind, label, name or heading or "", [])), after + 1
        info.values["title"] = f"{kind.capitalize()} ({name})" if name else kind.capitalize()
        return _callout(line, lead, kind, info, items, row)
    return None


def theorem_attributes(walk: DialectWalk, kind: str, name: str) -> str:
    """Return the attributes of a numbered theorem; empty for one without a number. In bookdown all have one."""
    short = next((short for short, each in THEOREMS.items() if each == kind), "")
    if not short or not (name or walk.context.traits.numbers_all_theorems):
        return ""
    label = name if re.match(rf"{short}[-:]", name) else f"{short}-{name}"
    return f"#{label} .theorem-like" if name else ".theorem-like"


def theorem(
    line: SourceLine, lead: str, kind: str, attributes: str, name: str, body: Sequence[SourceLine]
) -> list[SourceLine]:
    """Return a numbered box, with its name after the number."""
    marks = f"{attributes} .note .{kind}{'' if name else ' .untitled'}"
    return boxes.titled_div(line, lead, marks, f"({name})" if name else None, body)


def _callout(
    line: SourceLine, lead: str, kind: str, info: code.InfoString, items: Sequence[Item], row: int
) -> Replacement:
    """Return the opening of a box; what it contains and its end are rewritten with the rest."""
    title = info.values.get("title")
    if title is None:
        title, row = _first_heading(items, row)
    top = _without_end(boxes.box(line, lead, kind, title, []))
    if info.id:
        at = next(at for at, each in enumerate(top) if each.text.strip().startswith("::: {"))
        top[at] = top[at].with_text(top[at].text.replace("::: {", f"::: {{#{info.id} ", 1))
    return top, row + 1


def _first_heading(items: Sequence[Item], row: int) -> tuple[str | None, int]:
    """Return the heading that a div begins with, and its row; otherwise None, and the row of the div."""
    after = row + 1
    while after < len(items) and isinstance(here := items[after], SourceLine) and not here.text.strip():
        after += 1
    following = items[after] if after < len(items) else None
    found = _HEADING.match(following.text) if isinstance(following, SourceLine) else None
    return (found["text"], after) if found else (None, row)


def _without_end(box: list[SourceLine]) -> list[SourceLine]:
    """Return a box without its last lines."""
    return box[: max(at for at, each in enumerate(box) if each.text.strip() == ":::")]


def _tabs(walk: DialectWalk, at: SourceLine, lead: str, inside: Sequence[Item]) -> list[SourceLine]:
    """Return a tab for each heading of the highest level."""
    heads = [
        (row, len(found["marks"]), found["text"])
        for row, item in enumerate(inside)
        if isinstance(item, SourceLine) and (found := _HEADING.match(item.text))
    ]
    if not heads:
        return walk.rewrite(inside)
    level = heads[0][1]
    starts = [(row, text) for row, own, text in heads if own == level]
    result = walk.rewrite(inside[: starts[0][0]])
    for (row, text), (end, _) in zip(starts, [*starts[1:], (len(inside), "")], strict=True):
        result += boxes.titled_div(at, lead, ".tab", text, walk.rewrite(inside[row + 1 : end]))
    return result


_GLUE = re.compile(
    r"[ \t]*(?:\\(?:newpage|clearpage|cleardoublepage|pagebreak|mainmatter|frontmatter|backmatter|appendix|noindent"
    r"|printindex|tableofcontents|listoffigures|listoftables|bigskip|medskip|smallskip|sloppy|vspace|hspace|thispagestyle|pagestyle"
    r"|pagenumbering|setcounter|setlength|addtocontents|addcontentsline|markboth|phantomsection)\*?"
    r"(?:\[[^\]]*\])?(?:\{[^{}]*\})*[ \t]*)+$"
)


def tex_layout(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Remove commands to TeX that lay out pages, but for the end of a page."""
    if not _GLUE.match(line.text):
        return None
    blank = line.with_text("")
    return ([blank, line.with_text(PAGE_BREAK), blank] if _PAGE_END.search(line.text) else [blank]), row + 1


PAGE_BREAK = '<div class="page-break"></div>'
"""How dialects write the end of a page."""
_PAGE_END = re.compile(r"\\(?:newpage|clearpage|cleardoublepage|pagebreak)\b")


def end_of_div(items: Sequence[Item], row: int) -> int:
    """Return the row that closes the div that opens at a row."""
    depth = 0
    for at in range(row, len(items)):
        item = items[at]
        if not isinstance(item, SourceLine) or ":::" not in item.text:
            continue
        if _CLOSING.match(item.text):
            depth -= 1
            if depth == 0:
                return at
        elif _OPENING.match(item.text):
            depth += 1
    return len(items)


def is_visible(mark: str, values: dict[str, str]) -> bool:
    """Return whether text for some formats only is in the book: octavo's editions contain what an ebook does."""
    holds = True
    for key, value in values.items():
        how, _, what = key.partition("-")
        if how not in ("when", "unless") or what not in ("format", "profile", "meta"):
            continue
        is_so = what == "format" and bool({each.strip() for each in value.lower().split(",")} & EBOOK)
        holds = holds and (is_so if how == "when" else not is_so)
    return holds if mark == "content-visible" else not holds
