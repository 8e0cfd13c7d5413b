"""The agreement of the manuscript with the author's files: on every build, once the galleys are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from octavo.model.diagnostic import Diagnostic, Severity
from octavo.model.edition import SourceAgreement
from octavo.model.jobs import MapJobs, serial

if TYPE_CHECKING:
    from octavo.model.dialect import SourceHints
    from octavo.model.galley import Manuscript
    from octavo.model.publication import Publication


def agree(
    publication: Publication,
    manuscript: Manuscript,
    said: Iterable[Diagnostic],
    is_checking: bool,
    spread: MapJobs = serial,
) -> tuple[SourceAgreement, list[Diagnostic]]:
    """Compare galleys with the author's files; return the counts, and what was lost or added.

    `said` is what was reported before: where that says that something is left out, no word is missed.
    """
    from octavo.check.source_agreement import agreement

    compared = agreement.agreement(publication, manuscript, hints_of(publication), spread)
    counts = sum((each.counts for each in compared), SourceAgreement())
    if not any(each.lost or each.added for each in compared):
        return counts, []
    severity = Severity.ERROR if is_checking else Severity.WARNING
    return counts, [*agreement.report(compared, left_out_lines(said), severity)]


def hints_of(publication: Publication) -> Mapping[str, SourceHints]:
    """Return what has to be known of the dialect of each chapter."""
    from octavo.manuscript.dialects import traits

    hints = {chapter.id: traits(chapter.dialect).hints for chapter in publication.chapters}
    for chapter in publication.chapters:
        if chapter.dialect is not None and chapter.dialect.hidden:
            own = hints[chapter.id]
            hints[chapter.id] = replace(own, hidden=(*own.hidden, *chapter.dialect.hidden))
    return hints


def left_out_lines(said: Iterable[Diagnostic]) -> Mapping[str, list[int]]:
    """Return the lines of each file at which something is reported as left out."""
    from octavo.check import rules

    leaving = {name for name, rule in rules.every().items() if rule.leaves_out}
    lines: dict[str, list[int]] = {}
    for each in said:
        if each.rule in leaving:
            lines.setdefault(each.place.file, []).append(each.place.line)
    return lines
