"""Links that show their URL."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity

_URL = re.compile(r"(?:https?|ftp)://\S+|www\.\S+")


def _bare(chapter: SetChapter) -> Iterator[Flaw]:
    for link in chapter.article.iter("a"):
        words = reading.plain_text(link)
        if _URL.fullmatch(words):
            yield Flaw(f"this link shows its URL: '{words}'", chapter.link(link))


RULE = Rule(
    id="link.bare-address",
    looks_at="chapter",
    severity=Severity.INFO,
    reason=("A screen reader reads a URL letter by letter, and print shows the URL of every link anyway."),
    fix="link words that say what it is: `[the rules](https://…)`",
    wrong="See <https://example.org/dance> for more.\n",
    right="See [the rules of the dance](https://example.org/dance).\n",
    examine=_bare,
    on=False,
)
