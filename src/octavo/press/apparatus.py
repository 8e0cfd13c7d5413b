"""What octavo adds to a book in every format: the index, the contents and the lists of what has a caption.

Resolves what each of them says, and writes the index. Leaves to each press the markup of its own, and where its pages
are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from octavo.model.galley import ContentsEntry, Heading, Locator, Manuscript, Term
from octavo.model.html_elements import Element
from octavo.model.words import word

# Contents and lists

LISTS = {"figures": "figure", "tables": "table", "listings": "listing"}
"""The lists that an author may ask for, each with the kind of what it lists."""


@dataclass(slots=True)
class ContentsNode:
    """A line of the contents, and those under it."""

    entry: ContentsEntry
    below: list[ContentsNode] = field(default_factory=list)


def nest(entries: Iterable[ContentsEntry]) -> list[ContentsNode]:
    """Return the contents as a tree. An entry is under the last one of a higher level; skipped levels are closed up."""
    top: list[ContentsNode] = []
    above: list[ContentsNode] = []
    for entry in entries:
        while above and above[-1].entry.level >= entry.level:
            above.pop()
        node = ContentsNode(entry)
        (above[-1].below if above else top).append(node)
        above.append(node)
    return top


def captions(manuscript: Manuscript, name: str) -> list[ContentsEntry]:
    """Return the entries of one of the `LISTS`."""
    return [
        ContentsEntry(1, each.chapter, each.anchor, f"{each.label} {each.text}", each.label, "caption", each.markup)
        for each in manuscript.captioned
        if each.kind == LISTS[name]
    ]


def add_words(holder: Element, entry: ContentsEntry | Heading) -> None:
    """Add the words of an entry at the end of an element, without the number, and with formulas as MathML."""
    if not entry.markup:
        add_text(holder, entry.text.removeprefix(entry.number).strip())
        return
    words = etree.fromstring(entry.markup)
    add_text(holder, words.text or "")
    holder.extend(list(words))


# The index: which places its links name


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page of the printed book: what it is called, and its place among all pages, where that is known."""

    label: str
    position: int | None


FindPage = Callable[[str, str], PrintedPage | None]
"""The printed page of an anchor, by chapter and id; None where there are no pages."""


@dataclass(frozen=True, slots=True)
class IndexPlace:
    """What a link of the index names: a page or a range of pages; a section where there are no pages."""

    first: PrintedPage
    last: PrintedPage
    locator: Locator

    @property
    def is_range(self) -> bool:
        """Whether it is more than one page."""
        return self.first.label != self.last.label

    @property
    def text(self) -> str:
        """How it is shown."""
        return f"{self.first.label}–{self.last.label}" if self.is_range else self.first.label


def no_pages(chapter: str, anchor: str) -> PrintedPage | None:
    """The `FindPage` of an edition without pages."""
    del chapter, anchor
    return None


def index_places(locators: Iterable[Locator], find: FindPage) -> list[IndexPlace]:
    """Return the places of an entry in the order of their pages.

    Places on one page, on overlapping ranges or on consecutive pages are joined, but only within one numbering: after
    page v comes page 1, and "v–1" would be no range. A place without a page is named by its section, each section once.
    """
    joined: list[IndexPlace] = []
    for each in sorted((_named(each, find) for each in locators), key=_position):
        before = joined[-1] if joined else None
        if before is not None and _meet(before, each):
            joined[-1] = replace(before, last=max(before.last, each.last, key=_order))
        elif not any(_is_same_section(each, other) for other in joined):
            joined.append(each)
    return joined


def _named(locator: Locator, find: FindPage) -> IndexPlace:
    first = find(locator.chapter, locator.anchor)
    if first is None:
        section = PrintedPage(locator.label, None)
        return IndexPlace(section, section, locator)
    last = find(locator.until_chapter, locator.until) if locator.until else None
    return IndexPlace(first, last or first, locator)


def _order(page: PrintedPage) -> int:
    return -1 if page.position is None else page.position


def _position(place: IndexPlace) -> int:
    return _order(place.first)


def _is_same_section(one: IndexPlace, other: IndexPlace) -> bool:
    unknown = one.first.position is None and other.first.position is None
    return unknown and (one.locator.chapter, one.first) == (other.locator.chapter, other.first)


def _meet(one: IndexPlace, other: IndexPlace) -> bool:
    """Whether no page lies between two places, of which `other` does not begin before `one`."""
    end, start = one.last, other.first
    if end.position is None or start.position is None:
        return False
    if start.position <= end.position:
        return True
    return _follows(end.label, start.label, start.position == end.position + 1)


def _follows(one: str, other: str, is_next: bool) -> bool:
    """Whether a page comes right after another: by their numbers, which count empty pages too; else by `is_next`."""
    numbering, number = _number(one)
    if (numbering, number + 1) == _number(other):
        return True
    return numbering == "" == _number(other)[0] and is_next


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def _number(label: str) -> tuple[str, int]:
    """The numbering of a page and its number in it; no numbering where the label is no number."""
    if label.isdecimal():
        return "decimal", int(label)
    if not re.fullmatch("[ivxlcdm]+", label):
        return "", 0
    values = [_ROMAN[letter] for letter in label]
    return "roman", sum(-v if v < max(values[at:]) else v for at, v in enumerate(values))


# The index: how it is written


class IndexMarkup:
    """The markup of an index, as HTML has it; a press overrides what it writes otherwise."""

    def add(
        self, parent: Element, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None
    ) -> Element:
        """Add an element at the end of another."""
        child = etree.SubElement(parent, name, dict(attributes or {}))
        child.text = text
        return child

    def add_term(self, line: Element, text: str) -> None:
        """Add the words of an entry to its line."""
        self.add(line, "span", {"class": "term"}, text)

    def add_reference(self, line: Element, key: str) -> Element:
        """Return what a reference to other entries is written into; `key` is `see` or `see-also`."""
        del key
        return line

    def add_other(self, reference: Element, name: str) -> None:
        """Add the name of another entry to a reference."""
        add_text(reference, shown_name(name))

    def attributes(self, role: str) -> dict[str, str]:
        """Return the attributes of a `group` of one initial, of its `entries`, or of an `entry`."""
        return {"group": {"class": "index-group"}, "entries": {"class": "index"}}.get(role, {})

    def link_attributes(self, place: IndexPlace) -> dict[str, str]:
        """Return the attributes of a link to a place, besides its target."""
        del place
        return {}


def write_index(block: Element, terms: Sequence[Term], lang: str, find: FindPage, markup: IndexMarkup) -> None:
    """Write the terms into the index's block, under their initials."""
    for initial in dict.fromkeys(term.initial for term in terms):
        group = markup.add(block, "div", markup.attributes("group"))
        if initial:
            markup.add(group, "p", {"class": "index-letter"}, initial)
        _write_entries(group, [term for term in terms if term.initial == initial], lang, find, markup)


def _write_entries(parent: Element, terms: Sequence[Term], lang: str, find: FindPage, markup: IndexMarkup) -> None:
    entries = markup.add(parent, "ul", markup.attributes("entries"))
    for term in terms:
        item = markup.add(entries, "li", markup.attributes("entry"))
        line = markup.add(item, "p")
        markup.add_term(line, term.text)
        for place in index_places(term.locators, find):
            add_text(line, ", ")
            target = {"href": f"octavo:{place.locator.chapter}#{place.locator.anchor}"}
            markup.add(line, "a", target | markup.link_attributes(place), place.text)
        for key, others in (("see", term.see), ("see-also", term.see_also)):
            if others:
                add_text(line, "; " if term.locators else ", ")
                _write_reference(markup.add_reference(line, key), word(key, lang), others, markup)
        if term.below:
            _write_entries(item, term.below, lang, find, markup)


def _write_reference(reference: Element, phrase: str, others: Sequence[str], markup: IndexMarkup) -> None:
    """Send the reader to other entries, in the order of the language's words: "see …", "…を見よ"."""
    before, _, after = phrase.partition("{}")
    spoken = before.rstrip()
    if spoken:
        markup.add(reference, "em", text=spoken)
        add_text(reference, before[len(spoken) :])
    for number, other in enumerate(others):
        add_text(reference, "; " if number else "")
        markup.add_other(reference, other)
    add_text(reference, after)


def shown_name(other: str) -> str:
    """Return the name of another entry as it is shown; the author writes `!` between an entry and one under it."""
    return ", ".join(other.split("!"))


def index_paths(terms: Sequence[Term], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every entry in the order in which it is written, with the entries that it is under."""
    for term in terms:
        yield (*above, term.text)
        yield from index_paths(term.below, (*above, term.text))


def add_text(element: Element, text: str) -> None:
    """Add text at the end of an element; nothing where the text is empty."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
