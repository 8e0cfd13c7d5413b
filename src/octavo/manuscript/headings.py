"""Headings: the title, their levels and their numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import all_text, drop, get_parent, is_element, unwrap
from octavo.manuscript.formula_markup import words_and_formulas
from octavo.model import galley, reading
from octavo.model.galley_classes import LEVEL, NUMBER, REFERENCES, UNNUMBERED
from octavo.model.html_elements import HEADINGS, Element


def take_title(text: Element) -> Element | None:
    """Remove and return the first heading for the title page, where it is the only one of its level and is a `#` or
    opens the text; else return None."""
    found = _find_headings(text)
    if not found or any(heading.tag <= found[0].tag for heading in found[1:]):
        return None
    if found[0].tag != "h1" and not _opens_text(text, found[0]):
        return None
    return _take_out(found[0])


def take_chapter_title(text: Element, given: str, adds_title: bool = False) -> Element | None:
    """Remove and return the heading that is a chapter's title: the first one, where it opens the text or none is as
    high.

    Where a title is `given`, that title counts, and the heading is the one with the same words, or the only `#` of the
    text; below some text it must be both. A title that `adds_title` replaces no heading with other words.
    """
    found = _find_headings(text)
    if not found or not reading.plain_text(found[0]):
        return None
    first = found[0]
    alone = all(heading.tag > first.tag for heading in found[1:])
    highest = all(heading.tag >= first.tag for heading in found[1:])
    opens = not _has_words_before(text, first)
    same = reading.words(reading.plain_text(first)) == reading.words(given)
    only = alone and first.tag == "h1"
    if (
        ((opens and (same or (only and not adds_title))) or (same and only))
        if given
        else (highest and (opens or alone))
    ):
        return _take_out(first)
    return None


def _take_out(heading: Element) -> Element:
    section = get_parent(heading)
    drop(heading)
    if section.tag == "section":
        heading.set("id", section.get("id", ""))
        heading.set("class", " ".join(reading.classes(section)))
        unwrap(section)
    return heading


def _has_words_before(text: Element, heading: Element) -> bool:
    """Tell whether there is anything but pictures before the heading."""
    around = set(heading.iterancestors())
    for element in text.iter():
        if element is heading:
            return False
        pictured = element.tag == "figure" or any(True for _ in element.iterancestors("figure"))
        inside = is_element(element) and not pictured and element.text
        behind = element not in around and (not pictured or element.tag == "figure") and element.tail
        if (inside or "").strip() or (behind or "").strip():
            return True
    return False


def set_levels(text: Element, context: ChapterContext) -> None:
    """Set the highest heading to level 2, one below the title, and close gaps between levels."""
    open_levels: list[tuple[int, int]] = []
    for heading in _find_headings(text):
        written = int(heading.tag[1])
        plain = reading.plain_text(heading)
        if not plain and heading.find(".//img") is None:
            place = context.finder.empty_heading(written, context.count_occurrence("heading", str(written)))
            context.warn("heading.empty", "this heading has no text, and is left out", place)
            _remove_heading(heading)
            continue
        while open_levels and open_levels[-1][0] >= written:
            open_levels.pop()
        before = open_levels[-1] if open_levels else None
        new = before[1] + 1 if before else 2
        if before and written > before[0] + 1:
            context.warn(
                "heading.skipped",
                f"'{plain}' has level {written}, directly under a heading of level {before[0]}",
                context.finder.heading(plain, context.count_occurrence("heading", plain)),
                f"make it level {before[0] + 1}, as it is shown now",
            )
        else:
            context.count_occurrence("heading", plain)
        open_levels.append((written, new))
        _set_level(heading, min(new, 6))


NUMBERLESS = {UNNUMBERED, REFERENCES}
"""Classes of headings that have no number, nor those under them."""


@dataclass(frozen=True, slots=True)
class DraftHeading:
    """A heading of a draft, before numbering. `numbered` is false where the author wants no number."""

    level: int
    id: str
    text: str
    numbered: bool
    markup: str = ""
    """As of a `Heading` of the galley."""


def collect_headings(article: Element) -> tuple[DraftHeading, ...]:
    """Return all headings in reading order."""
    return tuple(
        DraftHeading(
            int(heading.tag[1]),
            _find_anchor(heading),
            reading.plain_text(heading),
            _may_be_numbered(heading),
            words_and_formulas(heading),
        )
        for heading in _find_headings(article)
    )


def _may_be_numbered(heading: Element) -> bool:
    holders = [heading, *heading.iterancestors("section")]
    return not any(NUMBERLESS & set(reading.classes(holder)) for holder in holders)


def insert_numbers(article: Element, shown: tuple[str, ...]) -> None:
    """Insert each number before its heading."""
    for heading, number in zip(_find_headings(article), shown, strict=True):
        if number:
            label = etree.Element("span", {"class": NUMBER})
            label.text, label.tail = number, " " + (heading.text or "").lstrip()
            heading.text = None
            heading.insert(0, label)


def list_headings(article: Element, shown: tuple[str, ...], label: str) -> tuple[galley.Heading, ...]:
    """Return the headings that have an id, for contents and bookmarks; `label` is what these call the title."""
    found = []
    for heading, spaced in zip(_find_headings(article), shown, strict=True):
        if anchor := _find_anchor(heading):
            plain, number = reading.plain_text(heading), " ".join(spaced.split())
            named = f"{number} {label}".strip() if label and heading.tag == "h1" else ""
            found.append(galley.Heading(int(heading.tag[1]), anchor, plain, number, words_and_formulas(heading), named))
    return tuple(found)


def _find_anchor(heading: Element) -> str:
    section = get_parent(heading)
    held = section.get("id") if section.tag == "section" and section[0] is heading else None
    return heading.get("id") or held or ""


def list_foreign_ids(text: Element) -> list[tuple[str, Element]]:
    """Return the ids that other tools would give each heading: links in texts written for them use these."""
    names: list[tuple[str, Element]] = []
    counts: Counter[str] = Counter()
    for heading in _find_headings(text):
        section = get_parent(heading)
        anchor = section if section.tag == "section" and section[0] is heading else heading
        plain = all_text(heading).strip().lower()
        github = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        python_markdown = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip())
        repeated = f"-{counts[github]}" if counts[github] else ""
        counts[github] += 1
        plainest = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", _to_ascii(plain)).strip())
        pandoc = re.sub(r"^[\W\d_]+", "", re.sub(r"\s+", "-", re.sub(r"[^\w\s.-]", "", plain)))
        names += [(github + repeated, anchor), (python_markdown + repeated.replace("-", "_"), anchor)]
        names += [(each + repeated, anchor) for each in (pandoc, plainest) if each]
    return names


def _to_ascii(text: str) -> str:
    """Remove accents and leave out letters that are not Latin, as Python-Markdown does."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _find_headings(text: Element) -> list[Element]:
    return list(text.iter(*sorted(HEADINGS)))


def _opens_text(text: Element, heading: Element) -> bool:
    """Tell whether nothing but white space comes before the heading."""
    for element in text.iter():
        if element is heading:
            return True
        if element is not text and element.tag != "section":
            return False
        if (element.text or "").strip():
            return False
    return False


def _set_level(heading: Element, wanted: int) -> None:
    heading.tag = f"h{wanted}"
    section = get_parent(heading)
    if section.tag == "section" and section[0] is heading:
        kept = [mark for mark in reading.classes(section) if not mark.startswith(LEVEL)]
        section.set("class", " ".join([f"{LEVEL}{wanted}", *kept]))


def _remove_heading(heading: Element) -> None:
    section = get_parent(heading)
    drop(heading)
    if section.tag == "section":
        unwrap(section)
