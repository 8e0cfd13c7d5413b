"""Text that makes sense only to readers who see colours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.prose import GAP
from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import languages
from octavo.model.diagnostic import Severity


def _colour(chapter: SetChapter) -> Iterator[Flaw]:
    pattern = languages.find(chapter.language).proofreading.colour_alone
    for passage in chapter.passages if pattern else ():
        for found in re.finditer(pattern, passage.text, re.IGNORECASE):
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
