"""Publication to manuscript: draft every chapter, work out what spans them, set every galley."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from lxml import etree

from octavo.manuscript import (
    addresses,
    cite,
    colour,
    crossref,
    glossary,
    headings,
    labels,
    links,
    notes,
    passages,
    pictures,
    statement,
)
from octavo.manuscript.assemble import ChapterFacts, assemble
from octavo.manuscript.colour import Block
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.draft import Draft, draft
from octavo.manuscript.formula_markup import words_and_formulas
from octavo.manuscript.opening import UNTITLED_KINDS
from octavo.model import reading
from octavo.model.diagnostic import Diagnostic
from octavo.model.galley import Captioned, ContentsEntry, Galley, Manuscript
from octavo.model.galley_classes import DATE, NUMBER, SUBTITLE
from octavo.model.html_elements import Element
from octavo.model.jobs import MapJobs, Step, Subject, step
from octavo.model.publication import ChapterKind, Publication
from octavo.model.words import word
from octavo.tools.locate import Finder

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class SetGalleyJob:
    """What is needed to set one galley: the publication with its one chapter, its draft, and the facts."""

    publication: Publication
    draft: Draft
    facts: ChapterFacts
    coloured: Mapping[Block, str]
    """The highlighted HTML of its code."""


def set_manuscript(publication: Publication, spread: MapJobs) -> tuple[Manuscript | None, tuple[Diagnostic, ...]]:
    """Set a publication, leaving out chapters that cannot be read; return None where none can be read."""
    text = replace(publication, settings=publication.settings.of_text())
    alone = [text.alone(chapter.id) for chapter in publication.chapters]
    found: list[Diagnostic] = []
    drafts = []
    for drafted, diagnostics in _run_longest_first(
        spread, draft, alone, [len(each.chapters[0].text) for each in alone]
    ):
        found += diagnostics
        drafts.append(drafted)
    whole = [each for each in drafts if each is not None]
    if not whole:
        return None, tuple(found)
    assembled, diagnostics = assemble(publication, whole, spread)
    found += diagnostics
    by_chapter = {each.chapters[0].id: each for each in alone}
    coloured = colour.highlight_code((block for each in assembled.drafts for block in each.code), spread)
    settings = [
        SetGalleyJob(
            by_chapter[each.chapter], each, facts, {block: coloured[block] for block in each.code if block in coloured}
        )
        for each, facts in zip(assembled.drafts, assembled.facts, strict=True)
    ]
    galleys: list[Galley] = []
    captioned: list[Captioned] = []
    for galley, listed, diagnostics in _run_longest_first(
        spread, set_galley, settings, [len(each.draft.html) for each in settings]
    ):
        galleys.append(galley)
        captioned += listed
        found += diagnostics
    missing_files = tuple(dict.fromkeys(path for each in assembled.drafts for path in each.missing_files))
    manuscript = Manuscript(
        tuple(galleys), _list_contents(galleys), tuple(captioned), assembled.index, missing_files, assembled.conforms,
        next((each.metadata for each in whole if each.metadata is not None), publication.metadata),
    )  # fmt: skip
    return (manuscript if galleys else None), tuple(found)


def _run_longest_first(spread: MapJobs, function: Step[J, R], jobs: Sequence[J], lengths: Sequence[int]) -> list[R]:
    """Run the longest jobs first; return the results in the order of the jobs."""
    order = sorted(range(len(jobs)), key=lambda row: -lengths[row])
    results = dict(zip(order, spread(function, [jobs[row] for row in order]), strict=True))
    return [results[row] for row in range(len(jobs))]


@step(
    "galley",
    subject=lambda job: Subject(job.draft.chapter),
    redone="set",
    changes={"facts": "what it says of other chapters"},
    follows=("draft", "coloured"),
)
def set_galley(setting: SetGalleyJob) -> tuple[Galley, tuple[Captioned, ...], tuple[Diagnostic, ...]]:
    """Insert the facts into a draft, and read the result."""
    (chapter,) = setting.publication.chapters
    context = ChapterContext(setting.publication, chapter, Finder.of(chapter))
    article: Element = etree.fromstring(setting.draft.html, etree.XMLParser(huge_tree=True))
    facts = setting.facts
    away = facts.home if facts.home != chapter.id else ""
    notes.insert_notes(article, cite.insert_citations(article, facts.citations, away, context.lang), context)
    cite.insert_bibliography(article, facts.bibliography)
    crossref.insert_references(article, context, facts.references)
    links.insert_targets(article, context, facts.links)
    glossary.insert_links(article, facts.terms, context)
    pictures.update_alt_texts(article)
    statement.insert_statement(article, facts.statement, context)
    headings.insert_numbers(article, facts.numbers.shown_heads)
    colour.insert_highlighting(article, setting.coloured)
    captioned = labels.insert_numbers(article, facts.numbers.shown_captions)
    addresses.mark_addresses(article)
    return _make_galley(article, setting), _list_captioned(captioned, setting), tuple(context.diagnostics)


def _make_galley(article: Element, setting: SetGalleyJob) -> Galley:
    (chapter,) = setting.publication.chapters
    html = etree.tostring(article, encoding="utf-8")
    if passages.mark_passages(article, html.decode(), setting.publication.metadata.lang):
        html = etree.tostring(article, encoding="utf-8")
    header = article.find("header")
    subtitle, dated = (header.find(f"p[@class='{part}']") if header is not None else None for part in (SUBTITLE, DATE))
    return Galley(
        chapter=chapter.id,
        html=html,
        title=_find_title(header, setting),
        subtitle=reading.plain_text(subtitle) if subtitle is not None else "",
        date=reading.plain_text(dated) if dated is not None else "",
        headings=headings.list_headings(article, setting.facts.numbers.shown_heads, setting.draft.label),
        resources=setting.draft.resources,
        reading=reading.read(article),
        kind=chapter.kind,
        matter=chapter.matter,
        level=chapter.level,
        depth=chapter.depth,
    )


def _find_title(header: Element | None, setting: SetGalleyJob) -> str:
    """Return the plain title without its number; for a page without a title, what the language calls it."""
    (chapter,) = setting.publication.chapters
    if header is None:
        return word(UNTITLED_KINDS[chapter.kind], setting.publication.metadata.lang)
    heading = header.find("h1")
    title = reading.plain_text(heading) if heading is not None else ""
    number = header.find(f"h1/span[@class='{NUMBER}']")
    return title.removeprefix(reading.plain_text(number)).lstrip() if number is not None else title


def _list_captioned(captioned: list[tuple[int, Element]], setting: SetGalleyJob) -> tuple[Captioned, ...]:
    """Return the entries for the lists of figures, tables and listings."""
    listed = []
    for row, element in captioned:
        caption = setting.draft.captions[row]
        shown = setting.facts.numbers.shown_captions[row]
        found = labels.find_caption(element)
        if shown and caption.part_of < 0 and found is not None:
            label = " ".join(shown.split())
            text = reading.plain_text(found).removeprefix(label).lstrip()
            markup = words_and_formulas(found)
            listed.append(Captioned(caption.kind, label, text, setting.draft.chapter, caption.id, markup))
    return tuple(listed)


def _list_contents(galleys: list[Galley]) -> tuple[ContentsEntry, ...]:
    """Return the headings of all chapters, without the title page and the title of an article."""
    return tuple(
        ContentsEntry(
            galley.level + heading.level - (2 if galley.kind == ChapterKind.ARTICLE else 1),
            galley.chapter,
            heading.id,
            heading.listed,
            heading.number,
            galley.kind if heading.level == 1 else "section",
            "" if heading.label else heading.markup,
        )
        for galley in galleys
        if galley.kind != ChapterKind.TITLE
        for heading in galley.headings
        if heading.level > 1 or galley.kind != ChapterKind.ARTICLE
    )
