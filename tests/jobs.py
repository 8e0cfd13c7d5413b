"""What tests have processes beside them do: they must find it by a name."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from octavo.model.errors import MachineError
from octavo.model.jobs import step


@dataclass(frozen=True, slots=True)
class Job:
    name: str
    seconds: float = 0.0


def who(_job: object) -> int:
    return os.getpid()


@step("test: tells its process")
def tells_its_process(_job: object) -> int:
    return os.getpid()


@step("test: tells its process, with a picture", opens_pictures=True)
def tells_its_process_from_a_picture(_job: object) -> int:
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
