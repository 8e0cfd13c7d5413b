"""What `octavo check --external` has to say of links to other places on the web."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        "external.dead",
        "outside",
        Severity.WARNING,
        "There is nothing at the address any more, or no such server.",
        "find out where it has gone, or leave the link out",
    ),
    Rule(
        "external.moved",
        "outside",
        Severity.INFO,
        "The server says that the address has changed for good. The old one may stop working.",
        "write the new one",
    ),
    Rule(
        "external.unsure",
        "outside",
        Severity.INFO,
        "The server does not answer, or not to a program. That says nothing of the link.",
        "look yourself",
    ),
    Rule(
        "external.offline",
        "outside",
        Severity.INFO,
        "Without a network nothing can be said of links to other places.",
        "try again where there is one",
    ),
)
