"""Headings, and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from octavo.check.rules.rule import Flaw, Rule, SetChapter
from octavo.model.diagnostic import Severity
from octavo.model.html_elements import HEADINGS

_TITLE = re.compile(r"^#[ \t]+(\S.*?)[ \t]*#*[ \t]*$|^ {0,3}(\S.*)\n=+[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}$")
_NOTHING = frozenset({"span", "a", "hr", "br"})


def _several(chapter: SetChapter) -> Iterator[Flaw]:
    if chapter.chapter.kind == "article" or chapter.chapter.dialect is not None:
        return
    for found in [*_TITLE.finditer(chapter.prose)][1:]:
        title = _ATTRIBUTES.sub("", found[1] or found[2])
        yield Flaw(f"'{title}' is one more title in the file of one chapter", chapter.at(found.start()))


def _full_stop(chapter: SetChapter) -> Iterator[Flaw]:
    for _, words, place in chapter.headings:
        if re.search(r"[^\W\d]{2}[.:;,]$", words) and not re.search(
            r"\b(?:etc|vs|Inc|Ltd|Jr|Sr|al|usw|bzw|z\.B)\.$", words
        ):
            yield Flaw(f"the heading '{words}' ends in '{words[-1]}'", place)


def _below(heading: Any) -> list[Any]:
    """What stands below a heading in its section."""
    section = heading.getparent()
    if section.tag != "section":
        return [heading]
    return [each for each in section if each is not heading and not _is_nothing(each)]


def _is_nothing(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _NOTHING:
        return True
    is_box = element.tag in ("div", "p") and not element.get("id")
    return is_box and not "".join(element.itertext()).strip() and all(_is_nothing(each) for each in element)


def _empty(chapter: SetChapter) -> Iterator[Flaw]:
    for heading, words, place in chapter.headings:
        below = _below(heading)
        loose = heading.getparent().text or "", heading.tail or ""
        if not below and not "".join(loose).strip():
            yield Flaw(f"there is nothing below the heading '{words}'", place)


def _stacked(chapter: SetChapter) -> Iterator[Flaw]:
    for heading, words, place in chapter.headings:
        below = _below(heading)
        if below and below[0].tag == "section" and below[0] is not heading:
            first = next((each for each in below[0] if each.tag in HEADINGS), None)
            if first is not None:
                yield Flaw(f"'{words}' is followed by the next heading, with no text between", place)


def _only_child(chapter: SetChapter) -> Iterator[Flaw]:
    for heading, words, place in chapter.headings:
        section = heading.getparent()
        around = section.getparent()
        is_below = section.tag == "section" and around is not None and around.tag == "section"
        if (
            is_below
            and len([each for each in around if each.tag == "section" and "level" in (each.get("class") or "")]) == 1
        ):
            yield Flaw(f"'{words}' is the only heading below its own", place)


RULES = (
    Rule(
        "heading.several-titles",
        "chapter",
        Severity.WARNING,
        "The first `#` heading of a file is its chapter's title; every further one becomes a section of it.",
        "give it a file of its own, or write `##`",
        wrong={
            "x/book.yaml": "title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md]\n",
            "x/one.md": "# One\n\nText of the first chapter.\n\n# Two\n\nText of the second.\n",
        },
        right={
            "x/book.yaml": "title: A Title\nauthor: Ann Author\nlang: en\nchapters: [one.md]\n",
            "x/one.md": "# One\n\nText of the first chapter.\n\n## Two\n\nText of the second.\n",
        },
        examine=_several,
    ),
    Rule(
        "heading.nothing-below",
        "chapter",
        Severity.INFO,
        "A heading promises a text; one without any is often a section that was to be written still.",
        "write the text, or delete the heading",
        wrong="## The dance\n\nBees dance.\n\n## The flight\n",
        right="## The dance\n\nBees dance.\n\n## The flight\n\nBees fly.\n",
        examine=_empty,
    ),
    Rule(
        "heading.full-stop",
        "chapter",
        Severity.INFO,
        "Headings are set apart by their look, and end without a full stop or a colon; in contents it looks odd.",
        "delete the sign",
        wrong="## The dance.\n\nBees dance.\n",
        right="## Do bees dance?\n\nThey do.\n",
        examine=_full_stop,
        on=False,
    ),
    Rule(
        "heading.stacked",
        "chapter",
        Severity.INFO,
        "Between a heading and the next one below it, a sentence helps to see what the parts are about.",
        "write a sentence between the two",
        wrong="## Bees\n\n### The dance\n\nBees dance.\n\n### The flight\n\nBees fly.\n",
        right="## Bees\n\nThey live together.\n\n### The dance\n\nBees dance.\n\n### The flight\n\nBees fly.\n",
        examine=_stacked,
        on=False,
    ),
    Rule(
        "heading.only-child",
        "chapter",
        Severity.INFO,
        "Nothing is parted into one part: a single heading below another is the same section, or lacks its sisters.",
        "take it away, or part the rest of the section too",
        wrong="## Bees\n\n### The dance\n\nBees dance.\n",
        right="## Bees\n\n### The dance\n\nBees dance.\n\n### The flight\n\nBees fly.\n",
        examine=_only_child,
        on=False,
    ),
)
