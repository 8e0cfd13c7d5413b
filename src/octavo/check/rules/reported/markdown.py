"""Rules about Markdown that is read as something else than it looks like."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="code.unclosed",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="All text after a fence that is never closed is typeset as code.",
        fix="close it with a line that has only the same signs",
        wrong="Text.\n\n```python\nprint(1)\n\nMore text.\n",
        right="Text.\n\n```python\nprint(1)\n```\n\nMore text.\n",
    ),
    Rule(
        id="heading.glued",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Without an empty line before it, a heading is printed as part of the paragraph, with its `#` signs.",
        fix="put an empty line before it, or write `\\#` for a plain sign",
        wrong="Bees dance.\n## How they dance {#how}\n\nText.\n",
        right="Bees dance.\n\n## How they dance {#how}\n\nText.\n",
    ),
    Rule(
        id="list.glued",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Without an empty line before it, a list is printed as part of the paragraph, with its hyphens or numbers.",
        fix="put an empty line before its first item",
        wrong="What bees gather:\n- nectar\n- pollen\n",
        right="What bees gather:\n\n- nectar\n- pollen\n",
    ),
    Rule(
        id="table.between-rules",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="Text directly between two lines of hyphens is a table without a head in Pandoc's Markdown.",
        fix="put empty lines after the first line and before the second one, or write `***`",
        wrong="Text.\n\n---\nBees dance.\n---\n\nMore text.\n",
        right="Text.\n\n---\n\nBees dance.\n\n---\n\nMore text.\n",
    ),
    Rule(
        id="table.extra-cells",
        looks_at="stage",
        severity=Severity.WARNING,
        reason="A row with more cells than the head has columns without a title, often because of a bar in its text.",
        fix="write `\\|` for a bar in a cell, or complete the head",
        wrong="| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
        right="| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n",
    ),
)
