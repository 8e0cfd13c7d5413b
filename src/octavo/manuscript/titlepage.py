"""The title block: what stands before the text, in the words of the publication's language."""

from __future__ import annotations

from datetime import date, datetime

from lxml import etree

from octavo.manuscript import notes, pictures, shape
from octavo.manuscript.clean import drop, take, unwrap
from octavo.manuscript.context import ChapterContext, Element
from octavo.manuscript.parse import TITLED
from octavo.model.galley_classes import UNDESCRIBED
from octavo.model.html_elements import BLOCKS, HEADINGS
from octavo.model.words import join_names, role_phrase, word


def settle(part: Element, key: str, desk: ChapterContext) -> None:
    """Bring a text of the header into the galley's form. Titles have no blocks in them; none of the texts has notes."""
    for reference in notes.references(part):
        drop(reference)
        place = desk.key(key if desk.chapter.kind in TITLED else "")
        desk.warn("note.misplaced", f"a note of the {key} is left out", place, "put it into the text")
    for element in list(part.iter()):
        if not isinstance(element.tag, str):
            continue
        element.attrib.pop("id", None)
        if element.tag in HEADINGS:
            element.tag = "p"
        if element is not part and (element.tag == "section" or (key != "abstract" and element.tag in BLOCKS)):
            element.text = " " + (element.text or "")
            unwrap(element)
    shape.shape(part, desk)
    pictures.place(part, desk)


def block(desk: ChapterContext, title: Element, subtitle: Element | None, abstract: Element | None) -> Element:
    """`<header class="title-block">`, with what the metadata give."""
    metadata = desk.publication.metadata
    header = etree.Element("header", {"class": "title-block"})
    _logo(header, desk)
    take(etree.SubElement(header, "h1", {"class": "title", "id": "title"}), title)
    if subtitle is not None:
        take(etree.SubElement(header, "p", {"class": "subtitle"}), subtitle)
    if metadata.authors:
        names = join_names([person.name for person in metadata.authors], metadata.lang)
        etree.SubElement(header, "p", {"class": "authors"}).text = names
    for role in dict.fromkeys(person.role for person in metadata.contributors if person.role != "aut"):
        names = join_names([p.name for p in metadata.contributors if p.role == role], metadata.lang)
        etree.SubElement(header, "p", {"class": "contributors"}).text = role_phrase(role, names, metadata.lang)
    if metadata.publisher and desk.publication.is_book:
        etree.SubElement(header, "p", {"class": "publisher"}).text = metadata.publisher
    if metadata.date:
        _date(header, metadata.date, metadata.lang)
    if abstract is not None:
        take(etree.SubElement(header, "div", {"class": "abstract"}), abstract)
    _hero(header, desk)
    return header


def date_text(value: date | datetime | str | None, lang: str) -> str:
    """A date as the language writes it out, with the time of day where one is given."""
    if value is None or isinstance(value, str):
        return value or ""
    from babel import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale.parse("en")
    text = format_date(value, "long", locale)
    return f"{text}, {value:%H:%M}" if isinstance(value, datetime) else text


def _date(header: Element, value: date | datetime | str, lang: str) -> None:
    paragraph = etree.SubElement(header, "p", {"class": "date"})
    if isinstance(value, str):
        paragraph.text = value
        return
    machine = value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    etree.SubElement(paragraph, "time", {"datetime": machine}).text = date_text(value, lang)


def _logo(header: Element, desk: ChapterContext) -> None:
    settings, metadata = desk.publication.settings, desk.publication.metadata
    if not settings.logo:
        return
    resource = pictures.take_in(desk, settings.logo, desk.key("octavo.logo"))
    if resource is not None:
        alt = settings.logo_alt or metadata.publisher or word("logo", metadata.lang)
        etree.SubElement(header, "p", {"class": "logo"}).append(pictures.image_element(resource, alt))


def _hero(header: Element, desk: ChapterContext) -> None:
    settings = desk.publication.settings
    if not settings.hero:
        return
    resource = pictures.take_in(desk, settings.hero, desk.key("octavo.hero"))
    if resource is None:
        return
    if not settings.hero_alt:
        desk.warn("image.no-alt", f"'{settings.hero}' has no alternative text", desk.key("octavo.hero"),
                  "describe it: 'hero-alt: …' under 'octavo:'")  # fmt: skip
    image = pictures.image_element(resource, settings.hero_alt or "")
    if not settings.hero_alt:
        image.attrib.update({"role": "presentation", "class": UNDESCRIBED})
    etree.SubElement(header, "figure", {"class": "hero"}).append(image)
