"""What finished editions claim about their accessibility, compared with what the validators found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from octavo.check import validators
from octavo.check.readers import load_reader
from octavo.model.diagnostic import REPORT_BUG, Diagnostic, Place, Severity, error
from octavo.model.formats import Format


def refute(format: Format, edition: Path, found: Iterable[Diagnostic], place: Place) -> list[Diagnostic]:
    """Report each validator whose errors contradict what an edition claims; nothing where it claims nothing."""
    judges = {each.name: each for each in validators.VALIDATORS if format in each.formats and each.refutes_claims}
    rules = (each.rule.split(".", 1) for each in found if each.edition == format and each.severity is Severity.ERROR)
    errors = Counter(name for name, what in rules if name in judges and what not in validators.NO_VERDICT)
    if not errors or not (claim := claim_of(format, edition)):
        return []
    # The author vouches for other editions; what a PDF claims octavo has checked.
    hint = "fix what it reports, or remove octavo.conformance.certified-by until that is done"
    return [
        error(
            "conformance.refuted",
            f"the {format.label} claims {claim}; {judges[name].label} finds {_count(number)}",
            place,
            REPORT_BUG if format is Format.PDF else hint,
            format,
        )
        for name, number in errors.items()
    ]


def claim_of(format: Format, edition: Path) -> str:
    """Return what an edition claims to conform to, in words; empty if it claims nothing."""
    paths = sorted(edition.parent.rglob(f"*{edition.suffix}")) if format.is_folder else [edition]
    return load_reader(format).find_claim(paths)


def _count(errors: int) -> str:
    return "an error" if errors == 1 else f"{errors} errors"
