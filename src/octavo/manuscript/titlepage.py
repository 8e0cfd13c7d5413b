"""The title block: what comes before the text, in the words of the publication's language."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from lxml import etree

from octavo.manuscript import notes, pictures, shape
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import drop, is_element, move_content, pop_attribute, unwrap
from octavo.manuscript.parse import ParsedText
from octavo.model import reading
from octavo.model.galley_classes import (
    ABSTRACT,
    AUTHORS,
    CONTRIBUTORS,
    DATE,
    EDITION,
    HERO,
    LOGO,
    PUBLISHER,
    SERIES,
    SUBTITLE,
    THANKS,
    TITLE,
    TITLE_BLOCK,
    UNDESCRIBED,
)
from octavo.model.html_elements import BLOCKS, HEADINGS, Element
from octavo.model.publication import Metadata
from octavo.model.words import has_role_phrase, join_names, role_phrase, word
from octavo.tools.dates import machine_date


def shape_header_text(part: Element, is_line: bool, context: ChapterContext) -> None:
    """Bring a text of the header into the galley's form: a line, such as a title or a name, has no blocks."""
    for element in list(part.iter()):
        if not is_element(element):
            continue
        if element.get("role") != "doc-noteref":
            pop_attribute(element, "id")
        if element.tag in HEADINGS:
            element.tag = "p"
        if element is not part and (element.tag == "section" or (is_line and element.tag in BLOCKS)):
            element.text = " " + (element.text or "")
            unwrap(element)
    shape.shape(part, context)
    pictures.resolve_pictures(part, context)


def make_title_block(context: ChapterContext, parsed: ParsedText) -> Element:
    """Return `<header class="title-block">` with what the metadata give."""
    metadata, front = context.publication.metadata, parsed.front
    header = etree.Element("header", {"class": TITLE_BLOCK})
    _add_logo(header, context)
    move_content(etree.SubElement(header, "h1", {"class": TITLE, "id": "title"}), parsed.title)
    if "subtitle" in front:
        move_content(etree.SubElement(header, "p", {"class": SUBTITLE}), front["subtitle"])
    header.extend(list_credits(parsed, context, keep_roles=False))
    for each in metadata.contributors:
        if not each.label and not has_role_phrase(each.role, metadata.lang):
            key = "contributors" if each in metadata.others else "author"
            message = f"the title page names '{each.name}', but does not say what for: octavo has no word for the role"
            hint = "write the words before the name as its label: {name: …, role: …, label: Typeset by}"
            context.warn("contributor.no-label", message, context.key_place(key), hint)
    for key, name in (("series", SERIES), ("edition", EDITION)):
        if key in front:
            move_content(etree.SubElement(header, "p", {"class": name}), front[key])
    if "publisher" in front and context.publication.is_book:
        move_content(etree.SubElement(header, "p", {"class": PUBLISHER}), front["publisher"])
    if metadata.date:
        _add_date(header, metadata.date, metadata.lang)
    for key, name in (("abstract", ABSTRACT), ("thanks", THANKS)):
        if key in front:
            move_content(etree.SubElement(header, "div", {"class": name}), front[key])
    _add_hero(header, context)
    return header


def write_plain(parsed: ParsedText, context: ChapterContext) -> Metadata:
    """Return the publication's metadata in plain text, for programs that read no Markdown."""
    metadata = context.publication.metadata
    texts: dict[str, Any] = {
        key: reading.plain_lines(_without_notes(part)) for key, part in parsed.front.items() if key != "series"
    }
    title = reading.plain_text(_without_notes(parsed.title))
    names = [reading.plain_text(_without_notes(name)) for name in parsed.names]
    first = len(metadata.creators)
    return replace(
        metadata,
        title=title,
        creators=tuple(replace(one, name=name) for one, name in zip(metadata.creators, names[:first], strict=True)),
        others=tuple(replace(one, name=name) for one, name in zip(metadata.others, names[first:], strict=True)),
        keywords=tuple(reading.plain_text(word) for word in parsed.keywords),
        **texts,
    )


def drop_notes(part: Element) -> None:
    """Remove the references to notes."""
    for reference in notes.find_references(part):
        drop(reference)


def _without_notes(part: Element) -> Element:
    bare = copy.deepcopy(part)
    drop_notes(bare)
    return bare


def list_credits(parsed: ParsedText, context: ChapterContext, keep_roles: bool) -> list[Element]:
    """Return a line for each role, with the names of those who have it; authors come first.

    On a title page they need no word that they are the authors.
    """
    metadata = context.publication.metadata
    people = [
        ((person.role, person.label or ""), name)
        for person, name in zip(metadata.contributors, parsed.names, strict=True)
    ]
    lines = []
    roles = dict.fromkeys(role for role, _ in people)
    for role, label in sorted(roles, key=lambda each: each[0] != "aut" and not keep_roles):
        names = [name for own, name in people if own == (role, label)]
        line = etree.Element("p", {"class": AUTHORS if role == "aut" and not keep_roles else CONTRIBUTORS})
        # The language joins signs that stand for the names, which may have marks and notes.
        phrase = join_names([chr(ord(STAND_IN) + row) for row in range(len(names))], metadata.lang)
        phrase = phrase if role == "aut" and not keep_roles else role_phrase(role, phrase, metadata.lang, label)
        fill_in(line, phrase, names)
        lines.append(line)
    return lines


STAND_IN = "\U000f0000"
"""The first of the signs that stand for names, of which no language has a word."""


def fill_in(line: Element, phrase: str, names: Sequence[Element]) -> None:
    """Write a phrase into a line, with names instead of the signs that stand for them."""
    for piece in re.split("([\U000f0000-\U000ffffd])", phrase):
        if len(piece) == 1 and piece >= STAND_IN:
            name = copy.deepcopy(names[ord(piece) - ord(STAND_IN)])
            name.tag, name.tail = "span", None
            line.append(name)
            unwrap(name)
        elif len(line):
            line[-1].tail = (line[-1].tail or "") + piece
        else:
            line.text = (line.text or "") + piece


def format_date(value: date | datetime | str | None, lang: str) -> str:
    """Return a date as the language writes it, with the time of day where one is given."""
    if value is None or isinstance(value, str):
        return value or ""
    from babel import Locale, UnknownLocaleError, dates

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    text = dates.format_date(value, "long", locale)
    return f"{text}, {value:%H:%M}" if isinstance(value, datetime) else text


def _add_date(header: Element, value: date | datetime | str, lang: str) -> None:
    paragraph = etree.SubElement(header, "p", {"class": DATE})
    if isinstance(value, str):
        machine = machine_date(value, lang)
        shown = etree.SubElement(paragraph, "time", {"datetime": machine}) if machine else paragraph
        shown.text = value
        return
    machine = value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    etree.SubElement(paragraph, "time", {"datetime": machine}).text = format_date(value, lang)


def _add_logo(header: Element, context: ChapterContext) -> None:
    settings, metadata = context.publication.settings, context.publication.metadata
    if not settings.logo:
        return
    resource = pictures.load_resource(context, settings.logo, context.key_place("octavo.logo"))
    if resource is not None:
        alt = settings.logo_alt or metadata.publisher or word("logo", metadata.lang)
        etree.SubElement(header, "p", {"class": LOGO}).append(pictures.make_image(resource, alt))


def _add_hero(header: Element, context: ChapterContext) -> None:
    settings = context.publication.settings
    if not settings.hero:
        return
    resource = pictures.load_resource(context, settings.hero, context.key_place("octavo.hero"))
    if resource is None:
        return
    if not settings.hero_alt:
        context.warn("image.no-alt", f"'{settings.hero}' has no alt text", context.key_place("octavo.hero"),
                  "add alt text: 'hero-alt: …' under 'octavo:'")  # fmt: skip
    image = pictures.make_image(resource, settings.hero_alt or "")
    if not settings.hero_alt:
        image.attrib.update({"role": "presentation", "class": UNDESCRIBED})
    etree.SubElement(header, "figure", {"class": HERO}).append(image)
