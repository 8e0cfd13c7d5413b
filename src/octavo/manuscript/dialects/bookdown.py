"""bookdown's Markdown: Pandoc's, with the cells of knitr, and with references and labels of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from octavo.manuscript.dialects import boxes, divs, inline, quarto
from octavo.manuscript.dialects.cells import Cells
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.definition import PANDOC, DialectDefinition, pandoc_extensions
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine, scan, split_lines
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.manuscript.opening import make_identifier
from octavo.model.dialect import THEOREMS
from octavo.model.publication import Chapter

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*$")
_MENTION = re.compile(r"(?<![\\!^])\[(?P<text>[^\[\]^@\n][^\[\]\n]*)\](?![(\[{:])")
_TEXT = re.compile(r"\(ref:([\w-]+)\)[ \t]+(\S.*)$")
_PART = re.compile(r"# \((?:PART\\?\*?|APPENDIX)\)")


def prepare(context: DialectContext, lines: list[SourceLine]) -> Sequence[SourceLine]:
    """Prepare the text of a chapter."""
    items = _collect_texts(context, scan(lines))
    cells = Cells(context, "fig-", usual=dict(context.dialect.cells), common_folders=("_main_files",))
    for name in context.dialect.scripts:
        if lines:
            cells.learn_from_script(name, lines[0])
    walk = DialectWalk(
        context,
        {
            ":": (divs.div, _caption),
            ">": (boxes.alert,),
            "#": (_part,),
            "T": (_caption,),
            "\\": (divs.tex_layout,),
            "`": (quarto.call_alone,),
        },
        cells.write,
        _prose,
    )
    return quarto.rewrite(walk, cells, items)


def link_chapters(chapters: Sequence[Chapter]) -> list[Chapter]:
    """Return the chapters, each with link definitions for the headings of other chapters that it names in brackets.

    bookdown joins all chapters to one text, in which Pandoc makes a link of `[A Heading]`.
    """
    headings = [dict(_headings(chapter)) for chapter in chapters]
    everywhere = {text: name for each in reversed(headings) for text, name in each.items()}
    result = []
    for chapter, own in zip(chapters, headings, strict=True):
        named = {" ".join(found["text"].split()) for found in _MENTION.finditer(chapter.text)}
        missing = sorted(each for each in named if each.lower() in everywhere and each.lower() not in own)
        definitions = [f"[{each}]: #{everywhere[each.lower()]}" for each in missing if f"[{each}]:" not in chapter.text]
        result.append(replace(chapter, text="\n".join([chapter.text, "", *definitions])) if definitions else chapter)
    return result


def _headings(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """Yield the headings of a chapter in lower case, each with its id."""
    if chapter.text.lstrip()[:1] != "#" and "\n#" not in chapter.text:
        return
    for item in scan(split_lines(chapter.text, chapter.name)):
        found = _HEADING.match(item.text) if isinstance(item, SourceLine) and item.text.startswith("#") else None
        if found is not None and not _PART.match(found[0]):
            text = " ".join(found["text"].split())
            own_id = re.search(r"#([\w:.-]+)", found["attributes"] or "")
            yield text.lower(), own_id[1] if own_id else make_identifier(text)


def _collect_texts(context: DialectContext, items: Sequence[Item]) -> list[Item]:
    """Return the items without the texts that captions ask for by name, and store those in the context."""
    result: list[Item] = []
    for item in items:
        found = _TEXT.match(item.text) if isinstance(item, SourceLine) and item.text.startswith("(ref:") else None
        if found is not None and isinstance(item, SourceLine):
            context.texts[found[1]] = found[2].strip()
        result.append(item if found is None or isinstance(item, Fence) else item.with_text(""))
    return result


def _part(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Remove the heading of a part or of the appendices: it opens no chapter."""
    return ([line.with_text("")], row + 1) if _PART.match(line.text) else None


_LABELED = re.compile(r"(?P<lead>[ \t]*(?:Table)?:[ \t]*)\(\\#tab:(?P<label>[\w-]+)\)[ \t]*(?P<text>.*?)[ \t]*$")


def _caption(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`Table: (\\#tab:x) What it shows`."""
    found = _LABELED.match(line.text) if "(\\#tab:" in line.text else None
    if found is None:
        return None
    text = walk.prose(walk, line.with_text(f"{found['lead']}{found['text']}"))
    return [text.with_text(f"{text.text} {{#tbl-{found['label']}}}")], row + 1


_KINDS = {"fig": "fig-", "tab": "tbl-", "eq": "eq-", "sec": "sec-", "lst": "lst-"}


def _reference(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """Return the number alone for `\\@ref(fig:x)`, and keep what follows, such as `(A)`, from making a link of it."""
    behind = f"&#{ord(found['behind'])};" if found["behind"] else ""
    return _reference_to(found["label"]) + behind


def _reference_to(label: str) -> str:
    kind, colon, name = label.partition(":")
    if not colon:
        return f"[-@{{{kind if kind.startswith('sec-') else f'sec-{kind}'}}}]"
    if kind in _KINDS:
        return f"[-@{{{_KINDS[kind]}{name}}}]"
    if kind in THEOREMS:
        return f"[-@{{{kind}-{name}}}]"
    return f"[{inline.escape(name)}](#{kind}:{name})"


def _text(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    return context.texts.get(found["name"], found[0])


def _picture(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    """`![(\\#fig:x) What it shows](file)`."""
    attributes = (found["attributes"] or "{}")[1:-1].strip()
    return f"![{found['caption']}]({found['target']}){{#fig-{found['label']}{f' {attributes}' if attributes else ''}}}"


_MARKS = InlineRules(
    (
        InlineRule("\\@ref(", r"\\@ref\((?:\\?#)?(?P<label>[\w:./-]+)\)(?P<behind>[({]|\[(?!\^|-?@)|)", _reference),
        InlineRule("(ref:", r"\(ref:(?P<name>[\w-]+)\)", _text),
        InlineRule(
            "(\\#fig:",
            r"!\[\(\\#fig:(?P<label>[\w-]+)\)[ \t]*(?P<caption>.*?)\]\((?P<target>[^()\s]+)\)"
            r"(?P<attributes>\{[^{}]*\})?",
            _picture,
        ),
        InlineRule("(\\#eq:", r"\(\\#eq:(?P<label>[\w-]+)\)", inline.template("\\label{{eq-{label}}}")),
    ),
    quarto.INLINE_CODE,
)


def _prose(walk: DialectWalk, line: SourceLine) -> SourceLine:
    return _MARKS.apply(quarto.code_in_math(line, walk.context), walk.context)


DIALECT = DialectDefinition(
    "bookdown",
    prepare,
    f"{PANDOC}+autolink_bare_uris+tex_math_single_backslash",
    pandoc_extensions,
    link_chapters,
    replace(quarto.DIALECT.traits, pages_by_id=True, numbers_all_theorems=True),
)
