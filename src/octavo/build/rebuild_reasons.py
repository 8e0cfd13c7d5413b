"""Why a run did what it did: a line for each chapter that was made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from octavo.cache.memo import Memo, RedoneJob
from octavo.model.publication import Publication

_DONE = {"draft": "read", "set_galley": "set", "lay_out": "laid out"}
_CHANGED = {
    "chapters": "its source", "chapter": "its source", "settings": "settings", "metadata": "metadata",
    "print_links": "settings", "title": "metadata", "lang": "metadata",
    "facts": "what it says of other chapters", "dressing": "styles",
    "labels": "the pages that it names", "side": "the side that it begins on",
    "key_lines": "where its settings stand",
}  # fmt: skip
_FOLLOWS = {"draft", "coloured", "galley"}
"""What changes because the step before was done again, which is said already."""


def reasons(kept: Memo, publication: Publication) -> Iterator[str]:
    """What was made again, and why: a line for each chapter."""
    names = {chapter.id: chapter.id if chapter.made else chapter.name for chapter in publication.chapters}
    done: dict[str, list[RedoneJob]] = {}
    for each in kept.done:
        if each.function in _DONE:
            done.setdefault(_chapter(each.job), []).append(each)
    for chapter in sorted(done, key=lambda each: [*names].index(each) if each in names else len(names)):
        steps = done[chapter]
        said = dict.fromkeys(_DONE[each.function] for each in steps)
        yield f"{names.get(chapter, chapter.lstrip('*'))} was {', '.join(said)} ({_why(kept, steps)})"


def _chapter(job: Any) -> str:
    """The chapter that a job is about: drafts are made of a publication with that one chapter."""
    return str(job.chapters[0].id if hasattr(job, "chapters") else job.about).partition("/")[0]


def _why(kept: Memo, steps: Sequence[RedoneJob]) -> str:
    if not kept.used:
        return "as asked"
    if any(each.changed is None for each in steps):
        return "it was not before"
    names = [name.rpartition(".")[2] for each in steps for name in each.changed or ()]
    if all(name in _FOLLOWS for name in names):
        return "a file that it shows, or octavo, has changed"
    parts = dict.fromkeys(
        _CHANGED.get(name, "what is said of the publication") for name in names if name not in _FOLLOWS
    )
    return f"changed: {', '.join(parts)}"
