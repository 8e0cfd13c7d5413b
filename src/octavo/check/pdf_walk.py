"""The walk through the structure tree of a PDF: what `model/reading.py` is for HTML, it is for tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from octavo.check.pdf_text import Run
from octavo.model.galley import Reading
from octavo.model.galley_classes import APPARATUS
from octavo.model.reading import reading_of, words
from octavo.model.writing import ARABIC, HEBREW, IDEOGRAPHS, KANA

NOTES = {"/Note", "/FENote"}
"""In PDF 1.7 and in PDF 2.0."""
_INLINE = {"/Span", "/Link", "/Code", "/Quote", "/Em", "/Strong"}
_HEADING = re.compile(r"/H[1-6]$")
_COUNTED = {"/Figure": "figures", "/Table": "tables", "/Formula": "equations", "/Link": "links"}
_JOINED = ("\u00ad", "\u200b")
"""What a line ends with if its last word continues on the next."""
_LEFTWARDS = re.compile(f"[{HEBREW}{ARABIC}]")
_LINE = 0.7
"""How many ems a line is below the one before, at least: more than anything on a line is lowered."""
_CONTINUES = re.compile(rf"[^\W{IDEOGRAPHS}{KANA}][{''.join(_JOINED)}]$")


@dataclass(slots=True)
class TagNode:
    """A structure element: its type, what it tells assistive software, and its kids in order."""

    role: str
    alt: str = ""
    lang: str = ""
    title: str = ""
    kids: list[TagNode | Run] = field(default_factory=list)
    links: int = 0
    """How many link annotations it has."""
    targets: list[str] = field(default_factory=list)
    """The names of the places in the book that links lead to."""
    attributes: dict[str, str] = field(default_factory=dict)
    """The attributes of cells and lists, and the identifier of a note."""
    number: int = 0
    """The number of its object."""

    def text(self) -> str:
        """Return all that is drawn in it, with white space folded."""
        parts = (kid.text() if isinstance(kid, TagNode) else kid.text for kid in self.kids)
        return " ".join(" ".join(parts).split())


@dataclass(frozen=True, slots=True)
class ChapterReading:
    """What was read in a chapter, by its name in the file, and the first word on each of its pages."""

    chapter: str
    reading: Reading
    pages: tuple[tuple[int, int], ...]
    """The index of a page, and the number of the first of the chapter's words on it."""


@dataclass(frozen=True, slots=True)
class WordContext:
    """A place in a chapter, by the words before and after it."""

    chapter: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def read_chapters(document: TagNode | None, texts: Iterator[str]) -> list[ChapterReading]:
    """Read a document chapter by chapter; `texts` are those of all its runs."""
    walk = _StructureWalk(has_leftward_text=any(map(_LEFTWARDS.search, texts)))
    if document is not None:
        walk.visit(document)
    return [part.finish() for part in walk.parts]


def find_context(document: TagNode | None, numbers: Sequence[int], page: int) -> WordContext | None:
    """Return the words around the first of some elements that is read, or else around the beginning of a page.

    None if that belongs to no chapter.
    """
    walk = _ContextWalk(numbers, page)
    if document is not None:
        walk.visit(document)
    return walk.finish()


class _ChapterText:
    """A chapter while it is read."""

    def __init__(self, chapter: str) -> None:
        self.chapter = chapter
        self.body: list[str] = []
        self.notes: list[list[str]] = []
        self.page_starts: list[tuple[int, int]] = []
        """The pages of the body, each with how many of its pieces come before."""
        self.found: Counter[str] = Counter()

    def finish(self) -> ChapterReading:
        """Return what was read."""
        reading = reading_of("".join(self.body), ["".join(note) for note in self.notes], self.found)
        return ChapterReading(self.chapter, reading, tuple(self._pages()))

    def _pages(self) -> Iterator[tuple[int, int]]:
        number = 0
        ends = [start for _, start in self.page_starts[1:]]
        for (page, start), end in zip(self.page_starts, [*ends, len(self.body)], strict=True):
            yield page, number
            text = "".join(self.body[start:end]).rstrip(" \n")
            number += len(words(text)) - bool(_CONTINUES.search(text))  # a word that began here belongs to this page


class _StructureWalk:
    """One walk through a structure tree, which keeps the text of each chapter, and counts the rest."""

    def __init__(self, *, has_leftward_text: bool = False) -> None:
        self.parts: list[_ChapterText] = []
        self._sink: list[str] = []
        """Where text belongs: to the body of the chapter, or to a note."""
        self._last: Run | None = None
        """The run that was drawn last, if its last word may continue."""
        self._has_leftward_text = has_leftward_text

    def visit(self, node: TagNode) -> None:
        """Read a node, unless it is not the author's text, such as the labels of lists and the contents."""
        if node.title == APPARATUS:
            return
        self._begin_chapter(node)
        if node.role in NOTES:
            self._note(node)
            return
        if node.role in ("/Reference", "/TOC") or (node.role == "/Lbl" and not _is_term(node)):
            return
        if any(isinstance(kid, TagNode) and kid.role == "/TOC" for kid in node.kids):
            return  # the title of the contents belongs to them
        if self.parts:
            self._count(node)
        if node.role in ("/Figure", "/Formula"):
            self._gap(" " if node.role == "/Formula" else "")
            return
        is_block = node.role not in _INLINE
        if is_block:
            self._gap("\n")
        self._enter(node)
        if is_block:
            self._gap("\n")

    def _enter(self, node: TagNode) -> None:
        for kid in node.kids:
            if isinstance(kid, TagNode):
                self.visit(kid)
            else:
                self._text(kid)

    def _begin_chapter(self, node: TagNode) -> None:
        """Begin a part for a chapter, or, without a name, for what is outside any chapter."""
        is_outside = not self.parts and node.role != "/Document"
        if node.role == "/Art" or is_outside:
            self.parts.append(_ChapterText(node.title if node.role == "/Art" else ""))
            self._sink, self._last = self.parts[-1].body, None

    def _count(self, node: TagNode) -> None:
        if _HEADING.match(node.role):
            self.parts[-1].found["headings"] += 1
        elif name := _COUNTED.get(node.role):
            self.parts[-1].found[name] += 1

    def _note(self, node: TagNode) -> None:
        outer, self._sink, self._last = (self._sink, self._last), [], None
        self.parts[-1].notes.append(self._sink)
        self._enter(node)
        self._sink, self._last = outer

    def _gap(self, gap: str) -> None:
        self._sink.append(gap)
        if gap:
            self._last = None

    def _text(self, run: Run) -> None:
        if not run.is_drawn:  # nothing is drawn: a space between two boxes on a line
            self._sink.append(run.text)
            return
        last, part = self._last, self.parts[-1]
        if last is not None and self._is_new_line(last, run) and not last.text.endswith(_JOINED):
            self._sink.append(" ")
        if self._sink is part.body and (not part.page_starts or part.page_starts[-1][0] < run.page):
            part.page_starts.append((run.page, len(part.body)))
        self._sink.append(run.text)
        self._last = run

    def _is_new_line(self, last: Run, run: Run) -> bool:
        if run.page != last.page:
            return True
        if self._has_leftward_text and run.base - last.base > _LINE * max(last.size, run.size):
            return True
        is_leftward = run.base == last.base and run.end <= last.start + 1.0
        return run.start < last.end - 1.0 and not is_leftward


def _is_term(node: TagNode) -> bool:
    """Whether a label is a term of a definition list, in the author's words: it holds more than a mark."""
    return any(isinstance(kid, TagNode) for kid in node.kids)


class _ContextWalk(_StructureWalk):
    """The walk that looks for the best of some elements, which is the first in their order, or else for a page."""

    def __init__(self, numbers: Sequence[int], page: int) -> None:
        super().__init__()
        self._ranks = {number: rank for rank, number in enumerate(numbers)}
        self._page = page
        self._best = len(numbers) + 1
        self._place: tuple[str, list[str], int] | None = None

    def visit(self, node: TagNode) -> None:
        self._meet(self._ranks.get(node.number))
        super().visit(node)

    def finish(self) -> WordContext | None:
        """Return the words around the place that was found."""
        if self._place is None:
            return None
        chapter, sink, at = self._place
        return WordContext(chapter, words("".join(sink[:at])), words("".join(sink[at:])))

    def _text(self, run: Run) -> None:
        if run.page == self._page:
            self._meet(len(self._ranks))
        super()._text(run)

    def _meet(self, rank: int | None) -> None:
        if rank is not None and rank < self._best and self.parts:
            self._best, self._place = rank, (self.parts[-1].chapter, self._sink, len(self._sink))
