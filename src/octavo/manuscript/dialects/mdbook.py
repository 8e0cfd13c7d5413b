"""mdBook's Markdown, with the marks of its commonest preprocessors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

from octavo.manuscript.dialects import boxes, code, include, inline, spec, tex
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.definition import DialectDefinition
from octavo.manuscript.dialects.inline import InlineRule, InlineRules
from octavo.manuscript.dialects.lines import Fence, Item, SourceLine, scan
from octavo.manuscript.dialects.walk import DialectWalk, Replacement
from octavo.model.dialect import DialectTraits, SourceHints
from octavo.model.words import word

_INCLUDE = re.compile(
    r"(?P<escape>\\?)\{\{\s*#(?P<how>include|rustdoc_include|playground|playpen)\s+(?P<what>[^}]+?)\s*\}\}"
)


def prepare(context: DialectContext, lines: list[SourceLine]) -> list[SourceLine]:
    """Prepare the text of a chapter."""
    walk = _walk(context, lines)
    items = scan(lines, walk.expand)
    if "dollars" in context.dialect.math:
        macros = tex.macros(context.read_optional(f"/{context.dialect.macros}") if context.dialect.macros else None)
        walk = replace(walk, prose=lambda walk, line: _prose(_WITH_DOLLARS, walk, tex.expand_line(line, macros)))
        items = tex.display_blocks(items, macros)
    elif "brackets" in context.dialect.math:
        items = tex.join_brackets(items)
    return [*(result := walk.rewrite(items)), *_notes(context, result)]


def _notes(context: DialectContext, lines: Sequence[SourceLine]) -> list[SourceLine]:
    """Return the notes that mdbook-footnote has within the lines, as Pandoc reads them."""
    notes = [(name, text) for name, text in context.texts.items() if name.startswith("^")]
    return [lines[-1].with_text(text) for name, note in notes for text in ("", f"[{name}]: {note}")] if lines else []


def _walk(context: DialectContext, lines: Sequence[SourceLine]) -> DialectWalk:
    marks = _WITH_BRACKETS if "brackets" in context.dialect.math else _PLAIN
    if "spec" in context.dialect.extensions:
        marks = InlineRules((*spec.marks(lines), *_MARKS))
    return DialectWalk(
        context,
        {
            ">": (boxes.alert, boxes.quotation),
            "r": (_rule,),
            "[": (_definition,),
            "<": (_listing,),
            ":": (_colons,),
            "|": (boxes.table,),
            "\\": (_display,),
        },
        _fence,
        lambda walk, line: _prose(marks, walk, line),
        lambda line, is_code: _expand_includes(line, context, 0, is_code),
    )


def _expand_includes(line: SourceLine, context: DialectContext, depth: int, is_code: bool) -> list[SourceLine] | None:
    """Return the lines that `{{#include …}}` in a line stands for."""
    if "{{" not in line.text or "#" not in line.text:
        return None
    found = _INCLUDE.search(line.text)
    if found is None:
        return None
    before, after = line.text[: found.start()], line.text[found.end() :]
    if found["escape"] or depth > include.DEEPEST:
        return [line.with_text(before + found[0].removeprefix("\\") + after)]
    path, _, which = found["what"].split()[0].partition(":")
    source = context.read_lines(path, line)
    if source is None:
        return [line.with_text(before + after)] if (before + after).strip() else []
    inside: list[SourceLine] = []
    for each in include.mdbook_part(source, which, line, context):
        other = _expand_includes(each, context, depth + 1, True)
        inside += [each] if other is None else other
    if not inside:
        return [line.with_text(before + after)] if (before + after).strip() else []
    if not is_code and found["how"] in ("playground", "playpen"):
        words = ",".join(found["what"].split()[1:])
        return [line.with_text(f"{before}```rust,{words}"), *inside, line.with_text("```")]
    if before:
        inside[0] = inside[0].with_lead(before)
    if after:
        inside[-1] = inside[-1].with_text(inside[-1].text + after)
    return inside


_FAILS = {"compile_fail": "does-not-compile", "does_not_compile": "does-not-compile", "should_panic": "panics",
          "panics": "panics", "not_desired_behavior": "not-desired"}  # fmt: skip
_HIDDEN = re.compile(r"\s*#(?:\s|$)")
_ESCAPED = re.compile(r"^(\s*)##")


def _fence(walk: DialectWalk, fence: Fence) -> Sequence[SourceLine]:
    info = code.parse_info(fence.info)
    code.report_drawing(walk.context, info.lang, fence)
    if info.lang == "grammar" and "spec" in walk.context.dialect.extensions:
        return spec.grammar(fence)
    if info.lang == "admonish":
        return _admonish(walk, fence, info)
    if not fence.body:  # the file that it includes is missing, which has been reported
        return []
    note = next((_FAILS[each] for each in info.words if each in _FAILS), "")
    return code.write(
        fence,
        info.lang,
        info.highlight,
        word(note, walk.context.lang) if note else "",
        info.title,
        body=_visible_lines(fence, info, walk.context),
    )


def _visible_lines(fence: Fence, info: code.InfoString, context: DialectContext) -> tuple[SourceLine, ...]:
    """Return the lines of code that are not hidden."""
    if info.lang.lower() in ("rust", "rs"):
        visible = []
        for line in fence.body:
            if "#" not in line.text:
                visible.append(line)
            elif not _HIDDEN.match(line.text):
                visible.append(line.with_text(_ESCAPED.sub(r"\1#", line.text, count=1)))
        return tuple(visible)
    prefix = info.values.get("hidelines") or dict(context.dialect.hidden).get(info.lang, "")
    if prefix:
        return tuple(line for line in fence.body if not line.text.lstrip().startswith(prefix))
    return fence.body


def _admonish(walk: DialectWalk, fence: Fence, info: code.InfoString) -> list[SourceLine]:
    """A block that mdbook-admonish makes a box of: it contains Markdown."""
    body = [line.with_lead(fence.continuation) for line in fence.body]
    kind = info.words[0] if info.words else "note"
    in_quotes = re.search(r"\s\"([^\"]*)\"", fence.info)
    title = info.values.get("title", in_quotes[1] if in_quotes else None)
    return boxes.box(
        fence.opening,
        fence.continuation,
        kind,
        title,
        walk.rewrite_text(body),
        fence.lead if fence.lead.strip() else None,
    )


_RULE = re.compile(r"r\[(?P<name>[\w.-]+)\][ \t]*$")


def _rule(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`r[items.fn.intro]`: the name of a rule, which can be linked to."""
    found = _RULE.match(line.text)
    if found is None:
        return None
    name = found["name"]
    text = f"[{name}]{{#r-{name} .rule-name}}"
    return [line.with_text(""), line.with_text(text), line.with_text("")], row + 1


def _definition(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`[the item]: items.fn`, for which mdbook-spec knows the URL."""
    found = spec.definition(line) if "spec" in walk.context.dialect.extensions else None
    return None if found is None else ([found], row + 1)


_LISTING = re.compile(r"(?P<lead>[ \t]*)<Listing\b(?P<rest>.*)$")
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*"([^"]*)"|([\w-]+)\s*=\s*'([^']*)'""")


def _listing(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`<Listing number="2-1" file-name="…" caption="…">` to `</Listing>`."""
    found = _LISTING.match(line.text)
    if found is None:
        return None
    tag, start = found["rest"], row + 1
    while ">" not in _outside_quotes(tag) and start < len(items) and isinstance(here := items[start], SourceLine):
        tag += " " + here.text.strip()
        start += 1
    end = start
    while end < len(items) and not (isinstance(here := items[end], SourceLine) and "</Listing>" in here.text):
        end += 1
    if end == len(items):
        return None
    info = {a or c: unescape(b or d) for a, b, c, d in _ATTRIBUTE.findall(tag)}
    number, caption, name = info.get("number", ""), info.get("caption", ""), info.get("file-name", "")
    label = f"{word('listing', walk.context.lang)} {number}" if number else ""
    body = walk.rewrite(items[start:end])
    lead = found["lead"]
    if name:
        body = [*(line.with_text(lead + text) for text in ("::: {.code-title}", code.as_title(name), ":::", "")), *body]
    title = ": ".join(filter(None, [label, _html_code(caption)]))
    if not title:
        return [line.with_text(""), *body, line.with_text("")], end + 1
    own = info.get("id") or (f"listing-{number}" if number else "")
    return [line.with_text(""), *code.listing(line, lead, title, body, own, plain=False), line.with_text("")], end + 1


def _outside_quotes(tag: str) -> str:
    return re.sub(r"\"[^\"]*\"|'[^']*'", "", tag)


def _html_code(caption: str) -> str:
    """Return a caption with Markdown in place of HTML code."""
    return re.sub(r"</?code>", "`", caption)


def _colons(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """Escape colons, which open a div in Pandoc's Markdown only."""
    if not line.text.lstrip().startswith(":::"):
        return None
    lead = line.text[: len(line.text) - len(line.text.lstrip())]
    return [line.with_text(lead + "\\" + line.text.lstrip())], row + 1


def _display(walk: DialectWalk, line: SourceLine, items: Sequence[Item], row: int) -> Replacement | None:
    """`\\\\[` to `\\\\]`, over several lines."""
    if line.text.strip() != "\\\\[" or "brackets" not in walk.context.dialect.math:
        return None
    end = row + 1
    while end < len(items) and not (isinstance(here := items[end], SourceLine) and here.text.strip() == "\\\\]"):
        end += 1
    if end == len(items):
        return None
    inside = [item.with_text(tex.unescape(item.text)) for item in items[row + 1 : end] if isinstance(item, SourceLine)]
    return code.display(line, inside), end + 1


def _note(found: re.Match[str], line: SourceLine, context: DialectContext) -> str:
    name = f"^octavo-{sum(each.startswith('^') for each in context.texts) + 1}"
    context.texts[name] = found["text"].strip()
    return f"[{name}]"


_MARKS = (
    InlineRule("{{footnote:", r"[ \t]?\{\{footnote:(?P<text>(?:[^{}]|\{[^{}]*\})+)\}\}", _note),
    InlineRule("\\{{", r"\\\{\{", inline.template(r"\{{\{{")),
    InlineRule("{{#title", r"\{\{\s*#title\s+[^}]*\}\}", inline.remove),
    InlineRule("{% embed", r"\{%\s*embed\s+(?P<url>\S+)[^%]*%\}", inline.template("<{url}>")),
    InlineRule("{{%", r"\{\{%[^}]*%?\}\}", inline.drop("'{{% … %}}'")),
    InlineRule("{%", r"\{%[^%]*%\}", inline.drop("'{% … %}'")),
)


def _tex(marks: str) -> inline.Rewrite:
    return lambda found, line, context: f"`{tex.unescape(found['tex'])}`{{{marks}}}"


_BRACKETS = (
    InlineRule("\\\\(", r"\\\\\((?P<tex>.+?)\\\\\)", _tex(".octavo-math")),
    InlineRule("\\\\[", r"\\\\\[(?P<tex>.+?)\\\\\]", _tex(".octavo-math .display")),
)
_PLAIN = InlineRules(_MARKS)
_WITH_DOLLARS = InlineRules((*tex.INLINE, *_MARKS))
_WITH_BRACKETS = InlineRules((*_BRACKETS, *_MARKS))


def _prose(marks: InlineRules, walk: DialectWalk, line: SourceLine) -> SourceLine:
    line = marks.apply(line, walk.context)
    return inline.fix_flanking(line) if walk.context.lang[:2] in ("zh", "ja") else line


_HINTS = SourceHints(hidden=(("rust", "# "), ("rs", "# ")))
DIALECT = DialectDefinition("mdbook", prepare, traits=DialectTraits(links_to_rules=True, hints=_HINTS))
