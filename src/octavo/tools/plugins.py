"""What other installed packages add to octavo, by the entry points that they declare.

A package declares an entry point whose value is a module, in one group for each thing that can be added
(`octavo.layouts`). Importing such a module runs its code: ask for plug-ins only where the author trusts the text and
everything that is installed.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from octavo.model.errors import MachineError
from octavo.tools import distributions


@dataclass(frozen=True, slots=True)
class Plugin:
    """A module of another package. `distribution` is the package's name and version."""

    name: str
    module: str
    distribution: str


def find(group: str) -> list[Plugin]:
    """Return the plug-ins of a group, sorted by name. Reads the metadata of packages and imports nothing."""
    if not distributions.may_have_entry_points(group):
        return []  # which is usual: importlib.metadata takes long to import
    from importlib.metadata import entry_points

    found = [
        Plugin(point.name, point.module, f"{point.dist.name} {point.dist.version}" if point.dist else "")
        for point in entry_points(group=group)
    ]
    return sorted(found, key=lambda plugin: (plugin.name, plugin.module))


def load(plugin: Plugin) -> ModuleType:
    """Import the module of a plug-in. Raises `MachineError` where that fails."""
    try:
        return import_module(plugin.module)
    except Exception as problem:
        message = f"the plug-in '{plugin.name}' of {plugin.distribution or 'an unknown package'} cannot be loaded"
        raise MachineError(f"{message}: {problem}", "repair or uninstall that package") from problem
