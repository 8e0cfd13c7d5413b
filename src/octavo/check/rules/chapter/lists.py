"""Lists that are none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.check.rules.rule import Flaw, Rule, SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity


def _by_accident(chapter: SetChapter) -> Iterator[Flaw]:
    for found in chapter.article.iter("ol"):
        items, start = found.findall("li"), found.get("start", "1")
        if len(items) == 1 and start != "1" and not _goes_on(found):
            kind = found.get("type", "1")
            number = chr(int(start) + ord(kind) - 1) if kind in "aA" and start.isdigit() and int(start) < 27 else start
            words = " ".join(reading.plain_text(items[0]).split()[:6])
            place = chapter.find.words(words) if words else chapter.find.raw(f"{number}.")
            yield Flaw(f"'{number}. {words} …' is set as a list, whose number it begins with", place)


def _goes_on(found: Any) -> bool:
    """Whether a list stands before it, or after it, that it goes on with."""
    around = [*found.itersiblings(preceding=True), *found.itersiblings()]
    return any(each.tag == "ol" and each.get("type", "1") == found.get("type", "1") for each in around)


def _one_item(chapter: SetChapter) -> Iterator[Flaw]:
    for found in chapter.article.iter("ol", "ul"):
        if len(found.findall("li")) == 1 and found.get("start", "1") == "1":
            yield Flaw("a list has one item", chapter.first_words(found))


RULES = (
    Rule(
        "list.by-accident",
        "chapter",
        Severity.WARNING,
        "A paragraph that begins with a number and a full stop is a list to Markdown, and is set in, with the number.",
        "write a `\\` before the full stop: `1986\\.`",
        wrong="When did it begin?\n\n1986. What a year it was for bees.\n",
        right="When did it begin?\n\n1986\\. What a year it was for bees.\n",
        examine=_by_accident,
    ),
    Rule(
        "list.one-item",
        "chapter",
        Severity.INFO,
        "A list of one is a sentence.",
        "write it as one, or list what else there is",
        wrong="Bees eat:\n\n- nectar\n",
        right="Bees eat:\n\n- nectar\n- pollen\n",
        examine=_one_item,
        on=False,
    ),
)
