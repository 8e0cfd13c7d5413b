"""The index of an ebook: its entries lead to the places themselves, and name the printed page where there is one.

EPUB Structural Semantics Vocabulary 1.1, "Indexes".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from octavo.model.galley import Locator, Term
from octavo.model.words import word
from octavo.press.epub.markup import EPUB_TYPE, Element, add

Labels = Mapping[tuple[str, str], str]
"""The printed page of every anchor, by chapter and id; empty where no book was printed."""
_KINDS = {"see": "index-xref-preferred", "see-also": "index-xref-related"}


@dataclass(frozen=True, slots=True)
class PageRange:
    """The pages, or the section, that a link of the index names: `last` is `first` where it is one."""

    first: str
    last: str
    locator: Locator

    @property
    def text(self) -> str:
        """As it is shown."""
        return self.first if self.first == self.last else f"{self.first}–{self.last}"


def fill(block: Element, terms: Sequence[Term], lang: str, labels: Labels, printed: Sequence[str] = ()) -> None:
    """Write the terms into their place, under their initials; `printed` are all pages in their order."""
    order = {label: row for row, label in enumerate(dict.fromkeys(printed))}
    writer = _IndexWriter(lang, labels, order, _names(terms))
    for initial in dict.fromkeys(term.initial for term in terms):
        group = add(block, "div", {"class": "index-group", EPUB_TYPE: "index-group"})
        if initial:
            add(group, "p", {"class": "index-letter"}, initial)
        writer.write(group, [term for term in terms if term.initial == initial])


def _names(terms: Sequence[Term]) -> dict[str, str]:
    """The id of every entry, by all that a `see` may call it; entries are numbered as they are written."""
    names: dict[str, str] = {}
    for number, path in enumerate(_paths(terms, ()), 1):
        for name in (path[-1], "!".join(path), ", ".join(path)):
            names.setdefault(name, _anchor(number))
    return names


def _paths(terms: Sequence[Term], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for term in terms:
        yield (*above, term.text)
        yield from _paths(term.below, (*above, term.text))


def _anchor(number: int) -> str:
    return f"index-entry-{number}"


@dataclass(slots=True)
class _IndexWriter:
    lang: str
    labels: Labels
    order: Mapping[str, int]
    """The pages by their labels, in the order of the book."""
    names: Mapping[str, str]
    written: int = field(default=0)

    def write(self, parent: Element, terms: Sequence[Term]) -> None:
        """A list of terms, those under each in a list of its own."""
        entries = add(parent, "ul", {"class": "index", EPUB_TYPE: "index-entry-list"})
        for term in terms:
            self.written += 1
            item = add(entries, "li", {"id": _anchor(self.written), EPUB_TYPE: "index-entry"})
            line = add(item, "p")
            add(line, "span", {EPUB_TYPE: "index-term"}, term.text)
            for each in self._stretches(term.locators):
                _say(line, ", ")
                kind = "index-locator" if each.first == each.last else "index-locator-range"
                href = f"octavo:{each.locator.chapter}#{each.locator.anchor}"
                add(line, "a", {"href": href, EPUB_TYPE: kind}, each.text)
            for key, others in (("see", term.see), ("see-also", term.see_also)):
                if others:
                    _say(line, "; " if term.locators else ", ")
                    self._refer(line, key, others)
            if term.below:
                self.write(item, term.below)

    def _refer(self, line: Element, key: str, others: Sequence[str]) -> None:
        """Send the reader to other entries, in the order of the language's words."""
        before, _, after = word(key, self.lang).partition("{}")
        reference = add(line, "span", {EPUB_TYPE: _KINDS[key]})
        if before:
            add(reference, "em", text=before.rstrip())
            _say(reference, before[len(before.rstrip()) :])
        for number, other in enumerate(others):
            _say(reference, "; " if number else "")
            shown = ", ".join(other.split("!"))
            if other in self.names:
                add(reference, "a", {"href": f"#{self.names[other]}"}, shown)
            else:
                _say(reference, shown)
        _say(reference, after)

    def _stretches(self, locators: Sequence[Locator]) -> list[PageRange]:
        """What stands on one page, or on pages that follow each other, is joined, as in print."""
        joined: list[PageRange] = []
        for each in sorted(map(self._named, locators), key=lambda stretch: self.order.get(stretch.first, -1)):
            before = joined[-1] if joined else None
            if before is not None and self._meet(before, each):
                last = max(before.last, each.last, key=lambda label: self.order.get(label, -1))
                joined[-1] = PageRange(before.first, last, before.locator)
            else:
                joined.append(each)
        return joined

    def _named(self, locator: Locator) -> PageRange:
        first = self.labels.get((locator.chapter, locator.anchor), "")
        last = self.labels.get((locator.until_chapter, locator.until), "") or first
        return PageRange(first, last, locator) if first else PageRange(locator.label, locator.label, locator)

    def _meet(self, one: PageRange, other: PageRange) -> bool:
        """Whether nothing lies between two; pages that show nothing are not known here, but numbers tell of them."""
        if other.first in (one.first, one.last):
            return True
        if one.last not in self.order or other.first not in self.order:
            return False
        if self.order[other.first] <= self.order[one.last]:
            return True
        if one.last.isdecimal() or other.first.isdecimal():
            return one.last.isdecimal() and other.first.isdecimal() and int(other.first) == int(one.last) + 1
        return self.order[other.first] == self.order[one.last] + 1


def _say(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
