"""Why a build did what it did: a line for each chapter that was made again, for `--verbose`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.cache.memo import Memo, RedoneJob
from octavo.model.publication import Publication


def reasons(memo: Memo, publication: Publication) -> Iterator[str]:
    """Say what was made again, and why: a line for each chapter."""
    names = {chapter.id: chapter.id if chapter.made else chapter.name for chapter in publication.chapters}
    redone: dict[str, list[RedoneJob]] = {}
    for each in memo.redone:
        if each.step.redone:
            redone.setdefault(each.subject.chapter, []).append(each)
    for chapter in sorted(redone, key=lambda each: [*names].index(each) if each in names else len(names)):
        jobs = redone[chapter]
        said = dict.fromkeys(each.step.redone for each in jobs)
        yield f"{names.get(chapter, chapter.lstrip('*'))} was {', '.join(said)} ({_why(memo, jobs)})"


def _why(memo: Memo, jobs: Sequence[RedoneJob]) -> str:
    if not memo.use:
        return "--no-cache"
    if any(each.changed is None for each in jobs):
        return "for the first time"
    parts: dict[str, None] = {}
    for each in jobs:
        fields = [name.rpartition(".")[2] for name in each.changed or ()]
        parts |= dict.fromkeys(
            each.step.changes.get(field, "facts about the publication")
            for field in fields
            if field not in each.step.follows
        )
    return f"changed: {', '.join(parts)}" if parts else "a file that it shows, or octavo itself, has changed"
