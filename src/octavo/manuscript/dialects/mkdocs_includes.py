"""Texts that pages of MkDocs include: PyMdown's snippets and the marks of markdown-include."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from octavo.manuscript.dialects import include
from octavo.manuscript.dialects.context import DialectContext
from octavo.manuscript.dialects.lines import SourceLine

_SNIPPET = re.compile(r"(?P<lead>[ \t]*)(?P<escape>;?)-{1,}8<-{1,}[ \t]+(?P<quote>[\"'])(?P<what>.*?)(?P=quote)[ \t]*$")


_SNIPPETS = re.compile(r"(?P<lead>[ \t]*)-{1,}8<-{1,}[ \t]*$")


_MDX = re.compile(r"(?P<escape>\\?)\{!>?[ \t]*(?P<what>[^!]+?)[ \t]*!\}(?P<lines>\{[^}]*\})?")


_RANGE = re.compile(r"[ \t]*\[ln:[ \t]*(?P<lines>[\d,\s-]+)\][ \t]*$")


def expansion(context: DialectContext) -> Callable[[SourceLine, bool], list[SourceLine] | None]:
    block: list[bool] = [False]

    def expand(line: SourceLine, is_code: bool) -> list[SourceLine] | None:
        return _expand(line, context, block, 0)

    return expand


def _expand(line: SourceLine, context: DialectContext, block: list[bool], depth: int) -> list[SourceLine] | None:
    text = line.text
    if depth > include.DEEPEST:
        return None
    if block[0] or "8<-" in text:
        if _SNIPPETS.match(text):
            block[0] = not block[0]
            return []
        if block[0]:
            return _snippet(line, text.strip(), text[: len(text) - len(text.lstrip())], context, [False], depth)
        found = _SNIPPET.match(text)
        if found is not None:
            if found["escape"]:
                return [line.with_text(text.replace(";", "", 1))]
            return _snippet(line, found["what"], found["lead"], context, block, depth)
    if "{!" in text and (found := _MDX.search(text)):
        return _mdx(line, found, context, block, depth)
    return None


def _snippet(
    line: SourceLine, what: str, lead: str, context: DialectContext, block: list[bool], depth: int
) -> list[SourceLine]:
    if not what or what.startswith(";"):
        return []
    path, _, which = what.partition(":")
    if what.startswith(("http://", "https://")):
        context.report_dropped("a text included from a URL", line)
        return []
    source = context.read_lines(path, line)
    if source is None:
        return []
    return _expand_all(include.snippet_section(source, which, line, context), lead, context, block, depth)


def _mdx(
    line: SourceLine, found: re.Match[str], context: DialectContext, block: list[bool], depth: int
) -> list[SourceLine]:
    before, after = line.text[: found.start()], line.text[found.end() :]
    if found["escape"]:
        return [line.with_text(before + found[0][1:] + after)]
    what = found["what"]
    lines = _RANGE.search(what)
    source = context.read_lines(what[: lines.start()] if lines else what, line)
    if source is None:
        return [line.with_text(before + after)] if (before + after).strip() else []
    inside = _expand_all(
        include.line_ranges(source, lines["lines"]) if lines else source, before, context, block, depth
    )
    if after.strip() and inside:
        inside[-1] = inside[-1].with_text(inside[-1].text + after)
    return inside


def _expand_all(
    lines: Sequence[SourceLine], lead: str, context: DialectContext, block: list[bool], depth: int
) -> list[SourceLine]:
    result: list[SourceLine] = []
    for each in lines:
        other = _expand(each, context, block, depth + 1)
        result += [each] if other is None else other
    if lead.strip():
        return [result[0].with_lead(lead), *result[1:]] if result else []
    return [each.with_lead(lead) if each.text else each for each in result] if lead else result
