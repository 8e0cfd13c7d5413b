"""Note marks and citations that have no target, and are shown as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.check.rules.rule import Flaw, Rule
from octavo.check.rules.views import SetChapter
from octavo.model import reading
from octavo.model.diagnostic import Severity

_CALL = re.compile(r"\[\^([^\s\[\]^]{1,40})\]")


def _notes(chapter: SetChapter) -> Iterator[Flaw]:
    counts: dict[str, int] = {}
    for passage in chapter.passages:
        for found in _CALL.finditer(passage.text):
            nth = counts[found[1]] = counts.get(found[1], -1) + 1
            yield Flaw(f"there is no note '{found[1]}'", chapter.find.footnote(found[1], nth))


def _works(chapter: SetChapter) -> Iterator[Flaw]:
    counts: dict[str, int] = {}
    if chapter.publication.metadata.bibliography:
        return  # what is not in it is reported on every build
    for span in chapter.article.iter("span"):
        if "citation" in reading.classes(span) and "".join(map(str, span.itertext())).startswith("["):
            key = span.get("data-cites", "").split(" ")[0]
            nth = counts[key] = counts.get(key, -1) + 1
            yield Flaw(f"'{key}' is cited, but there is no bibliography", chapter.find.citation(key, nth))


RULES = (
    Rule(
        id="note.missing",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason="The mark of a note that does not exist is shown to readers exactly as you typed it.",
        fix="write the note, `[^1]: …`, or delete its mark",
        wrong="Bees dance.[^1]\n",
        right="Bees dance.[^1]\n\n[^1]: Most of them.\n",
        examine=_notes,
    ),
    Rule(
        id="cite.no-bibliography",
        looks_at="chapter",
        severity=Severity.WARNING,
        reason="Without a bibliography, a citation is shown to readers exactly as you typed it.",
        fix="name the bibliography, `bibliography: books.bib`, or write `\\@` if it is not a citation",
        wrong="Bees dance [@frisch1967].\n",
        right="Bees dance \\[@frisch1967\\], says @frisch.\n",
        examine=_works,
    ),
)
