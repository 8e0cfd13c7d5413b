"""Accidental lists, and lists of one item."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity
from octavo.model.html_elements import Element


def _by_accident(chapter: SetChapter) -> Iterator[Flaw]:
    for found in chapter.article.iter("ol"):
        items, start = found.findall("li"), found.get("start", "1")
        if len(items) == 1 and start != "1" and not _is_continued(found):
            words = " ".join(reading.text_without_formulas(items[0]).split()[:6])
            place = chapter.find.words(words) if words else chapter.find.raw(f"{start}.")
            yield Flaw(f"the number or letter at the start makes this a list: '{words} …'", place)


def _is_continued(found: Element) -> bool:
    """Return whether a list continues one before it, or is continued by one after it."""
    around = [*found.itersiblings(preceding=True), *found.itersiblings()]
    return any(each.tag == "ol" and each.get("type", "1") == found.get("type", "1") for each in around)


def _one_item(chapter: SetChapter) -> Iterator[Flaw]:
    for found in chapter.article.iter("ol", "ul"):
        if len(found.findall("li")) == 1 and found.get("start", "1") == "1":
            yield Flaw("this list has only one item", chapter.first_words(found))


RULES = (
    Rule(
        id="list.by-accident",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason=(
            "To Markdown, a paragraph that begins with a number or a letter and a full stop is a list, and is indented."
        ),
        fix="write a `\\` before the punctuation: `1986\\.`, `\\(c)`",
        wrong="When did it begin?\n\n1986. What a year it was for bees.\n",
        right="When did it begin?\n\n1986\\. What a year it was for bees.\n",
        examine=_by_accident,
    ),
    Rule(
        id="list.one-item",
        looks_at="chapter",
        severity=Severity.INFO,
        reason="A list of one item is easier to read as a sentence.",
        fix="write it as a sentence, or add the missing items",
        wrong="Bees eat:\n\n- nectar\n",
        right="Bees eat:\n\n- nectar\n- pollen\n",
        examine=_one_item,
        on=False,
    ),
)
