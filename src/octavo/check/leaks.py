"""Marks that readers would see: found in the author's text, and reported where the galley shows them as typed.

A mark that the author writes as code, or with a backslash, is meant to be read, and is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import unescape

from lxml import etree

from octavo.check.marks import CODE, MARKS, Mark
from octavo.model import galley_classes, reading
from octavo.model.diagnostic import Diagnostic, Place, warning
from octavo.model.galley import Galley, Manuscript
from octavo.model.html_elements import MONOSPACE, Element
from octavo.model.jobs import MapJobs, Subject, step
from octavo.model.publication import Chapter, ChapterKind, Publication
from octavo.tools.locate import Finder
from octavo.tools.markdown_mask import without_code, without_code_spans, without_markup

_END = "\x00"
"""The end of a block: no mark continues across it."""
_NOT_PROSE = MONOSPACE | {"pre", "var"}
_MADE = reading.GENERATED | {galley_classes.REFERENCES, galley_classes.CSL_ENTRY, galley_classes.STATEMENT}
_RAISED = {"sup": "^", "sub": "~"}
"""What Markdown writes around such text: two marks in a row can look like it."""
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_DASHES, _DOTS, _CODES = re.compile("[-‐-―−]+"), re.compile("[.…]+"), re.compile(f"{CODE}+")
_FOLDED = str.maketrans({
    **dict.fromkeys("\"“”„‟«»'‘’‚‛‹›「」『』", "'"),
    **dict.fromkeys("*_\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff", ""),
})  # fmt: skip
_RAW_CODE = re.compile(r"<(code|kbd|pre|samp|tt|script|style|var)\b[^<>]*>")
_VISIBLE = re.compile(r"\S")
_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"[a-z][\w-]*")
_HEAD = re.compile(r"[^\w\s]+\s*\w*")
_AROUND = 16
"""How many letters on each side of a mark are compared, to find it among equal ones."""
_NEAR = 200
"""How far on each side these letters are looked for, in characters."""
_ENOUGH = 4
"""How many of these letters must be the same."""
_SHOWN = 40
"""How much of a mark a message shows, in characters."""


@dataclass(frozen=True, slots=True)
class LeakJob:
    """A publication with one chapter, and its galley."""

    publication: Publication
    galley: Galley


def report_leaks(
    publication: Publication, manuscript: Manuscript, said: Sequence[Diagnostic], spread: MapJobs
) -> list[Diagnostic]:
    """Return the marks that readers would see, except those that a stage has reported already."""
    galleys = {galley.chapter: galley for galley in manuscript.galleys}
    jobs = [
        LeakJob(publication.alone(chapter.id), galleys[chapter.id])
        for chapter in publication.chapters
        if chapter.id in galleys and not (chapter.made and chapter.kind != ChapterKind.TITLE)
    ]
    found = [each for of_chapter in spread(find_leaks, jobs) for each in of_chapter]
    messages: dict[tuple[str, int], list[str]] = {}
    for each in said:
        messages.setdefault((each.place.file, each.place.line), []).append(_fold(each.message))
    return [
        each
        for each in found
        if not any(_quoted(each) in message for message in messages.get((each.place.file, each.place.line), ()))
    ]


@step("leaks", subject=lambda job: Subject(job.publication.chapters[0].id))
def find_leaks(job: LeakJob) -> tuple[Diagnostic, ...]:
    """Return the marks in one chapter that readers would see. Runs in any process."""
    (chapter,) = job.publication.chapters
    shown = _ShownText(etree.fromstring(job.galley.html, etree.XMLParser(huge_tree=True)))
    find, text = Finder.of(chapter), chapter.text
    found = [*_find_citations(shown, job.publication, find)]
    for written, place in _list_titles(job.publication, chapter):
        found += [_report(written[start:end], mark, place) for start, end, mark in _find_marks(written, shown)]
    for start, end, mark in _find_marks(text, shown):
        place = find.line(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        found.append(_report(text[start:end], mark, place))
    return tuple(found)


def _report(text: str, mark: Mark, place: Place) -> Diagnostic:
    whose = f" of {mark.tool}" if mark.tool else ""
    is_prose = mark.seen_in == "prose"
    message = f"'{_shorten(text)}' is {mark.what}{whose}, and is shown as {'typed' if is_prose else 'code'}"
    return warning(mark.rule, message, place, mark.advice + ("; to show it, write it as code" if is_prose else ""))


def _list_titles(publication: Publication, chapter: Chapter) -> Iterator[tuple[str, Place]]:
    """Yield the texts of the header, or of the list of chapters, that a chapter shows, each with its place."""
    metadata = publication.metadata
    if chapter.kind in (ChapterKind.ARTICLE, ChapterKind.TITLE):
        for name, text in (("title", metadata.title), ("subtitle", metadata.subtitle), ("abstract", metadata.abstract)):
            if text:
                yield text, publication.key(name)
    elif chapter.title:
        yield chapter.title, Place(chapter.name, 1, 1)


def _find_citations(shown: _ShownText, publication: Publication, find: Finder) -> Iterator[Diagnostic]:
    """Report citations in brackets where there is no bibliography; a bare `@name` may be the name of a person."""
    counts: dict[str, int] = {}
    if publication.metadata.bibliography or not shown.citations:
        return  # what is not in a bibliography is reported as such
    there = min((file.name for file in publication.root.glob("*.bib")), default="books.bib")
    for keys in shown.citations:
        key = keys.split(" ")[0]
        nth = counts[key] = counts.get(key, -1) + 1
        hint = f"name the bibliography, `bibliography: {there}`, or write `\\@` if it is not a citation"
        message = f"'{key}' is cited, but there is no bibliography"
        yield warning("cite.no-bibliography", message, find.citation(key, nth), hint)


class _ShownText(reading.Walk):
    """What a galley shows: its prose, folded, with the ends of blocks; its code in lines; the classes of its blocks of
    code; its unresolved citations.
    """

    def __init__(self, article: Element) -> None:
        self._pieces: list[str] = []
        self.codes: set[str] = set()
        self.blocks: set[str] = set()
        self.citations: list[str] = []
        self.visit(article)
        self.prose = _fold("".join(self._pieces))

    def enter(self, element: Element, is_block: bool, /) -> None:
        name, marks = reading.local(element), reading.classes(element)
        if not _MADE.isdisjoint(marks):
            self._pieces.append(CODE)
        elif name in _NOT_PROSE or galley_classes.TEX in marks:
            self._pieces.append(CODE)
            if name == "pre":
                self.blocks.update(marks if len(marks) > 1 else ["{"])  # a directive with words behind it has no class
            if name == "code":
                self.codes.add(_fold("".join(map(str, element.itertext()))))
        else:
            if galley_classes.CITATION in marks and "".join(map(str, element.itertext())).startswith("["):
                self.citations.append(element.get("data-cites", ""))
            around = _RAISED.get(name, "")
            self._pieces.append(around)
            super().enter(element, is_block)
            self._pieces.append(around)

    def text(self, text: str, _element: Element, _is_tail: bool, /) -> None:
        self._pieces.append(text)

    def gap(self) -> None:
        self._pieces.append(_END)

    def note(self, element: Element, /) -> None:
        self.enter(element, True)

    def formula(self, _element: Element, /) -> None:
        self._pieces.append(CODE)

    def image(self, element: Element, /) -> None:
        self._pieces.append(f"{_END}{element.get('alt') or ''}{_END}")


class _TypedText:
    """What the author typed, or a dialect has made of it, with parts of it replaced, so that offsets stay the same."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def without_blocks(self) -> str:
        """The text without blocks of code and comments."""
        return _without_raw_code(without_code(self._text))

    @cached_property
    def prose(self) -> str:
        """The text without code."""
        return without_code_spans(self.without_blocks, CODE)

    @cached_property
    def bare(self) -> str:
        """The text without code and without escaped signs."""
        return _ESCAPE.sub(CODE * 2, self.prose)

    @cached_property
    def folded(self) -> str:
        """The prose as it would be shown if it had no marks, folded: signs that were escaped are in it."""
        return _fold(unescape(_ESCAPE.sub(r"\1", self.prose)))

    @cached_property
    def words(self) -> str:
        """The text with nothing but what readers see as words, to compare what surrounds a mark."""
        return without_markup(self.without_blocks)


def _find_marks(text: str, shown: _ShownText) -> Iterator[tuple[int, int, Mark]]:
    """Yield what is typed and shown, in the order of the text: where it starts and ends, and which mark it is."""
    typed = _TypedText(text)
    found: list[tuple[int, int, int]] = []
    for row, mark in enumerate(MARKS):
        if mark.seen_in == "code":
            if shown.codes:
                pieces = mark.find(typed.without_blocks)
                found += [(start, end, row) for start, end, code in pieces if _fold(code) in shown.codes]
        elif mark.seen_in == "block":
            if shown.blocks:
                pieces = mark.find(typed.without_blocks)
                found += [
                    (start, end, row)
                    for start, end, kind in pieces
                    if not shown.blocks.isdisjoint({kind[0], _NAME.findall(kind)[0]})
                ]
        elif _fold(mark.sign) in shown.prose:
            same: dict[str, list[tuple[int, int]]] = {}
            for start, end, piece in mark.find(typed.prose if mark.is_escape else typed.bare):
                same.setdefault(piece, []).append((start, end))
            for piece, spans in same.items():
                found += [(start, end, row) for start, end in _leaked(piece, spans, mark, typed, shown)]
    begun: set[str] = set()
    last = -1
    for start, end, row in sorted(found, key=lambda each: (each[0], each[2])):
        mark = MARKS[row]
        if start >= last and not (mark.is_end and mark.sign in begun):
            begun.add(mark.sign)
            last = end
            yield start, end, mark


def _leaked(
    text: str, spans: Sequence[tuple[int, int]], mark: Mark, typed: _TypedText, shown: _ShownText
) -> Iterator[tuple[int, int]]:
    """Yield those of some equal pieces that are shown as typed: all, or those whose surroundings are the same there."""
    key = _fold(_ESCAPE.sub(r"\1", text) if mark.is_escape else text)
    if key not in shown.prose:  # other mark-up in it may have been understood
        head = _HEAD.match(text.strip())
        key = _fold(head[0]) if head else ""
    elif shown.prose.count(key) >= typed.folded.count(key):
        yield from spans
        return
    if len(key) < 2 or _fold(mark.sign) not in key or key not in shown.prose:
        return
    places = [found.span() for found in re.finditer(re.escape(key), shown.prose)]
    surroundings = [_around(shown.prose, start, end) for start, end in places]
    for start, end in spans:
        before, after = _around(typed.words, start, end)
        if any(_common(before[::-1], one[::-1]) + _common(after, other) >= _ENOUGH for one, other in surroundings):
            yield start, end


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the letters before and after a piece of a text."""
    return _letters(text[max(0, start - _NEAR) : start])[-_AROUND:], _letters(text[end : end + _NEAR])[:_AROUND]


def _without_raw_code(text: str) -> str:
    """Replace code in raw HTML. An element that is never closed holds no code."""
    at, pieces = 0, []
    while found := _RAW_CODE.search(text, at):
        end = text.find(f"</{found[1]}", found.end())
        if end < 0:
            pieces.append(text[at : found.end()])
            at = found.end()
            continue
        pieces += [text[at : found.end()], _VISIBLE.sub(CODE, text[found.end() : end])]
        at = end
    return "".join([*pieces, text[at:]])


def _common(one: str, other: str) -> int:
    """Return how many first characters two texts share."""
    return next((row for row, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _letters(text: str) -> str:
    return "".join(each for each in text if each.isalnum())


def _fold(text: str) -> str:
    """Return a text without what typography and emphasis change: spaces, kinds of quotation marks and dashes."""
    text = _SPACE.sub("", text).translate(_FOLDED)
    return _CODES.sub(CODE, _DOTS.sub(".", _DASHES.sub("-", text)))


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _quoted(found: Diagnostic) -> str:
    """Return the beginning of the mark that a finding quotes, folded."""
    return _fold(found.message[1:13].partition("'")[0])
