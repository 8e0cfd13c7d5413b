"""Page breaks: where each page of the printed book begins in the text of the EPUB, to the word.

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
from octavo.model.galley_classes import APPARATUS, NOTE_REF
from octavo.model.html_elements import HEADINGS, WORD_BREAKS, Element
from octavo.model.jobs import step
from octavo.model.reading import Walk, classes, local, words
from octavo.press.epub.markup import EPUB_TYPE, make, parse

_ENOUGH = 8
"""How many characters before a piece of text decide whether a word continues in it."""


@dataclass(frozen=True, slots=True)
class PagedGalley:
    """A galley, and the page breaks to be put into it; `page` is the label of the page that it begins on."""

    html: bytes
    breaks: tuple[PageBreak, ...]
    page: str


@step("EPUB page breaks")
def mark_pages(job: PagedGalley) -> tuple[bytes, dict[str, str]]:
    """Put the page breaks into a galley; return its article, and the label of the page that each id is on."""
    article = parse(job.html)
    labels = insert_breaks(article, job.breaks, job.page)
    return etree.tostring(article, encoding="utf-8", with_tail=False), labels


def insert_breaks(article: Element, breaks: Sequence[PageBreak], page: str = "") -> dict[str, str]:
    """Put page breaks into a chapter that begins on a page; return the label of the page that each id is on."""
    walk = _PageBreakWalk(article, breaks, page)
    walk.visit(article)
    walk.finish()
    return walk.labels


def list_breaks(articles: Iterable[tuple[str, Element]]) -> list[tuple[str, str]]:
    """Return the label of every page and where a link to it leads, in reading order; articles come with their files."""
    return [
        (mark.get("aria-label", ""), f"{file}#{mark.get('id')}")
        for file, article in articles
        for mark in article.iter()
        if local(mark) and mark.get("role") == "doc-pagebreak"
    ]


class _PageBreakWalk(Walk):
    """The walk that counts words, and finds where each page break belongs: before the first word of the page.

    The tree is changed only at the end: a tree that is being walked through must not change.
    """

    def __init__(self, article: Element, breaks: Sequence[PageBreak], page: str) -> None:
        self.page, self.labels = page, dict[str, str]()
        self._article, self._coming = article, deque(breaks)
        self._ids = {each.get("id") for each in article.iter() if local(each)} if breaks else set()
        self._words = 0
        """How many words were read."""
        self._before = ""
        """The last characters since the last gap."""
        self._heading: tuple[Element, int] | None = None
        """The heading that is being read, and how many words come before it."""
        self._waiting: list[str] = []
        """Ids that wait for the next word: they are on its page."""
        self._callers: dict[str, str] = {}
        """The page of each note: it is on the page that refers to it."""
        self._before_headings: list[tuple[Element, Element]] = []
        self._in_texts: list[tuple[Element, bool, list[tuple[int, Element]]]] = []

    def finish(self) -> None:
        """Put all page breaks into the tree; pages that begin behind the last word are put at the end."""
        self._label_waiting()
        for heading, mark in self._before_headings:
            heading.addprevious(mark)
        for element, is_tail, marks in self._in_texts:
            _split(element, is_tail, marks)
        self._article.extend([self._mark(each.label) for each in self._coming])

    def enter(self, element: Element, is_block: bool, /) -> None:
        self._meet(element, is_empty=not (len(element) or element.text))
        if local(element) in HEADINGS:
            self._heading = (element, self._words)
            super().enter(element, is_block)
            self._heading = None
        else:
            super().enter(element, is_block)

    def skip(self, element: Element, /) -> None:
        if NOTE_REF in classes(element):
            self._callers[element.get("href", "").lstrip("#")] = self.page
        self._meet(element, is_empty=True)

    def formula(self, element: Element, /) -> None:
        self._meet(element, is_empty=not (len(element) or element.text))

    def image(self, element: Element, /) -> None:
        self._meet(element, is_empty=True)

    def note(self, element: Element, /) -> None:
        page = self._callers.get(element.get("id", ""), self.page)
        self.labels.update({name: page for each in element.iter() if local(each) and (name := each.get("id"))})

    def gap(self) -> None:
        self._before = ""

    def text(self, text: str, element: Element, is_tail: bool, /) -> None:
        before, known = self._before, len(words(self._before))
        count = len(words(before + text)) - known
        marks = []
        for nth, label in self._due(count):
            if nth:
                self._label_waiting()
            mark = self._mark(label)
            if self._heading is not None and self._words + nth == self._heading[1]:
                # Inside the heading, the page break would be read aloud as part of it.
                self._before_headings.append((self._heading[0], mark))
                continue
            at = bisect_left(range(len(text)), nth + 1, key=lambda end: len(words(before + text[: end + 1])) - known)
            marks.append((at, mark))
        if marks:
            self._in_texts.append((element, is_tail, marks))
        if count:
            self._label_waiting()
        self._words += count
        self._before = (before + text)[-_ENOUGH:]

    def _meet(self, element: Element, *, is_empty: bool) -> None:
        """Note where an element with an id is. An empty one in the middle of a word is on the page of that word."""
        if not (name := element.get("id")):
            return
        if is_empty and self._before and not self._before[-1].isspace() and local(element) not in WORD_BREAKS:
            self.labels[name] = self.page
        else:
            self._waiting.append(name)

    def _due(self, count: int) -> list[tuple[int, str]]:
        """Return the pages that begin with one of the next words, each with how many of these come before."""
        due = []
        while self._coming and self._coming[0].word < self._words + count:
            each = self._coming.popleft()
            due.append((max(0, each.word - self._words), each.label))
        return due

    def _label_waiting(self) -> None:
        self.labels.update(dict.fromkeys(self._waiting, self.page))
        self._waiting.clear()

    def _mark(self, label: str) -> Element:
        """Turn the page: return its page break, with an id that the chapter does not have yet."""
        self.page = label
        stem = name = "page-" + re.sub(r"[^\w.-]+", "-", label)
        count = 1
        while name in self._ids:
            count += 1
            name = f"{stem}-{count}"
        self._ids.add(name)
        marks = {"class": APPARATUS, "role": "doc-pagebreak", EPUB_TYPE: "pagebreak", "id": name, "aria-label": label}
        return make("span", marks, "")


def _split(element: Element, is_tail: bool, marks: Sequence[tuple[int, Element]]) -> None:
    """Put elements into the text in an element, or into the text behind it, each behind so many characters."""
    text = (element.tail if is_tail else element.text) or ""
    holder, index = element, 0
    if is_tail and (parent := element.getparent()) is not None:
        holder, index = parent, parent.index(element) + 1
    setattr(element, "tail" if is_tail else "text", text[: marks[0][0]])
    ends = [*(at for at, _ in marks[1:]), len(text)]
    for number, ((at, mark), end) in enumerate(zip(marks, ends, strict=True)):
        mark.tail = text[at:end]
        holder.insert(index + number, mark)
