"""What a validator is, and what it returns. How much its findings count is decided elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from octavo.model.formats import Format
from octavo.tools.process import ProcessResult

Severity = Literal["error", "warning", "info"]
NO_VERDICT = ("gave-up", "timed-out")
"""The ids of findings that say that the validator came to no verdict."""
DEFAULT_SECONDS = 600.0
"""How long a validator may take where the caller does not say."""
_ERROR_LINE = re.compile(r"^.*\b(?:\w*Error|\w*Exception|fatal)\b.*$", re.MULTILINE | re.IGNORECASE)
"""The line of the output that names the error."""


@dataclass(frozen=True, slots=True)
class EditionPlace:
    """A place in an edition: a file within it (an EPUB's), and a line and column from 1, or a CSS selector.

    In a PDF it is the number of an object, which is an element of the structure tree, and the index of a page, from 0.
    """

    file: str = ""
    line: int = 0
    column: int = 0
    selector: str = ""
    number: int = 0
    page: int = -1

    @property
    def is_in_pdf(self) -> bool:
        """Whether it is a place in a PDF."""
        return self.number > 0 or self.page >= 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a validator reports about one file; `location` is a place within it, in the validator's words."""

    path: Path
    severity: Severity
    id: str
    message: str
    location: str = ""
    spot: EditionPlace | None = None


@dataclass(frozen=True, slots=True)
class Available:
    """The validator can run here, in this version; `depends_on` says what else its verdicts depend on."""

    version: str
    depends_on: str = ""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The validator cannot run here: why, and the command that fixes it."""

    reason: str
    fix: str = ""


class UnavailableError(Exception):
    """Something that a validator needs is missing or too old, and only running the validator showed it."""

    def __init__(self, unavailable: Unavailable) -> None:
        super().__init__(unavailable.reason)
        self.unavailable = unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class Validator:
    """An outside validator: the record `VALIDATOR` of its module."""

    name: str
    """The name of its module, of `--require`, and of the family of its rules (`epubcheck.RSC-005`)."""
    label: str
    """What messages call it."""
    find: Callable[[], Available | Unavailable]
    """Whether it can run here. This only looks at files, and starts no program."""
    run: Callable[[Sequence[Path], float], list[Finding]]
    """Validate files of one of its formats, in at most so many seconds.

    A file that it comes to no verdict on has a finding of severity error whose id is in `NO_VERDICT`. Raises
    `UnavailableError`.
    """
    takes_many: bool = False
    """Whether many files in one run are quicker than one run each."""
    is_slow: bool = False
    """Whether it takes so long over a book that it is started before the others."""
    refutes_claims: bool = True
    """Whether its errors contradict an edition that claims to be accessible."""

    @property
    def formats(self) -> tuple[Format, ...]:
        """The formats that it can judge."""
        return tuple(format for format in Format if self.name in format.validators)


def report_no_verdict(paths: Iterable[Path], label: str, why: ProcessResult | str) -> list[Finding]:
    """Return an error for each file that a validator came to no verdict on: that must never look like a pass."""
    if isinstance(why, ProcessResult) and why.timed_out:
        return [Finding(path, "error", "timed-out", f"{label} took too long and was stopped") for path in paths]
    if isinstance(why, ProcessResult):
        ending = f"signal {-why.code}" if why.code < 0 else f"status {why.code}"
        output = why.stderr.strip() or why.stdout.strip()
        line = _ERROR_LINE.search(output)
        why = f"{ending}: {' '.join((line[0] if line else output[-600:]).split())[:600]}".removesuffix(": ")
    return [Finding(path, "error", "gave-up", f"{label} ended without a verdict ({why})") for path in paths]
