"""The validators that a run asks for by name."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "check.absent",
        "edition",
        Severity.ERROR,
        "A check that was not made has not been passed: what '--require' names must be here.",
        "do what is said there, or 'octavo doctor'; or take the name away from '--require'",
    ),
    Rule(
        "check.unused",
        "edition",
        Severity.WARNING,
        "'--require' names a validator of a format that is not made: whoever wrote that will rely on it.",
        "have the format made too, by '--to', or take the name away from '--require'",
    ),
    Rule(
        "html.scrolls-sideways",
        "outside",
        Severity.WARNING,
        "On a narrow screen every line has to be shoved to and fro. Seen in Chromium, where axe is to be had.",
        "give what is too wide a place to break: a space, a soft hyphen; or a width of its own in a style sheet",
    ),
)
