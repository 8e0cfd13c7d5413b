"""Rules about marks that readers would see as their author typed them."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="markup.leaked",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A mark that octavo does not read, such as one of another tool, is shown to readers as you typed it.",
        fix="write it in Markdown, or as code if readers are to see the mark itself",
        wrong="Bees ==dance== in {{ site.hive }}.\n\n:::tip Listen\nThey hum, too.\n:::\n",
        right='Bees [dance]{.mark} in the hive.\n\n::: {.tip title="Listen"}\nThey hum, too: `==hum==`.\n:::\n',
    ),
    Rule(
        id="note.missing",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="The mark of a note that does not exist is shown to readers exactly as you typed it.",
        fix="write the note, `[^1]: …`, or delete its mark",
        wrong="Bees dance.[^1]\n",
        right="Bees dance.[^1]\n\n[^1]: Most of them.\n",
    ),
    Rule(
        id="cite.no-bibliography",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Without a bibliography, a citation is shown to readers exactly as you typed it.",
        fix="name the bibliography, `bibliography: books.bib`, or write `\\@` if it is not a citation",
        wrong="Bees dance [@frisch1967].\n",
        right="Bees dance \\[@frisch1967\\], says @frisch.\n",
    ),
)
