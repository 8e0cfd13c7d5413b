"""The `octavo` command, and `python -m octavo`, which is the same.

Every process that helps imports this module again, and needs nothing of the command line: so neither does this.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys


def main() -> None:
    """Run the command and end the process with its exit code."""
    gc.disable()  # importing makes no garbage
    code: list[int] = []
    atexit.register(_end, code)
    from octavo.cli import app

    gc.enable()
    try:
        app.main()
    except SystemExit as over:
        if isinstance(over.code, int):
            code.append(over.code)
        raise


def _end(code: list[int]) -> None:
    """End at once. This was the first to be registered, so all others that clear something away have done it.

    Python would take a book apart object by object before it lets go of the memory.
    """
    if code:
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
        except (OSError, ValueError):
            return  # Python has its own way to say so
        os._exit(code[0])


if __name__ == "__main__":
    main()
