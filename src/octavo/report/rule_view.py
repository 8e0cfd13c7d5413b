"""What reports need to know about a rule; the rules themselves are in `check/rules`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from octavo.model.diagnostic import Severity


class RuleView(Protocol):
    """A rule, as reports see it."""

    @property
    def severity(self) -> Severity: ...

    @property
    def reason(self) -> str: ...

    @property
    def fix(self) -> str: ...

    @property
    def on(self) -> bool: ...


Rules = Mapping[str, RuleView]
"""Rules by their ids, without those of outside validators."""


def reason(rule: RuleView) -> str:
    """Return why the rule exists, as a sentence, without references that only the guide can resolve."""
    return _sentence(rule.reason)


def fix(rule: RuleView) -> str:
    """Return how to fix a finding, as a sentence."""
    return _sentence(rule.fix)


def _sentence(text: str) -> str:
    text = re.sub(r"@sec-[\w-]+", "the guide", re.sub(r"\s*\(@sec-[\w-]+\)", "", text)).strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", ":")) else ".")
