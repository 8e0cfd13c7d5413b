"""Links whose words do not say where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule, SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity

_VAGUE = {
    "en": {"here", "click here", "this", "this link", "link", "read more", "more", "see here", "this page"},
    "de": {"hier", "klicken sie hier", "hier klicken", "link", "mehr", "weiterlesen", "dieser link"},
    "fr": {"ici", "cliquez ici", "lien", "ce lien", "lire la suite", "en savoir plus"},
    "es": {"aquí", "haz clic aquí", "enlace", "este enlace", "leer más", "más"},
    "it": {"qui", "clicca qui", "link", "questo link", "leggi di più"},
    "nl": {"hier", "klik hier", "link", "deze link", "lees meer"},
    "pt": {"aqui", "clique aqui", "link", "este link", "leia mais"},
}


def _vague(chapter: SetChapter) -> Iterator[Flaw]:
    vague = _VAGUE.get(chapter.publication.metadata.lang.partition("-")[0].lower(), set())
    met: dict[str, int] = {}
    for link in chapter.article.iter("a"):
        words = reading.plain_text(link)
        target = link.get("href", "")
        nth = met[target] = met.get(target, -1) + 1
        if words.strip(" .,:;!»«›‹→>").casefold() in vague:
            yield Flaw(f"a link is called '{words}'", chapter.find.link(target, nth))


RULE = Rule(
    "link.vague",
    "chapter",
    Severity.WARNING,
    "Those who go from link to link with a screen reader hear its words alone, and on paper there is no 'here'.",
    "name what it leads to",
    wrong="Click [here](https://example.org/) for the rules of the dance.\n",
    right="Here are the [rules of the dance](https://example.org/).\n",
    examine=_vague,
)
