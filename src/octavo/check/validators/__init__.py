"""The outside validators, one module each. They judge a finished file, and do not know how it was made."""

from __future__ import annotations

from octavo.check.validators import ace, axe, epubcheck, verapdf, vnu
from octavo.check.validators.finding import Finding, Found, Missing, Validator

VALIDATORS: tuple[Validator, ...] = (epubcheck, ace, vnu, axe, verapdf)

__all__ = ["VALIDATORS", "Finding", "Found", "Missing", "Validator"]
