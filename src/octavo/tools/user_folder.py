"""The folder for what this user's octavo installs for itself: the validators that come from package registries.

It is one for each version of Python, because a package can be built for one only.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path


def data() -> Path:
    """Return the folder for octavo's data: `OCTAVO_DATA`, else where this system keeps such data. It need not exist."""
    if chosen := os.environ.get("OCTAVO_DATA"):
        return Path(chosen).absolute()
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "octavo"
    base = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".local" / "share") / "octavo"


def validators() -> Path:
    """Return the folder with the validators for this Python."""
    return data() / f"validators-{sys.implementation.cache_tag}"


def python_packages() -> Path:
    """Return the folder with the validators that are Python packages."""
    return validators() / "python"


def node_modules() -> Path:
    """Return the folder with the validators that are npm packages."""
    return validators() / "node_modules"


def command(*arguments: str) -> str:
    """Return the command line that calls this installation of octavo, as one can type it."""
    found = shutil.which("octavo")
    is_this = found is not None and Path(found).parent.samefile(Path(sys.executable).parent)
    return shlex.join(["octavo", *arguments] if is_this else [sys.executable, "-m", "octavo", *arguments])


def pip(*arguments: str) -> str:
    """Return the command line that calls pip for this installation."""
    return shlex.join([sys.executable, "-m", "pip", *arguments])
