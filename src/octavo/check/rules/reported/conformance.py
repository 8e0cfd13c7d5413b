"""Rules about the accessibility that a publication claims."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

RULES = (
    Rule(
        id="conformance.withdrawn",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=(
            "A text with a picture without alt text, a table without header cells or a link without "
            "words does not conform to WCAG, so no edition claims it."
        ),
        fix="fix what the message names",
        wrong={
            "x.md": (
                "---\n"
                "title: Bees\n"
                "author: Ann Author\n"
                "lang: en\n"
                "octavo:\n"
                "  conformance:\n"
                "    certified-by: Ann Author\n"
                "  rules: {image.no-alt: off}\n"
                "---\n"
                "\n"
                "![](bee.svg)\n"
            ),
            "bee.svg": (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>\n'
            ),
        },
        right={
            "x.md": (
                "---\n"
                "title: Bees\n"
                "author: Ann Author\n"
                "lang: en\n"
                "octavo:\n"
                "  conformance:\n"
                "    certified-by: Ann Author\n"
                "---\n"
                "\n"
                "![A bee, seen from above](bee.svg)\n"
            ),
            "bee.svg": (
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>\n'
            ),
        },
    ),
    Rule(
        id="conformance.nobody",
        looks_at="stage",
        severity=Severity.WARNING,
        reason=("Readers cannot rely on a credential or a report unless they know who assessed the publication."),
        fix="name who assessed the publication as `certified-by`",
        wrong=(
            "---\n"
            "title: Bees\n"
            "author: Ann Author\n"
            "lang: en\n"
            "octavo:\n"
            "  conformance:\n"
            "    report: https://example.org/report\n"
            "---\n"
            "\n"
            "Bees dance.\n"
        ),
        right=(
            "---\n"
            "title: Bees\n"
            "author: Ann Author\n"
            "lang: en\n"
            "octavo:\n"
            "  conformance:\n"
            "    certified-by: Ann Author\n"
            "    report: https://example.org/report\n"
            "---\n"
            "\n"
            "Bees dance.\n"
        ),
    ),
    Rule(
        id="conformance.refuted",
        looks_at="outside",
        severity=Severity.ERROR,
        reason="An edition claims to conform to a standard, and a validator finds that it does not.",
        fix="fix what the validator reports, or remove `certified-by` until you have",
    ),
)
