"""The Markdown of HonKit and GitBook, and that of folders without a tool: GitHub's, and what their builders add."""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.manuscript.dialects import boxes, code, include, inline
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.definition import DialectDefinition
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.model.dialect import DialectTraits


def prepare(context: DialectContext, lines: list[SourceLine]) -> Sequence[SourceLine]:
    """A text made ready."""
    walk = DialectWalk(
        context,
        {
            ">": (boxes.alert, boxes.quotation),
            "{": (_named_code, _set, _block, _figure),
            "[": (_import,),
            "|": (boxes.table,),
            ":": (_colons,),
            "^": (_cut,),
            **dict.fromkeys("iqhnt", (_end,)),
            "$": (_display,),
        },
        _fence,
        _prose,
        lambda line, is_code: None if is_code else _expanded(line, context, 0),
    )
    return walk.rewrite_text(_with_sections(_unwrapped(lines)))


def _unwrapped(lines: list[SourceLine]) -> list[SourceLine]:
    """A text without the element around all of it that says in which direction it is written."""
    rows = [row for row, line in enumerate(lines) if line.text.strip()]
    if len(rows) > 2 and re.fullmatch(r"\s*<div\s+dir=[\"']?rtl[\"']?\s*>\s*", lines[rows[0]].text):
        last = next((row for row in reversed(rows) if lines[row].text.strip() == "</div>"), None)
        if last is not None:
            return [line.with_text("") if row in (rows[0], last) else line for row, line in enumerate(lines)]
    return lines


_SECTION = re.compile(r"<!--\s*sec\b(?P<said>.*?)\bces\s*-->", re.DOTALL)


def _with_sections(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """`<!--sec data-title="…" ces-->` to `<!--endsec-->`, of a well-known plug-in, as the tags that they stand for."""
    if not any("<!--" in line.text and "sec" in line.text for line in lines):
        return list(lines)
    done: list[SourceLine] = []
    inside = 0
    for row, line in enumerate(lines):
        text = line.text
        if inside:
            inside -= 1
            text = ""
        elif re.match(r"\s*<!--\s*sec\b", text):
            whole = "\n".join(each.text for each in lines[row : row + 4])
            if (found := _SECTION.search(whole)) is not None:
                title = re.search(r"data-title=([\"'])(.*?)\1", found["said"])
                text = f'{{% sec title="{title[2] if title else ""}" %}}'
                inside = found[0].count("\n")
        else:
            text = re.sub(r"<!--\s*endsec\s*-->", "{% endsec %}", text)
        done.append(line.with_text(text))
    return done


_INCLUDE = re.compile(r"[ \t]*\{%[-\s]*include\s+(?P<quote>[\"'])(?P<what>.*?)(?P=quote)[^%]*%\}[ \t]*$")


def _expanded(line: SourceLine, context: DialectContext, depth: int) -> list[SourceLine] | None:
    if "{%" not in line.text or "include" not in line.text or depth > include.DEEPEST:
        return None
    found = _INCLUDE.match(line.text)
    taken = context.read_lines(found["what"], line) if found else None
    if found is None:
        return None
    inside: list[SourceLine] = []
    for each in _with_sections(taken or ()):
        other = _expanded(each, context, depth + 1)
        inside += [each] if other is None else other
    return inside


_VARIABLE = re.compile(r"\{\{\s*(book\.[\w.]+)\s*\}\}")


def _fence(walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
    said = code.parse_info(fence.info)
    code.report_drawing(walk.context, said.lang, fence)
    return code.write(fence, said.lang, said.marked, title=said.title, body=_filled(walk, fence))


def _filled(walk: DialectWalk, fence: Fence) -> tuple[SourceLine, ...]:
    """The lines of a block of code with the values that the book gives."""
    if not any("{{" in line.text for line in fence.body):
        return fence.body
    values = walk.context.value
    return tuple(
        line.with_text(_VARIABLE.sub(lambda found: values(found[1]) or found[0], line.text)) for line in fence.body
    )


_IMPORT = re.compile(
    r"(?P<lead>[ \t]*)\[import(?P<options>[:,][^\]]*|[ \t]+[\w.-]+\.\w+)?\]\((?P<path>[^()\s]+)\)[ \t]*$"
)
_MARKED = re.compile(r"\s*(?://!|#!|/\*!|<!--!)\s*\[[^\]]*\]")
_MARKER = r"\[\s*{}\s*\]"


def _import(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`[import:1-3, title:"x.js"](x.js)`: a file as a block of code."""
    found = _IMPORT.match(line.text)
    if found is None:
        return None
    options = found["options"] or ""
    taken = walk.context.read_lines(found["path"], line)
    if taken is None:
        return [line.with_text("")], row + 1
    if lines := re.match(r":\s*(\d+(?:-\d*)?|-\d+)\s*(?:,|$)", options):
        taken = include.line_ranges(taken, lines[1])
    elif marker := re.match(r":\s*[\"']([^\"']+)[\"']", options):
        taken = _between(taken, marker[1])
    said = {key: value or other for key, value, other in re.findall(r"(\w+):\s*(?:\"([^\"]*)\"|([\w.-]+))", options)}
    lang = said.get("lang") or found["path"].rpartition(".")[2]
    taken = [each for each in taken if not _MARKED.match(each.text)]
    fence = Fence(line, found["lead"], "```", "", tuple(include.dedent(taken)))
    # A name that is no option's value is the code's, and links lead to it.
    named = next((each for each in re.split(r"[,\s]+", options) if re.fullmatch(r"[\w-][\w.-]*\.\w+", each)), "")
    title, name = said.get("title") or named, said.get("id") or named
    if f"#{name}" in walk.context.texts:  # links lead to the first
        name = ""
    walk.context.texts[f"#{name}"] = name
    return [line.with_text(""), *code.write(fence, lang, title=title, name=name), line.with_text("")], row + 1


def _between(lines: Sequence[SourceLine], name: str) -> list[SourceLine]:
    """What stands between two comments that name the part."""
    marker = re.compile(_MARKER.format(re.escape(name)))
    rows = [row for row, line in enumerate(lines) if marker.search(line.text)]
    return list(lines[rows[0] + 1 : rows[1]]) if len(rows) > 1 else list(lines)


_TAG = re.compile(r"(?P<lead>[ \t]*)\{%-?\s*(?P<name>[\w-]+)\s*(?P<rest>[^%]*?)-?%\}(?P<after>.*)$")
_SAID = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_HINTS = {"info": "note", "success": "tip", "warning": "warning", "danger": "danger", "working": "note", "tip": "tip"}


def _block(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """GitBook's blocks: hints, tabs, titled code, what is only referred to."""
    found = _TAG.match(line.text)
    if found is None or found["after"].strip():
        return None
    name, lead = found["name"], found["lead"]
    said = {key: a or b or c for key, a, b, c in _SAID.findall(found["rest"])}
    end = _ending(items, row, name)
    inside = items[row + 1 : end] if end is not None else []
    after = row + 1 if end is None else end + 1
    match name:
        case "hint" if end is not None:
            kind = _HINTS.get(said.get("style", "info"), "note")
            return boxes.box(line, lead, kind, None, walk.rewrite(inside)), after
        case "tab" | "sample" | "sec" if end is not None:
            title = said.get("title") or said.get("lang") or ""
            return boxes.titled_div(line, lead, ".tab", inline.escape(title), walk.rewrite(inside)), after
        case "code" if end is not None and "title" in said:
            return [
                line.with_text(""),
                *code.listing(line, lead, said["title"], walk.rewrite(inside)),
                line.with_text(""),
            ], after
        case "raw" if end is not None:
            return [each for item in inside for each in _as_written(walk, item)], after
        case "if" if end is not None:
            is_set = bool(walk.context.value(found["rest"].strip()))
            return walk.rewrite(inside) if is_set else [line.with_text("")], after
        case "embed" | "file" | "youtube" | "video":
            address = said.get("url") or said.get("src") or ""
            return [line.with_text(f"{lead}<{address}>" if ":" in address else "")], row + 1
        case "page-ref" | "content-ref":
            target = said.get("page") or said.get("url") or ""
            if end is not None and any(isinstance(each, SourceLine) and "](" in each.text for each in inside):
                return walk.rewrite(inside), after
            return [line.with_text(f"{lead}[{inline.escape(target)}]({target})")], after
    if name in ("tabs", "code", "method", "raw", "endraw") or name.startswith("end"):
        return [line.with_text("")], row + 1
    walk.context.report_dropped(f"'{{% {name} %}}'", line)
    return [line.with_text("")], row + 1


_FILENAME = re.compile(r"(?P<lead>[ \t]*)\{%\s*filename\s*%\}(?P<title>.*?)\{%\s*endfilename\s*%\}[ \t]*$")
_SET = re.compile(r"[ \t]*\{%-?\s*set\s+(?P<name>\w+)\s*=\s*([\"'])(?P<value>.*)\2\s*-?%\}[ \t]*$")


def _named_code(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{% filename %}x{% endfilename %}`, what the block of code below is called."""
    found = _FILENAME.match(line.text)
    if found is None:
        return None
    title = " ".join(_prose(walk, line.with_text(found["title"])).text.split())
    after = row + 1
    while after < len(items) and isinstance(here := items[after], SourceLine) and not here.text.strip():
        after += 1
    below = items[after] if after < len(items) else None
    if not isinstance(below, Fence) or below.lead.strip():
        return [line.with_text(f"{found['lead']}{title}")], row + 1
    said = code.parse_info(below.info)
    return [
        line.with_text(""),
        *code.write(below, said.lang, said.marked, title=title, body=_filled(walk, below)),
    ], after + 1


def _set(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{% set x = "y" %}`: what a name stands for in this text."""
    found = _SET.match(line.text)
    if found is None:
        return None
    walk.context.texts[f"{{{found['name']}}}"] = found["value"]
    return [line.with_text("")], row + 1


def _as_written(walk: DialectWalk, item: Item) -> Sequence[SourceLine]:
    return [item] if isinstance(item, SourceLine) else walk.fence(walk, item)


def _ending(items: Sequence[Item], row: int, name: str) -> int | None:
    """The row of the tag that closes the one at a row; None where nothing does."""
    depth = 0
    for at in range(row, len(items)):
        item = items[at]
        if isinstance(item, SourceLine) and "{%" in item.text and (found := _TAG.match(item.text)):
            depth += (found["name"] == name) - (found["name"] == f"end{name}")
            if depth == 0:
                return at
    return None


_FIGURE = re.compile(r"\{\{figure\s*\{(?P<said>.*)\}\}\}[ \t]*$")
_OWN = re.compile(r"\{\{(?P<name>index|meta|id|table|quote|hint|note|if|disp|startcode|sandbox)\b(?P<rest>.*)$")
_END = re.compile(r"(?P<name>if|quote|hint|note|table)\}\}[ \t]*$")


def _figure(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{{figure {url: "x.png", alt: "…"}}}`, `{{index x}}` and `{{if book`, of a well-known builder."""
    if found := _FIGURE.match(line.text):
        said = dict(re.findall(r"(\w+):\s*\"((?:\\.|[^\"\\])*)\"", found["said"]))
        return [line.with_text(f"![{said.get('alt', '')}]({said.get('url', '')})")], row + 1
    found = _OWN.match(line.text)
    if found is None:
        return None
    match found["name"]:
        case "id":
            name = found["rest"].strip(" }")
            return [line.with_text(f"[]{{#{name}}}")] if re.fullmatch(r"[\w-]+", name) else [], row + 1
        case "if" if found["rest"].strip() not in ("book", "tex"):
            end = next((at for at in range(row, len(items)) if _ends(items[at], "if")), row)
            return [line.with_text("")], end + 1
        case "index" | "meta" | "disp" | "startcode" | "sandbox":
            end = row
            while (
                end < len(items)
                and isinstance(here := items[end], SourceLine)
                and here.text.strip()
                and "}}" not in here.text
            ):
                end += 1
            return [line.with_text("")], end + 1
    return [line.with_text("")], row + 1


def _ends(item: Item, name: str) -> bool:
    return isinstance(item, SourceLine) and (found := _END.match(item.text)) is not None and found["name"] == name


def _end(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`if}}`, the end of such a block."""
    return ([line.with_text("")], row + 1) if line.text.endswith("}}") and _END.match(line.text) else None


_CUT = re.compile(r"\^code[ \t]+(?P<name>[\w-]+)(?:[ \t]+\(.*\))?[ \t]*$")


def _cut(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`^code name`: a piece of program that a builder of the book's own would cut out."""
    found = _CUT.match(line.text)
    if found is None:
        return None
    walk.context.report("dialect.not-run", "a piece of program that the book's own builder cuts out is not in it", line,
                    "its name stands in its place")  # fmt: skip
    return [line.with_text(""), line.with_text(f"`[{found['name']}]`"), line.with_text("")], row + 1


def _colons(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Colons mean nothing here, and much to Pandoc."""
    if not line.text.lstrip().startswith(":::"):
        return None
    lead = line.text[: len(line.text) - len(line.text.lstrip())]
    return [line.with_text(lead + "\\" + line.text.lstrip())], row + 1


def _value(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    name = found["name"]
    value = context.texts.get(f"{{{name}}}", context.value(name))
    is_code = line.text.startswith(("    ", "\t"))
    if value is None and not name.startswith("book.") and (is_code or not context.traits.drops_unknown_variables):
        return found[0]
    if value is None:
        context.report_dropped(f"'{found['name']}', which the book does not say the value of,", line)
        return ""
    # What is an element without text serves a script on a screen.
    return "" if re.fullmatch(r"\s*<(\w+)[^>]*>\s*</\1>\s*", value) else value


def _display(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`$$` to `$$`, over several lines."""
    if line.text.strip() != "$$" or "double" not in walk.context.dialect.math:
        return None
    end = row + 1
    while end < len(items) and not (isinstance(here := items[end], SourceLine) and here.text.strip() == "$$"):
        end += 1
    if end == len(items):
        return None
    return code.display(line, items[row + 1 : end]), end + 1


def _tex(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """`$$x$$`: mathematics in the line, unless nothing stands beside it."""
    if "double" not in context.dialect.math:
        return found[0]
    return f"`{found['tex'].strip()}`{{.octavo-math{' .display' if found[0] == line.text.strip() else ''}}}"


_MARKS = InlineRules(
    (
        InlineRule("$$", r"\$\$(?P<tex>[^$]+)\$\$", _tex),
        InlineRule("{{", r"\{\{\s*(?P<name>[A-Za-z][\w.]*)\s*\}\}", _value),
        InlineRule("{%", r"\{%-?\s*raw\s*-?%\}(?P<inside>.*?)\{%-?\s*endraw\s*-?%\}", inline.template("{inside}")),
        InlineRule("{%", r"\{%-?\s*(?:end)?raw\s*-?%\}", inline.remove),
        InlineRule("{%", r"\{%[^%]*%\}", inline.drop("'{% … %}'")),
        InlineRule("{{index", r"\{\{index[^}]*\}\}", inline.remove),
    )
)


def _prose(walk: DialectWalk, line: SourceLine) -> SourceLine:
    context = walk.context
    line = _MARKS.apply(line, context)
    return inline.fix_flanking(line) if context.lang[:2] in ("zh", "ja") else line


DIALECT = DialectDefinition("honkit", prepare, traits=DialectTraits(drops_unknown_variables=True))
