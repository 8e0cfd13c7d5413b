"""One Markdown text as a book: print, EPUB and HTML that say the same thing.

`build`, `check` and `inspect` do what the commands of those names do; see `octavo.api`. The types of what they return,
and the errors that they raise, are imported when they are asked for: `import octavo` itself is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# The packages of these names are imported first, for the functions to take their places.
from octavo import build as _build_package  # noqa: F401
from octavo import check as _check_package  # noqa: F401
from octavo.api import Options, build, check, inspect

if TYPE_CHECKING:
    from octavo.build.observer import MadeEdition, Observer
    from octavo.build.outcome import Outcome
    from octavo.build.reading import Inspection
    from octavo.model.diagnostic import Diagnostic, Place, Severity
    from octavo.model.edition import BuildRecord, CheckRecord, EditionRecord
    from octavo.model.errors import MachineError, OctavoError, PublicationError, UsageError

__version__ = "0.1.0"

__all__ = [
    "BuildRecord",
    "CheckRecord",
    "Diagnostic",
    "EditionRecord",
    "Inspection",
    "MachineError",
    "MadeEdition",
    "Observer",
    "OctavoError",
    "Options",
    "Outcome",
    "Place",
    "PublicationError",
    "Severity",
    "UsageError",
    "__version__",
    "build",
    "check",
    "inspect",
]

_HOMES = {
    "octavo.build.observer": ("MadeEdition", "Observer"),
    "octavo.build.outcome": ("Outcome",),
    "octavo.build.reading": ("Inspection",),
    "octavo.model.diagnostic": ("Diagnostic", "Place", "Severity"),
    "octavo.model.edition": ("BuildRecord", "CheckRecord", "EditionRecord"),
    "octavo.model.errors": ("MachineError", "OctavoError", "PublicationError", "UsageError"),
}


def __getattr__(name: str) -> Any:
    """Import a type when it is asked for."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'octavo' has no attribute '{name}'")
