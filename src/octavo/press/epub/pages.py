"""The pages of the printed book in the text of the ebook, each at the very word that it begins with.

EPUB Accessibility 1.1, section 4; DPUB-ARIA 1.1, `doc-pagebreak`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from octavo.model.edition import PageBreak
from octavo.model.html_elements import HEADINGS, SILENT, WORD_BREAKS
from octavo.model.reading import classes, local, words
from octavo.press.epub.markup import EPUB_TYPE, Element, make, parse

_SILENT = SILENT | {"img"}
_UNREAD = frozenset({"apparatus", "note-back", "note-ref", "task"})
_ENOUGH = 8
"""Characters before a piece of text that decide whether a word goes on in it."""


@dataclass(frozen=True, slots=True)
class PagedGalley:
    """A galley whose pages are to be put into it: `page` is the one that it begins on."""

    html: bytes
    breaks: tuple[PageBreak, ...]
    page: str


def paged(job: PagedGalley) -> tuple[bytes, dict[str, str]]:
    """Put the pages into a galley; gives its article, and the label of the page that each id stands on."""
    article = parse(job.html)
    labels = put(article, job.breaks, job.page)
    return etree.tostring(article, encoding="utf-8", with_tail=False), labels


def put(article: Element, breaks: Sequence[PageBreak], page: str = "") -> dict[str, str]:
    """Put the beginnings of pages into a chapter that begins on a page.

    Gives the label of the page that each id of the chapter stands on.
    """
    walk = _PageBreakWalk(article, breaks, page)
    walk.run(article)
    walk.end()
    return walk.labels


def listed(articles: Iterable[tuple[str, Element]]) -> list[tuple[str, str]]:
    """The label of every page and where a link to it leads, in reading order; articles come with their files."""
    return [
        (mark.get("aria-label", ""), f"{file}#{mark.get('id')}")
        for file, article in articles
        for mark in article.iter()
        if local(mark) and mark.get("role") == "doc-pagebreak"
    ]


class _PageBreakWalk:
    """One way through a chapter, as `model.reading` goes: it counts the words and puts each page before its own."""

    def __init__(self, article: Element, breaks: Sequence[PageBreak], page: str) -> None:
        self.page, self.labels = page, dict[str, str]()
        self._article, self._coming = article, deque(breaks)
        self._taken = {each.get("id") for each in article.iter() if local(each)} if breaks else set()
        self._read = 0
        self._before = ""
        """The last characters since the last gap."""
        self._heading: tuple[Element, int] | None = None
        """The heading that is being read, and how many words stand before it."""
        self._waiting: list[str] = []
        """Ids that wait for the next word: they stand on its page."""
        self._called: dict[str, str] = {}
        """The pages of the notes: they stand where they are called."""

    def run(self, element: Element) -> None:
        name, marks = local(element), classes(element)
        if not name:
            return
        if "note" in marks and name in ("li", "aside"):
            self._note(element)
            return
        unread = name in _SILENT or bool(_UNREAD & set(marks)) or element.get("hidden") is not None
        if "note-ref" in marks:
            self._called[element.get("href", "").lstrip("#")] = self.page
        if element.get("id"):
            self._meet(element, unread or not (len(element) or element.text))
        if unread:
            return
        if name == "math":
            self._before = ""
        elif name in HEADINGS:
            self._heading = (element, self._read)
            self._inside(element, name)
            self._heading = None
        else:
            self._inside(element, name)

    def end(self) -> None:
        """Pages that begin behind the last word stand at the end."""
        self._settle()
        self._article.extend([self._turn(each.label) for each in self._coming])

    def _meet(self, element: Element, silent: bool) -> None:
        """Learn of a place. What has no words, and is not parted from the word before it, belongs to that."""
        if silent and self._before and not self._before[-1].isspace() and local(element) not in WORD_BREAKS:
            self.labels[element.get("id")] = self.page
        else:
            self._waiting.append(element.get("id"))

    def _note(self, note: Element) -> None:
        page = self._called.get(note.get("id", ""), self.page)
        self.labels.update({each.get("id"): page for each in note.iter() if local(each) and each.get("id")})

    def _inside(self, element: Element, name: str) -> None:
        if name in WORD_BREAKS:
            self._before = ""
        children = list(element)
        if element.text:
            self._put(element, "text", self._begun(element.text))
        for child in children:
            self.run(child)
            if child.tail:
                self._put(child, "tail", self._begun(child.tail))
        if name in WORD_BREAKS:
            self._before = ""

    def _begun(self, text: str) -> list[tuple[int, Element]]:
        """Read a piece of text; gives the pages that begin in it, each with how many characters stand before it."""
        before, known = self._before, len(words(self._before))
        here = len(words(before + text)) - known
        found = []
        for nth, label in self._due(here):
            if nth:
                self._settle()
            mark = self._turn(label)
            if self._heading is not None and self._read + nth == self._heading[1]:
                self._heading[0].addprevious(mark)  # inside, it would be read out as a part of the heading
                continue
            at = bisect_left(range(len(text)), nth + 1, key=lambda end: len(words(before + text[: end + 1])) - known)
            found.append((at, mark))
        if here:
            self._settle()
        self._read += here
        self._before = (before + text)[-_ENOUGH:]
        return found

    def _due(self, here: int) -> list[tuple[int, str]]:
        """The pages that begin with one of the next words, each with how many of these stand before it."""
        due = []
        while self._coming and self._coming[0].word < self._read + here:
            each = self._coming.popleft()
            due.append((max(0, each.word - self._read), each.label))
        return due

    def _settle(self) -> None:
        self.labels.update(dict.fromkeys(self._waiting, self.page))
        self._waiting.clear()

    def _turn(self, label: str) -> Element:
        """The mark of a new page; its id is one that the chapter does not have yet."""
        self.page = label
        stem = name = "page-" + re.sub(r"[^\w.-]+", "-", label)
        count = 1
        while name in self._taken:
            count += 1
            name = f"{stem}-{count}"
        self._taken.add(name)
        marks = {"class": "apparatus", "role": "doc-pagebreak", EPUB_TYPE: "pagebreak", "id": name, "aria-label": label}
        return make("span", marks, "")

    @staticmethod
    def _put(element: Element, where: str, begun: Sequence[tuple[int, Element]]) -> None:
        """Part the text of an element, or behind it, at the beginnings of pages."""
        if not begun:
            return
        text: str = getattr(element, where)
        home, row = (element, 0) if where == "text" else (element.getparent(), 0)
        if where == "tail":
            row = home.index(element) + 1
        setattr(element, where, text[: begun[0][0]])
        ends = [*(at for at, _ in begun[1:]), len(text)]
        for number, ((at, mark), end) in enumerate(zip(begun, ends, strict=True)):
            mark.tail = text[at:end]
            home.insert(row + number, mark)
