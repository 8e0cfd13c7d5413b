"""The accessibility statement, on the copyright page of a book or at the end of an article."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from octavo.manuscript.context import ChapterContext
from octavo.model import reading
from octavo.model.accessible import ContentFacts, Sentences, can_claim, sentences, statement, withdrawal
from octavo.model.galley_classes import ACCESSIBILITY, CONFORMS, COPYRIGHT, LEVEL, STATEMENT, UNNUMBERED
from octavo.model.html_elements import HEADINGS, Element
from octavo.model.publication import ChapterKind
from octavo.model.words import direction


@dataclass(frozen=True, slots=True)
class ConformanceStatement:
    """Whether the publication may claim conformance, and the sentences of its statement, if it has one."""

    conforms: bool = False
    sentences: tuple[str, ...] = ()


KINDS = {ChapterKind.ARTICLE: ACCESSIBILITY, ChapterKind.COPYRIGHT: COPYRIGHT}
"""The kinds of chapters that have the statement, and the class of its section there."""


def add_section(text: Element, context: ChapterContext) -> None:
    """Give an article the section and the heading for the statement."""
    if not context.publication.settings.conformance.statement or context.chapter.kind != ChapterKind.ARTICLE:
        return
    level = min((int(each.tag[1]) for each in text.iter(*HEADINGS)), default=1)
    section = etree.SubElement(text, "section", {"class": f"{LEVEL}{level} {ACCESSIBILITY}", "id": "accessibility"})
    words = sentences(context.lang)
    heading = etree.SubElement(section, f"h{level}", {"class": UNNUMBERED})
    heading.text = words.heading
    _set_language(section, words, context)


def write_statement(context: ChapterContext, content: ContentFacts) -> ConformanceStatement:
    """Return the statement; report a claim that is withdrawn, and keys without effect."""
    conformance = context.publication.settings.conformance
    if conformance.certified_by and not can_claim(content, conformance):
        context.diagnostics.append(withdrawal(content, context.key_place("octavo.conformance.certified-by")))
    given = next((name for name in ("credential", "report") if getattr(conformance, name)), None)
    if given and not conformance.certified_by:
        message, hint = f"conformance.{given} has no effect", "name the assessor: certified-by: …"
        context.warn("conformance.nobody", message, context.key_place(f"octavo.conformance.{given}"), hint)
    written = statement(content, conformance, context.lang) if conformance.statement else ()
    return ConformanceStatement(can_claim(content, conformance), tuple(written))


def insert_statement(article: Element, claim: ConformanceStatement, context: ChapterContext) -> None:
    """Insert the sentences, where this chapter has the place for them."""
    wanted = KINDS.get(context.chapter.kind)
    section = next((each for each in article.iter("section") if wanted in reading.classes(each)), None)
    if not claim.sentences or section is None:
        return
    words, conformance = sentences(context.lang), context.publication.settings.conformance
    name = f"{STATEMENT} {CONFORMS}" if claim.conforms else STATEMENT
    paragraph = etree.SubElement(section, "p", {"class": name})
    paragraph.text = words.gap.join(claim.sentences)
    if context.chapter.kind != ChapterKind.ARTICLE:
        _set_language(paragraph, words, context)
    if claim.conforms and conformance.report:
        paragraph.text += " "
        etree.SubElement(paragraph, "a", {"href": conformance.report}).text = conformance.report


def _set_language(element: Element, words: Sentences, context: ChapterContext) -> None:
    """Set the language of the statement where the publication has another one."""
    if words.lang != context.lang.lower().partition("-")[0]:
        element.set("lang", words.lang)
        if direction(words.lang) != direction(context.lang):
            element.set("dir", direction(words.lang))
