"""The installed distributions that octavo depends on, directly or through others, or that extend it, with versions.

This is asked by builds that find nothing to do, so it does not use `importlib.metadata`, which would parse whole
descriptions: names and versions are those of the folders that installers leave, and only the `Requires-Dist` lines of
the distributions in question are read.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRAS = re.compile(r"\[([^\]]*)\]")
_METADATA_FOLDERS = (".dist-info", ".egg-info", "egg-info")
_ONLY_FOR = re.compile(r"""\bextra\s*==\s*["']([^"']+)["']""")


def versions(of: str = "octavo", path: Sequence[str] | None = None) -> dict[str, str]:
    """Return the version of every installed distribution that one depends on, by its normalized name.

    All its own extras count; of others those that are asked for. Other markers are ignored: what is installed counts.
    Distributions with entry points of it, such as rules, count too. Where the distribution itself is not installed, as
    octavo may be run from its source, every distribution counts.
    `path` is where modules are looked for, `sys.path` unless given.
    """
    installed = _installed(sys.path if path is None else path)
    if of not in installed:
        return {name: version for name, (version, _) in installed.items()}
    found = {name: version for name, (version, folder) in installed.items() if _extends(folder, of)}
    seen: set[tuple[str, frozenset[str] | None]] = set()
    waiting: list[tuple[str, frozenset[str] | None]] = [(of, None)]
    while waiting:
        name, extras = waiting.pop()
        if name not in installed or (name, extras) in seen:
            continue
        seen.add((name, extras))
        version, folder = installed[name]
        if name != of:
            found[name] = version
        for requirement in _requirements(folder):
            for_extra = _ONLY_FOR.search(requirement)
            if for_extra is None or extras is None or for_extra[1].lower() in extras:
                waiting.append(_required(requirement))
    return found


def _extends(folder: str, of: str) -> bool:
    """Return whether a distribution has entry points in a group of another (`octavo.rules`)."""
    return f"[{of}." in _entry_points(folder)


def may_have_entry_points(group: str, path: Sequence[str] | None = None) -> bool:
    """Return whether a distribution may have entry points in a group (`octavo.layouts`); False is certain.

    `path` is where modules are looked for, `sys.path` unless given.
    """
    for folder in sys.path if path is None else path:
        try:
            entries = list(os.scandir(folder or "."))
        except NotADirectoryError:
            return True  # an archive: importlib.metadata can look into it
        except OSError:
            continue
        places = [entry.path for entry in entries if entry.name.lower().endswith(_METADATA_FOLDERS)]
        if any(f"[{group}]" in _entry_points(place) for place in places):
            return True
    return False


def _entry_points(folder: str) -> str:
    with suppress(OSError):
        return Path(folder, "entry_points.txt").read_text(encoding="utf-8", errors="replace")
    return ""


def _required(requirement: str) -> tuple[str, frozenset[str]]:
    """Return the distribution that a requirement (PEP 508) names, and the extras of it that are asked for."""
    named, asked = _NAME.match(requirement), _EXTRAS.search(requirement.partition(";")[0])
    extras = frozenset(each.strip().lower() for each in asked[1].split(",")) if asked else frozenset[str]()
    return normalized(named[0] if named else ""), extras


def normalized(name: str) -> str:
    """Return the name of a distribution as all its spellings are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _installed(path: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return version and metadata folder of each distribution; the first one on the path counts, as for imports."""
    found: dict[str, tuple[str, str]] = {}
    for folder in path:
        with suppress(OSError):
            for entry in os.scandir(folder or "."):
                if entry.name.endswith(".dist-info"):
                    name, _, version = entry.name.removesuffix(".dist-info").rpartition("-")
                    found.setdefault(normalized(name), (version, entry.path))
    return found


def _requirements(folder: str) -> Iterator[str]:
    with suppress(OSError), Path(folder, "METADATA").open(encoding="utf-8", errors="replace") as file:
        for line in file:
            if not line.strip():
                return  # the description follows
            if line.startswith("Requires-Dist:"):
                yield line.removeprefix("Requires-Dist:").strip()
