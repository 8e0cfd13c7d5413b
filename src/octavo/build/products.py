"""What a build makes, and what each product needs: the table that `graph.make_all` works through.

The EPUB of a book cites the pages of print, and so waits for it. It is made early, too, with the pages that print will
probably have (`speculate.py`): after most edits that is right, and it need not be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from octavo.build import speculate
from octavo.build.graph import DELIVERED, Product
from octavo.build.publish import modified, publish
from octavo.build.reading import read, set_text
from octavo.build.rebuild_reasons import reasons
from octavo.build.record import record
from octavo.build.schedule import (
    FEW_CHAPTERS,
    HEAD_START,
    Lane,
    Policy,
    import_all,
    in_workers,
    next_to_workers,
    parts_in_workers,
)
from octavo.build.source_agreement import agree
from octavo.build.state import Build
from octavo.model.diagnostic import in_order
from octavo.model.edition import Edition, PageList
from octavo.model.formats import FORMATS, Format


def products(policy: Policy) -> Sequence[Product]:
    """Return the products of a build in an order in which they could be made one after the other."""
    editions = [_edition(format, policy) for format in FORMATS]
    return (
        Product(
            name="engine",
            lane=Lane.SIDE,
            is_optional=True,
            is_wanted=lambda build: bool(policy.imports_for_print) and Format.PDF in build.asked_formats(),
            make=lambda _: partial(import_all, policy.imports_for_print),
        ),
        Product(name="publication", label="reading", make=_call(_read)),
        Product(
            name="manuscript",
            label="setting",
            needs=("publication",),
            is_wanted=lambda build: build.publication is not None,
            make=_call(_set),
        ),
        Product(
            name="formats",
            needs=("manuscript",),
            is_wanted=lambda build: build.manuscript is not None and not build.is_stopped(),
            make=_call(Build.choose_formats),
        ),
        Product(
            name="cover",
            lane=Lane.SIDE,
            is_optional=True,
            needs=("formats",),
            is_wanted=lambda build: _makes_epub_after_print(build, policy) and not _can_guess(build, policy),
            make=_call(_draw_cover),
        ),
        Product(
            name="head start",
            lane=Lane.SIDE,
            is_optional=True,
            needs=("formats",),
            is_wanted=lambda build: bool(policy.imports) and bool(build.lacking),
            make=partial(_head_start, policy),
        ),
        Product(
            name="likely pages",
            needs=("formats",),
            is_wanted=lambda build: _can_guess(build, policy),
            make=_call(_likely_pages),
        ),
        *editions,
        Product(
            name="early EPUB",
            lane=Lane.SIDE,
            is_optional=True,
            needs=("likely pages",),
            is_wanted=lambda build: build.likely is not None,
            make=_call(_early_epub),
        ),
        Product(
            name="second early EPUB",
            lane=Lane.SIDE,
            is_optional=True,
            needs=("likely pages", DELIVERED),
            is_wanted=_begins_elsewhere,
            make=_call(_second_early_epub),
        ),
        Product(
            name="agreement",
            label="comparing with the source",
            needs=tuple(each.name for each in editions),
            is_wanted=_is_as_written,
            make=_call(_agree),
        ),
        Product(
            name="examination",
            label="examining",
            needs=tuple(each.name for each in editions),
            is_wanted=lambda build: build.request.examining and build.manuscript is not None,
            make=_call(_examine),
        ),
        Product(
            name="reasons",
            needs=("examination",),
            is_wanted=lambda build: build.request.options.verbose and build.publication is not None,
            make=_call(_say_reasons),
        ),
        Product(
            name="published",
            label="publishing",
            # Work that is going on still would change the history of jobs while it is written.
            needs=("agreement", "examination", "engine", "cover", "head start", "early EPUB", "second early EPUB"),
            make=_call(publish),
        ),
        Product(name="record", needs=("published",), make=_call(record)),
    )


def _call(function: Callable[[Build], Any]) -> Callable[[Build], Callable[[], Any]]:
    """Return what a product needs of a function that does everything itself."""
    return lambda build: partial(function, build)


# Publication and manuscript


def _read(build: Build) -> None:
    build.publication, found = read(build.found, build.request.cwd, build.request.options)
    build.diagnostics += found


def _set(build: Build) -> None:
    assert build.publication is not None
    minutes = build.publication.settings.limits.minutes
    build.crew.workers.timeout = 60 * minutes
    options, observer = build.request.options, build.request.observer
    in_parts = parts_in_workers(options.jobs, minutes, observer)
    dispatch = in_workers(build.crew.workers) if build.policy.jobs_in_workers else in_parts
    build.memo = build.last.memo(build.publication.root, dispatch)
    build.publication, build.manuscript, found = set_text(build.publication, build.memo)
    build.diagnostics += found


# Editions


def _edition(format: Format, policy: Policy) -> Product:
    lane, needs = policy.editions, ["formats"]
    make: Callable[[Build], Callable[[], Any]] = partial(_make_alone, format)
    if format.is_paged:
        make, lane = _call(_print), Lane.HERE
    elif format is Format.EPUB and policy.epub_cites_print:
        make, lane, needs = _call(_epub_with_pages), Lane.HERE, ["formats", Format.PDF.value]
    return Product(
        name=format.value,
        format=format.value,
        lane=lane,
        label=f"making the {format.upper()} edition",
        needs=tuple(needs),
        is_wanted=lambda build: format in build.lacking,
        make=make,
        keep=Build.add,
    )


def _print(build: Build) -> Edition:
    from octavo.build.editions import press_print

    publication, manuscript, memo = build.settled
    deliver = build.crew.deliver
    edition, build.pages = press_print(
        publication, manuscript, modified(publication), memo, lambda *placed: deliver(placed)
    )
    return edition


def _make_alone(format: Format, build: Build) -> Callable[[], Edition]:
    """Return the call that makes an edition without the pages of print."""
    from octavo.build.editions import press_and_read

    publication, manuscript, _ = build.settled
    names = tuple(build.file_name(each) for each in build.offered) if format is Format.SITE else ()
    when = modified(publication)
    call = partial(press_and_read, format.value, publication, manuscript, when, downloads=names)
    if build.policy.editions is Lane.WORKER:
        return call

    def make() -> Edition:
        edition = call()
        build.announce(edition)  # validators need not wait until print is made
        return edition

    return make


def _epub_with_pages(build: Build) -> Edition:
    """Return the EPUB that was made early, if it has the right pages, or make it."""
    from octavo.build import editions

    if (early := _early_with(build, build.pages)) is not None:
        return early
    publication, manuscript, memo = build.settled
    return editions.press_and_read("epub", publication, manuscript, modified(publication), build.pages, memo)


def _early_with(build: Build, pages: PageList | None) -> Edition | None:
    if pages is None:
        return None
    first, second = build.running.get("early EPUB"), build.running.get("second early EPUB")
    for call in (first if build.likely == pages else None, second):
        if call is not None:
            with suppress(Exception):  # it is made again, and what is wrong is reported then
                known, edition = call()
                if known == pages:
                    return edition  # type: ignore[no-any-return]
    return None


# The EPUB ahead of print


def _makes_epub_after_print(build: Build, policy: Policy) -> bool:
    """Return whether there is an EPUB that waits for print, and what was done for the last one may be used."""
    is_waiting = policy.epub_cites_print and {Format.PDF, Format.EPUB} <= {*build.lacking}
    return is_waiting and build.memo is not None and build.memo.use


def _can_guess(build: Build, policy: Policy) -> bool:
    if not _makes_epub_after_print(build, policy):
        return False
    memo = build.settled[2]
    return bool(memo.before.pages) and memo.count("parsed") <= FEW_CHAPTERS


def _likely_pages(build: Build) -> None:
    _, manuscript, memo = build.settled
    build.likely = speculate.likely(memo.before.pages, manuscript)


def _early_epub(build: Build) -> tuple[PageList, Edition]:
    assert build.likely is not None
    publication, manuscript, memo = build.settled
    memo = memo.dispatching(next_to_workers(build.crew.workers))
    return speculate.make_epub(publication, manuscript, modified(publication), build.likely, memo)


def _begins_elsewhere(build: Build) -> bool:
    if build.likely is None or build.placed is None:
        return False
    return speculate.begins_elsewhere(build.likely, *build.placed)


def _second_early_epub(build: Build) -> tuple[PageList, Edition]:
    assert build.likely is not None
    assert build.placed is not None
    publication, manuscript, memo = build.settled
    memo = memo.dispatching(next_to_workers(build.crew.workers))
    pages = speculate.read_pages(build.likely, *build.placed, publication, manuscript, memo)
    return speculate.make_epub(publication, manuscript, modified(publication), pages, memo)


def _draw_cover(build: Build) -> None:
    """Have the cover of an EPUB drawn early: after the layout, everything would wait for one worker, large by then."""
    from octavo.press import epub

    publication, manuscript, memo = build.settled
    epub.draw_cover(publication, manuscript, memo.dispatching(next_to_workers(build.crew.workers)))


def _head_start(policy: Policy, build: Build) -> Callable[[], None]:
    """Return what lets the work that others wait for come first, and uses the time for imports."""
    dispatched = build.crew.workers.dispatched
    is_printing = Format.PDF in build.lacking
    if is_printing:
        dispatched.clear()

    def make() -> None:
        if is_printing:
            dispatched.wait(HEAD_START)
        import_all(policy.imports)

    return make


# After the editions


def _is_as_written(build: Build) -> bool:
    """Tell whether the text is the author's, and not what a filter makes of it."""
    publication = build.publication
    return build.manuscript is not None and publication is not None and not publication.settings.filters


def _agree(build: Build) -> None:
    """Compare the manuscript with the author's files."""
    publication, manuscript, memo = build.settled
    is_checking = build.request.examining
    build.agreement, found = agree(publication, manuscript, build.diagnostics, is_checking, memo)
    build.diagnostics += found


def _examine(build: Build) -> None:
    """Have all rules examine what was made, but for those that every build asks."""
    from octavo.check import examine

    publication, manuscript, memo = build.settled
    build.examined = in_order(
        examine.examine(publication, manuscript, build.editions, memo, build.request.options.trusted)
    )


def _say_reasons(build: Build) -> None:
    if build.memo is not None and build.publication is not None:
        for line in reasons(build.memo, build.publication):
            build.request.observer.stage(f"{build.found.name}: {line}")
