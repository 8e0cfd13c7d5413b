"""The outside validators, one module each. They judge a finished file, and do not know how it was made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from octavo.check.validators import ace, axe, epubcheck, verapdf, vnu
from octavo.check.validators.finding import NO_VERDICT, AbsentError, Available, Finding, Unavailable, Validator, gave_up

VALIDATORS: tuple[Validator, ...] = (verapdf, ace, axe, epubcheck, vnu)
"""Those that take longest first: in this order they are begun."""

__all__ = ["NO_VERDICT", "VALIDATORS", "Available", "Finding", "Unavailable", "Validator", "judge"]


def judge(validator: Validator, paths: Sequence[Path], seconds: float) -> list[Finding] | Unavailable:
    """What a validator says of some files in so many seconds; or what of it was missed when it ran.

    However it breaks down, that is a finding: it is somebody else's program, and may print anything.
    """
    try:
        return validator.run(paths, seconds)
    except AbsentError as absent:
        return absent.missing
    except Exception as wrong:
        return gave_up(paths, validator.NAME, f"{type(wrong).__name__}: {' '.join(str(wrong).split())[:600]}")
