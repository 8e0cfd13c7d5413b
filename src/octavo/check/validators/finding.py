"""What a validator is, and what it says. What their word is worth is left to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from octavo.tools.process import ProcessResult

Severity = Literal["error", "warning", "info"]
NO_VERDICT = ("gave-up", "timed-out")
"""What a finding is called that says: the validator has come to no verdict."""
_TELLING = re.compile(r"^.*\b(?:\w*Error|\w*Exception|fatal)\b.*$", re.MULTILINE | re.IGNORECASE)
"""The line of a program's last words that says what was wrong."""
PATIENCE = 600.0
"""Seconds that a validator may take, where nothing is said."""


@dataclass(frozen=True, slots=True)
class EditionPlace:
    """A place in an edition: a file within it (an EPUB's), and a line and column from 1, or a CSS selector.

    Of a PDF it is the number of an object, an element of its structure, and the index of a page, from 0.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    selector: str = ""
    number: int = 0
    page: int = -1

    @property
    def in_print(self) -> bool:
        """Whether it is a place in a PDF."""
        return self.number > 0 or self.page >= 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a validator says of one file; `location` is a place within the file, in the validator's words."""

    path: Path
    severity: Severity
    id: str
    message: str
    location: str = ""
    spot: EditionPlace | None = None


@dataclass(frozen=True, slots=True)
class Available:
    """The validator is here, in this version; `beside` says what else its verdicts depend on."""

    version: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The validator cannot run here: why, and the command that mends it."""

    reason: str
    fix: str = ""


class AbsentError(Exception):
    """What only running a validator showed: something that it needs is not here, or is too old."""

    def __init__(self, missing: Unavailable) -> None:
        super().__init__(missing.reason)
        self.missing = missing


class Validator(Protocol):
    """A module of this package."""

    @property
    def NAME(self) -> str: ...  # noqa: N802

    @property
    def FORMATS(self) -> tuple[str, ...]: ...  # noqa: N802

    @property
    def AT_ONCE(self) -> bool:  # noqa: N802
        """Whether many editions are quicker given to it in one go."""

    def find(self) -> Available | Unavailable:
        """Whether the validator can run here. It looks at files alone, and starts no program."""

    def run(self, paths: Sequence[Path], seconds: float = PATIENCE) -> list[Finding]:
        """Validate files of one of `FORMATS`, in so many seconds.

        Not to come to a verdict is a finding of severity error, named in `NO_VERDICT`. Raises `AbsentError`.
        """


def gave_up(paths: Iterable[Path], name: str, why: ProcessResult | str) -> list[Finding]:
    """What is said where a validator ended without a verdict: that must never look like a good one."""
    if isinstance(why, ProcessResult) and why.timed_out:
        return [Finding(path, "error", "timed-out", f"{name} took too long and was stopped") for path in paths]
    if isinstance(why, ProcessResult):
        how = f"signal {-why.code}" if why.code < 0 else f"status {why.code}"
        said = why.stderr.strip() or why.stdout.strip()
        telling = _TELLING.search(said)
        why = f"{how}: {' '.join((telling[0] if telling else said[-600:]).split())[:600]}".removesuffix(": ")
    return [Finding(path, "error", "gave-up", f"{name} ended without a verdict ({why})") for path in paths]
