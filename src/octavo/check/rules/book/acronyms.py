"""Abbreviations that the book does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.prose import GAP, passages
from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetPublication
from octavo.model.diagnostic import Severity
from octavo.model.html_elements import HEADINGS

_ACRONYM = re.compile(r"(?<![\w.\-/&])([A-Z]{2,6})(?:s|’s)?(?![\w\-/&]|\.\w)")
_ROMAN = re.compile(r"[IVXLCDM]+$")
_KNOWN = (
    "AM PM AD BC BCE CE OK TV UK US USA EU UN ID NB PS CD DVD DNA RNA FAQ CEO PC PDF HTML CSS URL WWW ISBN ISO UTF NASA AIDS "
    "HIV UFO USB GPS SMS IQ VIP BBC DIY IT TODO FIXME NOTE TIP AND OR NOT II III"
)  # fmt: skip


def _unexplained(volume: SetPublication) -> Iterator[Flaw]:
    known, first = set(_KNOWN.split()), dict[str, tuple[str, str]]()
    for chapter, article in volume.articles.items():
        for element in article.iter("abbr", "dt", "dfn"):
            known.update(_ACRONYM.findall("".join(map(str, element.itertext()))))
        for passage in passages(article, volume.publication.metadata.lang):
            if passage.text.upper() == passage.text:
                continue
            known.update(re.findall(r"\(([A-Z]{2,6})s?[),;]", passage.text))
            known.update(re.findall(r"\b([A-Z]{2,6})s? \([^)]*[a-z]", passage.text))
            if passage.tag not in HEADINGS:
                for found in _ACRONYM.finditer(passage.text):
                    words = " ".join(passage.text[found.start() :].split(GAP)[0].split()[:10])
                    first.setdefault(found[1], (chapter, words))
    for acronym, (chapter, words) in first.items():
        if acronym not in known and not _ROMAN.match(acronym):
            yield Flaw(f"'{acronym}' is never explained", volume.find(chapter).words(words))


RULE = Rule(
    id="text.acronym",
    looks_at="book",
    severity=Severity.INFO,
    reason="Newcomers cannot look up an abbreviation that the book never explains.",
    fix=("write it in full where it first appears, with the short form in brackets, or add it to the glossary"),
    wrong="Bees learn by PER in a day.\n",
    right="Bees learn by the proboscis extension reflex (PER) in a day. PER is quick.\n",
    examine=_unexplained,
    on=False,
)
