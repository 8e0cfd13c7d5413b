"""The index on the screen: its terms under their initials, each with the places that it leads to, called by section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree

from octavo.model.galley import Locator, Term
from octavo.model.reading import classes
from octavo.model.words import word


def fill(article: Any, terms: Sequence[Term], lang: str) -> None:
    """Put the terms into the place that the index's galley has for them; links are like the galleys'."""
    block = next((each for each in article.iter("div") if "index" in classes(each)), None)
    if block is None:
        return
    for initial in dict.fromkeys(term.initial for term in terms):
        group = etree.SubElement(block, "div", {"class": "index-group"})
        if initial:
            etree.SubElement(group, "p", {"class": "index-letter"}).text = initial
        _list(group, [term for term in terms if term.initial == initial], lang)


def _list(parent: Any, terms: Sequence[Term], lang: str) -> None:
    entries = etree.SubElement(parent, "ul", {"class": "index"})
    for term in terms:
        item = etree.SubElement(entries, "li")
        line = etree.SubElement(item, "p")
        etree.SubElement(line, "span", {"class": "term"}).text = term.text
        _locate(line, term.locators)
        for key, others in (("see", term.see), ("see-also", term.see_also)):
            if others:
                _refer(line, word(key, lang), others, "; " if term.locators else ", ")
        if term.below:
            _list(item, term.below, lang)


def _locate(line: Any, locators: Sequence[Locator]) -> None:
    """A place named like the one before it is the same place to a reader."""
    shown = {(each.chapter, each.label): each for each in reversed(locators)}
    for each in sorted(shown.values(), key=locators.index):
        line[-1].tail = (line[-1].tail or "") + ", "
        etree.SubElement(line, "a", {"href": f"octavo:{each.chapter}#{each.anchor}"}).text = each.label


def _refer(line: Any, phrase: str, others: Sequence[str], gap: str) -> None:
    before, _, after = phrase.partition("{}")
    said = before.rstrip()
    line[-1].tail = (line[-1].tail or "") + gap
    if said:
        etree.SubElement(line, "em").text = said
    line[-1].tail = (line[-1].tail or "") + before[len(said) :] + "; ".join(others) + after
