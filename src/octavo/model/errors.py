"""The errors that stop octavo. What is wrong with a publication is a diagnostic instead.

OctavoError
├── UsageError      the command was called wrongly
├── MachineError    this machine lacks something: a library, disk space, permission to write
├── LostJobsError   jobs whose processes died or took too long; carries these jobs
└── PublicationError  a publication cannot even be read; carries its diagnostics
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from octavo.model.diagnostic import Diagnostic


class OctavoError(Exception):
    """`str()` says what is wrong; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(OctavoError):
    """The command was called wrongly."""


class MachineError(OctavoError):
    """This machine lacks something."""


@dataclass(frozen=True, slots=True)
class LostJob:
    """A job without a result; `why` continues a sentence that begins with what the job is about."""

    job: Any
    why: str


class LostJobsError(OctavoError):
    """Some jobs have no result, because their processes died or took too long. All others were done."""

    def __init__(self, lost: tuple[LostJob, ...]) -> None:
        super().__init__("; ".join(each.why for each in lost))
        self.lost = lost


class PublicationError(OctavoError):
    """A publication cannot be read far enough to go on; `diagnostics` say why."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics
