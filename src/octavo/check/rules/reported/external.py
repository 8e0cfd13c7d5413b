"""Rules about external links, which `octavo check --external` tries."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="external.dead",
        looks_at="outside",
        severity=Severity.WARNING,
        reason=("Readers who follow the link find nothing, because the page or the whole server no longer exists."),
        fix="find the new URL, or remove the link",
    ),
    Rule(
        id="external.moved",
        looks_at="outside",
        severity=Severity.INFO,
        reason="The page has moved for good, so the old link may stop working.",
        fix="link to the new URL",
    ),
    Rule(
        id="external.unsure",
        looks_at="outside",
        severity=Severity.INFO,
        reason=(
            "The server does not answer, or does not answer programs, so octavo cannot tell whether the link works."
        ),
        fix="open the link in a browser",
    ),
    Rule(
        id="external.offline",
        looks_at="outside",
        severity=Severity.INFO,
        reason="Without a network, octavo cannot tell whether external links work.",
        fix="run the check again when you are online",
    ),
)
