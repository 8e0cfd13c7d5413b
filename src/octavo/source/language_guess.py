"""The language of a publication that does not say it: guessed from its letters, or from the name of its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from octavo.model import languages, writing
from octavo.model.diagnostic import Diagnostic
from octavo.model.publication import Metadata, Publication
from octavo.source import language_tags
from octavo.source.value_problem import ValueProblem
from octavo.tools import markdown_mask

_SAMPLE = 200_000
"""The characters of a publication that are looked at, at most a quarter of them from one text."""


def guess(texts: Iterable[str]) -> str | None:
    """Return the language that the letters of some texts show, or None if many languages share them.

    Code, addresses and markup are in no language, and the pictures of badges are in English in any text.
    """
    sample = ""
    for text in texts:
        sample += _UNSPOKEN.sub(" ", text[: _SAMPLE // 4]) if text.isascii() else _only_words(text)[: _SAMPLE // 4]
        if len(sample) > _SAMPLE:
            break
    return writing.guess(sample)


_BADGE = re.compile(r"!\[[^\]\n]*\](?:\([^()\n]*(?:\([^()\n]*\))?[^()\n]*\)|\[[^\]\n]*\])")
_UNSPOKEN = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://[^\s<>]*|(?:www\.|[\w.+-]+@)[\w.-]+\S*|`[^`\n]*`|[\w.-]*[/\\_][\w./\\-]*[A-Za-z0-9]|"
    r"\b[A-Za-z]+(?:\.[A-Za-z0-9]+)+\b|\{\{.*?\}\}|\{%.*?%\}"
)
"""Addresses, paths, dotted names, code within lines, and the calls of templates."""


def _only_words(text: str) -> str:
    bare = _BADGE.sub(" ", markdown_mask.without_code(text))
    return _UNSPOKEN.sub(" ", markdown_mask.without_markup(bare))


def guess_from_folder(folder: Path, lang: str | None) -> str | None:
    """Return the tag that is the name of a folder (`zh-hant`, `pt_BR`), if it does not contradict the letters'."""
    name = folder.name.replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z]{2,4})?", name):
        return None
    try:
        tag = language_tags.tag(name)
    except ValueProblem:
        return None
    if tag.partition("-")[0] not in languages.tags():
        return None
    return tag if lang is None or tag.startswith(lang.partition("-")[0]) else None


def report(lang: str, why: str = "") -> str:
    """Return the message that no language is given, with the one that is assumed, and `why`."""
    return f"no language is given; {languages.describe(lang)} is assumed{f' {why}' if why else ''}"


LETTERS = "from its letters"
FOLDER = "from the name of its folder"


def assume(publication: Publication, diagnostics: list[Diagnostic]) -> tuple[Publication, list[Diagnostic]]:
    """Return a publication without a language in the one that its letters show, and the diagnostics saying so."""
    is_missing = any(each.rule == "lang.missing" for each in diagnostics)
    if not is_missing or publication.metadata.lang != Metadata().lang:
        return publication, diagnostics
    about = publication.metadata
    header = "\n".join(filter(None, (about.title, about.subtitle, about.abstract)))
    lang = guess([header, *(chapter.text for chapter in publication.chapters)])
    if lang is None:
        return publication, diagnostics
    message = report(lang, LETTERS)
    reported = [
        replace(each, message=message, hint=each.hint.replace("lang: en", f"lang: {lang}"))
        if each.rule == "lang.missing"
        else each
        for each in diagnostics
    ]
    return replace(publication, metadata=replace(publication.metadata, lang=lang)), reported
