"""Drafts to facts: work out what spans the chapters of a publication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from octavo.manuscript import cite, glossary, statement
from octavo.manuscript.cite import Bibliography, RenderedCitation
from octavo.manuscript.context import ChapterContext
from octavo.manuscript.crossref import Target
from octavo.manuscript.draft import Draft
from octavo.manuscript.glossary import TermLinks
from octavo.manuscript.index import Index, IndexMark
from octavo.manuscript.links import BrokenLink
from octavo.manuscript.number import Numbers, RunningNumbers
from octavo.manuscript.statement import ConformanceStatement
from octavo.manuscript.targets import TargetIndex
from octavo.model.accessible import ContentFacts
from octavo.model.diagnostic import Diagnostic, Place
from octavo.model.galley import Term
from octavo.model.jobs import MapJobs
from octavo.model.publication import Chapter, ChapterKind, Publication
from octavo.tools.locate import Finder
from octavo.tools.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class ChapterFacts:
    """What a chapter needs to know about the others."""

    numbers: Numbers
    references: Mapping[str, Target | BrokenLink] = field(default_factory=dict)
    links: Mapping[str, str | BrokenLink | None] = field(default_factory=dict)
    citations: Mapping[int, RenderedCitation] = field(default_factory=dict)
    bibliography: Bibliography = field(default_factory=Bibliography)
    home: str = ""
    """The chapter with the bibliography, where that is another chapter."""
    terms: TermLinks = field(default_factory=TermLinks)
    """Where the glossary explains its terms."""
    statement: ConformanceStatement = field(default_factory=ConformanceStatement)
    """The accessibility statement, for the chapter that shows it."""


@dataclass(frozen=True, slots=True)
class AssembledDrafts:
    """The drafts that become galleys, each with its facts, and the index."""

    drafts: tuple[Draft, ...]
    facts: tuple[ChapterFacts, ...]
    index: tuple[Term, ...]
    conforms: bool


def assemble(
    publication: Publication, drafts: Sequence[Draft], spread: MapJobs
) -> tuple[AssembledDrafts, tuple[Diagnostic, ...]]:
    """Work out everything that spans chapters."""
    context = ChapterContext(publication, publication.chapters[0], Finder("", publication.keys_name))
    chapters = {chapter.id: chapter for chapter in publication.chapters}
    home = _find_home(chapters, drafts)
    shown = cite.render_citations(context, {draft.chapter: draft.citations for draft in drafts}, spread)
    _report_missing_keys(context, chapters, drafts)
    filled = home if shown.bibliography.html else ""
    staying = tuple(draft for draft in drafts if _is_kept(chapters[draft.chapter], draft, drafts, filled))
    count = RunningNumbers(publication)
    numbers = {draft.chapter: count.number_chapter(chapters[draft.chapter], draft) for draft in staying}
    targets = TargetIndex(publication, staying, numbers, shown.bibliography.ids, filled)
    conformance = statement.write_statement(context, sum((draft.content for draft in staying), ContentFacts()))
    entries = [(term, draft.chapter, name) for draft in staying for term, name in draft.entries]
    has_glossary = any(chapters[draft.chapter].kind == ChapterKind.GLOSSARY for draft in staying)
    facts = tuple(
        ChapterFacts(
            numbers=numbers[draft.chapter],
            references={label: targets.find_reference(draft, label) for label in draft.references},
            links={href: targets.find_link(draft, href) for href in draft.links},
            citations=shown.citations.get(draft.chapter, {}),
            bibliography=shown.bibliography if draft.chapter == filled else Bibliography(),
            home=filled,
            terms=glossary.find_links(
                entries,
                draft.html,
                draft.terms,
                context.lang,
                links_first=publication.settings.glossary.link == "first" and not draft.entries,
            )
            if has_glossary
            else TermLinks(),
            statement=conformance if chapters[draft.chapter].kind in statement.KINDS else ConformanceStatement(),
        )
        for draft in staying
    )
    terms = _make_index(context, chapters, staying, numbers)
    return AssembledDrafts(staying, facts, terms, conformance.conforms), (
        *context.diagnostics,
        *targets.find_duplicate_labels(),
    )


def _is_kept(chapter: Chapter, draft: Draft, drafts: Sequence[Draft], home: str) -> bool:
    """Tell whether a chapter that octavo makes has any content."""
    if chapter.made and chapter.kind == ChapterKind.BIBLIOGRAPHY:
        return draft.chapter == home
    return not (chapter.made and chapter.kind == ChapterKind.INDEX) or any(each.marks for each in drafts)


def _find_home(chapters: Mapping[str, Chapter], drafts: Sequence[Draft]) -> str:
    """Return the chapter with the bibliography: where the author placed it, else the chapter made for it."""
    owners = sorted((each for each in drafts if each.has_references), key=lambda each: chapters[each.chapter].made)
    return owners[0].chapter if owners else ""


def _report_missing_keys(context: ChapterContext, chapters: Mapping[str, Chapter], drafts: Sequence[Draft]) -> None:
    """Report every key that the bibliography lacks, once in each chapter that cites it."""
    if not context.missing_keys:
        return
    known = cite.list_known_keys(context)
    cited = {draft.chapter: {key for each in draft.citations for key in cite.list_keys(each)} for draft in drafts}
    for key in context.missing_keys:
        hint = cite.suggest_key(key, known)
        for draft in drafts:
            if key in cited[draft.chapter]:
                place = _finder(chapters[draft.chapter]).citation(key)
                message = f"the bibliography has no entry '{key}'"
                context.error("cite.unresolved", message, place, hint)


def _make_index(
    context: ChapterContext, chapters: Mapping[str, Chapter], drafts: Sequence[Draft], numbers: Mapping[str, Numbers]
) -> tuple[Term, ...]:
    index = Index()
    for draft in drafts:
        for mark in draft.marks:
            index.add(draft.chapter, mark, _make_label(draft, mark, numbers[draft.chapter]))
    for chapter, mark in [*((begun.chapter, mark) for begun, mark in index.open.values()), *index.stray]:
        context.warn(
            "index.range-open",
            f"the index range of '{mark.shown}' has {'no start' if mark.range == 'end' else 'no end'}",
            _find_place(chapters[chapter], mark),
            'mark both ends: range="start" and range="end"',
        )
    names = index.list_names()
    for draft in drafts:
        for mark in draft.marks:
            for other in (*mark.see, *mark.see_also):
                if other not in names:
                    place = _finder(chapters[draft.chapter]).raw(other)
                    hint = did_you_mean(other, names, "refer to an entry that exists")
                    context.warn("index.see-missing", f"the index has no entry '{other}'", place, hint)
    return index.build_terms(context.lang)


def _make_label(draft: Draft, mark: IndexMark, numbers: Numbers) -> str:
    """Return what to call a place where there are no pages: the number of its section, or its title."""
    row = max(mark.heading, 0)
    return (numbers.shown_heads[row] or draft.heads[row].text) if draft.heads else ""


def _find_place(chapter: Chapter, mark: IndexMark) -> Place:
    finder = _finder(chapter)
    found = finder.raw(f'entry="{mark.shown}"')
    return found if found.column else finder.words(mark.shown)


def _finder(chapter: Chapter) -> Finder:
    return Finder.of(chapter)
