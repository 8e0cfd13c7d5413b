"""What a run says as it goes on: one line that changes on a terminal, a line for each stage elsewhere, or nothing."""

from __future__ import annotations

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from octavo.build.observer import MadeEdition

_WIDTH = 20
"""Characters of a bar."""
_NOISE = 0.05
"""Seconds below which no stage is worth naming."""
_FEW = 4
"""Jobs from which on a bar is worth drawing."""


class Progress:
    """Says what is being done, to standard error. Used as a context, so that a terminal is left clean.

    With `verbose` it says at the end where the time went, by stage.
    """

    def __init__(self, quiet: bool, verbose: bool) -> None:
        self.lively = (
            sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb" and not verbose
        )
        self.silent = quiet or not (self.lively or verbose)
        self._stage, self._began = "", time.monotonic()
        self._round, self._done = 1, 0
        self._took: dict[str, float] = {}

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()
        self._end_stage()
        if not self.silent and not self.lively:
            for stage, seconds in self._took.items():
                if seconds >= _NOISE:
                    print(f"{seconds:8.2f} s  {stage}", file=sys.stderr)

    def stage(self, text: str) -> None:
        """Say what comes next."""
        self._end_stage()
        self._stage, self._round, self._done = text, 1, 0
        if self.silent:
            return
        if self.lively:
            self._write(text)
        else:
            print(text, file=sys.stderr)

    def progress(self, done: int, total: int, seconds_left: float | None) -> None:
        """Say how far the jobs of this stage are, and how many seconds are left.

        Where that is not known, it is what the rest will take if it goes on like this.
        """
        if not self.lively or self.silent or total < _FEW:
            return
        if done < self._done:  # the same stage has more jobs after these, of which nobody knew
            self._round += 1
            self._began = time.monotonic() if seconds_left is None else self._began
        self._done = done
        bar = "#" * (_WIDTH * done // total)
        left = seconds_left
        if left is None:
            left = (time.monotonic() - self._began) / done * (total - done)
        name = self._stage if self._round == 1 else f"{self._stage}, step {self._round}"
        self._write(f"{name} [{bar:.<{_WIDTH}}] {done} of {total}, {max(left, 1):.0f} s left")

    def edition_made(self, made: MadeEdition) -> None:
        """Show nothing: the list of editions comes at the end."""

    def _end_stage(self) -> None:
        now = time.monotonic()
        if self._stage:
            self._took[self._stage] = self._took.get(self._stage, 0.0) + now - self._began
        self._began = now

    def _write(self, text: str) -> None:
        self._clear()
        sys.stderr.write(text[:78])
        sys.stderr.flush()

    def _clear(self) -> None:
        if self.lively and not self.silent:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
