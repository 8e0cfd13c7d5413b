"""The making of print."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "print.layout",
        "stage",
        Severity.WARNING,
        ("WeasyPrint, which lays out the pages, says that it passed over something, mostly CSS that it does not know."),
        "where it is CSS of yours, put it into a `@media screen` block, or leave it out",
    ),
    Rule(
        "build.lost",
        "stage",
        Severity.ERROR,
        (
            "Work at a chapter took longer than `limits: minutes` allows (@sec-keys), or ended the process "
            "that did it, twice: the machine was short of memory, say, or a Lua filter went round in "
            "circles."
        ),
        (
            "all other chapters were done, and need not be done again. Build with fewer `--jobs`, part the "
            "chapter, or allow more time"
        ),
    ),
    Rule(
        "print.unsettled",
        "stage",
        Severity.WARNING,
        "After six rounds, page numbers still change, each change causing the next.",
        ("print is right but for a reference that may be a page off. Shorten or lengthen a text near it by a line"),
    ),
)
