"""The accessibility statement: what readers are told, on the copyright page of a book or at the end of an article."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from octavo.manuscript.context import ChapterContext, Element
from octavo.model import reading
from octavo.model.accessible import ContentFacts, Sentences, claims, sentences, statement, withdrawn
from octavo.model.html_elements import HEADINGS
from octavo.model.words import direction


@dataclass(frozen=True, slots=True)
class ConformanceStatement:
    """Whether the publication may say that it conforms, and what it says where it says anything."""

    conforms: bool = False
    sentences: tuple[str, ...] = ()


_PLACE = "accessibility"
"""The class of the section of an article."""
KINDS = {"article": _PLACE, "copyright": "copyright"}
"""The kinds of chapters that have the statement, and the class of its section there."""


def open_section(text: Element, desk: ChapterContext) -> None:
    """Give an article the heading that the statement will stand under."""
    if not desk.publication.settings.conformance.statement or desk.chapter.kind != "article":
        return
    level = min((int(each.tag[1]) for each in text.iter(*HEADINGS)), default=1)
    section = etree.SubElement(text, "section", {"class": f"level{level} {_PLACE}", "id": _PLACE})
    said = sentences(desk.lang)
    heading = etree.SubElement(section, f"h{level}", {"class": "unnumbered"})
    heading.text = said.heading
    _tag(section, said, desk)


def says(desk: ChapterContext, content: ContentFacts) -> ConformanceStatement:
    """What the statement says; and what it cannot say is told of."""
    conformance = desk.publication.settings.conformance
    if conformance.certified_by and not claims(content, conformance):
        desk.found.append(withdrawn(content, desk.key("octavo.conformance.certified-by")))
    given = next((name for name in ("credential", "report") if getattr(conformance, name)), None)
    if given and not conformance.certified_by:
        message, hint = f"conformance.{given} has no effect", "name who has assessed the publication: certified-by: …"
        desk.warn("conformance.nobody", message, desk.key(f"octavo.conformance.{given}"), hint)
    told = statement(content, conformance, desk.lang) if conformance.statement else ()
    return ConformanceStatement(claims(content, conformance), tuple(told))


def put(article: Element, said: ConformanceStatement, desk: ChapterContext) -> None:
    """Put the sentences into their place, if this is the chapter that has it."""
    wanted = KINDS.get(desk.chapter.kind)
    section = next((each for each in article.iter("section") if wanted in reading.classes(each)), None)
    if not said.sentences or section is None:
        return
    words, conformance = sentences(desk.lang), desk.publication.settings.conformance
    name = "statement conforms" if said.conforms else "statement"
    paragraph = etree.SubElement(section, "p", {"class": name})
    paragraph.text = words.gap.join(said.sentences)
    if desk.chapter.kind != "article":
        _tag(paragraph, words, desk)
    if said.conforms and conformance.report:
        paragraph.text += " "
        etree.SubElement(paragraph, "a", {"href": conformance.report}).text = conformance.report


def _tag(element: Element, said: Sentences, desk: ChapterContext) -> None:
    """Say the language of what octavo says in another one than the publication's."""
    if said.lang != desk.lang.lower().partition("-")[0]:
        element.set("lang", said.lang)
        if direction(said.lang) != direction(desk.lang):
            element.set("dir", direction(said.lang))
