"""What tests have processes beside them do: they must find it by a name."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from octavo.model.errors import MachineError


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    seconds: float = 0.0


def who(_job: Job) -> int:
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
