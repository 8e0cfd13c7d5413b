"""The making of print."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "print.layout",
        "stage",
        Severity.WARNING,
        "WeasyPrint, which lays out the pages, passed over something, mostly CSS that it does not know.",
        "put CSS of yours that is not for print into a `@media screen` block, or leave it out",
    ),
    Rule(
        "build.lost",
        "stage",
        Severity.ERROR,
        "Work at a chapter took longer than `limits: minutes` allows, or ended its process twice, for want of memory, say.",
        "build again with fewer `--jobs`, part the chapter, or allow more time; what was done is kept",
    ),
    Rule(
        "print.unsettled",
        "stage",
        Severity.WARNING,
        "Page numbers still change after six rounds, so a reference in print may be a page off.",
        "shorten or lengthen a text near it by a line",
    ),
)
