"""The margins with running heads and folios, laid out separately: pages that only move need no new layout.

The sheet is split. The text is laid out without margin boxes, always in the type area of a right page. The margins are
laid out on empty pages that know what each page of the text gives to running heads. CSS Paged Media Module Level 3, 3
and 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from octavo.model.html_elements import Element
from octavo.press import cssom
from octavo.press.cssom import CssRule, Declaration, Rules
from octavo.press.pdf.proof import PageProof

_BOX = re.compile(r"(?:top|bottom|left|right)-(?:left|center|right|top|middle|bottom)(?:-corner)?$")
_SIDED_BREAK = re.compile(r"(?:page-)?break-(?:before|after)$")
_SIDES = {"left", "right", "recto", "verso"}


@dataclass(frozen=True, slots=True)
class SplitSheet:
    """The sheets for `text` and `margins`; `sided`: whether the text itself differs on left and right pages."""

    text: str
    margins: str
    sided: bool


def split(rules: Rules, authored: Rules) -> SplitSheet:
    """Split a sheet. The text is sided where the author's rules are, margin boxes aside."""
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


def first_page(first: int, numerals: str, side: str) -> str:
    """Return the rules with which the margins of a gathering begin on a side, with a folio in a CSS counter style."""
    return (
        f"@counter-style folio{{system:extends {numerals}}}"
        f"@page:first{{counter-reset:page {first};counter-increment:none}}"
        f"html{{break-before:{side}}}body{{margin:0}}div{{height:0}}"
    )


def pages(proofs: tuple[PageProof, ...], lang: str) -> Element:
    """Return a document of empty pages like those of the text: their sides, names, and strings for running heads."""
    root = etree.Element("html", {"lang": lang})  # without direction: the first page is always a right one here
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "-"
    body = etree.SubElement(root, "body")
    for number, page in enumerate(proofs):
        if page.blank:  # it appears by itself, where the next page breaks to its side
            continue
        after_blank = number and proofs[number - 1].blank
        style = f"break-before:{page.side if after_blank else 'page'};" if number else ""
        style += f"page:{page.name}" if page.name else ""
        block = etree.SubElement(body, "div", {"style": style})
        for name, value in page.strings:
            etree.SubElement(block, "p", {"style": f"margin:0;string-set:{name} attr(data-v)", "data-v": value})
    return root
