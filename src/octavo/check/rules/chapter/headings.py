"""Headings, and the text below them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model.diagnostic import Severity
from octavo.model.html_elements import HEADINGS, Element

_TITLE = re.compile(r"^#[ \t]+(\S.*?)[ \t]*#*[ \t]*$|^ {0,3}(\S.*)\n=+[ \t]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}$")
_NOTHING = frozenset({"span", "a", "hr", "br"})


def _several(chapter: SetChapter) -> Iterator[Flaw]:
    if chapter.chapter.kind == "article" or chapter.chapter.dialect is not None:
        return
    for found in [*_TITLE.finditer(chapter.prose)][1:]:
        title = _ATTRIBUTES.sub("", found[1] or found[2])
        yield Flaw(f"'{title}' is another title in the file of one chapter", chapter.at(found.start()))


def _full_stop(chapter: SetChapter) -> Iterator[Flaw]:
    for _, words, place in chapter.headings:
        if re.search(r"[^\W\d]{2}[.:;,]$", words) and not re.search(
            r"\b(?:etc|vs|Inc|Ltd|Jr|Sr|al|usw|bzw|z\.B)\.$", words
        ):
            yield Flaw(f"the heading '{words}' ends with '{words[-1]}'", place)


def _below(heading: Element) -> list[Element]:
    """Return what is below a heading in its section."""
    section = heading.getparent()
    if section is None or section.tag != "section":
        return [heading]
    return [each for each in section if each is not heading and not _is_nothing(each)]


def _is_nothing(element: Element) -> bool:
    tag: object = element.tag  # of a comment, it is a function
    if not isinstance(tag, str) or tag in _NOTHING:
        return True
    is_box = element.tag in ("div", "p") and not element.get("id")
    return is_box and not "".join(map(str, element.itertext())).strip() and all(_is_nothing(each) for each in element)


def _empty(chapter: SetChapter) -> Iterator[Flaw]:
    for heading, words, place in chapter.headings:
        section = heading.getparent()
        loose = (section is not None and section.text) or "", heading.tail or ""
        if not _below(heading) and not "".join(loose).strip():
            yield Flaw(f"no text follows the heading '{words}'", place)


def _stacked(chapter: SetChapter) -> Iterator[Flaw]:
    for heading, words, place in chapter.headings:
        below = _below(heading)
        if below and below[0].tag == "section" and below[0] is not heading:
            first = next((each for each in below[0] if each.tag in HEADINGS), None)
            if first is not None:
                yield Flaw(f"'{words}' is directly followed by another heading", place)


def _only_child(chapter: SetChapter) -> Iterator[Flaw]:
    for heading, words, place in chapter.headings:
        section = heading.getparent()
        around = section.getparent() if section is not None and section.tag == "section" else None
        if around is None or around.tag != "section":
            continue
        if len([each for each in around if each.tag == "section" and "level" in (each.get("class") or "")]) == 1:
            yield Flaw(f"'{words}' is the only subheading of its section", place)


RULES = (
    Rule(
        id="heading.several-titles",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason=(
            "The first `#` heading of a file is the chapter's title, and every later one becomes a "
            "section of the chapter."
        ),
        fix="give it a file of its own, or write `##`",
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
        id="heading.nothing-below",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="A heading promises a text, and readers find none here.",
        fix="write the text, or delete the heading",
        wrong="## The dance\n\nBees dance.\n\n## The flight\n",
        right="## The dance\n\nBees dance.\n\n## The flight\n\nBees fly.\n",
        examine=_empty,
    ),
    Rule(
        id="heading.full-stop",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=(
            "A heading already looks different from text, and a full stop or colon at its end looks "
            "odd in the contents."
        ),
        fix="delete the mark",
        wrong="## The dance.\n\nBees dance.\n",
        right="## Do bees dance?\n\nThey do.\n",
        examine=_full_stop,
        on=False,
    ),
    Rule(
        id="heading.stacked",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=("A sentence between a heading and its first subheading tells readers what the sections are about."),
        fix="write a sentence between the two",
        wrong="## Bees\n\n### The dance\n\nBees dance.\n\n### The flight\n\nBees fly.\n",
        right="## Bees\n\nThey live together.\n\n### The dance\n\nBees dance.\n\n### The flight\n\nBees fly.\n",
        examine=_stacked,
        on=False,
    ),
    Rule(
        id="heading.only-child",
        looks_at="chapter",
        severity=Severity.INFO,
        reason=(
            "A section with a single subsection is not divided, so readers wonder where the other subsections are."
        ),
        fix="remove the heading, or divide the rest of the section too",
        wrong="## Bees\n\n### The dance\n\nBees dance.\n",
        right="## Bees\n\n### The dance\n\nBees dance.\n\n### The flight\n\nBees fly.\n",
        examine=_only_child,
        on=False,
    ),
)
