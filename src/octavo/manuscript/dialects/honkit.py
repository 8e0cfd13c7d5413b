"""The Markdown of HonKit and GitBook: GitHub's, with the marks of their plug-ins and of some builders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.manuscript.dialects import boxes, code, include, inline
from octavo.manuscript.dialects.cell_options import trim
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.definition import DialectDefinition
from octavo.manuscript.dialects.honkit_conditions import IN_LINE, TAG, choose_branch
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.model.dialect import DialectTraits, SourceHints


def prepare(context: DialectContext, lines: list[SourceLine]) -> Sequence[SourceLine]:
    """Prepare the text of a chapter."""
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
        lambda line, is_code: None if is_code else _expand_includes(line, context, 0),
    )
    return walk.rewrite_text(_expand_sections(_unwrap_direction(lines)))


def _unwrap_direction(lines: list[SourceLine]) -> list[SourceLine]:
    """Return a text without the element around all of it that sets the direction of writing."""
    rows = [row for row, line in enumerate(lines) if line.text.strip()]
    if len(rows) > 2 and re.fullmatch(r"\s*<div\s+dir=[\"']?rtl[\"']?\s*>\s*", lines[rows[0]].text):
        last = next((row for row in reversed(rows) if lines[row].text.strip() == "</div>"), None)
        if last is not None:
            return [line.with_text("") if row in (rows[0], last) else line for row, line in enumerate(lines)]
    return lines


_SECTION = re.compile(r"<!--\s*sec\b(?P<options>.*?)\bces\s*-->", re.DOTALL)


def _expand_sections(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Replace `<!--sec data-title="…" ces-->` to `<!--endsec-->`, of a well-known plug-in, by template tags."""
    if not any("<!--" in line.text and "sec" in line.text for line in lines):
        return list(lines)
    result: list[SourceLine] = []
    inside = 0
    for row, line in enumerate(lines):
        text = line.text
        if inside:
            inside -= 1
            text = ""
        elif re.match(r"\s*<!--\s*sec\b", text):
            whole = "\n".join(each.text for each in lines[row : row + 4])
            if (found := _SECTION.search(whole)) is not None:
                title = re.search(r"data-title=([\"'])(.*?)\1", found["options"])
                text = f'{{% sec title="{title[2] if title else ""}" %}}'
                inside = found[0].count("\n")
        else:
            text = re.sub(r"<!--\s*endsec\s*-->", "{% endsec %}", text)
        result.append(line.with_text(text))
    return result


_INCLUDE = re.compile(r"[ \t]*\{%[-\s]*include\s+(?P<quote>[\"'])(?P<what>.*?)(?P=quote)[^%]*%\}[ \t]*$")


def _expand_includes(line: SourceLine, context: DialectContext, depth: int) -> list[SourceLine] | None:
    if "{%" not in line.text or "include" not in line.text or depth > include.DEEPEST:
        return None
    found = _INCLUDE.match(line.text)
    source = context.read_lines(found["what"], line) if found else None
    if found is None:
        return None
    inside: list[SourceLine] = []
    for each in _expand_sections(source or ()):
        other = _expand_includes(each, context, depth + 1)
        inside += [each] if other is None else other
    return inside


_VARIABLE = re.compile(r"\{\{\s*(book\.[\w.]+)\s*\}\}")


def _fence(walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
    options = code.parse_info(fence.info)
    code.report_drawing(walk.context, options.lang, fence)
    return code.write(fence, options.lang, options.highlight, title=options.title, body=_fill_variables(walk, fence))


def _fill_variables(walk: DialectWalk, fence: Fence) -> tuple[SourceLine, ...]:
    """Return the lines of a block of code with the values of the book's variables."""
    if not any("{{" in line.text for line in fence.body):
        return fence.body
    values = walk.context.value
    return tuple(
        line.with_text(_VARIABLE.sub(lambda found: values(found[1]) or found[0], line.text)) for line in fence.body
    )


_IMPORT = re.compile(
    r"(?P<lead>[ \t]*)\[(?:import|include)(?P<options>[:,][^\]]*|[ \t]+[\w.-]+\.\w+)?\]\((?P<path>[^()\s]+)\)[ \t]*$"
)
_MARKED = re.compile(r"\s*(?://!|#!|/\*!|<!--!)\s*\[[^\]]*\]")
_MARKER = r"\[\s*{}\s*\]"


def _import(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`[import:1-3, title:"x.js"](x.js)`, or `[include](x.js)`: a file as a block of code."""
    found = _IMPORT.match(line.text)
    if found is None:
        return None
    options = found["options"] or ""
    source = walk.context.read_lines(found["path"], line)
    if source is None:
        return [line.with_text("")], row + 1
    if lines := re.match(r":\s*(\d+(?:-\d*)?|-\d+)\s*(?:,|$)", options):
        source = include.line_ranges(source, lines[1])
    elif marker := re.match(r":\s*[\"']([^\"']+)[\"']", options):
        source = _between(source, marker[1])
    values = {key: value or other for key, value, other in re.findall(r"(\w+):\s*(?:\"([^\"]*)\"|([\w.-]+))", options)}
    lang = values.get("lang") or found["path"].rpartition(".")[2]
    source = [each for each in source if not _MARKED.match(each.text)]
    fence = Fence(line, found["lead"], "```", "", tuple(include.dedent(source)))
    # A name that is no value of an option is an id for links.
    file_name = next((each for each in re.split(r"[,\s]+", options) if re.fullmatch(r"[\w-][\w.-]*\.\w+", each)), "")
    title, name = values.get("title") or file_name, values.get("id") or file_name
    if f"#{name}" in walk.context.texts:  # the first one keeps it
        name = ""
    walk.context.texts[f"#{name}"] = name
    return [line.with_text(""), *code.write(fence, lang, title=title, name=name), line.with_text("")], row + 1


def _between(lines: Sequence[SourceLine], name: str) -> list[SourceLine]:
    """Return the lines between two comments with a name."""
    marker = re.compile(_MARKER.format(re.escape(name)))
    rows = [row for row, line in enumerate(lines) if marker.search(line.text)]
    return list(lines[rows[0] + 1 : rows[1]]) if len(rows) > 1 else list(lines)


_SAID = re.compile(r"([\w-]+)=(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_HINTS = {"info": "note", "success": "tip", "warning": "warning", "danger": "danger", "working": "note", "tip": "tip"}


def _block(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """GitBook's blocks: hints, tabs, titled code, links to pages."""
    found = TAG.match(line.text)
    if found is None or found["after"].strip():
        return None
    name, lead = found["name"], found["lead"]
    options = {key: a or b or c for key, a, b, c in _SAID.findall(found["rest"])}
    end = _ending(items, row, name)
    inside = items[row + 1 : end] if end is not None else []
    after = row + 1 if end is None else end + 1
    match name:
        case "hint" if end is not None:
            kind = _HINTS.get(options.get("style", "info"), "note")
            return boxes.box(line, lead, kind, None, walk.rewrite(inside)), after
        case "exercise" if end is not None:
            return _exercise(walk, inside), after
        case "tab" | "sample" | "sec" if end is not None:
            title = options.get("title") or options.get("lang") or ""
            return boxes.titled_div(line, lead, ".tab", inline.escape(title), walk.rewrite(inside)), after
        case "code" if end is not None and "title" in options:
            return [
                line.with_text(""),
                *code.listing(line, lead, options["title"], walk.rewrite(inside)),
                line.with_text(""),
            ], after
        case "raw" if end is not None:
            return [each for item in inside for each in _verbatim(walk, item)], after
        case "if" if end is not None:
            return walk.rewrite(choose_branch(walk.context, line, found["rest"].strip(), inside)) or [
                line.with_text("")
            ], after
        case "embed" | "file" | "youtube" | "video":
            address = options.get("url") or options.get("src") or ""
            return [line.with_text(f"{lead}<{address}>" if ":" in address else "")], row + 1
        case "page-ref" | "content-ref":
            target = options.get("page") or options.get("url") or ""
            if end is not None and any(isinstance(each, SourceLine) and "](" in each.text for each in inside):
                return walk.rewrite(inside), after
            return [line.with_text(f"{lead}[{inline.escape(target)}]({target})")], after
    if name in ("tabs", "code", "method", "raw", "endraw") or name.startswith("end"):
        return [line.with_text("")], row + 1
    walk.context.report_dropped(f"'{{% {name} %}}'", line)
    return [line.with_text("")], row + 1


def _exercise(walk: DialectWalk, items: Sequence[Item]) -> list[SourceLine]:
    """Return an exercise: its text, the code to begin with, and its solution; the site does not show the rest."""
    result: list[SourceLine] = []
    name, block = "", list[SourceLine]()
    opening: SourceLine | None = None
    for item in [*items, None]:
        tag = TAG.match(item.text) if isinstance(item, SourceLine) and "{%" in item.text else None
        if item is not None and tag is None:
            if name and isinstance(item, SourceLine):
                block.append(item)
            else:
                result += walk.rewrite([item])
            continue
        if opening is not None and name in ("initial", "solution"):
            body = trim(tuple(block))
            at = opening.with_text("")
            result += [at, *code.write(Fence(at, "", "```", "", body)), at] if body else []
        elif opening is not None:
            walk.context.report_dropped(f"'{{% {name} %}}', which the site does not show either,", opening)
        name, block = tag["name"] if tag else "", []
        opening = item if isinstance(item, SourceLine) else None
    return result


_FILENAME = re.compile(r"(?P<lead>[ \t]*)\{%\s*filename\s*%\}(?P<title>.*?)\{%\s*endfilename\s*%\}[ \t]*$")
_SET = re.compile(r"[ \t]*\{%-?\s*set\s+(?P<name>\w+)\s*=\s*([\"'])(?P<value>.*)\2\s*-?%\}[ \t]*$")


def _named_code(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{% filename %}x{% endfilename %}`, the title of the block of code below."""
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
    options = code.parse_info(below.info)
    return [
        line.with_text(""),
        *code.write(below, options.lang, options.highlight, title=title, body=_fill_variables(walk, below)),
    ], after + 1


def _set(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{% set x = "y" %}`: the value of a name in this text."""
    found = _SET.match(line.text)
    if found is None:
        return None
    walk.context.texts[f"{{{found['name']}}}"] = found["value"]
    return [line.with_text("")], row + 1


def _verbatim(walk: DialectWalk, item: Item) -> Sequence[SourceLine]:
    if not isinstance(item, SourceLine):
        return walk.fence(walk, item)
    is_code = item.text.startswith(("    ", "\t"))
    return [item if is_code else item.with_text(inline.escape_templates(item.text))]


def _ending(items: Sequence[Item], row: int, name: str) -> int | None:
    """Return the row of the tag that closes the one at a row."""
    depth = 0
    for at in range(row, len(items)):
        item = items[at]
        if isinstance(item, SourceLine) and "{%" in item.text and (found := TAG.match(item.text)):
            depth += (found["name"] == name) - (found["name"] == f"end{name}")
            if depth == 0:
                return at
    return None


_FIGURE = re.compile(r"\{\{figure\s*\{(?P<options>.*)\}\}\}[ \t]*$")
_OWN = re.compile(r"\{\{(?P<name>index|meta|id|table|quote|hint|note|if|disp|startcode|sandbox)\b(?P<rest>.*)$")
_END = re.compile(r"(?P<name>if|quote|hint|note|table)\}\}[ \t]*$")


def _figure(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{{figure {url: "x.png", alt: "…"}}}`, `{{index x}}` and `{{if book`, of a well-known builder."""
    if found := _FIGURE.match(line.text):
        options = dict(re.findall(r"(\w+):\s*\"((?:\\.|[^\"\\])*)\"", found["options"]))
        return [line.with_text(f"![{options.get('alt', '')}]({options.get('url', '')})")], row + 1
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
    """`^code name`: a piece of program that a builder of the book itself would insert."""
    found = _CUT.match(line.text)
    if found is None:
        return None
    walk.context.report("dialect.not-run", "a code excerpt that the book's own builder would insert is missing", line,
                    "only its name is shown")  # fmt: skip
    return [line.with_text(""), line.with_text(f"`[{found['name']}]`"), line.with_text("")], row + 1


def _colons(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Escape colons, which open a div in Pandoc's Markdown only."""
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
        context.report_dropped(f"'{found['name']}', which has no value in the book,", line)
        return ""
    # An element without text is for a script on a screen.
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
    """`$$x$$`: mathematics in the line, or a display where it is alone."""
    if "double" not in context.dialect.math:
        return found[0]
    return f"`{found['tex'].strip()}`{{.octavo-math{' .display' if found[0] == line.text.strip() else ''}}}"


def _raw(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """`{% raw %}…{% endraw %}`: text about templates."""
    return inline.escape_templates(found["inside"])


_MARKS = InlineRules(
    (
        InlineRule("$$", r"\$\$(?P<tex>[^$]+)\$\$", _tex),
        InlineRule("{{", r"\{\{\s*(?P<name>[A-Za-z][\w.]*)\s*\}\}", _value),
        InlineRule("{%", r"\{%-?\s*raw\s*-?%\}(?P<inside>.*?)\{%-?\s*endraw\s*-?%\}", _raw),
        InlineRule("{%", r"\{%-?\s*(?:end)?raw\s*-?%\}", inline.remove),
        InlineRule("{%", r"\{%[^%]*%\}", inline.drop("'{% … %}'")),
        InlineRule("{{index", r"\{\{index[^}]*\}\}", inline.remove),
    )
)


def _prose(walk: DialectWalk, line: SourceLine) -> SourceLine:
    context = walk.context
    line = _MARKS.apply(IN_LINE.apply(line, context), context)
    return inline.fix_flanking(line) if context.lang[:2] in ("zh", "ja") else line


_SOURCE_HINTS = SourceHints(has_templates=True)
DIALECT = DialectDefinition("honkit", prepare, traits=DialectTraits(drops_unknown_variables=True, hints=_SOURCE_HINTS))
