"""Find the line and column of something in a Markdown text, when a diagnostic needs it.

This is a search, not a parse. What it cannot find it places on line 1, without a column.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from octavo.model.diagnostic import Place
from octavo.model.publication import Chapter, Origin, PictureReference
from octavo.model.reading import words as words_of
from octavo.tools.markdown_drawings import find_drawings
from octavo.tools.markdown_mask import brackets, label, without_code, without_code_spans, without_markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TAG_LINK = re.compile(r"""<[A-Za-z][^<>]*?\s(href|src|data|poster)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)((?:\\.|[^\]\\])+)\]:[ \t]*\n?[ \t]*(<[^>\n]*>|\S+)", re.MULTILINE)
_AUTOLINK = re.compile(r"<((?:[A-Za-z][A-Za-z0-9+.-]*:|[^\s<>@]+@)[^\s<>]*)>")
_DESTINATION = re.compile(r"\s*(<(?:\\.|[^<>\n\\])*>|(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*\))*)")
_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(\S.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_SETEXT = re.compile(r"^(?![ \t]*(?:[-=#>|+*]|$)) {0,3}(\S.*)\n(?:=+|-+)[ \t]*$", re.MULTILINE)
_TAG_HEADING = re.compile(r"<h[1-6](?=[\s>])[^<>]*>((?:(?!\n[ \t]*\n)[\s\S])*?)</h[1-6]\s*>", re.IGNORECASE)
_FORMULA = re.compile(
    r"(?<!\\)\$\$(?:(?!\n[ \t>]*\n)[^$])+\$\$|(?<![\\$])\$(?=\S)(?:(?!\n[ \t>]*\n)(?:\\.|[^$\\]))+\$"
    r"|\\begin\{(\w+\*?)\}[\s\S]+?\\end\{\1\}|\\\\?\((?:(?!\n[ \t>]*\n)[\s\S])+?\\\)"
    r"|\\\\?\[(?:(?!\n[ \t>]*\n)[\s\S])+?\\\]"
)
_ATTRIBUTES = re.compile(r"\{[^{}\n]*\}[ \t]*$")


@dataclass(frozen=True, slots=True)
class _Mention:
    """An image, a link or a link definition: where it begins, what it points to, and which of these it is."""

    start: int
    target: str
    kind: str


class Finder:
    """Searches one text. `nth` counts occurrences from 0; beyond the last one, the last one is returned."""

    def __init__(self, text: str, file_name: str, first_line: int = 1, origins: Sequence[Origin] = ()) -> None:
        self.text, self.file, self.first_line, self._origins = text, file_name, first_line, origins
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    @classmethod
    def of(cls, chapter: Chapter) -> Finder:
        """Return a finder for a chapter, whose places are in the author's own files."""
        return cls(chapter.text, chapter.name, origins=chapter.origins)

    def line(self, number: int, column: int = 0) -> Place:
        """Return the place of a line of the text, counted from 1, in the author's file."""
        if not self._origins:
            return Place(self.file, self.first_line - 1 + number, column)
        row = number - 1
        start, file, line, shift = self._origins[max(0, bisect_right(self._origins, row, key=lambda run: run[0]) - 1)]
        known = column and shift is not None and column + shift > 0
        return Place(file, line + row - start, column + shift if known and shift is not None else 0)

    def image(self, src: str, nth: int = 0) -> Place:
        """Find an image by its target."""
        return self._nth(self._pointing(src, "image"), nth)

    def picture(self, shown: PictureReference) -> Place:
        """Find a picture by the reference to it, or a drawing in raw HTML."""
        if shown.drawing is None:
            return self.image(shown.written, shown.nth)
        found = list(find_drawings(self.text))
        starts = [start for start, _ in found]
        if shown.drawing >= len(starts):  # it is in a block that is marked as raw HTML
            text = without_code_spans(self.text)
            others = self._matches(r"<svg(?=[\s>])", text)
            starts += [at for at in others if not any(start <= at < end for start, end in found)]
        return self._nth(starts, shown.drawing)

    def link(self, href: str, nth: int = 0) -> Place:
        """Find a link by its target, or its definition where it is not used."""
        return self._nth(self._pointing(href, "link") or self._pointing(href, "definition") or self._spelt(href), nth)

    def heading(self, text: str, nth: int = 0) -> Place:
        """Find a heading by its plain text."""
        wanted = "".join(words_of(text))
        same = [start for start, has in self._headings if has == wanted]
        near = [start for start, has in self._headings if wanted and (wanted in has or (has and has in wanted))]
        return self._nth(same or near[:1], nth)

    def empty_heading(self, level: int, nth: int = 0) -> Place:
        """Find a heading of a level that has no text."""
        bare = rf"^ {{0,3}}#{{{level}}}[ \t]*(?:\{{[^{{}}\n]*\}})?[ \t]*#*[ \t]*$"
        return self._nth(self._matches(rf"{bare}|<h{level}(?=[\s>])[^<>]*>\s*</h{level}\s*>", self._blocks), nth)

    def citation(self, key: str, nth: int = 0) -> Place:
        """Find a citation by its key."""
        pattern = rf"(?<![\w\\@])-?@(?:\{{{re.escape(key)}\}}|{re.escape(key)}(?!\w|[:.#$%&+?<>~/-]+\w))"
        return self._nth(self._matches(pattern, self._prose), nth)

    def identifier(self, name: str, nth: int = 0) -> Place:
        """Find an element by its id, in attributes or in raw HTML."""
        word = re.escape(name)
        braces = rf"(?<=[{{\s])#{word}(?=[\s}}])(?=[^{{}}]*\}})"
        raw = rf"""(?<=\s)(?:id|name)\s*=\s*(?:"{word}"|'{word}'|{word}(?=[\s/>}}]))"""
        return self._nth(self._matches(f"{braces}|{raw}", self._prose), nth)

    def math(self, tex: str, nth: int = 0) -> Place:
        """Find mathematics by its TeX."""
        pattern = _flexible(tex)
        fenced = self._matches(rf"(?:\$\$?`?|\\\\?[(\[])\s*{pattern}\s*(?:`?\$|\\)", self.text) if pattern else []
        return self._nth(fenced or self._spelt(tex) or (self._similar(tex) if tex.strip() else []), nth)

    def _similar(self, tex: str) -> list[int]:
        """Return where the formulas are that are most like this one: macros may have been expanded in it."""
        wanted = _signs(tex)
        best, starts = 0.5, list[int]()
        for found in _FORMULA.finditer(self._blocks):
            compare = difflib.SequenceMatcher(None, _signs(found[0]), wanted, autojunk=False)
            if compare.real_quick_ratio() < best or (ratio := compare.ratio()) < best:
                continue
            starts = [*(starts if ratio == best else []), found.start()]
            best = ratio
        return starts

    def footnote(self, name: str, nth: int = 0) -> Place:
        """Find a note by its label: its text, or else its reference."""
        word = re.escape(name)
        written = self._matches(rf"^ {{0,3}}\[\^{word}\]:", self._prose)
        return self._nth(written or self._matches(rf"\[\^{word}\]", self._prose), nth)

    def tag(self, name: str, nth: int = 0) -> Place:
        """Find the start tag of an element in raw HTML."""
        pattern = rf"<(?i:{re.escape(name)})(?=[\s/>])"
        return self._nth(self._matches(pattern, self._prose) or self._matches(pattern, self.text), nth)

    def raw(self, snippet: str, nth: int = 0) -> Place:
        """Find a piece of source, ignoring differences in white space; else its first line, else its first tag."""
        tag = re.match(r"\s*<[A-Za-z][\w-]*", snippet)
        for piece in (snippet, snippet.strip().split("\n")[0], tag[0] if tag else ""):
            starts = self._spelt(piece)
            if starts:
                return self._nth(starts, nth)
        return self._nowhere()

    def words(self, text: str, least: int = 1) -> Place:
        """Find the first place with these words, whatever their markup, or with as many of the first ones as possible.

        A place must match at least `least` words, or all of them where there are fewer.
        """
        wanted = words_of(text)
        if not wanted or self._at_words(wanted[:1]) is None:
            return self._nowhere()
        most, too_many = 1, len(wanted) + 1
        while too_many - most > 1:
            middle = (most + too_many) // 2
            most, too_many = (middle, too_many) if self._at_words(wanted[:middle]) is not None else (most, middle)
        start = self._at_words(wanted[:most])
        return self._nowhere() if start is None or most < min(least, len(wanted)) else self._place(start)

    @cached_property
    def _blocks(self) -> str:
        """The text without code blocks and comments."""
        return without_code(self.text)

    @cached_property
    def _prose(self) -> str:
        return without_code_spans(self._blocks)

    @cached_property
    def _mentions(self) -> list[_Mention]:
        # Labels are read from the text that still has its code, which may be part of a label.
        found_definitions = [*_DEFINITION.finditer(self._prose)]
        definitions = {label(self._blocks[slice(*found.span(1))]): found[2] for found in found_definitions}
        mentions = [*self._bracketed(definitions)]
        for found in _TAG_LINK.finditer(self._prose):
            kind = "link" if found[1] == "href" else "image"
            mentions.append(_Mention(found.start(), _normal(found[2].strip("\"'")), kind))
        mentions += [_Mention(found.start(), _normal(found[1]), "link") for found in _AUTOLINK.finditer(self._prose)]
        for found in found_definitions:
            mentions.append(_Mention(found.start() + found[0].index("["), _normal(found[2]), "definition"))
        return sorted(mentions, key=lambda mention: mention.start)

    def _bracketed(self, definitions: dict[str, str]) -> Iterator[_Mention]:
        for start, end, is_image in brackets(self._prose):
            kind = "image" if is_image else "link"
            inside = self._blocks[start + 1 + is_image : end - 1]
            following = self._prose[end : end + 1]
            target: str | None = None
            if following == "(":
                found = _DESTINATION.match(self._prose, end + 1)
                target = found[1] if found else None
            elif following == "[":
                named = self._blocks[end + 1 : self._prose.find("]", end)]
                target = definitions.get(label(named or inside))
            elif following != ":":
                target = definitions.get(label(inside))
            if target is not None:
                yield _Mention(start, _normal(target), kind)

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        found = [(match.start(1), match[2]) for match in _ATX.finditer(self._blocks)]
        found += [(match.start(1), match[1]) for match in _SETEXT.finditer(self._blocks)]
        if "<h" in self._blocks:
            found += [(match.start(), match[1]) for match in _TAG_HEADING.finditer(self._blocks)]
        return [(start, _plain(text)) for start, text in sorted(found)]

    @cached_property
    def _words(self) -> tuple[str, list[int], list[int]]:
        """All words of the text as one string, where each begins in it, and where each begins in the text."""
        joined, begins, places, length = [], [], [], 0
        for found in re.finditer(r"[^\W_]+", without_markup(self.text)):
            word = "".join(words_of(found[0]))
            if word:
                joined.append(word)
                begins.append(length)
                places.append(found.start())
                length += len(word)
        return "".join(joined), begins, places

    def _at_words(self, wanted: Sequence[str]) -> int | None:
        """Return where a run of words begins. A word may be split in the text, so only the letters are compared."""
        joined, begins, places = self._words
        letters = "".join(wanted)
        at = joined.find(letters)
        while at >= 0:
            row = bisect_right(begins, at) - 1
            if begins[row] == at:
                return places[row]
            at = joined.find(letters, at + 1)
        return None

    def _pointing(self, target: str, kind: str) -> list[int]:
        return self._pointed.get((kind, _normal(target)), [])

    @cached_property
    def _pointed(self) -> dict[tuple[str, str], list[int]]:
        """Where each target is referred to, by kind. Kept, as a text may ask for hundreds."""
        found: dict[tuple[str, str], list[int]] = {}
        for mention in self._mentions:
            found.setdefault((mention.kind, mention.target), []).append(mention.start)
        return found

    def _spelt(self, snippet: str) -> list[int]:
        pattern = _flexible(snippet)
        return self._matches(pattern, self._prose) or self._matches(pattern, self.text) if pattern else []

    def _matches(self, pattern: str, text: str) -> list[int]:
        found = re.finditer(pattern, text, re.MULTILINE)
        return [match.start() + len(match[0]) - len(match[0].lstrip()) for match in found]

    def _nth(self, starts: Iterable[int], nth: int) -> Place:
        starts = list(starts)
        return self._place(starts[min(nth, len(starts) - 1)]) if starts else self._nowhere()

    def _place(self, start: int) -> Place:
        row = bisect_right(self._starts, start) - 1
        return self.line(row + 1, start - self._starts[row] + 1)

    def _nowhere(self) -> Place:
        return Place(self.file, 1)


def _normal(address: str) -> str:
    """Return a target in one spelling, however Markdown or HTML writes it."""
    address = address.strip()
    if address.startswith("<") and address.endswith(">"):
        address = address[1:-1]
    return unquote(unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", address))).removeprefix("mailto:")


def _plain(heading: str) -> str:
    return "".join(words_of(without_markup(_ATTRIBUTES.sub("", heading))))


def _signs(tex: str) -> str:
    """Return the beginning of a formula without spaces, delimiters and what only numbers it."""
    return re.sub(r"\s+|\$|\\(?:label|tag\*?)\{[^{}]*\}|\\no(?:tag|number)", "", tex)[:300]


def _flexible(snippet: str) -> str:
    return r"\s+".join(re.escape(part) for part in snippet.split())
