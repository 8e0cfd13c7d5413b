"""The outside validators: each is a module here with a record `VALIDATOR`, and judges finished editions only.

To add one, write its module and name it in the record of a format (`model/formats.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from octavo.check.validators.finding import (
    NO_VERDICT,
    Available,
    Finding,
    Unavailable,
    UnavailableError,
    Validator,
    report_no_verdict,
)
from octavo.model.formats import VALIDATOR_NAMES

__all__ = ["NO_VERDICT", "VALIDATORS", "Available", "Finding", "Unavailable", "Validator", "judge"]


def _load(name: str) -> Validator:
    validator: Validator = import_module(f"{__name__}.{name}").VALIDATOR
    assert validator.name == name, f"{name}.py has the record of '{validator.name}'"
    return validator


VALIDATORS = tuple(sorted(map(_load, VALIDATOR_NAMES), key=lambda each: not each.is_slow))
"""In the order in which they are started: the slow ones first, so that the quick ones run meanwhile."""


def judge(validator: Validator, paths: Sequence[Path], seconds: float) -> list[Finding] | Unavailable:
    """Run a validator over some files for at most so many seconds.

    Returns what it found, or what it needs and does not have, where only running it showed that. Any other failure is a
    finding: validators are other people's programs, and may print anything.
    """
    try:
        return validator.run(paths, seconds)
    except UnavailableError as error:
        return error.unavailable
    except Exception as error:
        why = f"{type(error).__name__}: {' '.join(str(error).split())[:600]}"
        return report_no_verdict(paths, validator.label, why)
