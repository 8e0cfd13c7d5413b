"""The opening of a chapter with its title, and the pages that octavo makes itself."""

from __future__ import annotations

import re

from lxml import etree

from octavo.manuscript import headings, links, pictures, shape
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import list_ids, move_content
from octavo.manuscript.parse import ParsedText
from octavo.manuscript.titlepage import STAND_IN, fill_in, format_date, list_credits
from octavo.model import reading
from octavo.model.galley_classes import (
    COPYRIGHT,
    DATE,
    EDITION,
    GLOSSARY,
    IDENTIFIER,
    OPENING,
    PUBLISHER,
    RIGHTS,
    SERIES,
    SUBTITLE,
    UNNUMBERED,
    WORK,
)
from octavo.model.html_elements import Element
from octavo.model.identifiers import Identifier
from octavo.model.publication import ChapterKind
from octavo.model.words import word

UNTITLED_KINDS = {
    ChapterKind.DEDICATION: "dedication", ChapterKind.EPIGRAPH: "epigraph", ChapterKind.COPYRIGHT: "copyright-page",
    ChapterKind.COLOPHON: "colophon",
}  # fmt: skip
"""Kinds of chapters that need no heading, and the words for them."""
_TITLES = {ChapterKind.BIBLIOGRAPHY: "bibliography", ChapterKind.INDEX: "index"}
"""Kinds of chapters that octavo makes, and the words for their titles."""


def make_opening(parsed: ParsedText, context: ChapterContext) -> Element | None:
    """Return `<header class="opening">` with the chapter's title, which is removed from the text."""
    chapter = context.chapter
    given = parsed.title
    if not reading.plain_text(given) and chapter.made and chapter.kind in _TITLES:
        given.text = word(_TITLES[chapter.kind], context.lang)
    title = reading.plain_text(given)
    heading = headings.take_chapter_title(parsed.text, title, chapter.adds_title)
    if not title and heading is None:
        if chapter.kind in UNTITLED_KINDS:
            return None
        given.text = title = _take_title_from_file(context)
    header = etree.Element("header", {"class": OPENING})
    shown = etree.SubElement(header, "h1", {"id": ""})
    if heading is not None:
        shape.shape(heading, context)
        pictures.resolve_pictures(heading, context)
    same = heading is not None and reading.words(reading.plain_text(heading)) == reading.words(title)
    move_content(shown, heading if heading is not None and (same or not title) else given)
    if heading is not None:
        shown.set("id", heading.get("id") or "")
        if headings.NUMBERLESS & set(reading.classes(heading)):
            shown.set("class", UNNUMBERED)
    if "subtitle" in parsed.front:
        move_content(etree.SubElement(header, "p", {"class": SUBTITLE}), parsed.front["subtitle"])
    return header


def _take_title_from_file(context: ChapterContext) -> str:
    stem = context.chapter.file.stem
    title = re.sub(r"^\d+[\s._-]+(?=\S)", "", re.sub(r"[-_]+", " ", stem)).strip() or stem
    title = title[:1].upper() + title[1:]
    context.warn(
        "title.missing",
        f"this chapter has no title; '{title}' is taken from the file name",
        context.key_place(""),
        "begin it with a heading: # The title",
    )
    return title


def make_identifier(title: str) -> str:
    """Return the id that Pandoc would give a heading with these words."""
    name = re.sub(r"[^\w\s.-]", "", title.lower())
    name = re.sub(r"\s+", "-", name.strip())
    return re.sub(r"^[\W\d_]+", "", name) or "section"


def make_copyright_page(parsed: ParsedText, context: ChapterContext) -> Element | None:
    """Return what the metadata say about rights, publisher and edition; None where they say nothing."""
    metadata = context.publication.metadata
    has_statement = context.publication.settings.conformance.statement
    if not (metadata.rights or metadata.publisher or metadata.identifiers or metadata.edition or has_statement):
        return None
    section = etree.Element("section", {"class": COPYRIGHT})
    move_content(etree.SubElement(section, "p", {"class": WORK}), parsed.title)
    section.extend(list_credits(parsed, context, keep_roles=True))
    for key, name in (("series", SERIES), ("edition", EDITION)):
        if key in parsed.front:
            move_content(etree.SubElement(section, "p", {"class": name}), parsed.front[key])
    if "rights" in parsed.front:
        section.append(_make_rights(parsed.front["rights"]))
    if "publisher" in parsed.front:
        line = etree.SubElement(section, "p", {"class": PUBLISHER})
        fill_in(line, word("published-by", metadata.lang).format(STAND_IN), [parsed.front["publisher"]])
    _add_line(section, DATE, format_date(metadata.date, metadata.lang))
    for each in metadata.identifiers:
        _add_line(section, IDENTIFIER, _format_identifier(each, metadata.lang))
    return section


def _make_rights(given: Element) -> Element:
    """Return the text about rights: a paragraph where it is one, else a division with its blocks."""
    blocks = list(given)
    is_one = len(blocks) == 1 and blocks[0].tag == "p" and not (blocks[0].tail or "").strip()
    made = etree.Element("p" if is_one or not blocks else "div", {"class": RIGHTS})
    move_content(made, blocks[0] if is_one else given)
    return made


def _add_line(section: Element, name: str, text: str | None) -> None:
    if text:
        etree.SubElement(section, "p", {"class": name}).text = text


def _format_identifier(identifier: Identifier, lang: str) -> str:
    """Return an ISBN as one, any other identifier as it is, and the edition that it belongs to."""
    shown = f"ISBN {identifier.bare}" if identifier.isbn else identifier.text
    words = {"print": "print-edition", "paperback": "paperback", "hardcover": "hardcover"}
    edition = identifier.edition
    label = word(words[edition], lang) if edition in words else edition.upper()
    return f"{shown} ({label})" if label else shown


def shape_glossary(text: Element) -> None:
    """Mark the lists of terms, and give every term an id for links."""
    for terms in text.iter("dl"):
        terms.set("class", " ".join(dict.fromkeys([GLOSSARY, *reading.classes(terms)])))
    taken = list_ids(text)
    for term in text.iter("dt"):
        name = links.make_valid(make_identifier(reading.plain_text(term)))
        if not term.get("id") and name not in taken:
            term.set("id", name)
            taken.add(name)
