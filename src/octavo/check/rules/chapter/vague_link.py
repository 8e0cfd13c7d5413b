"""Links whose words do not say where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import languages, reading
from octavo.model.diagnostic import Severity


def _vague(chapter: SetChapter) -> Iterator[Flaw]:
    vague = languages.find(chapter.language).proofreading.vague_links
    for link in chapter.article.iter("a"):
        words = reading.plain_text(link)
        if words.strip(" .,:;!»«›‹→>").casefold() in vague:
            yield Flaw(f"the link text is only '{words}'", chapter.link(link))


RULE = Rule(
    id="link.vague",
    looks_at="chapter",
    severity=Severity.WARNING,
    reason=(
        "Screen reader users who go from link to link hear only its words, and on paper there is no 'here' to click."
    ),
    fix="use words that say where it leads",
    wrong="Click [here](https://example.org/) for the rules of the dance.\n",
    right="Here are the [rules of the dance](https://example.org/).\n",
    examine=_vague,
)
