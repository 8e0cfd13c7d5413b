"""Rules about laying out and printing."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="print.layout",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=("WeasyPrint, which lays out the pages, ignored something, usually CSS that it does not support."),
        fix="remove the CSS, or put it in a `@media screen` block if it is not for print",
    ),
    Rule(
        id="build.lost",
        looks_at="stage",
        severity=Severity.ERROR,
        reason=(
            "A chapter took longer than `limits: minutes` allows, or its worker process ended twice, "
            "for example for lack of memory."
        ),
        fix=("build again with fewer `--jobs`, split the chapter, or allow more time; finished work is kept"),
    ),
    Rule(
        id="print.unsettled",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "Page numbers still changed after six rounds of layout, so a page reference in print may be off by one."
        ),
        fix="make a text near the reference a line shorter or longer",
    ),
)
