"""What stands in the margins, running heads and folios, laid out by itself: pages that move then need no new layout.

The sheet is parted: the text never sees boxes in margins, and its type area stands where that of a right page does;
empty pages that are told what each page of the text holds get the margins. CSS Paged Media Module Level 3, 3 and 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from octavo.press import cssom
from octavo.press.cssom import CssRule, Declaration, Rules
from octavo.press.pdf.proof import PageProof

_BOX = re.compile(r"(?:top|bottom|left|right)-(?:left|center|right|top|middle|bottom)(?:-corner)?$")
_SIDED_BREAK = re.compile(r"(?:page-)?break-(?:before|after)$")
_SIDES = {"left", "right", "recto", "verso"}


@dataclass(frozen=True, slots=True)
class SplitSheet:
    """`text` and `margins` are sheets. `sided` is whether the text itself differs on left and on right pages."""

    text: str
    margins: str
    sided: bool


def part(rules: Rules, authored: Rules) -> SplitSheet:
    """Part a sheet. What the author says of left and right pages makes the text sided, boxes in margins apart."""
    sided = any(_is_sided(rule) for rule in authored)
    text = [each for rule in rules for each in _for_text(rule, sided)]
    margins = [rule for rule in rules if rule.keyword in ("page", "counter-style") or _is_root(rule)]
    return SplitSheet(cssom.serialize(text), cssom.serialize(margins), sided)


def _is_root(rule: CssRule) -> bool:
    return not rule.keyword and cssom.text(rule.prelude) in ("html", ":root")


def _is_sided(rule: CssRule) -> bool:
    content = rule.content or ()
    if rule.keyword == "page":
        faces = ":left" in cssom.text(rule.prelude) or ":right" in cssom.text(rule.prelude)
        return faces and any(isinstance(each, Declaration) for each in content)
    return any(
        _is_sided(each)
        if isinstance(each, CssRule)
        else bool(_SIDED_BREAK.match(each.name)) and cssom.text(each.value) in _SIDES
        for each in content
    )


def _for_text(rule: CssRule, sided: bool) -> Iterator[CssRule]:
    if rule.keyword != "page":
        yield rule
        return
    kept = tuple(each for each in rule.content or () if isinstance(each, Declaration) or not _BOX.match(each.keyword))
    which = cssom.text(rule.prelude)
    if not sided and ":left" in which:
        return
    bare = which if sided else which.replace(":right", "")
    if kept:
        yield replace(rule, prelude=cssom.tokens(bare), content=kept)


def first_page(first: int, style: str, side: str) -> str:
    """The rules that make a gathering's margins begin with a folio, written in `style`, on a side."""
    return (
        f"@counter-style folio{{system:extends {style}}}"
        f"@page:first{{counter-reset:page {first};counter-increment:none}}"
        f"html{{break-before:{side}}}body{{margin:0}}div{{height:0}}"
    )


def pages(facts: tuple[PageProof, ...], lang: str) -> str:
    """Empty pages like those of the text: their sides, their names, what they give to running heads."""
    root = etree.Element("html", {"lang": lang})  # without direction: the first page of all is a right one here
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "-"
    body = etree.SubElement(root, "body")
    for number, page in enumerate(facts):
        if page.blank:  # it comes by itself, where the next one breaks to its side
            continue
        after_blank = number and facts[number - 1].blank
        style = f"break-before:{page.side if after_blank else 'page'};" if number else ""
        style += f"page:{page.name}" if page.name else ""
        block = etree.SubElement(body, "div", {"style": style})
        for name, value in page.strings:
            etree.SubElement(block, "p", {"style": f"margin:0;string-set:{name} attr(data-v)", "data-v": value})
    return str(etree.tostring(root, encoding="unicode"))
