"""Links to generated ids, which change when the text does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetPublication
from octavo.model import reading
from octavo.model.diagnostic import Severity
from octavo.model.html_elements import HEADINGS, Element

_NUMBERED = re.compile(r"(.+)-(\d+)$")


def _unstable(volume: SetPublication) -> Iterator[Flaw]:
    unstable = {
        (chapter, each) for chapter, article in volume.articles.items() for each in _numbered(volume, chapter, article)
    }
    if not unstable:
        return
    for chapter, article in volume.articles.items():
        counts: dict[str, int] = {}
        for link in article.iter("a"):
            target = link.get("href", "")
            into, _, name = target.removeprefix("octavo:").partition("#")
            if (into if target.startswith("octavo:") else chapter, name) in unstable:
                nth = counts[name] = counts.get(name, -1) + 1
                place = volume.find(chapter).link(target if target.startswith("#") else f"#{name}", nth)
                if not place.column:
                    place = volume.find(chapter).raw(f"#{name}", nth)
                if not place.column:
                    place = volume.find(chapter).raw(f"[{reading.plain_text(link)}]")
                message = (
                    f"this link uses the generated id '{name}', which depends on other headings with the same words"
                )
                yield Flaw(message, place)


def _numbered(volume: SetPublication, chapter: str, article: Element) -> Iterator[str]:
    """Yield the generated ids of headings that have a number because another heading has the same words."""
    names: dict[str, str] = {}
    for heading in article.iter(*HEADINGS):
        section = heading.getparent()
        own = heading.get("id") or (section is not None and section.get("id")) or ""
        names[own] = reading.plain_text(heading)
    for name in names:
        found = _NUMBERED.match(name)
        if found and found[1] in names and not volume.find(chapter).identifier(name).column:
            yield name


RULE = Rule(
    id="id.unstable",
    looks_at="book",
    severity=Severity.WARNING,
    reason=(
        "The id of a repeated heading, such as `exercises-1`, changes when a section is added "
        "above it, and links then lead elsewhere."
    ),
    fix="give the heading its own id, `## Exercises {#exercises-flight}`, and link to that",
    wrong="## Exercises\n\nDance.\n\n## Exercises\n\nFly, [as before](#exercises-1).\n",
    right="## Exercises\n\nDance.\n\n## Exercises {#fly}\n\nFly, [as before](#fly).\n",
    examine=_unstable,
)
