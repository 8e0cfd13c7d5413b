"""Text that makes sense only to readers who see colours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.prose import GAP
from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model.diagnostic import Severity

_EN = "red|green|blue|yellow|orange|purple|pink|brown|cyan|magenta|violet|turquoise"
_DE = "rot|grün|blau|gelb|orange|lila|rosa|braun|violett|türkis"
_SAID = {
    "en": rf"\b(?:(?:shown|drawn|marked|highlighted|colou?red|printed|plotted|indicated|given|written) in (?:{_EN})"
    rf"|(?:the|in) (?:{_EN}) (?:lines?|curves?|dots?|points?|bars?|box(?:es)?|areas?|regions?|arrows?|circles?|parts?|text|cells?))\b",
    "de": rf"\bin (?:{_DE})\b|\bd(?:ie|er|as|en) (?:{_DE})en? (?:Linien?|Kurven?|Punkte?|Balken|Kasten|Fläche|Pfeile?|Kreise?|Zellen?)\b",
}


def _colour(chapter: SetChapter) -> Iterator[Flaw]:
    pattern = _SAID.get(chapter.language)
    for passage in chapter.passages if pattern else ():
        for found in re.finditer(pattern or "", passage.text, re.IGNORECASE):
            words = " ".join(passage.text[found.start() :].split(GAP)[0].split()[:12])
            yield Flaw(f"'{found[0]}' makes sense only to readers who see the colour", chapter.find.words(words))


RULE = Rule(
    id="text.colour-alone",
    looks_at="chapter",
    severity=Severity.INFO,
    reason=(
        "One man in twelve cannot tell red from green, and many reading devices and printed books have only one colour."
    ),
    fix="say it in another way as well: with a shape, a position or a label",
    wrong="The way is shown in red.\n",
    right="The way is dashed, and ends at the hive.\n",
    examine=_colour,
    on=False,
)
