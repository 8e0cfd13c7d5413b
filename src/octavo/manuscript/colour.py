"""Syntax highlighting: a few runs of Pandoc highlight all code of a publication.

Reading the rules of a language takes Pandoc's highlighter (skylighting) longer than highlighting a chapter, so chapters
are not highlighted one by one.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from octavo.manuscript import shape
from octavo.manuscript.elements import find_one, inner_xml, move_content, pop_attribute
from octavo.manuscript.parse import HERE, parse_html
from octavo.manuscript.shape import FIRST_LINE, MARKED_LINES
from octavo.model import reading
from octavo.model.galley_classes import CODE, CODE_LINE, MARKED, NUMBERED_CODE
from octavo.model.html_elements import Element
from octavo.model.jobs import MapJobs, step
from octavo.tools import pandoc

Block = tuple[str, str]
"""A block of code: its classes, one of which is its language, and its text."""

_ENOUGH = 100_000
"""Characters for one run: highlighting them takes about as long as reading a language's rules."""


def collect_code(article: Element) -> tuple[Block, ...]:
    """Return the blocks of code that name a language."""
    return tuple(dict.fromkeys(block for _, block in _find_blocks(article)))


def highlight_code(blocks: Iterable[Block], spread: MapJobs) -> dict[Block, str]:
    """Return the highlighted HTML of each block; blocks in languages that skylighting does not know are missing."""
    wanted = sorted(set(blocks))
    jobs = _divide(wanted)
    found: dict[Block, str] = {}
    for job, coloured in zip(jobs, spread(highlight_blocks, jobs), strict=True):
        found.update({block: html for block, html in zip(job, coloured, strict=True) if html})
    return found


def _divide(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Divide blocks into runs of about one length, with those of one language in as few runs as possible.

    The run of a block depends on the block itself, so that a changed block leaves most other runs as they were.
    """
    languages = {language: [block for block in blocks if block[0] == language] for language, _ in blocks}
    jobs: dict[tuple[int, str, int], list[Block]] = {}
    small = 0
    for language, own in languages.items():
        parts = sum(len(text) for _, text in own) // _ENOUGH
        for block in own:
            at = (0, language, zlib.crc32(block[1].encode()) % (parts + 1)) if parts else (1, "", small // _ENOUGH)
            jobs.setdefault(at, []).append(block)
        small += 0 if parts else sum(len(text) for _, text in own)
    return [tuple(jobs[at]) for at in sorted(jobs)]


@step("code colours")
def highlight_blocks(blocks: tuple[Block, ...]) -> list[str]:
    """Return the highlighted HTML of blocks, empty for a language without highlighting; runs in any process."""
    document = {
        "pandoc-api-version": [1, 23, 1],
        "meta": {},
        "blocks": [{"t": "CodeBlock", "c": [["", marks.split(), []], text]} for marks, text in blocks],
    }
    arguments = ["--wrap=none", f"--template={HERE / 'parse.html'}"]
    converted = pandoc.convert(json.dumps(document), "json", {}, arguments, HERE)
    if converted.failure is not None:
        return [""] * len(blocks)
    text = find_one(parse_html(converted.text), "text")
    shape.shape_code(text)
    coloured = [inner_xml(code) if len(code := find_one(block, "code")) else "" for block in text.iter("pre")]
    return coloured if len(coloured) == len(blocks) else [""] * len(blocks)


def insert_highlighting(article: Element, coloured: Mapping[Block, str]) -> None:
    """Insert the highlighted code, mark the lines that the author marks, and number lines where the author does."""
    for code, block in list(_find_blocks(article)):
        if html := coloured.get(block):
            move_content(code, etree.fromstring(f"<code>{html}</code>"))
    for pre in list(article.iter("pre")):
        marked, first = pop_attribute(pre, MARKED_LINES), pop_attribute(pre, FIRST_LINE)
        block_code = pre.find("code")
        if block_code is None or (marked is None and first is None):
            continue
        lines = [*_divide_lines(inner_xml(block_code))]
        if marked is not None:
            wanted = _list_rows(marked)
            lines = [
                f'<span class="{MARKED}">{line}</span>' if n in wanted else line for n, line in enumerate(lines, 1)
            ]
        if first is not None:
            pre.set("class", f"{pre.get('class')} {NUMBERED_CODE}")
            numbers = enumerate(lines, int(first))
            lines = [f'<span class="{CODE_LINE}" data-line="{number}">{line}</span>' for number, line in numbers]
        for child in list(block_code):
            block_code.remove(child)
        move_content(block_code, etree.fromstring("<code>{}</code>".format("\n".join(lines))))


def _list_rows(marked: str) -> set[int]:
    rows: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:-(\d+))?", marked):
        rows.update(range(int(first), min(int(last or first), int(first) + 10_000) + 1))
    return rows


def _divide_lines(html: str) -> Iterator[str]:
    """Yield the lines of highlighted code; an element that spans lines is ended and begun again."""
    open_tags: list[str] = []
    for line in html.split("\n"):
        begun = "".join(open_tags)
        for tag in re.findall(r"<[^>]+>", line):
            if tag.startswith("</"):
                open_tags.pop()
            elif not tag.endswith("/>"):
                open_tags.append(tag)
        yield begun + line + "".join(f"</{re.split(r'[ >]', tag[1:])[0]}>" for tag in reversed(open_tags))


def _find_blocks(article: Element) -> Iterator[tuple[Element, Block]]:
    for pre in article.iter("pre"):
        marks = [mark for mark in reading.classes(pre) if mark != CODE]
        code = pre.find("code")
        if marks and code is not None and not len(code) and code.text:
            yield code, (" ".join(marks), code.text)
