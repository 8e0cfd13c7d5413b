"""What tests have processes beside them do: they must find it by a name."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from octavo.model.errors import MachineError


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Due:
    """A job of the pipeline's, with the function that does it."""

    function: Callable[[Any], Any]


def who(_job: object) -> int:
    return os.getpid()


def fails(job: Job) -> str:
    raise MachineError(f"no {job.name}", "buy one")


def dies(job: Job) -> str:
    if job.name == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return job.name


def sleeps(job: Job) -> str:
    time.sleep(90 if job.name == "slow" else 0)
    return job.name
