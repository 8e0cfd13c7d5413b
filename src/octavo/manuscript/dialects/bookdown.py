"""bookdown's Markdown, which is Pandoc's, with knitr's cells and with references and labels of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from octavo.manuscript.dialects import boxes, divs, inline, quarto
from octavo.manuscript.dialects.cells import Cells
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine, read, scan
from octavo.manuscript.dialects.walk import DialectWalk, Taken
from octavo.manuscript.opening import make_identifier
from octavo.model.dialect import THEOREMS
from octavo.model.publication import Chapter

_HEADING = re.compile(r"#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*(?:\{(?P<attributes>[^{}]*)\})?[ \t]*$")
_SPOKEN_OF = re.compile(r"(?<![\\!^])\[(?P<text>[^\[\]^@\n][^\[\]\n]*)\](?![(\[{:])")
_TEXT = re.compile(r"\(ref:([\w-]+)\)[ \t]+(\S.*)$")
_PART = re.compile(r"# \((?:PART\\?\*?|APPENDIX)\)")


def ready(editor: DialectContext, lines: list[SourceLine]) -> Sequence[SourceLine]:
    """A text made ready."""
    items = _without_texts(editor, scan(lines))
    cells = Cells(editor, "fig-", usual=dict(editor.dialect.cells))
    for name in editor.dialect.scripts:
        if lines:
            cells.script(name, lines[0])
    walk = DialectWalk(
        editor,
        {":": (divs.div, _caption), ">": (boxes.alert,), "#": (_part,), "T": (_caption,), "\\": (divs.glue,)},
        cells.set,
        _prose,
    )
    return quarto.run(walk, cells, items)


def joined(chapters: Sequence[Chapter]) -> list[Chapter]:
    """The chapters, each with where the headings of others are that it names in brackets: bookdown makes one text of
    them all, in which Pandoc makes `[A Heading]` a link."""
    known = [dict(_headings(chapter)) for chapter in chapters]
    everywhere = {text: name for each in reversed(known) for text, name in each.items()}
    done = []
    for chapter, own in zip(chapters, known, strict=True):
        named = {" ".join(found["text"].split()) for found in _SPOKEN_OF.finditer(chapter.text)}
        lacking = sorted(each for each in named if each.lower() in everywhere and each.lower() not in own)
        places = [f"[{each}]: #{everywhere[each.lower()]}" for each in lacking if f"[{each}]:" not in chapter.text]
        done.append(replace(chapter, text="\n".join([chapter.text, "", *places])) if places else chapter)
    return done


def _headings(chapter: Chapter) -> Iterator[tuple[str, str]]:
    """The headings of a chapter, in small letters, and what they are called."""
    if chapter.text.lstrip()[:1] != "#" and "\n#" not in chapter.text:
        return
    for item in scan(read(chapter.text, chapter.name)):
        found = _HEADING.match(item.text) if isinstance(item, SourceLine) and item.text.startswith("#") else None
        if found is not None and not _PART.match(found[0]):
            text = " ".join(found["text"].split())
            given = re.search(r"#([\w:.-]+)", found["attributes"] or "")
            yield text.lower(), given[1] if given else make_identifier(text)


def _without_texts(editor: DialectContext, items: Sequence[Item]) -> list[Item]:
    """The items but for the texts that captions ask for by a name, which are gathered."""
    kept: list[Item] = []
    for item in items:
        found = _TEXT.match(item.text) if isinstance(item, SourceLine) and item.text.startswith("(ref:") else None
        if found is not None and isinstance(item, SourceLine):
            editor.texts[found[1]] = found[2].strip()
        kept.append(item if found is None or isinstance(item, Fence) else item.now(""))
    return kept


def _part(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Taken | None:
    """The heading of a part, or of the appendices, which is no chapter's."""
    return ([line.now("")], row + 1) if _PART.match(line.text) else None


_LABELLED = re.compile(r"(?P<lead>[ \t]*(?:Table)?:[ \t]*)\(\\#tab:(?P<label>[\w-]+)\)[ \t]*(?P<text>.*?)[ \t]*$")


def _caption(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Taken | None:
    """`Table: (\\#tab:x) What it shows`."""
    found = _LABELLED.match(line.text) if "(\\#tab:" in line.text else None
    if found is None:
        return None
    made = walk.prose(walk, line.now(f"{found['lead']}{found['text']}"))
    return [made.now(f"{made.text} {{#tbl-{found['label']}}}")], row + 1


_KINDS = {"fig": "fig-", "tab": "tbl-", "eq": "eq-", "sec": "sec-", "lst": "lst-"}


def _reference(found: re.Match[str], line: SourceLine, editor: DialectContext) -> str:
    """`\\@ref(fig:x)` is the number alone. What stands right behind it, `(A)`, makes no link of it."""
    behind = f"&#{ord(found['behind'])};" if found["behind"] else ""
    return _referred(found["label"]) + behind


def _referred(label: str) -> str:
    kind, colon, name = label.partition(":")
    if not colon:
        return f"[-@{{{kind if kind.startswith('sec-') else f'sec-{kind}'}}}]"
    if kind in _KINDS:
        return f"[-@{{{_KINDS[kind]}{name}}}]"
    if kind in THEOREMS:
        return f"[-@{{{kind}-{name}}}]"
    return f"[{inline.escaped(name)}](#{kind}:{name})"


def _text(found: re.Match[str], line: SourceLine, editor: DialectContext) -> str:
    return editor.texts.get(found["name"], found[0])


def _picture(found: re.Match[str], line: SourceLine, editor: DialectContext) -> str:
    """`![(\\#fig:x) What it shows](file)`."""
    said = (found["attributes"] or "{}")[1:-1].strip()
    return f"![{found['caption']}]({found['target']}){{#fig-{found['label']}{f' {said}' if said else ''}}}"


_MARKS = InlineRules(
    (
        InlineRule("\\@ref(", r"\\@ref\((?:\\?#)?(?P<label>[\w:./-]+)\)(?P<behind>[(\[{]?)", _reference),
        InlineRule("(ref:", r"\(ref:(?P<name>[\w-]+)\)", _text),
        InlineRule(
            "(\\#fig:",
            r"!\[\(\\#fig:(?P<label>[\w-]+)\)[ \t]*(?P<caption>.*?)\]\((?P<target>[^()\s]+)\)"
            r"(?P<attributes>\{[^{}]*\})?",
            _picture,
        ),
        InlineRule("(\\#eq:", r"\(\\#eq:(?P<label>[\w-]+)\)", inline.rewritten("\\label{{eq-{label}}}")),
    ),
    quarto.COMPUTED,
)


def _prose(walk: DialectWalk, line: SourceLine) -> SourceLine:
    return _MARKS.put(line, walk.editor)
