"""Links from the text to the entries of the glossary: where the author marks a term, or at its first use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import has_class, is_element, pop_attribute
from octavo.model import glossary_terms, reading
from octavo.model.galley_classes import (
    APPARATUS,
    BOX_TITLE,
    MISSING_IMAGE,
    NOTES,
    REFERENCES,
    TERM,
    TITLE_BLOCK,
)
from octavo.model.html_elements import HEADINGS, MONOSPACE, SILENT, Element
from octavo.tools.suggest import did_you_mean

_ENTRY = "data-entry"
_SKIPPED = (
    HEADINGS | MONOSPACE | SILENT | {"a", "pre", "math", "figcaption", "caption", "dfn", "abbr", "header", "button"}
)
_SKIPPED_CLASSES = {APPARATUS, BOX_TITLE, MISSING_IMAGE, NOTES, REFERENCES, TITLE_BLOCK}

_NO_ENTRIES = "write the glossary as a definition list: a term, and on the next line ': ' and what it means"


@dataclass(frozen=True, slots=True)
class TermLinks:
    """What a chapter has to know of the glossary."""

    has_glossary: bool = False
    marked: Mapping[str, str] = field(default_factory=dict)
    """Where the terms that its author marks lead, as far as there is an entry."""
    first: tuple[tuple[str, str], ...] = ()
    """The forms of terms to be linked at their first use, and where they lead."""
    entries: tuple[str, ...] = ()
    """All entries, where one that does not exist is marked."""


def collect_entries(article: Element) -> tuple[tuple[str, str], ...]:
    """Return the entries of a glossary with their ids."""
    return tuple((reading.plain_text(term), term.get("id", "")) for term in article.iter("dt") if term.get("id"))


def collect_marks(article: Element) -> tuple[str, ...]:
    """Return the terms that a chapter marks, as they are in the glossary."""
    return tuple(dict.fromkeys(_name(span) for span in article.iter("span") if has_class(span, TERM)))


def _name(span: Element) -> str:
    return " ".join((span.get(_ENTRY) or reading.plain_text(span)).split())


def find_links(
    entries: Sequence[tuple[str, str, str]], html: str, marks: Iterable[str], lang: str, *, links_first: bool
) -> TermLinks:
    """Return what a chapter has to know of the `entries` of the glossary, each with its chapter and its id.

    `html` is the draft of the chapter.
    """
    lead = {form: f"octavo:{chapter}#{name}" for term, chapter, name in entries for form in glossary_terms.forms(term)}
    by_key = {glossary_terms.key(form): target for form, target in lead.items()}
    marked = {mark: target for mark in marks if (target := _find(mark, by_key, lead, lang))}
    seen = html.casefold()
    # Only what the chapter may say: another entry of the glossary does not concern it.
    first = [(form, lead[form]) for form in sorted(lead) if _stem(form) in seen] if links_first else []
    names = tuple(term for term, _, _ in entries) if set(marks) - marked.keys() else ()
    return TermLinks(True, marked, tuple(first), names)


def _stem(form: str) -> str:
    """Return the beginning of a form that each of its inflections has."""
    return form.casefold().split()[0].rstrip("y")


def _find(mark: str, by_key: Mapping[str, str], lead: Mapping[str, str], lang: str) -> str:
    if target := by_key.get(glossary_terms.key(mark)):
        return target
    found = list(glossary_terms.find(mark, lead, lang))
    return lead[found[0][2]] if found and found[0][:2] == (0, len(mark)) else ""


def insert_links(article: Element, links: TermLinks, context: ChapterContext) -> None:
    """Link the marked terms to their entries, and the others where they are used first."""
    if not links.has_glossary:
        return
    for span in [each for each in article.iter("span") if has_class(each, TERM)]:
        name = _name(span)
        pop_attribute(span, _ENTRY)
        if name not in links.marked:
            place = context.finder.words(reading.plain_text(span), context.count_occurrence("term", name))
            hint = did_you_mean(name, links.entries, "add it to the glossary") if links.entries else _NO_ENTRIES
            context.warn("glossary.no-entry", f"the glossary has no entry '{name}'", place, hint)
        elif not any(each.tag in _SKIPPED for each in span.iterancestors()):
            span.tag = "a"
            _make_link(span, links.marked[name], context)
    _link_first_uses(article, dict(links.first), context)


def _make_link(link: Element, target: str, context: ChapterContext) -> None:
    own = f"octavo:{context.chapter.id}#"
    link.set("class", " ".join(dict.fromkeys([TERM, *reading.classes(link)])))
    link.set("role", "doc-glossref")
    link.set("href", f"#{target.removeprefix(own)}" if target.startswith(own) else target)


def _link_first_uses(article: Element, lead: Mapping[str, str], context: ChapterContext) -> None:
    linked = {link.get("href", "") for link in article.iter("a")}
    left = {form: target for form, target in lead.items() if target not in linked}
    for holder, is_tail in list(_texts(article)):
        if not left:
            return
        text = (holder.tail if is_tail else holder.text) or ""
        pieces, at = [], 0
        for start, end, form in glossary_terms.find(text, lead, context.lang):
            target = left.get(form)
            if target is not None:
                pieces.append((text[at:start], text[start:end], target))
                left = {other: where for other, where in left.items() if where != target}
                at = end
        if pieces:
            _insert(holder, is_tail, pieces, text[at:], context)


def _insert(
    holder: Element, is_tail: bool, pieces: Sequence[tuple[str, str, str]], rest: str, context: ChapterContext
) -> None:
    """Put links among the text of an element, or behind it."""
    parent = holder.getparent() if is_tail else holder
    if parent is None:
        return
    row = parent.index(holder) + 1 if is_tail else 0
    before: Element | None = holder if is_tail else None
    for said, term, target in pieces:
        if before is None:
            parent.text = said
        else:
            before.tail = said
        link = etree.Element("a")
        link.text = term
        _make_link(link, target, context)
        parent.insert(row, link)
        before, row = link, row + 1
    if before is not None:
        before.tail = rest


def _texts(element: Element) -> Iterator[tuple[Element, bool]]:
    """Yield where there is text of the author's prose, in reading order: in an element, or behind it."""
    yield element, False
    for child in element:
        if is_element(child) and child.tag not in _SKIPPED and not _SKIPPED_CLASSES & set(reading.classes(child)):
            yield from _texts(child)
        yield child, True
