"""Rules about the validators that a run requires, and one that Chromium checks."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="check.absent",
        looks_at="edition",
        severity=Severity.ERROR,
        reason=(
            "A check that did not run has not been passed, so a validator that `--require` names must be installed."
        ),
        fix="follow the message or `octavo doctor`, or remove the name from `--require`",
    ),
    Rule(
        id="check.unused",
        looks_at="edition",
        severity=Severity.WARNING,
        reason=("`--require` names a validator of a format that is not built, so the check you rely on did not run."),
        fix="build the format too, with `--to`, or remove the name from `--require`",
    ),
    Rule(
        id="html.scrolls-sideways",
        looks_at="outside",
        severity=Severity.WARNING,
        reason="On a narrow screen, as Chromium shows it, readers must scroll sideways to read each line.",
        fix=("give wide content a place to break, such as a space or a soft hyphen, or set its width in a style sheet"),
    ),
)
