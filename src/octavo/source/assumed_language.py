"""The language that an article without `lang` is assumed to be in, by its letters."""

from __future__ import annotations

from dataclasses import replace

from octavo.model import writing
from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Metadata, Publication
from octavo.source import scripts
from octavo.tools import markdown_mask

_DEFAULT = Metadata().lang


def apply(publication: Publication, diagnostics: list[Diagnostic]) -> tuple[Publication, list[Diagnostic]]:
    """Return a publication that does not say its language in the one that its letters suggest, and report that."""
    if publication.metadata.lang != _DEFAULT or not any(each.rule == "lang.missing" for each in diagnostics):
        return publication, diagnostics
    text = "\n".join(chapter.text for chapter in publication.chapters)
    lang = None if text.isascii() else writing.guess(markdown_mask.without_code(text))
    if lang is None:
        return publication, diagnostics
    message = f"no language is given; by its letters, {scripts.NAMES[lang]} ({lang}) is assumed"
    reported = [
        replace(each, message=message, hint=each.hint.replace("lang: en", f"lang: {lang}"))
        if each.rule == "lang.missing"
        else each
        for each in diagnostics
    ]
    return replace(publication, metadata=replace(publication.metadata, lang=lang)), reported
