"""What a run says as it goes on: one line that changes on a terminal, a line for each stage elsewhere, or nothing."""

from __future__ import annotations

import os
import sys
from types import TracebackType


class Progress:
    """Says what is being done, to standard error. Used as a context, so that a terminal is left clean."""

    def __init__(self, quiet: bool, verbose: bool) -> None:
        self.lively = (
            sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb" and not verbose
        )
        self.silent = quiet or not (self.lively or verbose)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def __call__(self, text: str) -> None:
        """Say what comes next."""
        if self.silent:
            return
        if self.lively:
            self._clear()
            sys.stderr.write(text[:78])
            sys.stderr.flush()
        else:
            print(text, file=sys.stderr)

    def _clear(self) -> None:
        if self.lively and not self.silent:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()


def colour(stream: object) -> bool:
    """Whether to write in colour (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and bool(getattr(stream, "isatty", lambda: False)())
