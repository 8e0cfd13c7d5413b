"""What the command ends with."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit statuses of `octavo`. Scripts rely on them."""

    DONE = 0
    PUBLICATION = 1
    USAGE = 2
    MACHINE = 3
    BUG = 4
    INTERRUPTED = 130
