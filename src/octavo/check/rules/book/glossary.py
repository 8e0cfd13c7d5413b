"""Entries of the glossary that no chapter uses."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.examples import book
from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetPublication
from octavo.model import glossary_terms, reading
from octavo.model.diagnostic import Severity
from octavo.model.publication import ChapterKind


def _unused(volume: SetPublication) -> Iterator[Flaw]:
    galleys = volume.manuscript.galleys
    glossaries = [each.chapter for each in galleys if each.kind == ChapterKind.GLOSSARY]
    entries = [(chapter, term) for chapter in glossaries for term in volume.articles[chapter].iter("dt")]
    known = {form for _, term in entries for form in glossary_terms.forms(reading.plain_text(term))}
    lang = volume.publication.metadata.lang
    others = [each for each in galleys if each.chapter not in glossaries]
    used = {form for each in others for _, _, form in glossary_terms.find(each.reading.text, known, lang)}
    linked = {link.get("href") for each in others for link in volume.articles[each.chapter].iter("a")}
    for chapter, term in entries:
        words = reading.plain_text(term)
        if not used & {*glossary_terms.forms(words)} and f"octavo:{chapter}#{term.get('id')}" not in linked:
            yield Flaw(f"no chapter uses '{words}', which the glossary explains", volume.find(chapter).words(words))


RULE = Rule(
    id="glossary.unused",
    looks_at="book",
    severity=Severity.INFO,
    reason="An entry for a word that the book never uses is of no use to readers, or the book calls it something else.",
    fix="remove the entry, use its word, or write other forms of it in brackets: `Alternative text (alt text)`",
    wrong=book(a="# One\n\nBees dance.\n", glossary="# Glossary\n\nhive\n: Where bees live.\n"),
    right=book(a="# One\n\nBees dance in their hives.\n", glossary="# Glossary\n\nhive\n: Where bees live.\n"),
    examine=_unused,
)
