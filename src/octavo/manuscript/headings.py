"""Headings: the title, their levels, their numbers."""

from __future__ import annotations

import re
from collections import Counter

from octavo.manuscript.clean import drop, unwrap
from octavo.manuscript.desk import Desk, Element
from octavo.model import galley, reading

from lxml import etree  # isort: skip


def title_from_text(text: Element) -> Element | None:
    """The first heading, where it opens the text and is the only one of its level: taken out, for the title page."""
    found = _headings(text)
    if not found or any(h.tag <= found[0].tag for h in found[1:]) or not _opens(text, found[0]):
        return None
    heading = found[0]
    section = heading.getparent()
    drop(heading)
    if section.tag == "section":
        heading.set("id", section.get("id", ""))
        unwrap(section)
    return heading


def level(text: Element, desk: Desk) -> None:
    """Bring the highest heading to level 2, one under the title, and close up levels that the author skipped."""
    open_levels: list[tuple[int, int]] = []
    for heading in _headings(text):
        written = int(heading.tag[1])
        plain = reading.plain_text(heading)
        if not plain and heading.find(".//img") is None:
            desk.warn("heading.empty", "this heading has no text and is left out", desk.finder.raw("#" * written))
            _remove(heading)
            continue
        while open_levels and open_levels[-1][0] >= written:
            open_levels.pop()
        before = open_levels[-1] if open_levels else None
        new = before[1] + 1 if before else 2
        if before and written > before[0] + 1:
            desk.warn(
                "heading.skipped",
                f"'{plain}' is of level {written}, straight under one of level {before[0]}",
                desk.finder.heading(plain, desk.nth("heading", plain)),
                f"make it level {before[0] + 1}; it is set so",
            )
        else:
            desk.nth("heading", plain)
        open_levels.append((written, new))
        _set_level(heading, min(new, 6))


def number(text: Element) -> None:
    """Put a number before each heading that is not marked `.unnumbered` (nor under one that is)."""
    counts: list[int] = []
    for heading in _headings(text):
        holders = [heading, *heading.iterancestors("section")]
        if any({"unnumbered", "references"} & set(reading.classes(holder)) for holder in holders):
            continue
        depth = int(heading.tag[1]) - 1
        counts = (counts + [0] * depth)[:depth]
        counts[-1] += 1
        label = etree.Element("span", {"class": "number"})
        label.text = ".".join(str(n) for n in counts)
        label.tail = " " + (heading.text or "").lstrip()
        heading.text = None
        heading.insert(0, label)


def contents(article: Element) -> tuple[galley.Heading, ...]:
    """The headings with their ids, for contents and bookmarks."""
    found = []
    for heading in article.iter(*sorted(reading.HEADINGS)):
        section = heading.getparent()
        anchor = heading.get("id") or (
            section.get("id") if section.tag == "section" and section[0] is heading else None
        )
        if anchor:
            found.append(galley.Heading(int(heading.tag[1]), anchor, reading.plain_text(heading)))
    return tuple(found)


def other_names(text: Element) -> list[tuple[str, Element]]:
    """What other tools would call each heading: links in a text written for them use these names."""
    names: list[tuple[str, Element]] = []
    met: Counter[str] = Counter()
    for heading in _headings(text):
        section = heading.getparent()
        anchor = section if section.tag == "section" and section[0] is heading else heading
        plain = "".join(heading.itertext()).strip().lower()
        github = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        python_markdown = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip())
        repeated = f"-{met[github]}" if met[github] else ""
        met[github] += 1
        names += [(github + repeated, anchor), (python_markdown + repeated.replace("-", "_"), anchor)]
    return names


def _headings(text: Element) -> list[Element]:
    return list(text.iter(*sorted(reading.HEADINGS)))


def _opens(text: Element, heading: Element) -> bool:
    """Whether nothing but white space comes before the heading."""
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
    section = heading.getparent()
    if section.tag == "section" and section[0] is heading:
        kept = [mark for mark in reading.classes(section) if not mark.startswith("level")]
        section.set("class", " ".join([f"level{wanted}", *kept]))


def _remove(heading: Element) -> None:
    section = heading.getparent()
    drop(heading)
    if section.tag == "section":
        unwrap(section)
