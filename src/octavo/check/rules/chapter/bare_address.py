"""Links that show their address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule, SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity

_ADDRESS = re.compile(r"(?:https?|ftp)://\S+|www\.\S+")


def _bare(chapter: SetChapter) -> Iterator[Flaw]:
    for link in chapter.article.iter("a"):
        words = reading.plain_text(link)
        if _ADDRESS.fullmatch(words):
            yield Flaw(f"a link shows its address: '{words}'", chapter.link(link))


RULE = Rule(
    "link.bare-address",
    "chapter",
    Severity.INFO,
    "An address is read out letter by letter, and says little; print shows the address of every link anyway.",
    "link the words that say what it is: `[the rules](https://…)`",
    wrong="See <https://example.org/dance> for more.\n",
    right="See [the rules of the dance](https://example.org/dance).\n",
    examine=_bare,
    on=False,
)
