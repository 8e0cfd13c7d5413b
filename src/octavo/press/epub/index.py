"""The index of an ebook: its entries lead to the places themselves, and name the printed page where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from octavo.model.galley import Locator, Term
from octavo.model.words import word
from octavo.press.epub.markup import Element, add

Labels = Mapping[tuple[str, str], str]
"""The printed page of every anchor, by chapter and id; empty where no book was printed."""


def fill(block: Element, terms: Sequence[Term], lang: str, labels: Labels) -> None:
    """Write the terms into their place, under their initials."""
    for initial in dict.fromkeys(term.initial for term in terms):
        if initial:
            add(block, "p", {"class": "index-letter"}, initial)
        _list(block, [term for term in terms if term.initial == initial], lang, labels)


def _list(parent: Element, terms: Sequence[Term], lang: str, labels: Labels) -> None:
    entries = add(parent, "ul", {"class": "index"})
    for term in terms:
        item = add(entries, "li")
        line = add(item, "p", text=term.text)
        _locate(line, term.locators, labels)
        for key, others in (("see", term.see), ("see-also", term.see_also)):
            if others:
                before, _, after = word(key, lang).partition("{}")
                _say(line, ". " if term.locators else " ")
                add(line, "em", text=before.rstrip())
                _say(line, before[len(before.rstrip()) :] + "; ".join(others) + after)
        if term.below:
            _list(item, term.below, lang, labels)


def _locate(line: Element, locators: Sequence[Locator], labels: Labels) -> None:
    shown: set[str] = set()
    for each in locators:
        text = _name(each, labels)
        if text in shown:
            continue
        shown.add(text)
        _say(line, ", ")
        add(line, "a", {"href": f"octavo:{each.chapter}#{each.anchor}"}, text)


def _name(locator: Locator, labels: Labels) -> str:
    first = labels.get((locator.chapter, locator.anchor), "")
    last = labels.get((locator.until_chapter, locator.until), "") if locator.until else first
    if not first:
        return locator.label
    return first if last in ("", first) else f"{first}–{last}"


def _say(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
