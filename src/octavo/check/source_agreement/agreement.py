"""The comparison of one chapter with what its author wrote, and what is reported of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.check.source_agreement import sources
from octavo.check.source_agreement.galley_words import GalleyWords, Share, galley_words
from octavo.check.source_agreement.kinds import SHOWN, Kind
from octavo.check.source_agreement.scan import Scan, scan
from octavo.check.source_agreement.source_words import SourceWords, source_words
from octavo.check.source_agreement.verdicts import Judgement, Verdict, judge, runs
from octavo.check.source_agreement.words import words_in
from octavo.model.diagnostic import Diagnostic, Place, Severity
from octavo.model.dialect import SourceHints
from octavo.model.edition import SourceAgreement
from octavo.model.galley import Manuscript
from octavo.model.jobs import MapJobs, Subject, serial, step
from octavo.model.publication import Chapter, Publication
from octavo.model.words import word

_WORDS = 12
"""How many words a message shows."""


_TWICE = 5
"""How many words in the same order are no accident."""


@dataclass(frozen=True, slots=True)
class AgreementJob:
    """A chapter to be compared: what its author wrote, and its galley.

    `values` are texts that octavo may show in it besides: the metadata, the book's variables, the list of chapters.
    """

    chapter: str
    source: sources.WrittenChapter
    galley: bytes
    hints: SourceHints
    values: tuple[str, ...]
    is_article: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that only one side has: the lines of the source that they are in, or, of added ones, the one before."""

    file: str
    line: int
    column: int
    last: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChapterAgreement:
    """What the comparison of a chapter came to."""

    counts: SourceAgreement
    lost: tuple[Stretch, ...]
    added: tuple[Stretch, ...]


def jobs(publication: Publication, manuscript: Manuscript, hints: Mapping[str, SourceHints]) -> Iterator[AgreementJob]:
    """Yield a job for each chapter that the author wrote; `hints` are by chapter."""
    galleys = {galley.chapter: galley.html for galley in manuscript.galleys}
    written_in: dict[Path, list[Chapter]] = {}
    for chapter in publication.chapters:
        if not chapter.made and chapter.id in galleys:
            written_in.setdefault(chapter.file, []).append(chapter)
    for chapter, *others in written_in.values():  # a file may hold several chapters
        written = sources.read(chapter, publication.root)
        if written is not None:
            html = galleys[chapter.id]
            if others:
                html = b"".join([b"<div>", html, *(galleys[other.id] for other in others), b"</div>"])
            values = dict.fromkeys(value for each in (chapter, *others) for value in _values(publication, each))
            yield AgreementJob(chapter.id, written, html, hints[chapter.id], tuple(values), not publication.is_book)


def _values(publication: Publication, chapter: Chapter) -> Iterator[str]:
    meta = publication.metadata
    for value in (meta.title, meta.subtitle, meta.abstract, meta.publisher, meta.rights, meta.edition, chapter.title):
        yield str(value or "")
    yield word("bibliography", meta.lang)
    yield from (person.name for person in meta.contributors)
    yield from meta.series
    yield from (value for _, value in (chapter.dialect.variables if chapter.dialect else ()))
    yield from (value for _, value in (chapter.dialect.labels if chapter.dialect else ()))


@step("source agreement", subject=lambda job: Subject(job.chapter), compared=())
def compare(job: AgreementJob) -> ChapterAgreement:
    """Compare a chapter with what its author wrote. Runs in any process."""
    scanned = scan(job.source.text, job.hints)
    source = source_words(scanned, SHOWN | {Kind.TITLE} if job.is_article else SHOWN)
    galley = galley_words(job.galley)
    judgement = judge(source, galley)
    lost = tuple(_lost(job, scanned, judgement))
    added = tuple(_added(job, scanned, judgement))
    if job.source.computed or job.hints.runs_cells:
        added = tuple(_printed_twice(added, source.words))
    return ChapterAgreement(_counts(scanned, source, galley, judgement, lost, added), lost, added)


def _counts(
    scanned: Scan,
    source: SourceWords,
    galley: GalleyWords,
    judgement: Judgement,
    lost: Sequence[Stretch],
    added: Sequence[Stretch],
) -> SourceAgreement:
    verdicts = Counter(judgement.ours)
    elements = {
        "headings": scanned.headings, "items": scanned.items, "tables": scanned.tables, "links": scanned.links,
        "pictures": scanned.pictures, "notes": scanned.notes,
    }  # fmt: skip
    return SourceAgreement(
        words=len(source.words),
        in_order=verdicts[Verdict.IN_ORDER] + verdicts[Verdict.JOINED],
        moved=verdicts[Verdict.MOVED] + verdicts[Verdict.NEAR],
        lost=sum(len(each.words) for each in lost),
        added=sum(len(each.words) for each in added),
        kinds=tuple(sorted(_by_kind(source))),
        elements=tuple((name, len(places), galley.elements.get(name, 0)) for name, places in elements.items()),
    )


def _by_kind(source: SourceWords) -> Iterator[tuple[str, int]]:
    for kind, count in source.shown.items():
        yield kind.value, count
    for kind, words in source.others.items():
        if total := words.total():
            yield kind.value, total


def _lost(job: AgreementJob, scanned: Scan, judgement: Judgement) -> Iterator[Stretch]:
    """Yield the words that were not found, those of lines that follow each other together."""
    words, places = judgement.source.words, judgement.source.places
    together: list[tuple[int, int]] = []
    for start, end in runs(len(words), lambda row: not judgement.ours[row]):
        first, last = scanned.place_of(places[start])[0], scanned.place_of(places[end - 1])[0]
        if together and first - scanned.place_of(places[together[-1][1] - 1])[0] <= 1:
            together[-1] = (together[-1][0], end)
        else:
            together.append((start, end))
    for start, end in together:
        line, column = scanned.place_of(places[start])
        last = scanned.place_of(places[end - 1])[0]
        missing = tuple(words[row] for row in range(start, end) if not judgement.ours[row])
        until = job.source.numbers[last - 1] if job.source.files[last - 1] == job.source.files[line - 1] else 0
        number = job.source.numbers[line - 1]
        yield Stretch(job.source.files[line - 1], number, column, max(number, until), missing)


def _added(job: AgreementJob, scanned: Scan, judgement: Judgement) -> Iterator[Stretch]:
    """Yield the words that no word of the source answers, each at the word of the source before it."""
    galley = judgement.galley
    known: Counter[str] = Counter()
    for words in judgement.source.others.values():
        known.update(words)
    known.update(
        each for each, share in zip(galley.words, galley.shares, strict=True) if share == Share.PERHAPS
    )  # alt text that is the caption, too
    has_examples = "(@" in scanned.text
    values = {each for value in job.values for _, each in words_in(value)}
    rows = sorted((at, row) for row, at in enumerate(judgement.places) if at >= 0)

    def is_added(at: int) -> bool:
        if judgement.theirs[at] or galley.shares[at] in (Share.PERHAPS, Share.FORMULA):
            return False
        if has_examples and galley.words[at].isdigit():  # the number of an example
            return False
        known[galley.words[at]] -= 1
        return galley.words[at] not in values and known[galley.words[at]] < 0

    for start, end in runs(len(galley.words), is_added):
        before = bisect_right(rows, (start, 0)) - 1
        place = judgement.source.places[rows[max(0, before)][1]] if rows else 0
        line, column = scanned.place_of(place)
        if set(galley.words[start:end]) <= _accounted_near(scanned, place):
            continue  # the author wrote them there, as a tag or an attribute that is shown
        file, number = job.source.files[line - 1], job.source.numbers[line - 1]
        yield Stretch(file, number, column, number, galley.words[start:end])


def _accounted_near(scanned: Scan, place: int) -> set[str]:
    """Return the words of the rest of a line that readers need not see."""
    end = scanned.text.find("\n", place)
    rest = scanned.text[place : end if end >= 0 else None]
    return {each for at, each in words_in(rest) if scanned.kind_at(place + at) not in SHOWN}


def _printed_twice(added: Iterable[Stretch], words: Sequence[str]) -> Iterator[Stretch]:
    """Yield those that the source has too: where code is run, other words may be what it prints."""
    runs_of_source = {tuple(words[at : at + _TWICE]) for at in range(len(words) - _TWICE + 1)}
    for each in added:
        inside = (each.words[at : at + _TWICE] for at in range(len(each.words) - _TWICE + 1))
        if any(run in runs_of_source for run in inside):
            yield each


def agreement(
    publication: Publication,
    manuscript: Manuscript,
    hints: Mapping[str, SourceHints],
    spread: MapJobs = serial,
) -> list[ChapterAgreement]:
    """Compare every chapter that the author wrote with its file."""
    return spread(compare, list(jobs(publication, manuscript, hints)))


def report(
    compared: Iterable[ChapterAgreement], left_out: Mapping[str, Sequence[int]], severity: Severity
) -> Iterator[Diagnostic]:
    """Yield what was lost and what was added; `left_out` are the lines at which a finding says so already, by file."""
    for chapter in compared:
        for each in chapter.lost:
            if not any(each.line - 1 <= line <= each.last for line in left_out.get(each.file, ())):
                place = Place(each.file, each.line, each.column)
                message = f"{_quoted(each.words)} in the text, but in no edition"
                yield Diagnostic("text.lost", severity, message, place)
        for each in chapter.added:
            if each.line in left_out.get(each.file, ()):
                continue
            message = f"{_quoted(each.words)} in the editions, but not in the text after this place"
            yield Diagnostic("text.added", severity, message, Place(each.file, each.line, each.column))


def _quoted(words: Sequence[str]) -> str:
    if len(words) == 1:
        return f"the word '{words[0]}' is"
    rest = f" and {len(words) - _WORDS} more" if len(words) > _WORDS else ""
    return f"the words '{' '.join(words[:_WORDS])}'{rest} are"
