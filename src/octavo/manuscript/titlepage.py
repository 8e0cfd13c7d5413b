"""The title block: what comes before the text, in the words of the publication's language."""

from __future__ import annotations

from datetime import date, datetime

from lxml import etree

from octavo.manuscript import notes, pictures, shape
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.elements import drop, is_element, move_content, pop_attribute, unwrap
from octavo.manuscript.parse import TITLED
from octavo.model.galley_classes import (
    ABSTRACT,
    AUTHORS,
    CONTRIBUTORS,
    DATE,
    HERO,
    LOGO,
    PUBLISHER,
    SUBTITLE,
    TITLE,
    TITLE_BLOCK,
    UNDESCRIBED,
)
from octavo.model.html_elements import BLOCKS, HEADINGS, Element
from octavo.model.words import join_names, role_phrase, word


def shape_header_text(part: Element, key: str, context: ChapterContext) -> None:
    """Bring a text of the header into the galley's form: titles have no blocks, no such text has notes."""
    for reference in notes.find_references(part):
        drop(reference)
        place = context.key_place(key if context.chapter.kind in TITLED else "")
        context.warn("note.misplaced", f"a note in the {key} is left out", place, "move it to the text")
    for element in list(part.iter()):
        if not is_element(element):
            continue
        pop_attribute(element, "id")
        if element.tag in HEADINGS:
            element.tag = "p"
        if element is not part and (element.tag == "section" or (key != "abstract" and element.tag in BLOCKS)):
            element.text = " " + (element.text or "")
            unwrap(element)
    shape.shape(part, context)
    pictures.resolve_pictures(part, context)


def make_title_block(
    context: ChapterContext, title: Element, subtitle: Element | None, abstract: Element | None
) -> Element:
    """Return `<header class="title-block">` with what the metadata give."""
    metadata = context.publication.metadata
    header = etree.Element("header", {"class": TITLE_BLOCK})
    _add_logo(header, context)
    move_content(etree.SubElement(header, "h1", {"class": TITLE, "id": "title"}), title)
    if subtitle is not None:
        move_content(etree.SubElement(header, "p", {"class": SUBTITLE}), subtitle)
    if metadata.authors:
        names = join_names([person.name for person in metadata.authors], metadata.lang)
        etree.SubElement(header, "p", {"class": AUTHORS}).text = names
    for role in dict.fromkeys(person.role for person in metadata.contributors if person.role != "aut"):
        names = join_names([p.name for p in metadata.contributors if p.role == role], metadata.lang)
        etree.SubElement(header, "p", {"class": CONTRIBUTORS}).text = role_phrase(role, names, metadata.lang)
    if metadata.publisher and context.publication.is_book:
        etree.SubElement(header, "p", {"class": PUBLISHER}).text = metadata.publisher
    if metadata.date:
        _add_date(header, metadata.date, metadata.lang)
    if abstract is not None:
        move_content(etree.SubElement(header, "div", {"class": ABSTRACT}), abstract)
    _add_hero(header, context)
    return header


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
        paragraph.text = value
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
