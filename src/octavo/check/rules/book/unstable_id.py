"""Links to names that change when the text does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from octavo.check.rules.rule import Flaw, Rule, SetPublication
from octavo.model import reading
from octavo.model.diagnostic import Severity
from octavo.model.html_elements import HEADINGS

_NUMBERED = re.compile(r"(.+)-(\d+)$")


def _unstable(volume: SetPublication) -> Iterator[Flaw]:
    unstable = {
        (chapter, each) for chapter, article in volume.articles.items() for each in _made(volume, chapter, article)
    }
    if not unstable:
        return
    for chapter, article in volume.articles.items():
        met: dict[str, int] = {}
        for link in article.iter("a"):
            target = link.get("href", "")
            into, _, name = target.removeprefix("octavo:").partition("#")
            if (into if target.startswith("octavo:") else chapter, name) in unstable:
                nth = met[name] = met.get(name, -1) + 1
                place = volume.find(chapter).link(target if target.startswith("#") else f"#{name}", nth)
                if not place.column:
                    place = volume.find(chapter).raw(f"#{name}", nth)
                if not place.column:
                    place = volume.find(chapter).raw(f"[{reading.plain_text(link)}]")
                yield Flaw(f"a link leads to '{name}', a name that was made because several headings read alike", place)


def _made(volume: SetPublication, chapter: str, article: Any) -> Iterator[str]:
    """The names of headings that were numbered to tell them apart."""
    names: dict[str, str] = {}
    for heading in article.iter(*HEADINGS):
        section = heading.getparent()
        names[heading.get("id") or section.get("id") or ""] = reading.plain_text(heading)
    for name in names:
        found = _NUMBERED.match(name)
        if found and found[1] in names and not volume.find(chapter).identifier(name).column:
            yield name


RULE = Rule(
    "id.unstable",
    "book",
    Severity.WARNING,
    "Of headings that read alike, the second is named `exercises-1`: a section more above it, and links lead elsewhere.",
    "give the heading a name of its own, `## Exercises {#exercises-flight}`, and link to that",
    wrong="## Exercises\n\nDance.\n\n## Exercises\n\nFly, [as before](#exercises-1).\n",
    right="## Exercises\n\nDance.\n\n## Exercises {#fly}\n\nFly, [as before](#fly).\n",
    examine=_unstable,
)
