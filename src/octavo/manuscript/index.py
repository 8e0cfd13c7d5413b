"""The index: its places in the text, and its entries in the order of the language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from octavo.manuscript import collation
from octavo.manuscript.elements import all_text, get_parent, has_class, is_element, pop_attribute
from octavo.manuscript.filter_classes import INDEXED
from octavo.model import languages, reading
from octavo.model.galley import Locator, Term
from octavo.model.galley_classes import INDEX_MARK
from octavo.model.html_elements import HEADINGS, Element


@dataclass(frozen=True, slots=True)
class IndexMark:
    """A place for the index. `heading` is the row of the heading that it is under, or -1."""

    id: str
    entries: tuple[tuple[str, ...], ...]
    see: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    range: str = ""
    """`start`, `end` or nothing."""
    heading: int = -1

    @property
    def shown(self) -> str:
        """Return the first entry, as an author writes it."""
        return "!".join(self.entries[0])


_KEYS = ("entry", "see", "see-also", "range")


def shape_marks(*parts: Element | None) -> None:
    """Give every place its class and id; its entries stay in its attributes until `collect_marks`."""
    number = 0
    for span in [span for part in parts if part is not None for span in part.iter("span")]:
        marks = reading.classes(span)
        if INDEXED in marks:
            number += 1
            span.set("class", " ".join([INDEX_MARK, *(mark for mark in marks if mark != INDEXED)]))
            if not span.get("id"):
                span.set("id", f"ix-{number}")
    for part in parts:
        for paragraph in list(part.iter("p")) if part is not None else ():
            _move_marks_on(paragraph)


def _move_marks_on(paragraph: Element) -> None:
    """Move places alone in a paragraph into the next one: an empty paragraph would separate it from its heading."""
    following = paragraph.getnext()
    alone = len(paragraph) and not all_text(paragraph).strip()
    if not alone or following is None or following.tag != "p":
        return
    if all(each.tag == "span" and has_class(each, INDEX_MARK) for each in paragraph):
        marks = list(paragraph)
        marks[-1].tail, following.text = following.text, None
        for row, mark in enumerate(marks):
            following.insert(row, mark)
        get_parent(paragraph).remove(paragraph)


def collect_marks(article: Element) -> tuple[IndexMark, ...]:
    """Return the places in reading order; those in a note are under the heading that the note is referred to under."""
    marks: list[IndexMark] = []
    heading, noted_under = -1, dict[str, int]()
    for element in article.iter():
        if element.tag in HEADINGS:
            heading += 1
        if not is_element(element) or not element.get("id"):
            continue
        if element.get("role") == "doc-noteref":
            noted_under[(element.get("href") or "").lstrip("#")] = heading
        elif has_class(element, INDEX_MARK):
            around = (li.get("id", "") for li in element.iterancestors("li"))
            note = next((name for name in around if name in noted_under), None)
            marks += _read_mark(element, heading if note is None else noted_under[note])
    return tuple(marks)


def _read_mark(element: Element, heading: int) -> Iterator[IndexMark]:
    given = {key: (pop_attribute(element, f"data-{key}") or "") for key in _KEYS}
    text = given["entry"] or reading.plain_text(element)
    entries = tuple(filter(None, (_parse_entry(each) for each in text.split(";"))))
    if entries:
        ends = given["range"] if given["range"] in ("start", "end") else ""
        yield IndexMark(
            element.get("id", ""), entries, _parse_list(given["see"]), _parse_list(given["see-also"]), ends, heading
        )


def _parse_entry(entry: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in entry.split("!") if part.strip())


def _parse_list(text: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in text.split(";") if each.strip())


@dataclass
class _IndexNode:
    """An entry to which more is added."""

    locators: list[Locator] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    see_also: list[str] = field(default_factory=list)
    below: dict[str, _IndexNode] = field(default_factory=dict)


@dataclass
class Index:
    """The entries, collected chapter by chapter."""

    root: _IndexNode = field(default_factory=_IndexNode)
    open: dict[tuple[str, ...], tuple[Locator, IndexMark]] = field(default_factory=dict)
    """Ranges that have begun and not ended, by their entry."""
    stray: list[tuple[str, IndexMark]] = field(default_factory=list)
    """Ends of ranges that have not begun, with their chapters."""

    def add(self, chapter: str, mark: IndexMark, label: str) -> None:
        """Add a place."""
        for path in mark.entries:
            node = self.root
            for part in path:
                node = node.below.setdefault(part, _IndexNode())
            node.see += mark.see
            node.see_also += mark.see_also
            if mark.range == "end":
                self._close_range(path, node, chapter, mark)
            elif mark.range == "start":
                self.open[path] = (Locator(chapter, mark.id, label), mark)
                node.locators.append(self.open[path][0])
            elif not mark.see:
                node.locators.append(Locator(chapter, mark.id, label))

    def _close_range(self, path: tuple[str, ...], node: _IndexNode, chapter: str, mark: IndexMark) -> None:
        begun = self.open.pop(path, None)
        if begun is None:
            self.stray.append((chapter, mark))
            return
        start = begun[0]
        ranged = Locator(start.chapter, start.anchor, start.label, chapter, mark.id)
        node.locators[next(row for row, each in enumerate(node.locators) if each is start)] = ranged

    def build_terms(self, lang: str) -> tuple[Term, ...]:
        """Return all entries in the order of the language."""
        return _build_terms(self.root, lang, top=True)

    def list_names(self) -> set[str]:
        """Return every form in which a `see` may name an entry: alone, with `!`, or with a comma."""
        return set(_list_names(self.root, ()))


def _list_names(node: _IndexNode, path: tuple[str, ...]) -> Iterator[str]:
    for text, below in node.below.items():
        whole = (*path, text)
        yield from (text, "!".join(whole), ", ".join(whole))
        yield from _list_names(below, whole)


def _build_terms(node: _IndexNode, lang: str, top: bool = False) -> tuple[Term, ...]:
    elsewhere = collation.has_order(lang)
    order = sorted(
        node.below, key=lambda text: collation.make_sort_key(text, lang) if elsewhere else _make_sort_key(text, lang)
    )
    return tuple(
        Term(
            text,
            tuple(dict.fromkeys(node.below[text].locators)),
            tuple(dict.fromkeys(node.below[text].see)),
            tuple(dict.fromkeys(node.below[text].see_also)),
            _build_terms(node.below[text], lang),
            (collation.find_initial if elsewhere else find_initial)(text, lang) if top else "",
        )
        for text in order
    )


_BASES = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def _make_sort_key(text: str, lang: str) -> tuple[bool, str, str]:
    """Return a key that sorts signs and figures before letters, and ignores case and marks unless all else is equal."""
    folded = _fold(text, lang)
    letters = "".join(each for each in folded if each.isalnum() or each in " \uffff").strip()
    return (letters[:1].isalpha(), letters or folded, text)


def _fold(text: str, lang: str) -> str:
    own = languages.find(lang).own_letters
    folded = []
    for letter in unicodedata.normalize("NFC", text).casefold():
        place = own.find(letter, 1)
        if place > 0:
            folded.append(own[0] + "\uffff" * place)
        else:
            plain = unicodedata.normalize("NFKD", letter.translate(_BASES))
            folded.append("".join(each for each in plain if not unicodedata.combining(each)))
    return "".join(folded)


def find_initial(text: str, lang: str) -> str:
    """Return the initial of an entry; nothing for an entry that begins with a sign or a figure."""
    own = languages.find(lang).own_letters
    letter = next((each for each in unicodedata.normalize("NFC", text) if each.isalnum()), "")
    if not letter.isalpha():
        return ""
    if letter.casefold() in own[1:]:
        return letter.upper()
    return _fold(letter, lang)[:1].upper()
