"""The index of an ebook: its entries lead to the places themselves, and name the printed pages if there are any.

EPUB Structural Semantics Vocabulary 1.1, "Indexes".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from octavo.model.galley import Term
from octavo.model.html_elements import Element
from octavo.press.apparatus import (
    FindPage,
    IndexMarkup,
    IndexPlace,
    PrintedPage,
    add_text,
    index_paths,
    shown_name,
    write_index,
)  # fmt: skip
from octavo.press.epub.markup import EPUB_TYPE, add

Labels = Mapping[tuple[str, str], str]
"""The printed page of every anchor, by chapter and id; empty where no book was printed."""
_REFERENCES = {"see": "index-xref-preferred", "see-also": "index-xref-related"}


def fill(block: Element, terms: Sequence[Term], lang: str, labels: Labels, printed: Sequence[str] = ()) -> None:
    """Write the terms into the index's block; `printed` are the labels of all printed pages in their order."""
    write_index(block, terms, lang, _find_page(labels, printed), _EbookIndex(terms))


def _find_page(labels: Labels, printed: Sequence[str]) -> FindPage:
    order = {label: row for row, label in enumerate(dict.fromkeys(printed))}

    def find(chapter: str, anchor: str) -> PrintedPage | None:
        label = labels.get((chapter, anchor))
        return PrintedPage(label, order.get(label)) if label else None

    return find


class _EbookIndex(IndexMarkup):
    """The markup of the index in an ebook: everything says what it is, and a `see` leads to its entry."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._ids: dict[str, str] = {}
        for number, path in enumerate(index_paths(terms), 1):
            for name in (path[-1], "!".join(path), ", ".join(path)):
                self._ids.setdefault(name, _id(number))
        self._written = 0

    def add(
        self, parent: Element, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None
    ) -> Element:
        return add(parent, name, dict(attributes or {}), text)

    def add_term(self, line: Element, text: str) -> None:
        add(line, "span", {EPUB_TYPE: "index-term"}, text)

    def add_reference(self, line: Element, key: str) -> Element:
        return add(line, "span", {EPUB_TYPE: _REFERENCES[key]})

    def add_other(self, reference: Element, name: str) -> None:
        if name in self._ids:
            add(reference, "a", {"href": f"#{self._ids[name]}"}, shown_name(name))
        else:
            add_text(reference, shown_name(name))

    def attributes(self, role: str) -> dict[str, str]:
        own = super().attributes(role)
        if role == "entry":
            self._written += 1
            return {"id": _id(self._written), EPUB_TYPE: "index-entry"}
        return {**own, EPUB_TYPE: {"group": "index-group", "entries": "index-entry-list"}[role]}

    def link_attributes(self, place: IndexPlace) -> dict[str, str]:
        return {EPUB_TYPE: "index-locator-range" if place.is_range else "index-locator"}


def _id(number: int) -> str:
    return f"index-entry-{number}"
