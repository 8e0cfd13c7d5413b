"""The paragraph with which a chapter begins, marked for what the author wants of its first letter and line."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from octavo.model.galley_classes import (
    ASIDE,
    BOX_TITLE,
    CAUTION,
    CODE,
    CODE_NOTE,
    DROP,
    EQUATION,
    EQUATIONS,
    HAS_INITIAL,
    IMPORTANT,
    INITIAL,
    LETTER,
    LINE_BLOCK,
    NOTE,
    OPENING_TEXT,
    RAISED,
    REFERENCES,
    SIGN,
    TAB,
    TELEGRAM,
    TIP,
    WARNING,
)
from octavo.model.html_elements import Element
from octavo.model.reading import classes, local, plain_text
from octavo.model.settings import Settings

_KINDS = frozenset({
    "article", "chapter", "appendix", "preface", "foreword", "introduction", "prologue", "epilogue", "afterword",
    "conclusion", "acknowledgments",
})  # fmt: skip
"""Kinds of chapters that begin with running text."""
_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")
"""Scripts whose letters can be set large alone, as the Unicode names of their letters begin. Those of others are joined
to the next letter, hang from a line, or have no larger form by custom."""
_LONG_ENOUGH = 170
"""Characters from which on a paragraph is higher than a dropped initial, whatever the width of the page."""
_FIRST = re.compile(r"\s*((?:[\"'“”„‟‘’‚‹›«»¿¡(\[][\u00a0\u202f\u2009]?|« )*)(IJ(?=[A-Z\W]|[a-z])|\w[\u0300-\u036f]*)")
_SET_APART = frozenset({
    ASIDE, CAUTION, CODE, CODE_NOTE, EQUATION, EQUATIONS, IMPORTANT, LETTER, LINE_BLOCK, NOTE, REFERENCES, SIGN, TAB,
    TELEGRAM, TIP, WARNING,
})  # fmt: skip
"""Divisions that running text may follow, and is not in."""
_THROUGH = frozenset({"em", "strong", "i", "b", "span", "a", "q", "cite", "small", "u", "mark"})


def mark(article: Element, kind: str, settings: Settings, lang: str, with_spans: bool) -> None:
    """Mark the first paragraph of a chapter, where a key asks for anything special there.

    `with_spans`: whether the first letter gets a span of its own. Elsewhere it has one only where CSS would not take
    all of it: a span can keep a screen reader from reading the word as one.
    """
    if kind not in _KINDS or (settings.initials == "none" and settings.first_line != "small-caps"):
        return
    paragraph = _first_paragraph(article)
    if paragraph is None:
        return
    names = [*classes(paragraph), OPENING_TEXT]
    found = _find_letter(paragraph) if settings.initials != "none" else None
    if found is not None:
        element, is_tail, text = found
        is_long = len(plain_text(paragraph)) >= _LONG_ENOUGH and paragraph.find(".//br") is None
        names.append(DROP if settings.initials == "drop" and is_long else RAISED)
        first = _FIRST.match(text)
        is_digraph = first is not None and first[2] == "IJ" and lang.split("-", maxsplit=1)[0] == "nl"
        is_spaced = first is not None and bool(re.search(r"\s", first[1]))
        if with_spans or is_digraph or is_spaced:
            _set_apart(element, is_tail, text, is_digraph)
            names.append(HAS_INITIAL)
    if found is not None or settings.first_line == "small-caps":
        paragraph.set("class", " ".join(names))


def _first_paragraph(parent: Element) -> Element | None:
    """Return the first paragraph; it may be in a section, or in a division that the author has made."""
    for child in parent:
        name = local(child)
        if name == "p":
            return None if {"picture", "rule", "code-title"} & {*classes(child)} else child
        if name == "section" and "notes" not in classes(child):
            return _first_paragraph(child)
        if name == "div" and _is_running_text(child) and (found := _first_paragraph(child)) is not None:
            return found
    return None


def _is_running_text(division: Element) -> bool:
    """Return whether a division is only a part of the text: not a letter, a box, code or the like."""
    has_title = any(BOX_TITLE in classes(child) for child in division)
    return not has_title and _SET_APART.isdisjoint(classes(division))


def _find_letter(paragraph: Element) -> tuple[Element, bool, str] | None:
    """Return where the text of a paragraph begins, if that is with a letter that can be set large."""
    element, is_tail = paragraph, False
    while True:
        text = (element.tail if is_tail else element.text) or ""
        if text.strip():
            first = _FIRST.match(text)
            is_fit = first is not None and unicodedata.name(first[2][0], "").startswith(_SCRIPTS)
            return (element, is_tail, text) if is_fit and first is not None and first[2][0].isalpha() else None
        following = element.getnext() if is_tail else next(iter(element), None)
        if following is None:
            return None
        if local(following) not in _THROUGH or "note-ref" in classes(following):
            return None
        has_text = bool("".join(map(str, following.itertext())).strip())
        element, is_tail = following, not has_text


def _set_apart(element: Element, is_tail: bool, text: str, is_digraph: bool) -> None:
    """Put the first letter, with the marks before it, into a span."""
    first = _FIRST.match(text)
    assert first is not None
    end = first.end() if is_digraph or first[2] != "IJ" else first.end() - 1
    tag = element.tag
    space = tag[: tag.index("}") + 1] if "}" in tag else ""
    span = etree.Element(f"{space}span", {"class": INITIAL})
    span.text, span.tail = text[first.start(1) : end], text[end:]
    if is_tail:
        element.tail = None
        element.addnext(span)
    else:
        element.text = None
        element.insert(0, span)
