"""The Markdown of MkDocs: Python-Markdown's, with the extensions of PyMdown and of other plug-ins."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from octavo.manuscript.dialects import boxes, code, mkdocs_includes, mkdocs_marks
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.definition import DialectDefinition
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine, is_blank
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.model.dialect import Dialect, DialectTraits


def prepare(context: DialectContext, lines: list[SourceLine]) -> Sequence[SourceLine]:
    """Prepare the text of a chapter."""
    marks = mkdocs_marks.marks(context)
    walk = DialectWalk(
        context,
        {
            "!": (boxes.admonition,),
            "?": (boxes.admonition,),
            "=": (boxes.tab,),
            "/": (boxes.block,),
            ">": (boxes.alert, boxes.quotation),
            ":": (boxes.in_item, _api_reference),
            "-": (boxes.in_item,),
            "+": (boxes.in_item,),
            "<": (_admonition, _terminal, _html),
            **dict.fromkeys("0123456789", (boxes.in_item,)),
            "#": (_heading,),
            "{": (_loop, _attributes, _program),
            "*": (_abbreviation, boxes.in_item),
            "[": (_contents,),
            "|": (boxes.table, _rule_of_table),
        },
        _fence,
        lambda walk, line: marks.apply(line, walk.context),
        mkdocs_includes.expansion(context),
    )
    mkdocs_marks.learn_labels(context, lines)
    result = walk.rewrite_text([*lines, *_settings(lines), *_appended_lines(context, lines)])
    return [*result, *_abbreviations(context, result)]


_SETTING = re.compile(r"[ \t]*#{1,6}[ \t]*<!--\s*md:setting\s+(?P<name>[\w.*-]+)\s*-->[ \t]*$")


def _settings(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return link definitions for the settings that the hooks of a well-known theme make headings of."""
    found = [_SETTING.match(line.text) for line in lines if "md:setting" in line.text]
    return [lines[-1].with_text(text) for each in found if each for text in ("", f"[{each['name']}]: #{each['name']}")]


def _appended_lines(context: DialectContext, lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the lines that the book appends to every text, such as link definitions and abbreviations."""
    added = [context.read_lines(name, lines[-1]) or () for name in context.dialect.appended if lines]
    return [line for each in added for line in (lines[-1].with_text(""), *each)]


_NOTE = re.compile(r"\((\d+)\)!")


def _fence(walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
    info = code.parse_info(fence.info)
    body = fence.body
    if info.lang == "math":
        lead, at = fence.continuation, fence.opening
        inside = [line.with_lead(lead) for line in body if line.text.strip()]
        return [at.with_text(fence.lead + "$$"), *inside, at.with_text(lead + "$$")]
    code.report_drawing(walk.context, info.lang, fence)
    if any(")!" in line.text for line in body):
        body = tuple(line.with_text(_NOTE.sub(r"(\1)", line.text)) if ")!" in line.text else line for line in body)
    return code.write(fence, info.lang, info.highlight, title=info.title, name=info.id, body=body)


_PROGRAM = re.compile(
    r"(?P<lead>[ \t]*)\{\*[ \t]*(?P<path>[^\s\[\]]+)(?P<rest>(?:[ \t]+\w+\[[^\]]*\])*)[ \t]*\*\}[ \t]*$"
)
_LANGUAGES = {"py": "python", "js": "javascript", "ts": "typescript", "rs": "rust", "yml": "yaml", "sh": "bash",
              "htm": "html", "md": "markdown"}  # fmt: skip


def _program(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{* file ln[1:5] hl[3] title[x] *}`: a file as a block of code."""
    found = _PROGRAM.match(line.text)
    if found is None:
        return None
    info = dict(re.findall(r"(\w+)\[([^\]]*)\]", found["rest"]))
    source = walk.context.read_lines(found["path"], line)
    if source is None:
        return [line.with_text("")], row + 1
    highlight = info.get("hl", "").replace(":", "-")
    if "ln" in info:
        source, highlight = _select_lines(source, info["ln"], highlight)
    suffix = found["path"].rpartition(".")[2]
    fence = Fence(line, found["lead"], "```", "", tuple(source))
    title = info.get("title", "").strip("\"'")
    block = code.write(fence, _LANGUAGES.get(suffix, suffix), code.line_ranges(highlight), title=title)
    return [line.with_text(""), *block, line.with_text("")], row + 1


def _select_lines(lines: Sequence[SourceLine], which: str, highlight: str) -> tuple[list[SourceLine], str]:
    """Select lines of a program, with an ellipsis for those left out. Returns also which of them are highlighted."""
    lines_in: list[SourceLine] = []
    rows: dict[int, int] = {}
    before = 0
    for each in which.split(","):
        first, colon, last = each.strip().partition(":")
        start = max(1, int(first)) if first.isdigit() else 1
        end = min(len(lines), int(last)) if last.isdigit() else (len(lines) if colon else start)
        if start > before + 1 and start <= len(lines):
            lines_in.append(SourceLine("# …", lines[start - 1].file, lines[start - 1].number, None))
        for number in range(start, end + 1):
            lines_in.append(lines[number - 1])
            rows[number] = len(lines_in)
        before = end
    numbers: list[int] = []
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", highlight):
        numbers += [rows[number] for number in range(int(first), int(last or first) + 1) if number in rows]
    return lines_in, " ".join(map(str, numbers))


_API_REFERENCE = re.compile(r"(?P<lead>[ \t]*):::[ \t]+(?P<name>[\w.:-]+)[ \t]*$")


def _api_reference(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`::: module.Class`, which mkdocstrings would replace by a reference, with its options."""
    found = _API_REFERENCE.match(line.text)
    if not line.text.lstrip().startswith(":::"):
        return None
    if found is None:
        lead = line.text[: len(line.text) - len(line.text.lstrip())]
        return [line.with_text(f"{lead}\\{line.text.lstrip()}")], row + 1
    _, end = boxes.take_indented(items, row)
    walk.context.report("dialect.not-run", "an API reference that would be generated from a program is missing", line,
                    "only its name is shown")  # fmt: skip
    return [line.with_text(""), line.with_text(f"{found['lead']}`{found['name']}`"), line.with_text("")], end


_HEADING = re.compile(
    r"(?P<before>[ \t]*#{1,6}[ \t]*)(?P<text>.*?)[ \t]*#*[ \t]*"
    r"(?:\{:?[ \t]*(?P<attributes>[^{}]*)\})?[ \t]*$"
)


def _heading(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """A heading with attributes; one without text is titled by its label."""
    found = _HEADING.match(line.text)
    if found is None or not found["before"].strip():
        return None
    text = walk.prose(walk, line.with_text(found["text"])).text.strip()
    info = code.parse_info(f"{{{found['attributes']}}}") if found["attributes"] else code.InfoString()
    name = info.id or info.values.get("id", "")
    if not text and found["attributes"]:
        text = info.values.get("data-toc-label") or name
    classes = [each for each in (info.lang, *info.words) if re.fullmatch(r"[A-Za-z_][\w-]*", each)]
    attributes = " ".join([*([f"#{name}"] if name else []), *(f".{each}" for each in classes)])
    block = f"{found['before'].rstrip()} {text}{f' {{{attributes}}}' if attributes else ''}"
    return [line.with_text(block)], row + 1


_FOR = re.compile(r"[ \t]*\{%-?[ \t]*for\b")


def _loop(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{% for x in y %}` to `{% endfor %}`: text that a plug-in would generate."""
    if not _FOR.match(line.text) or not mkdocs_marks.MACROS & set(walk.context.dialect.extensions):
        return None
    depth = 0
    for end in range(row, len(items)):
        here = items[end]
        if isinstance(here, SourceLine) and "{%" in here.text:
            depth += len(re.findall(r"\{%-?\s*for\b", here.text)) - len(re.findall(r"\{%-?\s*endfor\b", here.text))
            if depth <= 0:
                walk.context.report_dropped("'{% … %}'", line, "a plug-in would generate the text")
                return [line.with_text("")], end + 1
    return None


_ALONE = re.compile(r"[ \t]*\{:?(?:[.#]?[\w-]++(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s}]++))?|[ \t])*+\}[ \t]*$")


def _attributes(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Attributes of the paragraph above, on a line of their own; only its id stays."""
    if not _ALONE.match(line.text):
        return None
    if not row or is_blank(items[row - 1]):
        return [line.with_text("")], row + 1
    name = re.search(r"#([\w-]+)", line.text)
    return [line.with_text(f"[]{{#{name[1]}}}")] if name else [], row + 1


_ABBREVIATION = re.compile(r"\*\[(?P<short>[^\]]+)\]:[ \t]*(?P<long>\S.*?)[ \t]*$")


def _abbreviation(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """The meaning of an abbreviation."""
    found = _ABBREVIATION.match(line.text)
    if found is None:
        return None
    walk.context.texts[f"*{found['short']}"] = found["long"]
    return [line.with_text("")], row + 1


def _abbreviations(context: DialectContext, lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the abbreviations of a text in the form that `marks.lua` reads."""
    abbreviations = {name[1:]: text for name, text in context.texts.items() if name.startswith("*")}
    last = lines[-1].with_text("") if lines else None
    if last is None or not abbreviations:
        return []
    info = (f"{short}\t{text}" for short, text in sorted(abbreviations.items()))
    return [last, *(last.with_text(text) for text in ("~~~~ {.octavo-abbreviations}", *info, "~~~~"))]


def _contents(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`[TOC]`: every edition has its own contents."""
    return ([line.with_text("")], row + 1) if line.text.strip() == "[TOC]" else None


_RULE = re.compile(r"[ \t]*\|(?:[ \t]*:?-[- \t]*:?[ \t]*\|)+[ \t]*$")


def _rule_of_table(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """The rule below the head of a table, in which Python-Markdown allows spaces between the hyphens."""
    if not _RULE.match(line.text) or not re.search(r"-[ \t]+-", line.text):
        return None
    return [line.with_text(re.sub(r"(?<=-)[ \t]+(?=-)", "", line.text))], row + 1


_RAW = re.compile(
    r"[ \t]*</?(?:div|p|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|figure|section|details|form|center)\b"
)


def _html(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Raw HTML up to the next empty line, without its indent, which Pandoc would read as code."""
    if not _RAW.match(line.text) or " markdown" in line.text:
        return None
    lead = line.text[: len(line.text) - len(line.text.lstrip())]
    end, result = row, []
    while end < len(items) and isinstance(here := items[end], SourceLine) and here.text.strip():
        if " markdown" in here.text:
            break
        result.append(here.with_text(lead + walk.prose(walk, here).text.lstrip()))
        end += 1
    if result and end == len(items):
        result[-1] = result[-1].with_text(result[-1].text + _missing_end_tags(result))
    return result, end


def _missing_end_tags(lines: Sequence[SourceLine]) -> str:
    """Return the end tags of lists and tables that are open at the end of a text, so that a box around it can end."""
    whole = "\n".join(line.text for line in lines)
    ends = ""
    for tag in ("ul", "ol", "dl", "table"):
        top, closed = (len(re.findall(rf"<{slash}{tag}\b", whole)) for slash in ("", "/"))
        ends += f"</{tag}>" * max(0, top - closed)
    return ends


_ADMONITION = re.compile(
    r"(?P<lead>[ \t]*)<(?P<tag>div|section|aside)[ \t][^<>]*?class=\"admonition(?P<kinds>[\w -]*)\"[^<>]*"
    r"\smarkdown\b[^<>]*>[ \t]*$"
)
_ITS_TITLE = re.compile(r"[ \t]*<p[^<>]*class=\"admonition-title\"[^<>]*>(?P<title>.*)</p>[ \t]*$")


def _admonition(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`<div class="admonition note" markdown>`, a box in the HTML of MkDocs, with its title."""
    found = _ADMONITION.match(line.text)
    if found is None:
        return None
    after = next((at for at in range(row + 1, len(items)) if not is_blank(items[at])), row)
    following = items[after]
    title = _ITS_TITLE.match(following.text) if isinstance(following, SourceLine) else None
    kinds = found["kinds"].split()
    marks = [boxes.galley_box(kinds[0] if kinds else "note"), *kinds, *(() if title else ("untitled",))]
    top = [f'<div class="{" ".join(dict.fromkeys(marks))}">', ""]
    if title:
        top += ['<div class="title">', "", walk.prose(walk, line.with_text(title["title"])).text, "", "</div>", ""]
    result = [line.with_text((found["lead"] + text).rstrip()) for text in top]
    start = (after if title else row) + 1
    if found["tag"] == "div":
        return result, start
    # Of another element, find the end and make it a div: a section would need a heading.
    mark = f"</{found['tag']}>"
    for end in range(start, len(items)):
        here = items[end]
        if isinstance(here, SourceLine) and mark in here.text:
            return [
                *result,
                *walk.rewrite(items[start:end]),
                here.with_text(here.text.replace(mark, "</div>")),
            ], end + 1
    return None


_TERMINAL = re.compile(
    r"[ \t]*<div[ \t][^<>]*(?:class=\"(?:termy|termynal|use-termynal)\"|data-termynal)[^<>]*>[ \t]*$"
)
_TERMINAL_LINE = re.compile(r"[ \t]*<span(?P<info>[^<>]*\bdata-ty\b[^<>]*)>(?P<text>.*)</span>[ \t]*$")
_STYLE_TAG = re.compile(r"</?(?:a|b|code|em|font|i|small|span|strong|u)\b(?:[ \t][^<>]*)?>")


def _terminal(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`<div class="termy">`: a terminal that a script plays, with output in colored HTML.

    The lines may also be `<span data-ty>` elements.
    """
    if not _TERMINAL.match(line.text):
        return None
    result = [line.with_text("")]
    terminal: list[SourceLine] = []
    for at in range(row + 1, len(items)):
        item = items[at]
        if isinstance(item, Fence):
            plain = (each.with_text(html.unescape(_STYLE_TAG.sub("", each.text))) for each in item.body)
            result += _fence(walk, replace(item, body=tuple(plain)))
        elif item.text.strip() == "</div>":
            code_lines = (
                _fence(walk, Fence(line.with_text(""), "", "```", "console", tuple(terminal))) if terminal else ()
            )
            return [*result, *code_lines, item.with_text("")], at + 1
        elif (found := _TERMINAL_LINE.match(item.text)) is not None:
            terminal.append(item.with_text(_terminal_line(found)))
        elif item.text.strip():
            break
        else:
            result.append(item)
    return None


def _terminal_line(found: re.Match[str]) -> str:
    """Return a line of such a terminal: what is typed follows a prompt, and a progress bar is complete."""
    text = html.unescape(_STYLE_TAG.sub("", found["text"]))
    prompt = re.search(r'data-ty-prompt="([^"]*)"', found["info"])
    if 'data-ty="progress"' in found["info"]:
        return f"{prompt[1]} 100%" if prompt else "---> 100%"
    if 'data-ty="input"' in found["info"]:
        return f"{prompt[1] if prompt else '$'} {text}"
    return text


_READER = (
    "markdown+gfm_auto_identifiers+emoji-blank_before_header-blank_before_blockquote-raw_tex-citations"
    "-example_lists-fancy_lists-line_blocks-implicit_figures-implicit_header_references-inline_notes-simple_tables"
    "-multiline_tables-grid_tables-yaml_metadata_block-pandoc_title_block-smart-tex_math_dollars-superscript-subscript"
)


def _extensions(dialect: Dialect) -> Iterable[str]:
    """Return the extensions of Pandoc's reader that stand for those of a book."""
    switches = {
        "four_space_rule": "mdx_truly_sane_lists" not in dialect.extensions,
        "smart": dialect.smart,
        "tex_math_dollars": "dollars" in dialect.math,
        "autolink_bare_uris": dialect.autolink,
        "mark": "pymdownx.mark" in dialect.extensions,
        "superscript": "pymdownx.caret" in dialect.extensions,
        "subscript": "pymdownx.tilde" in dialect.extensions,
        "tex_math_single_backslash": "brackets" in dialect.math,
    }
    return [name for name, is_wanted in switches.items() if is_wanted]


DIALECT = DialectDefinition("mkdocs", prepare, _READER, _extensions, traits=DialectTraits(directory_urls=True))
