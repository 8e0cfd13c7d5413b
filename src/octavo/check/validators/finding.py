"""What a validator is, and what it says. What their word is worth is left to others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from octavo.tools.process import Ran

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a validator says of one file; `location` is a place within the file, in the validator's words."""

    path: Path
    severity: Severity
    id: str
    message: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The validator is here, in this version."""

    version: str


@dataclass(frozen=True, slots=True)
class Missing:
    """The validator cannot run here: why, and the command that mends it."""

    reason: str
    mend: str = ""


class Validator(Protocol):
    """A module of this package."""

    @property
    def NAME(self) -> str: ...  # noqa: N802

    @property
    def FORMATS(self) -> tuple[str, ...]: ...  # noqa: N802

    def find(self) -> Found | Missing:
        """Whether the validator can run here. Cheap: it looks, it does not start anything slow."""

    def run(self, paths: Sequence[Path]) -> list[Finding]:
        """Validate files of one of `FORMATS`. Not to come to an end is a finding of severity error."""


def gave_up(path: Path, name: str, ran: Ran) -> Finding:
    """What is said where a validator ended without a verdict: that must never look like a good one."""
    if ran.timed_out:
        return Finding(path, "error", "timed-out", f"{name} took too long and was stopped")
    last = (ran.stderr.strip() or ran.stdout.strip())[-600:]
    return Finding(path, "error", "gave-up", f"{name} ended without a verdict (status {ran.code}): {last}")
