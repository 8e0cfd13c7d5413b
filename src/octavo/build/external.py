"""The links of publications to other places on the web, checked for all publications of a run at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from octavo.build.observer import Observer
from octavo.build.outcome import Outcome
from octavo.cache.http_answers import AnswerCache
from octavo.cache.store import Store
from octavo.check import external
from octavo.model.galley import Manuscript
from octavo.model.publication import Publication

Book = tuple[Publication, Manuscript]


def check(outcome: Outcome, books: Mapping[int, Book], store: Store, use_cache: bool, observer: Observer) -> Outcome:
    """Return the outcome with what was found about links; `books` are those of its records, by their rows."""
    links = {row: external.find_links(*book) for row, book in books.items()}
    urls = dict.fromkeys(link.url for own in links.values() for link in own)
    observer.stage(f"checking {len(urls)} links")
    answers = AnswerCache(store, use_cache).ask(urls, observer.progress)
    said = {row: tuple(external.judge(books[row][0], own, answers)) for row, own in links.items()}
    records = tuple(
        replace(record, diagnostics=(*record.diagnostics, *said.get(row, ())))
        for row, record in enumerate(outcome.records)
    )
    everything = (*outcome.diagnostics, *(each for found in said.values() for each in found))
    return replace(outcome, records=records, diagnostics=everything, asked=len(urls))
