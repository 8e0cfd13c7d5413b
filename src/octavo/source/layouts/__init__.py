"""The layouts that octavo reads: one line for each. A layout turns an author's files into a publication."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Metadata, Publication
from octavo.source import language_guess
from octavo.source.discover import FoundSource
from octavo.source.header import NOTHING, HeaderValues
from octavo.source.layouts import article, book, bookdown, folder, honkit, mdbook, mkdocs, quarto

Read = Callable[[FoundSource, Path, HeaderValues], tuple[Publication | None, list[Diagnostic]]]


@dataclass(frozen=True, slots=True)
class Layout:
    """`read` takes what was found, the current folder and the defaults; no publication where it cannot go on."""

    kind: str
    read: Read


LAYOUTS = (
    Layout("article", article.read),
    Layout("book", book.read),
    Layout("quarto", quarto.read),
    Layout("bookdown", bookdown.read),
    Layout("mdbook", mdbook.read),
    Layout("mkdocs", mkdocs.read),
    Layout("honkit", honkit.read),
    Layout("folder", folder.read),
)


USUAL_LANGUAGE = Metadata().lang


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues = NOTHING
) -> tuple[Publication | None, list[Diagnostic]]:
    """Read a publication by the layout that it was found to have."""
    layout = next(layout for layout in LAYOUTS if layout.kind == found.kind)
    publication, said = layout.read(found, cwd, defaults)
    if publication is None or publication.metadata.lang != USUAL_LANGUAGE:
        return publication, said
    if not any(each.rule == "lang.missing" for each in said):
        return publication, said
    return _in_its_language(publication, said)


def _in_its_language(publication: Publication, said: list[Diagnostic]) -> tuple[Publication, list[Diagnostic]]:
    """A publication that does not say its language, in the one that its letters are those of."""
    lang = language_guess.guess(chapter.text for chapter in publication.chapters)
    if lang is None:
        return publication, said
    message = language_guess.report(lang, language_guess.LETTERS)
    told = [
        replace(each, message=message, hint=each.hint.replace("lang: en", f"lang: {lang}"))
        if each.rule == "lang.missing"
        else each
        for each in said
    ]
    return replace(publication, metadata=replace(publication.metadata, lang=lang)), told
