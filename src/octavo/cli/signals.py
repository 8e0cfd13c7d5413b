"""What Ctrl-C does: it ends the command soon, cleanly, and from whatever thread or import it interrupts."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import tempfile
import time
from types import FrameType

from octavo.cli.exit import Exit

_PATIENCE = 3
"""Seconds after which an interrupted command is ended, whatever it waits for."""


def handle_interrupts() -> None:
    """Take over Ctrl-C, unless the program that started octavo ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
        _wake_main_thread()


def was_interrupted(error: BaseException | None) -> bool:
    """Return whether an error came only from cleaning up after a Ctrl-C, where Python may close a file twice."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__cause__ or error.__context__
    return False


def _wake_main_thread() -> None:
    """Make sure that the main thread notices a Ctrl-C that the system has delivered to another thread.

    Python raises it in the main thread only, which may be waiting for a lock meanwhile, and forever.
    """
    if not hasattr(signal, "pthread_kill"):
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.signal(signal.SIGURG, lambda _number, _frame: None)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)

    def wake(main: int) -> None:
        while number := os.read(reading, 1):
            if number[0] == signal.SIGINT:
                time.sleep(0.1)
                signal.pthread_kill(main, signal.SIGURG)

    _thread.start_new_thread(wake, (_thread.get_ident(),))


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise KeyboardInterrupt, but never inside Python's own import code, or while a temporary folder is made.

    Other threads import too: an import lock that is left half taken or half released would stop them, and the end of
    this process, forever. And a folder that has just been made, and has no owner yet, would be left behind.
    """
    _thread.start_new_thread(_end_at_last, ())
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib") or frame.f_code.co_filename == tempfile.__file__:
            _thread.start_new_thread(_raise_later, (number,))
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _end_at_last() -> None:
    """End everything, whatever it waits for: an interrupted import may have left another one waiting forever."""
    time.sleep(_PATIENCE)
    processes = sys.modules.get("multiprocessing")
    for process in processes.active_children() if processes else ():
        process.kill()
    os.write(2, b"octavo: interrupted\n")
    os._exit(Exit.INTERRUPTED)


def _raise_later(number: int) -> None:
    time.sleep(0.01)
    signal.raise_signal(number)
