"""The table of layouts: a layout turns the files of an author into a publication.

Each layout is a module here that defines `LAYOUT`. There is no other list of them: discovery, the command, the schemas
and the tests all read this table. Every build does, so these modules import little; the code that reads publications
is in `layout_readers`. Other packages add layouts by entry points in the group `octavo.layouts`, each of which names a
module with a `LAYOUT` and, where its texts have a Markdown of their own, a `DIALECT`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from octavo.model.errors import MachineError
from octavo.source.layouts.layout import Layout, Read, Signs, read_by

if TYPE_CHECKING:
    from pathlib import Path

    from octavo.model.diagnostic import Diagnostic
    from octavo.model.publication import Publication
    from octavo.source.discover import FoundSource
    from octavo.source.header import HeaderValues

__all__ = [
    "PLUGINS",
    "Layout",
    "Read",
    "Signs",
    "dialects",
    "is_foreign",
    "names",
    "of_dialect",
    "read",
    "read_by",
    "table",
]

PLUGINS = "octavo.layouts"
"""The group of entry points that other packages use."""


def names() -> list[str]:
    """Return the names of octavo's own layouts in alphabetical order, without importing their modules."""
    return sorted(module.name for module in iter_modules(__path__) if module.name != "layout")


@cache
def table(trusted: bool = False) -> Mapping[str, Layout]:
    """Return the layouts by name, in the order in which they are tried.

    Those of other packages are loaded for `trusted` texts only. Raises `MachineError` where one cannot be used.
    """
    found: list[Layout] = [import_module(f"{__name__}.{name}").LAYOUT for name in names()]
    if trusted:
        found += _of_plugins()
    by_name: dict[str, Layout] = {}
    for layout in sorted(found, key=lambda layout: (layout.rank, layout.kind)):
        if layout.kind in by_name:
            message = f"there are two layouts called '{layout.kind}'"
            raise MachineError(message, "uninstall the package that adds the second one")
        by_name[layout.kind] = layout
    return by_name


def _of_plugins() -> Iterable[Layout]:
    from octavo.tools import plugins

    for plugin in plugins.find(PLUGINS):
        layout = getattr(plugins.load(plugin), "LAYOUT", None)
        if not isinstance(layout, Layout):
            message = f"the plug-in '{plugin.name}' of {plugin.distribution} has no LAYOUT"
            raise MachineError(message, "repair or uninstall that package")
        yield replace(layout, plugin=plugin)


def is_foreign(kind: str) -> bool:
    """Return whether a layout belongs to another tool; all those of plug-ins do."""
    layout = table().get(kind)
    return layout is None or layout.is_foreign


def of_dialect(name: str) -> Layout | None:
    """Return the layout whose texts are in a dialect, if there is one."""
    return next((layout for layout in table().values() if layout.dialect == name), None)


def dialects() -> list[str]:
    """Return the names of the dialects that octavo's own layouts have."""
    return [layout.dialect for layout in table().values() if layout.dialect]


def read(
    found: FoundSource, cwd: Path, defaults: HeaderValues | None = None, trusted: bool = False
) -> tuple[Publication | None, list[Diagnostic]]:
    """Read a publication by the layout that it was found to have; `trusted` as for `table`."""
    from octavo.source import header, language_guess

    layout = table(trusted)[found.kind]
    publication, diagnostics = layout.read(found, cwd, header.NOTHING if defaults is None else defaults)
    if publication is None:
        return None, diagnostics
    return language_guess.assume(_mark_plugin(publication, layout), diagnostics)


def _mark_plugin(publication: Publication, layout: Layout) -> Publication:
    """Record in the dialect of each chapter which package prepares it."""
    plugin = layout.plugin
    if plugin is None or not hasattr(import_module(plugin.module), "DIALECT"):
        return publication
    chapters = [
        replace(chapter, dialect=replace(chapter.dialect, plugin=(plugin.module, plugin.distribution)))
        if chapter.dialect is not None and chapter.dialect.tool == layout.dialect
        else chapter
        for chapter in publication.chapters
    ]
    return replace(publication, chapters=tuple(chapters))
