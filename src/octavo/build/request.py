"""What is wanted of a run, for each of its publications."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octavo.build.baseline import Gate
    from octavo.build.observer import Observer
    from octavo.model.settings import RunOptions


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is wanted of a run, for each of its publications."""

    cwd: Path
    options: RunOptions
    observer: Observer
    gate: Gate
    """Whether findings keep a publication from being published."""
    examining: bool
    """Whether all rules examine the editions, and not only those that every build asks for."""
    is_alone: bool
    """Whether only one publication is built."""

    @property
    def output(self) -> Path:
        """The folder that editions are published in."""
        return (self.cwd / self.options.output).resolve()
