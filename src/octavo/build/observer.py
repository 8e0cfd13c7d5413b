"""What a run reports while it goes on: what it does, how far it is, and which editions are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from octavo.model.edition import Edition


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """An edition that is made and not yet published."""

    file_name: str
    """The path that it will have in the output folder."""
    edition: Edition
    minutes: float
    """How long a validator may take over it."""
    formats: tuple[str, ...] = ()
    """All formats made in this run, where that is known: when only one publication is built."""


class Observer(Protocol):
    """Someone who watches a run. The methods return at once; `edition_made` may be called in another thread."""

    def stage(self, text: str) -> None:
        """Say what is being done now, or a line about it."""

    def progress(self, done: int, total: int, seconds_left: float | None) -> None:
        """Say how many jobs of this stage are done, and the seconds that the rest will take, where that is known."""

    def edition_made(self, made: MadeEdition) -> None:
        """Say that an edition is made; once for each edition."""


class SilentObserver:
    """An observer that does nothing."""

    def stage(self, text: str) -> None:
        """Ignore it."""

    def progress(self, done: int, total: int, seconds_left: float | None) -> None:
        """Ignore it."""

    def edition_made(self, made: MadeEdition) -> None:
        """Ignore it."""


SILENT = SilentObserver()
