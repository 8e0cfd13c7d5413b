"""The Markdown of MkDocs: Python-Markdown's, with the extensions of PyMdown and what other plug-ins add."""

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
    """A text made ready."""
    marks = mkdocs_marks.marks(context)
    walk = DialectWalk(
        context,
        {
            "!": (boxes.admonition,),
            "?": (boxes.admonition,),
            "=": (boxes.tab,),
            "/": (boxes.block,),
            ">": (boxes.alert, boxes.quotation),
            ":": (boxes.in_item, _generated),
            "-": (boxes.in_item,),
            "+": (boxes.in_item,),
            "<": (_admonition, _terminal, _html),
            **dict.fromkeys("0123456789", (boxes.in_item,)),
            "#": (_heading,),
            "{": (_loop, _attributes, _program),
            "*": (_abbreviation, boxes.in_item),
            "[": (_contents,),
            "|": (boxes.table,),
        },
        _fence,
        lambda walk, line: marks.apply(line, walk.context),
        mkdocs_includes.expansion(context),
    )
    ready = walk.rewrite_text([*lines, *_settings(lines), *_appended(context, lines)])
    return [*ready, *_abbreviations(context, ready)]


_SETTING = re.compile(r"[ \t]*#{1,6}[ \t]*<!--\s*md:setting\s+(?P<name>[\w.*-]+)\s*-->[ \t]*$")


def _settings(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Where the names of settings lead that the hooks of a well-known theme make headings of."""
    found = [_SETTING.match(line.text) for line in lines if "md:setting" in line.text]
    return [lines[-1].with_text(text) for each in found if each for text in ("", f"[{each['name']}]: #{each['name']}")]


def _appended(context: DialectContext, lines: Sequence[SourceLine]) -> list[SourceLine]:
    """What the book puts behind every text: where links lead that many of them have, and what abbreviations mean."""
    added = [context.read_lines(name, lines[-1]) or () for name in context.dialect.appended if lines]
    return [line for each in added for line in (lines[-1].with_text(""), *each)]


_NOTE = re.compile(r"\((\d+)\)!")


def _fence(walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
    said = code.parse_info(fence.info)
    body = fence.body
    if said.lang == "math":
        lead, at = fence.continuation, fence.opening
        inside = [line.with_lead(lead) for line in body if line.text.strip()]
        return [at.with_text(fence.lead + "$$"), *inside, at.with_text(lead + "$$")]
    code.report_drawing(walk.context, said.lang, fence)
    if any(")!" in line.text for line in body):
        body = tuple(line.with_text(_NOTE.sub(r"(\1)", line.text)) if ")!" in line.text else line for line in body)
    return code.write(fence, said.lang, said.marked, title=said.title, name=said.id, body=body)


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
    said = dict(re.findall(r"(\w+)\[([^\]]*)\]", found["rest"]))
    taken = walk.context.read_lines(found["path"], line)
    if taken is None:
        return [line.with_text("")], row + 1
    marked = said.get("hl", "").replace(":", "-")
    if "ln" in said:
        taken, marked = _some(taken, said["ln"], marked)
    suffix = found["path"].rpartition(".")[2]
    fence = Fence(line, found["lead"], "```", "", tuple(taken))
    title = said.get("title", "").strip("\"'")
    made = code.write(fence, _LANGUAGES.get(suffix, suffix), code.line_ranges(marked), title=title)
    return [line.with_text(""), *made, line.with_text("")], row + 1


def _some(lines: Sequence[SourceLine], which: str, marked: str) -> tuple[list[SourceLine], str]:
    """Some lines of a program, with what is left out shown as an ellipsis, and which of them are marked now."""
    chosen: list[SourceLine] = []
    now: dict[int, int] = {}
    before = 0
    for each in which.split(","):
        first, colon, last = each.strip().partition(":")
        start = max(1, int(first)) if first.isdigit() else 1
        end = min(len(lines), int(last)) if last.isdigit() else (len(lines) if colon else start)
        if start > before + 1 and start <= len(lines):
            chosen.append(SourceLine("# …", lines[start - 1].file, lines[start - 1].number, None))
        for number in range(start, end + 1):
            chosen.append(lines[number - 1])
            now[number] = len(chosen)
        before = end
    numbers: list[int] = []
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", marked):
        numbers += [now[number] for number in range(int(first), int(last or first) + 1) if number in now]
    return chosen, " ".join(map(str, numbers))


_GENERATED = re.compile(r"(?P<lead>[ \t]*):::[ \t]+(?P<name>[\w.:-]+)[ \t]*$")


def _generated(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`::: module.Class`, which mkdocstrings would put a reference in the place of, with its options."""
    found = _GENERATED.match(line.text)
    if not line.text.lstrip().startswith(":::"):
        return None
    if found is None:
        lead = line.text[: len(line.text) - len(line.text.lstrip())]
        return [line.with_text(f"{lead}\\{line.text.lstrip()}")], row + 1
    _, end = boxes.indented(items, row)
    walk.context.report("dialect.not-run", "a reference that is made of a program is not in the book", line,
                    "its name stands in its place")  # fmt: skip
    return [line.with_text(""), line.with_text(f"{found['lead']}`{found['name']}`"), line.with_text("")], end


_HEADING = re.compile(
    r"(?P<before>[ \t]*#{1,6}[ \t]*)(?P<text>.*?)[ \t]*#*[ \t]*"
    r"(?:\{:?[ \t]*(?P<attributes>[^{}]*)\})?[ \t]*$"
)


def _heading(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """A heading with attributes; one that is empty but for what was taken out is called by its label."""
    found = _HEADING.match(line.text)
    if found is None or not found["before"].strip():
        return None
    text = walk.prose(walk, line.with_text(found["text"])).text.strip()
    said = code.parse_info(f"{{{found['attributes']}}}") if found["attributes"] else code.InfoString()
    name = said.id or said.values.get("id", "")
    if not text and found["attributes"]:
        text = said.values.get("data-toc-label") or name
    classes = [each for each in (said.lang, *said.words) if re.fullmatch(r"[A-Za-z_][\w-]*", each)]
    attributes = " ".join([*([f"#{name}"] if name else []), *(f".{each}" for each in classes)])
    made = f"{found['before'].rstrip()} {text}{f' {{{attributes}}}' if attributes else ''}"
    return [line.with_text(made)], row + 1


_FOR = re.compile(r"[ \t]*\{%-?[ \t]*for\b")


def _loop(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`{% for x in y %}` to `{% endfor %}`: what is made of values that only a plug-in knows."""
    if not _FOR.match(line.text) or not mkdocs_marks.MACROS & set(walk.context.dialect.extensions):
        return None
    depth = 0
    for end in range(row, len(items)):
        here = items[end]
        if isinstance(here, SourceLine) and "{%" in here.text:
            depth += len(re.findall(r"\{%-?\s*for\b", here.text)) - len(re.findall(r"\{%-?\s*endfor\b", here.text))
            if depth <= 0:
                walk.context.report_dropped("'{% … %}'", line, "the text is made by a plug-in")
                return [line.with_text("")], end + 1
    return None


_ALONE = re.compile(r"[ \t]*\{:?(?:[.#]?[\w-]++(?:=(?:\"[^\"]*+\"|'[^']*+'|[^\s}]++))?|[ \t])*+\}[ \t]*$")


def _attributes(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Attributes of the paragraph above, on a line of their own: of them, its name is kept."""
    if not _ALONE.match(line.text):
        return None
    if not row or is_blank(items[row - 1]):
        return [line.with_text("")], row + 1
    name = re.search(r"#([\w-]+)", line.text)
    return [line.with_text(f"[]{{#{name[1]}}}")] if name else [], row + 1


_ABBREVIATION = re.compile(r"\*\[(?P<short>[^\]]+)\]:[ \t]*(?P<long>\S.*?)[ \t]*$")


def _abbreviation(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """What an abbreviation stands for."""
    found = _ABBREVIATION.match(line.text)
    if found is None:
        return None
    walk.context.texts[f"*{found['short']}"] = found["long"]
    return [line.with_text("")], row + 1


def _abbreviations(context: DialectContext, lines: Sequence[SourceLine]) -> list[SourceLine]:
    """What the abbreviations of a text stand for, as `marks.lua` puts it to each of them."""
    known = {name[1:]: text for name, text in context.texts.items() if name.startswith("*")}
    last = lines[-1].with_text("") if lines else None
    if last is None or not known:
        return []
    said = (f"{short}\t{text}" for short, text in sorted(known.items()))
    return [last, *(last.with_text(text) for text in ("~~~~ {.octavo-abbreviations}", *said, "~~~~"))]


def _contents(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`[TOC]`: every edition has its own."""
    return ([line.with_text("")], row + 1) if line.text.strip() == "[TOC]" else None


_RAW = re.compile(
    r"[ \t]*</?(?:div|p|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|figure|section|details|form|center)\b"
)


def _html(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Raw HTML up to the next empty line: Pandoc would take what is indented in it for code."""
    if not _RAW.match(line.text) or " markdown" in line.text:
        return None
    lead = line.text[: len(line.text) - len(line.text.lstrip())]
    end, done = row, []
    while end < len(items) and isinstance(here := items[end], SourceLine) and here.text.strip():
        if " markdown" in here.text:
            break
        done.append(here.with_text(lead + walk.prose(walk, here).text.lstrip()))
        end += 1
    if done and end == len(items):
        done[-1] = done[-1].with_text(done[-1].text + _unclosed(done))
    return done, end


def _unclosed(lines: Sequence[SourceLine]) -> str:
    """The tags that would end the lists and tables that are still open where a text ends: a box must end, too."""
    whole = "\n".join(line.text for line in lines)
    ends = ""
    for tag in ("ul", "ol", "dl", "table"):
        opened, closed = (len(re.findall(rf"<{slash}{tag}\b", whole)) for slash in ("", "/"))
        ends += f"</{tag}>" * max(0, opened - closed)
    return ends


_ADMONITION = re.compile(
    r"(?P<lead>[ \t]*)<(?P<tag>div|section|aside)[ \t][^<>]*?class=\"admonition(?P<kinds>[\w -]*)\"[^<>]*"
    r"\smarkdown\b[^<>]*>[ \t]*$"
)
_ITS_TITLE = re.compile(r"[ \t]*<p[^<>]*class=\"admonition-title\"[^<>]*>(?P<title>.*)</p>[ \t]*$")


def _admonition(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`<div class="admonition note" markdown>`, which is what a box becomes in HTML, and its title."""
    found = _ADMONITION.match(line.text)
    if found is None:
        return None
    after = next((at for at in range(row + 1, len(items)) if not is_blank(items[at])), row)
    following = items[after]
    title = _ITS_TITLE.match(following.text) if isinstance(following, SourceLine) else None
    kinds = found["kinds"].split()
    marks = [boxes.galley_box(kinds[0] if kinds else "note"), *kinds, *(() if title else ("untitled",))]
    opened = [f'<div class="{" ".join(dict.fromkeys(marks))}">', ""]
    if title:
        opened += ['<div class="title">', "", walk.prose(walk, line.with_text(title["title"])).text, "", "</div>", ""]
    done = [line.with_text((found["lead"] + text).rstrip()) for text in opened]
    start = (after if title else row) + 1
    if found["tag"] == "div":
        return done, start
    # Of another element, the end is sought: as a section, a box would want a heading.
    mark = f"</{found['tag']}>"
    for end in range(start, len(items)):
        here = items[end]
        if isinstance(here, SourceLine) and mark in here.text:
            return [*done, *walk.rewrite(items[start:end]), here.with_text(here.text.replace(mark, "</div>"))], end + 1
    return None


_TERMINAL = re.compile(
    r"[ \t]*<div[ \t][^<>]*(?:class=\"(?:termy|termynal|use-termynal)\"|data-termynal)[^<>]*>[ \t]*$"
)
_PLAYED = re.compile(r"[ \t]*<span(?P<said>[^<>]*\bdata-ty\b[^<>]*)>(?P<text>.*)</span>[ \t]*$")
_DRESS = re.compile(r"</?(?:a|b|code|em|font|i|small|span|strong|u)\b(?:[ \t][^<>]*)?>")


def _terminal(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`<div class="termy">`: a terminal that a script plays, whose code is HTML in the colours of its output.

    It may also be written as a `<span data-ty>` for each line.
    """
    if not _TERMINAL.match(line.text):
        return None
    done = [line.with_text("")]
    played: list[SourceLine] = []
    for at in range(row + 1, len(items)):
        item = items[at]
        if isinstance(item, Fence):
            plain = (each.with_text(html.unescape(_DRESS.sub("", each.text))) for each in item.body)
            done += _fence(walk, replace(item, body=tuple(plain)))
        elif item.text.strip() == "</div>":
            shown = _fence(walk, Fence(line.with_text(""), "", "```", "console", tuple(played))) if played else ()
            return [*done, *shown, item.with_text("")], at + 1
        elif (found := _PLAYED.match(item.text)) is not None:
            played.append(item.with_text(_played(found)))
        elif item.text.strip():
            break
        else:
            done.append(item)
    return None


def _played(found: re.Match[str]) -> str:
    """A line of such a terminal: what is typed stands behind a prompt, and what goes on is done."""
    text = html.unescape(_DRESS.sub("", found["text"]))
    prompt = re.search(r'data-ty-prompt="([^"]*)"', found["said"])
    if 'data-ty="progress"' in found["said"]:
        return f"{prompt[1]} 100%" if prompt else "---> 100%"
    if 'data-ty="input"' in found["said"]:
        return f"{prompt[1] if prompt else '$'} {text}"
    return text


_READER = (
    "markdown+gfm_auto_identifiers+emoji-blank_before_header-blank_before_blockquote-raw_tex-citations"
    "-example_lists-fancy_lists-line_blocks-implicit_figures-implicit_header_references-inline_notes-simple_tables"
    "-multiline_tables-grid_tables-yaml_metadata_block-pandoc_title_block-smart-tex_math_dollars-superscript-subscript"
)


def _extensions(dialect: Dialect) -> Iterable[str]:
    """Return the extensions of Pandoc's reader that stand for what a book switches on."""
    wanted = {
        "four_space_rule": "mdx_truly_sane_lists" not in dialect.extensions,
        "smart": dialect.smart,
        "tex_math_dollars": "dollars" in dialect.math,
        "autolink_bare_uris": dialect.autolink,
        "mark": "pymdownx.mark" in dialect.extensions,
        "superscript": "pymdownx.caret" in dialect.extensions,
        "subscript": "pymdownx.tilde" in dialect.extensions,
        "tex_math_single_backslash": "brackets" in dialect.math,
    }
    return [name for name, is_wanted in wanted.items() if is_wanted]


DIALECT = DialectDefinition("mkdocs", prepare, _READER, _extensions, traits=DialectTraits(directory_urls=True))
