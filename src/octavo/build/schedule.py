"""Where work is done: in this process, in its second thread, or in worker processes.

Two questions have an answer here. In which *lane* is a product of a build made? `POLICIES` says so for an article and
for a book. And where are the due jobs of a step done? A `Dispatch` decides that: `here`, `in_workers`,
`parts_in_workers` or `next_to_workers`. A dispatch for the machines of a cluster would be one more.

An article is set and printed in this process, which is quicker than starting others, and one worker makes its other
editions in the meantime. A book is made by as many workers as are asked for: this process only gives out work, and
stays small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any

from octavo.cache.memo import Dispatch, DueJob, perform
from octavo.executor.pool import WorkerPool, prepare
from octavo.model.formats import Format

if TYPE_CHECKING:
    from octavo.build.observer import Observer

LONG_ARTICLE = 100_000
"""Characters of HTML, about forty pages: for an article whose portions have more, workers are worth starting."""
HEAD_START = 2.0
"""Seconds for which the second thread of a book waits at most, until the first gatherings have been given out."""
FEW_CHAPTERS = 2
"""Changed chapters up to which it is worth guessing where the pages of print will begin: with more of them, making the
EPUB early would take too much time from the workers."""

_SETTING = ("octavo.manuscript.set",)
_PRINTING = ("octavo.press.pdf.jobs", "octavo.press.pdf:warm")
_OTHER_EDITIONS = (
    "octavo.press.epub.package", "octavo.press.html.page", *sorted({f.reader for f in Format if not f.is_paged}),
)  # fmt: skip
_AFTER_PRINT = ("octavo.check.proofreading", "octavo.press.epub.package")


class Lane(Enum):
    """Where a product is made."""

    HERE = auto()
    """In the calling thread."""
    SIDE = auto()
    """In a second thread of this process, one product after the other."""
    WORKER = auto()
    """In a worker process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a kind of publication is built."""

    most_workers: int | None
    """None: as many as `--jobs` says. Else at most so many, and with this process no more than that."""
    jobs_in_workers: bool
    """Whether the jobs of steps go to workers."""
    editions: Lane
    """Where the editions are made that do not wait for the pages of print."""
    worker_imports: tuple[str, ...]
    """What the first worker imports at once, before it is asked for anything."""
    worker_imports_for_print: tuple[str, ...] = ()
    """The same, if there is a PDF to be made."""
    imports: tuple[str, ...] = ()
    """What this process imports while workers lay out the PDF."""
    imports_for_print: tuple[str, ...] = ()
    """What this process imports while Pandoc reads, if there is a PDF to be made."""
    epub_cites_print: bool
    """Whether the EPUB has the pages of print, and waits for them. No one cites an article by the page."""


POLICIES = {
    "article": Policy(
        most_workers=1,
        jobs_in_workers=False,
        editions=Lane.WORKER,
        worker_imports=_OTHER_EDITIONS,
        imports_for_print=_PRINTING,
        epub_cites_print=False,
    ),
    "book": Policy(
        most_workers=None,
        jobs_in_workers=True,
        editions=Lane.SIDE,
        worker_imports=_SETTING,
        worker_imports_for_print=_PRINTING,
        imports=_AFTER_PRINT,
        epub_cites_print=True,
    ),
}


def policy(layout: str) -> Policy:
    """Return the policy for sources of a layout: whatever is not an article is a book."""
    return POLICIES["article" if layout == "article" else "book"]


# Dispatches


def here(due: Sequence[DueJob]) -> list[Any]:
    """Do all jobs in this thread, one after the other."""
    return [perform(each) for each in due]


def in_workers(workers: WorkerPool) -> Dispatch:
    """Return a dispatch that has all jobs done by workers."""
    return partial(workers.map, perform)


def parts_in_workers(jobs: int, minutes: float, observer: Observer) -> Dispatch:
    """Return the dispatch of an article: here, but for the parts of a long one, for which workers are begun."""

    def dispatch(due: Sequence[DueJob]) -> list[Any]:
        subjects = [each.subject for each in due]
        if jobs < 2 or sum(each.weight for each in subjects if each is not None and each.part) < LONG_ARTICLE:
            return here(due)
        with WorkerPool(min(jobs, len(due)), _PRINTING, observer.progress, 60 * minutes) as workers:
            return workers.map(perform, due)

    return dispatch


def next_to_workers(workers: WorkerPool) -> Dispatch:
    """Return the dispatch of the second thread: here, while the workers are busy with print.

    A job that opens pictures is never done here: a broken picture may end its process.
    """

    def dispatch(due: Sequence[DueJob]) -> list[Any]:
        return [workers.call(perform, each)() if each.step.opens_pictures else perform(each) for each in due]

    return dispatch


# Workers and threads


class Crew:
    """Who makes the products of one build: the calling thread, a second one, and worker processes."""

    def __init__(self, workers: WorkerPool, side: Executor) -> None:
        self.workers, self._side = workers, side
        self.deliver: Callable[[Any], None] = _ignore
        """Called, in the calling thread, with what print delivers before it is finished."""

    def start(self, lane: Lane, call: Callable[[], Any]) -> Callable[[], Any]:
        """Begin a call in another lane; what comes back waits for its result."""
        return self.workers.call(call) if lane is Lane.WORKER else self._side.submit(call).result


def _ignore(_value: Any) -> None:
    return None


class Workers:
    """The worker processes of a session, kept from one publication to the next as long as the policy is the same."""

    def __init__(self, jobs: int, observer: Observer) -> None:
        self._jobs, self._observer = jobs, observer
        self._kept: tuple[Policy, int, WorkerPool] | None = None

    def pool(self, policy: Policy, formats: Sequence[str]) -> WorkerPool:
        """Return the workers for a publication of which these formats are wanted."""
        count = self._jobs if policy.most_workers is None else min(policy.most_workers, self._jobs - 1)
        if policy.editions is Lane.WORKER and len(formats) < 2:
            count = 0  # one edition is made here
        if self._kept is not None and self._kept[:2] == (policy, count):
            return self._kept[2]
        self.close()
        modules = (*policy.worker_imports, *(policy.worker_imports_for_print if "pdf" in formats else ()))
        self._kept = policy, count, WorkerPool(count, modules, self._observer.progress)
        return self._kept[2]

    def close(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        """Let the workers go; after an error, end them whatever they are doing."""
        if self._kept is not None:
            kept, self._kept = self._kept, None
            kept[2].__exit__(kind, error, trace)


def import_all(references: Sequence[str]) -> None:
    """Prepare what will be needed ahead of its use: see `executor.pool.prepare`."""
    for reference in references:
        prepare(reference)
