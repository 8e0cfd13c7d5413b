"""Quarto's Markdown: Pandoc's, with cells, shortcodes and divs of its own."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Sequence

from octavo.manuscript.dialects import boxes, divs, include, inline
from octavo.manuscript.dialects.cells import Cells
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.definition import PANDOC, DialectDefinition, pandoc_extensions
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine, is_blank, scan
from octavo.manuscript.dialects.r_code import included_pictures, unquote
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.model.dialect import DialectTraits, SourceHints

_INCLUDE = re.compile(r"[ \t]*\{\{<\s*include\s+[\"']?(?P<what>[^\"'>]+?)[\"']?\s*>\}\}[ \t]*$")
_SHORTCODE = r"\{\{<\s*(?P<name>[\w/-]+)(?P<rest>[^>]*)>\}\}"


def prepare(context: DialectContext, lines: list[SourceLine]) -> Sequence[SourceLine]:
    """Prepare the text of a chapter."""
    lines = load_frozen(context, lines) or lines
    cells = Cells(context, "", usual=dict(context.dialect.cells))
    walk = DialectWalk(
        context,
        {
            ":": (divs.div,),
            ">": (boxes.alert,),
            "|": (boxes.table,),
            "\\": (divs.tex_layout,),
            "`": (call_alone,),
        },
        cells.write,
        _prose,
    )
    items = scan(lines, lambda line, is_code: _expand_includes(line, context, 0))
    return rewrite(walk, cells, items)


def rewrite(walk: DialectWalk, cells: Cells, items: Sequence[Item]) -> list[SourceLine]:
    """Rewrite what has been scanned, after all cells have been searched for what they set for others."""
    for item in items:
        if isinstance(item, Fence):
            cells.learn_from(item)
    return walk.rewrite(items)


def _expand_includes(line: SourceLine, context: DialectContext, depth: int) -> list[SourceLine] | None:
    if "{{<" not in line.text or "include" not in line.text or depth > include.DEEPEST:
        return None
    found = _INCLUDE.match(line.text)
    if found is None:
        return None
    source = context.read_lines(found["what"].strip(), line)
    if source is None:
        return []
    inside: list[SourceLine] = [line.with_text("")]
    for each in strip_header(source):
        expansion = _expand_includes(each, context, depth + 1)
        inside += [each] if expansion is None else expansion
    return inside


def strip_header(lines: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """Return the lines of a text after its header."""
    if lines and lines[0].text.rstrip() == "---":
        end = next((row for row, line in enumerate(lines[1:], 1) if line.text.rstrip() in ("---", "...")), None)
        if end is not None:
            return lines[end + 1 :]
    return lines


def load_frozen(context: DialectContext, lines: Sequence[SourceLine]) -> list[SourceLine] | None:
    """Return the chapter as Quarto left it after a run, where the book contains that."""
    chapter = context.chapter
    home = context.dialect.home
    inside = posixpath.normpath(posixpath.join(chapter.base, chapter.file.stem))
    inside = posixpath.relpath(inside, home)
    folder = posixpath.join(home, "_freeze", inside)
    frozen = context.read_optional(f"/{posixpath.normpath(folder)}/execute-results/html.json")
    if frozen is None:
        return None
    try:
        markdown = json.loads(frozen)["result"]["markdown"]
    except (ValueError, KeyError, TypeError):
        return None
    start = posixpath.relpath(posixpath.normpath(folder), chapter.base)
    markdown = re.sub(rf"(\]\(|src=[\"']){re.escape(chapter.file.stem)}_files/", rf"\1{start}/", markdown)
    return trace_lines(str(markdown).split("\n"), lines)


def trace_lines(texts: Sequence[str], lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the lines of a generated text, each at the line that it most likely comes from."""
    rows: dict[str, list[int]] = {}
    for row, line in enumerate(lines):
        if line.text.strip():
            rows.setdefault(line.text.strip(), []).append(row)
    at, result = 0, []
    start = 0
    if texts and texts[0].rstrip() == "---":
        start = next((row + 1 for row, text in enumerate(texts[1:], 1) if text.rstrip() == "---"), 0)
    for text in texts[start:]:
        nearest = next((row for row in rows.get(text.strip(), ()) if row >= at), None)
        if nearest is not None and nearest - at < 400:
            at = nearest
            result.append(SourceLine(text, lines[at].file, lines[at].number, 0))
        else:
            result.append(SourceLine(text, lines[at].file, lines[at].number, None))
    return result


def _shortcode(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    name, rest = found["name"], found["rest"].strip()
    match name:
        case "meta" | "var" | "env":
            value = context.value(f"{name}.{rest}") or context.value(rest)
            if value is not None:
                return value
        case "pagebreak":
            return divs.PAGE_BREAK
        case "fa" | "bi" | "iconify" | "ai" | "version":
            return ""
        case "video":
            return f"<{rest.split()[0]}>" if rest else ""
        case "kbd":
            return f"[{inline.escape(rest.split()[0])}]{{.kbd}}" if rest else ""
        case "br":
            return "\\ "
    context.report_dropped(f"the shortcode '{name}'", line)
    return ""


_CALL = re.compile(
    r"(?:[\w.]+::)?(?P<name>[\w.]+)\(\s*(?:(?P<literal>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*')\s*(?:,.*)?|(?P<word>[\w.]+)\s*)\)"
)
_INDEXING = ("index", "idx")
_SHOWN = ("gloss", "define", "I", "paste", "paste0", "cat", "identity")
"""Calls that print their first text."""
_CONSTANTS = ("TRUE", "FALSE", "NULL", "T", "F")
_COMPUTING = re.compile(
    r"(?:[\w.]+::)?(?:n?row|ncol|n|length|nchar|sum|mean|max|min|round|signif|format|floor|ceiling|sqrt|"
    r"exp|log|abs|paste0?|cat|print|toupper|tolower|dim|sd|var|median|unique|names|levels|class|nlevels|"
    r"as\.\w+|Sys\.\w+|prettyNum|percent|comma|dollar|str_\w+|combine_words|numbers_to_words)"
)
"""Functions of R: what one of them makes of a name is no name."""


def _inline_code(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Return what `` `r expression` `` would print, as far as that is known without running it."""
    code = " ".join(found["computed"].split())
    if code in ("''", '""'):
        return ""
    if re.match(r"[\w.]+\s*(?:<-|=(?!=))", code):
        return ""
    if "Sys.Date()" in code or "Sys.time()" in code:
        day = context.publication.metadata.date
        return str(day) if day else ""
    if call := _CALL.fullmatch(code):
        text = unquote(call["literal"]) if call["literal"] else ""
        if text and call["name"] in _INDEXING:
            # As in the books that define such functions: the text is shown, and it is an entry of the index.
            return f"[{inline.escape(text)}]{{.index}}"
        if text:
            return inline.escape(text) if call["name"] in _SHOWN else f"`{text}`"
        if (
            call["word"]
            and not call["word"][0].isdigit()
            and call["word"] not in _CONSTANTS
            and not _COMPUTING.fullmatch(call["name"])
        ):
            context.report("dialect.not-run", "a call in a line is not run", line, "its argument is shown as code")
            return f"`{call['word']}`"
    context.report("dialect.not-run", "code in a line is not run", line, "it is shown instead")
    return f"`{code}`"


_PIECE = re.compile(r"`[^`]*`|\\.|\$\$?|[^`$\\]+|.", re.DOTALL)
_COMPUTED = re.compile(r"`r (?P<code>[^`]+)`")


def code_in_math(line: SourceLine, context: DialectContext) -> SourceLine:
    """Return a line in which code within formulas, which would be run, is shown as a text of TeX."""
    if "$" not in line.text or "`r " not in line.text:
        return line
    pieces = _PIECE.findall(line.text)
    row = 0
    while row < len(pieces):
        end = _end_of_formula(pieces, row) if pieces[row] in ("$", "$$") else row
        for at in range(row + 1, end):
            if found := _COMPUTED.fullmatch(pieces[at]):
                context.report("dialect.not-run", "code in a formula is not run", line, "it is shown instead")
                code = re.sub(r"([_$%&#{}])", r"\\\1", found["code"].replace("\\", ""))
                pieces[at] = f"\\texttt{{{code}}}"
        row = end + 1
    return line.with_text("".join(pieces))


def _end_of_formula(pieces: Sequence[str], row: int) -> int:
    """Return the row of the dollars that close those at a row, by Pandoc's rules, or the same row without any."""
    if pieces[row + 1 : row + 2] and pieces[row + 1][0].isspace():
        return row
    for at in range(row + 2, len(pieces)):
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        if pieces[at] == pieces[row] and not pieces[at - 1][-1].isspace() and not after[:1].isdigit():
            return at
    return row


_ALONE = re.compile(r"[ \t]*`r[ \t]+(?P<code>(?:[\w.]+::)?(?P<name>[\w.]+)\(.*\))`[ \t]*")


def call_alone(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`` `r call(…)` `` in a paragraph of its own: a place for the index, a picture, or text that only a run makes."""
    found = _ALONE.fullmatch(line.text)
    around = [items[at] for at in (row - 1, row + 1) if 0 <= at < len(items)]
    if found is None or "`" in found["code"] or not all(isinstance(each, Fence) or is_blank(each) for each in around):
        return None
    code = line.with_text(found["code"])
    if pictures := list(included_pictures([code])):
        return [line.with_text(f"![](<{each}>)") for each in pictures[:1]], row + 1
    call = _CALL.fullmatch(found["code"])
    text = unquote(call["literal"]) if call and call["literal"] else ""
    if text and found["name"] in _INDEXING:
        entry = text.replace("\\", "\\\\").replace('"', '\\"')
        return [line.with_text(f'[]{{.index entry="{entry}"}}')], row + 1
    if re.fullmatch(r"https?://\S+", text):
        return [line.with_text(f"<{text}>")], row + 1
    if found["name"] in ("Sys.Date", "Sys.time", "format"):
        return None
    walk.context.report_dropped("a paragraph that consists of a call", line, "the call is not run")
    return [line.with_text("")], row + 1


def _conditional(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    values = dict(re.findall(r"([\w-]+)=[\"']?([^\"'\s}]+)", found["rest"]))
    return found["inside"] if divs.is_visible(f"content-{found['how']}", values) else ""


INLINE_CODE = (
    InlineRule("`r ", r"`r (?P<computed>[^`]+)`", _inline_code),
    InlineRule("`{", r"`\{(?:r|python|julia|ojs)\} (?P<computed>[^`]+)`", _inline_code),
)
_MARKS = InlineRules(
    (
        InlineRule("{{{<", r"\{\{\{<(?P<literal>.*?)>\}\}\}", inline.template(r"\{{\{{<{literal}>}}}}")),
        InlineRule("{{<", _SHORTCODE, _shortcode),
        InlineRule(
            ".content-", r"\[(?P<inside>[^\[\]]*)\]\{\.content-(?P<how>visible|hidden)(?P<rest>[^}]*)\}", _conditional
        ),
    ),
    INLINE_CODE,
)


def _prose(walk: DialectWalk, line: SourceLine) -> SourceLine:
    return _MARKS.apply(code_in_math(line, walk.context), walk.context)


_HINTS = SourceHints(runs_cells=True, shown_formats=tuple(sorted(divs.EBOOK)))
DIALECT = DialectDefinition(
    "quarto",
    prepare,
    PANDOC,
    pandoc_extensions,
    traits=DialectTraits(global_anchors=True, theorems=True, hints=_HINTS),
)
