"""What a publication says of its accessibility, and what speaks against that."""

from __future__ import annotations

from octavo.check.rules.rule import Rule
from octavo.model.diagnostic import Severity

_CLAIM = "---\ntitle: Bees\nauthor: Ann Author\nlang: en\noctavo:\n  conformance:\n    "
RULES = (
    Rule(
        "conformance.withdrawn",
        "stage",
        Severity.WARNING,
        "A text in which a picture says nothing, a table has no head or a link no words does not conform to WCAG, "
        "whoever has assessed it: no edition claims so.",
        "mend what is named",
        wrong={
            "x.md": f"{_CLAIM}certified-by: Ann Author\n  rules: {{image.no-alt: off}}\n---\n\n![](bee.svg)\n",
            "bee.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>\n',
        },
        right={
            "x.md": f"{_CLAIM}certified-by: Ann Author\n---\n\n![A bee, seen from above](bee.svg)\n",
            "bee.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="3"/></svg>\n',
        },
    ),
    Rule(
        "conformance.nobody",
        "stage",
        Severity.WARNING,
        "A credential or a report is somebody's, and nobody is named.",
        "name who has assessed the publication, as `certified-by`",
        wrong={"x.md": f"{_CLAIM}report: https://example.org/report\n---\n\nBees dance.\n"},
        right={
            "x.md": f"{_CLAIM}certified-by: Ann Author\n    report: https://example.org/report\n---\n\nBees dance.\n"
        },
    ),
    Rule(
        "conformance.refuted",
        "outside",
        Severity.ERROR,
        "An edition says that it conforms, and a validator finds that it does not.",
        "mend what the validator names, or take `certified-by` away until that is done",
    ),
)
