"""Colours that have to be seen to follow the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.prose import GAP
from octavo.check.rules.rule import Flaw, Rule, SetChapter
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
            yield Flaw(f"'{found[0]}' can only be followed by who sees the colour", chapter.find.words(words))


RULE = Rule(
    "text.colour-alone",
    "chapter",
    Severity.INFO,
    "One man in twelve does not tell red from green, and many reading devices and printed books have one colour only.",
    "say it by something else as well: a shape, a place, a label",
    wrong="The way is shown in red.\n",
    right="The way is dashed, and ends at the hive.\n",
    examine=_colour,
    on=False,
)
